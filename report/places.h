// Spans as people and editors name them: path, line and column.
#ifndef NWL_REPORT_PLACES_H
#define NWL_REPORT_PLACES_H

#include "report/report.h"

// Where the lines of the files of a report are; a file is looked at when it is first asked for.
typedef struct nwl_places {
    const nwl_report *report;
    nwl_lines **lines; // one for each file, NULL until then
} nwl_places;

nwl_places nwl_places_of(const nwl_report *report);

// The path of a file as it is printed; empty for NWL_NO_FILE.
nwl_str nwl_places_path(const nwl_places *places, uint32_t file);

// "conf.d/app.conf:14", where span begins.
nwl_str nwl_places_name(nwl_places *places, nwl_span span);

// The start of the first line for NWL_NO_FILE.
nwl_position nwl_places_position(nwl_places *places, uint32_t file, uint32_t offset);

// The bytes of a line (from 1) without its end.
nwl_str nwl_places_line(nwl_places *places, uint32_t file, uint32_t line);

// The part of at, which is in a file, that is in its first line.
nwl_span nwl_places_in_first_line(nwl_places *places, nwl_span at);

// The name by which nginx opened the file of a finding, as it is printed; empty when it is the
// file's own path.
nwl_str nwl_places_alias(const nwl_places *places, const nwl_finding *finding);

#endif
