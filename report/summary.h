// What was looked at and how much was found: the end of the text format, and its words for others.
#ifndef NWL_REPORT_SUMMARY_H
#define NWL_REPORT_SUMMARY_H

#include "report/screen.h"

// "1 file", "2 files".
void nwl_summary_add_count(nwl_buffer *out, uint32_t count, const char *one,
                           const char *many);

// "checked 2 files, 1 server, 3 proxied locations (1 expects a WebSocket)".
void nwl_summary_add_looked_at(const nwl_summary *summary, nwl_buffer *out);

// What the counts of findings do not show, "2 suppressed, 4 in the baseline, 12 not new since HEAD~1, 3 in other
// files not shown"; it may be empty, and is not made visible yet.
nwl_str nwl_summary_aside(const nwl_report *report);

// What is said when files were read and nothing in them is of interest, as they are most likely the wrong ones; else empty.
nwl_str nwl_summary_doubt(const nwl_summary *summary);

// Draws the count per rule and the summary line, each if the style wants it.
void nwl_summary_draw(const nwl_report *report, nwl_screen *screen);

#endif
