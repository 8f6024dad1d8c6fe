// checkstyle: the XML of the tool of that name, which Jenkins, reviewdog and editors read
//
//     <file name="sites-available/app">
//      <error line="5" column="9" severity="error" message="…" source="nginx-wslint.upstream-http-1-0"/>
//
// As in Checkstyle's own reports every checked file is there, and columns are characters from 1. Problems are errors, as its
// readers skip the element "exception".

#include "report/by_file.h"
#include "report/words.h"
#include "report/xml.h"

typedef struct checkstyle_page {
    nwl_places places;
    nwl_xml xml;
} checkstyle_page;

static nwl_str severity_of(const nwl_finding *finding)
{
    if (finding->suppression != NULL || finding->severity == NWL_NOTE)
        return NWL_STR("info");
    return nwl_severity_name(finding->severity);
}

static nwl_str message_of(const nwl_report *report, const nwl_finding *finding)
{
    nwl_str message = nwl_words_message(report, finding);
    if (finding->suppression == NULL)
        return message;
    return nwl_arena_format(report->arena, "%.*s (suppressed)", NWL_STR_FMT(message));
}

static void put_finding(checkstyle_page *page, const nwl_finding *finding)
{
    nwl_arena *arena = page->places.report->arena;
    nwl_position begin =
        nwl_places_position(&page->places, finding->at.file, finding->at.range.begin);
    nwl_str source =
        nwl_arena_format(arena, "nginx-wslint.%.*s", NWL_STR_FMT(finding->rule->id));
    nwl_xml_open(&page->xml, "error");
    nwl_xml_number(&page->xml, "line", begin.line);
    nwl_xml_number(&page->xml, "column", begin.column);
    nwl_xml_attribute(&page->xml, "severity", severity_of(finding));
    nwl_xml_attribute(&page->xml, "message", message_of(page->places.report, finding));
    nwl_xml_attribute(&page->xml, "source", source);
    nwl_xml_close(&page->xml);
}

// What is about no file goes by the name of the program.
static void open_file(checkstyle_page *page, nwl_str path)
{
    nwl_xml_open(&page->xml, "file");
    nwl_xml_attribute(&page->xml, "name", path.len > 0 ? path : NWL_STR("nginx-wslint"));
}

// A file of which nothing is said though there were something to say would look clean.
static void put_file(checkstyle_page *page, const nwl_file_findings *file)
{
    if (file->count == 0 && (file->is_excluded || file->hidden > 0))
        return;
    open_file(page, file->path);
    for (uint32_t i = 0; i < file->count; i++)
        put_finding(page, file->findings[i]);
    nwl_xml_close(&page->xml);
}

static void put_problem(checkstyle_page *page, const nwl_problem *problem)
{
    const nwl_report *report = page->places.report;
    open_file(page, nwl_report_path(report, problem->path));
    nwl_xml_open(&page->xml, "error");
    nwl_xml_number(&page->xml, "line", 1);
    nwl_xml_attribute(&page->xml, "severity", NWL_STR("error"));
    nwl_xml_attribute(&page->xml, "message", nwl_words_line(report, problem->message));
    nwl_xml_attribute(&page->xml, "source", NWL_STR("nginx-wslint.problem"));
    nwl_xml_close(&page->xml);
    nwl_xml_close(&page->xml);
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    checkstyle_page page = {nwl_places_of(report), nwl_xml_to(report->arena, out)};
    nwl_by_file walk = nwl_by_file_of(report);
    nwl_file_findings file;
    nwl_xml_open(&page.xml, "checkstyle");
    nwl_xml_attribute(&page.xml, "version", NWL_STR("4.3"));
    while (nwl_by_file_next(&walk, &file))
        put_file(&page, &file);
    for (uint32_t i = 0; i < report->problem_count; i++)
        put_problem(&page, &report->problems[i]);
    nwl_xml_close(&page.xml);
}

const nwl_format nwl_format_checkstyle = {
    .name = NWL_FORMAT_TEXT("checkstyle"),
    .title = NWL_FORMAT_TEXT("Checkstyle XML, for Jenkins and editors"),
    .for_people = false,
    .print = print,
};
