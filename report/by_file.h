// The findings of a report file by file, and the files that were checked and have none.
#ifndef NWL_REPORT_BY_FILE_H
#define NWL_REPORT_BY_FILE_H

#include "report/report.h"

// What is said of one file.
typedef struct nwl_file_findings {
    nwl_str path;     // as it is printed; empty for what is about no file
    bool is_excluded; // nothing is said of it, whatever it holds
    const nwl_finding *const *findings;
    uint32_t count;
    uint32_t hidden; // cut off by --max-findings; they follow behind count
} nwl_file_findings;

typedef struct nwl_by_file {
    const nwl_report *report;
    uint32_t next_finding, next_checked;
} nwl_by_file;

nwl_by_file nwl_by_file_of(const nwl_report *report);

// Stores what is said of the next file, in the order of their paths; false when there is none.
bool nwl_by_file_next(nwl_by_file *walk, nwl_file_findings *file);

#endif
