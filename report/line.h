// Findings as lines that the readers of compilers' messages know, and that a log can keep:
//
//     sites-available/app:5:9: error: the handshake reaches the backend as HTTP/1.0 [upstream-http-1-0]
#ifndef NWL_REPORT_LINE_H
#define NWL_REPORT_LINE_H

#include "report/places.h"

typedef struct nwl_line_page {
    nwl_places places;
    nwl_buffer *out;
    bool ascii;        // nothing beyond ASCII
    bool byte_columns; // columns count bytes, without it characters
} nwl_line_page;

// The severity of a finding, for a format without a sign for what a comment hides: that is a note.
nwl_severity nwl_line_severity(const nwl_finding *finding);

// "sites-available/app:5:9: ", where span begins; nothing for NWL_NO_FILE. Fit for the beginning of a line.
void nwl_line_add_place(nwl_line_page *page, nwl_span span);

// The whole line of a finding, with the severity that is given.
void nwl_line_add_finding(nwl_line_page *page, const nwl_finding *finding,
                          nwl_severity severity);

// A line about no place: "nginx-wslint: error: cannot read ...".
void nwl_line_add_general(nwl_line_page *page, nwl_severity severity, nwl_str text);

// What is cut off, "5 more, see --max-findings".
nwl_str nwl_line_hidden(const nwl_report *report);

// The same as a line; nothing when nothing is cut off.
void nwl_line_add_hidden(nwl_line_page *page);

#endif
