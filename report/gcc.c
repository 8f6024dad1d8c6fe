// gcc: what concise prints and, as gcc does, the further places of a finding in lines of their own; columns are bytes from 1
//
//     sites-available/app:5:9: error: "/ws" loses "Upgrade" set in http [inherited-headers-lost]
//     nginx.conf:12:5: note: set here
//
// A finding that a comment hides is a note, so that no reader counts it as an error. What has no place begins with the
// name of the program, as the GNU coding standards have it.

#include "report/line.h"
#include "report/visible.h"

static void name_program(nwl_line_page *page, nwl_span at)
{
    if (at.file == NWL_NO_FILE)
        nwl_buffer_add(page->out, NWL_STR("nginx-wslint: "));
}

// What is said of no file stands at the finding.
static void add_related(nwl_line_page *page, const nwl_finding *finding,
                        const nwl_related *related)
{
    nwl_span at = related->at.file != NWL_NO_FILE ? related->at : finding->at;
    name_program(page, at);
    nwl_line_add_place(page, at);
    nwl_buffer_add(page->out, NWL_STR("note: "));
    nwl_visible_add(page->out, related->label, page->ascii);
    nwl_buffer_add_char(page->out, '\n');
}

static void add_finding(nwl_line_page *page, const nwl_finding *finding)
{
    name_program(page, finding->at);
    nwl_line_add_finding(page, finding, nwl_line_severity(finding));
    for (uint32_t i = 0; i < finding->related.count; i++)
        add_related(page, finding, &finding->related.items[i]);
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    nwl_line_page page = {nwl_places_of(report), out, style->ascii, .byte_columns = true};
    for (uint32_t i = 0; i < report->problem_count; i++)
        nwl_line_add_general(&page, NWL_ERROR, report->problems[i].message);
    for (uint32_t i = 0; i < report->finding_count; i++)
        add_finding(&page, report->findings[i]);
    nwl_line_add_hidden(&page);
}

const nwl_format nwl_format_gcc = {
    .name = NWL_FORMAT_TEXT("gcc"),
    .title = NWL_FORMAT_TEXT("as concise, and a note: line for each further place"),
    .for_people = false,
    .print = print,
};
