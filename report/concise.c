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

// "path:line:col: severity: message", without the place when there is none.
static void add_line(concise_page *page, nwl_span at, nwl_severity severity,
                     nwl_str message)
{
    if (at.file != NWL_NO_FILE) {
        nwl_position begin = nwl_places_position(&page->places, at.file, at.range.begin);
        nwl_visible_add_path(page->out, nwl_places_path(&page->places, at.file),
                             page->style->ascii);
        nwl_buffer_format(page->out, ":%u:%u: ", (unsigned)begin.line,
                          (unsigned)begin.byte_column);
    }
    nwl_buffer_add(page->out, nwl_severity_name(severity));
    nwl_buffer_add(page->out, NWL_STR(": "));
    nwl_visible_add(page->out, message, page->style->ascii);
}

static void add_finding(concise_page *page, const nwl_finding *finding)
{
    add_line(page, finding->at, finding->severity, finding->message);
    nwl_buffer_format(page->out, " [%.*s]\n", NWL_STR_FMT(finding->rule->id));
    for (uint32_t i = 0; i < finding->related.count; i++) {
        const nwl_related *related = &finding->related.items[i];
        if (related->at.file == finding->at.file || related->at.file == NWL_NO_FILE ||
            related->label.len == 0)
            continue;
        add_line(page, related->at, NWL_NOTE, related->label);
        nwl_buffer_add_char(page->out, '\n');
    }
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
