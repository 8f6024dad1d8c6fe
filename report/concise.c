// concise: one line a finding, as compilers print them; columns are bytes from 1, as Vim's %c
//
//     sites-available/app:5:9: error: the handshake reaches the backend as HTTP/1.0 [upstream-http-1-0]

#include "report/line.h"

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    nwl_line_page page = {nwl_places_of(report), out, style->ascii, .byte_columns = true};
    for (uint32_t i = 0; i < report->finding_count; i++)
        nwl_line_add_finding(&page, report->findings[i], report->findings[i]->severity);
}

const nwl_format nwl_format_concise = {
    .name = NWL_FORMAT_TEXT("concise"),
    .title = NWL_FORMAT_TEXT("path:line:col: severity: message [rule]"),
    .for_people = false,
    .print = print,
};
