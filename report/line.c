#include "report/line.h"

#include "report/visible.h"

nwl_severity nwl_line_severity(const nwl_finding *finding)
{
    return finding->suppression != NULL ? NWL_NOTE : finding->severity;
}

void nwl_line_add_place(nwl_line_page *page, nwl_span span)
{
    if (span.file == NWL_NO_FILE)
        return;
    nwl_position begin = nwl_places_position(&page->places, span.file, span.range.begin);
    uint32_t column = page->byte_columns ? begin.byte_column : begin.column;
    nwl_visible_add_path(page->out, nwl_places_path(&page->places, span.file),
                         page->ascii);
    nwl_buffer_format(page->out, ":%u:%u: ", (unsigned)begin.line, (unsigned)column);
}

void nwl_line_add_finding(nwl_line_page *page, const nwl_finding *finding,
                          nwl_severity severity)
{
    nwl_line_add_place(page, finding->at);
    nwl_buffer_add(page->out, nwl_severity_name(severity));
    nwl_buffer_add(page->out, NWL_STR(": "));
    nwl_visible_add(page->out, finding->message, page->ascii);
    nwl_buffer_format(page->out, " [%.*s]%s\n", NWL_STR_FMT(finding->rule->id),
                      finding->suppression != NULL ? " (suppressed)" : "");
}

void nwl_line_add_general(nwl_line_page *page, nwl_severity severity, nwl_str text)
{
    nwl_buffer_format(page->out,
                      "nginx-wslint: %.*s: ", NWL_STR_FMT(nwl_severity_name(severity)));
    nwl_visible_add(page->out, text, page->ascii);
    nwl_buffer_add_char(page->out, '\n');
}

nwl_str nwl_line_hidden(const nwl_report *report)
{
    return nwl_arena_format(report->arena, "%u more, see --max-findings",
                            (unsigned)report->hidden_findings);
}

void nwl_line_add_hidden(nwl_line_page *page)
{
    const nwl_report *report = page->places.report;
    if (report->hidden_findings > 0)
        nwl_line_add_general(page, NWL_NOTE, nwl_line_hidden(report));
}
