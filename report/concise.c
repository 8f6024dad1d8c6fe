// concise: one line a finding, as compilers print them; columns are bytes from 1, as Vim's %c
//
//     sites-available/app:5:9: error: the handshake reaches the backend as HTTP/1.0 [upstream-http-1-0]

#include "report/places.h"
#include "report/report.h"
#include "report/visible.h"

typedef struct concise_page {
    nwl_places places;
    const nwl_style *style;
    nwl_buffer *out;
} concise_page;

static void add_finding(concise_page *page, const nwl_finding *finding)
{
    nwl_span at = finding->at;
    if (at.file != NWL_NO_FILE) {
        nwl_position begin = nwl_places_position(&page->places, at.file, at.range.begin);
        nwl_visible_add_path(page->out, nwl_places_path(&page->places, at.file),
                             page->style->ascii);
        nwl_buffer_format(page->out, ":%u:%u: ", (unsigned)begin.line,
                          (unsigned)begin.byte_column);
    }
    nwl_buffer_add(page->out, nwl_severity_name(finding->severity));
    nwl_buffer_add(page->out, NWL_STR(": "));
    nwl_visible_add(page->out, finding->message, page->style->ascii);
    nwl_buffer_format(page->out, " [%.*s]%s\n", NWL_STR_FMT(finding->rule->id),
                      finding->suppression != NULL ? " (suppressed)" : "");
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    concise_page page = {nwl_places_of(report), style, out};
    for (uint32_t i = 0; i < report->finding_count; i++)
        add_finding(&page, report->findings[i]);
}

const nwl_format nwl_format_concise = {
    .name = NWL_FORMAT_TEXT("concise"),
    .title = NWL_FORMAT_TEXT("path:line:col: severity: message [rule]"),
    .for_people = false,
    .print = print,
};
