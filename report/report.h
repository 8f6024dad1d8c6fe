// A finished report and the formats that print it. Reporters get it sorted and immutable; they never sort, filter or read files.
#ifndef NWL_REPORT_REPORT_H
#define NWL_REPORT_REPORT_H

#include "base/buffer.h"
#include "source/position.h"
#include "rules/finding.h"
#include "rules/rule.h"

// Something that could not be done: the world is wrong, not the configuration.
typedef struct nwl_problem {
    nwl_str message;
    nwl_str path; // may be empty
} nwl_problem;

// A file that was read as a part of a configuration.
typedef struct nwl_checked_file {
    nwl_str path;     // as that of nwl_file
    bool is_excluded; // by --exclude: nothing is said of it
} nwl_checked_file;

typedef struct nwl_summary {
    uint32_t files, servers, proxied_locations;
    uint32_t websocket_locations; // where one is expected certainly or likely
    uint32_t errors, warnings, notes, fixable, suppressed, baselined;
    uint32_t elsewhere; // that no given file answers for
    uint32_t not_new;   // since .revision
    nwl_str revision;   // of --new-from-rev; empty without it
} nwl_summary;

typedef struct nwl_report {
    nwl_arena *arena; // for what a reporter makes while it prints
    const nwl_files *files;
    nwl_str working_directory; // paths below it are printed relative to it
    nwl_version nginx_version; // 0 when not known
    nwl_summary summary;
    const nwl_checked_file *const *checked; // by path, each once
    uint32_t checked_count;
    const nwl_finding *const *findings; // by path, offset, rule
    uint32_t finding_count;
    const nwl_proxied_location *const *locations; // in reading order, root by root
    const nwl_model *const *location_models;      // the model of each
    uint32_t location_count;
    const nwl_problem *problems;
    uint32_t problem_count;
    uint32_t
        hidden_findings; // cut off by --max-findings; they follow behind finding_count
} nwl_report;

// How a format for people is drawn.
typedef struct nwl_style {
    bool color;
    bool ascii;      // no character beyond ASCII in what we draw ourselves
    uint32_t width;  // columns of the terminal, 0 for no limit known
    bool quiet;      // findings only, no summary
    bool statistics; // a count per rule
} nwl_style;

typedef struct nwl_format {
    nwl_str name;
    nwl_str title;   // one line for --help
    bool for_people; // colour and width apply
    void (*print)(const nwl_report *report, const nwl_style *style, nwl_buffer *out);
} nwl_format;

// For the strings of a format: NWL_STR is no constant.
#define NWL_FORMAT_TEXT(literal)                                                         \
    {                                                                                    \
        "" literal, sizeof(literal) - 1                                                  \
    }

// The formats of formats.def, in its order.
uint32_t nwl_format_count(void);
const nwl_format *nwl_format_at(uint32_t index);
const nwl_format *nwl_format_named(nwl_str name); // NULL when there is none

// The path of a file as it is printed: relative to the working directory when it lies below it.
nwl_str nwl_report_path(const nwl_report *report, nwl_str path);

#endif
