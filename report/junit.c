// junit: a test report, for CI systems that show nothing else: a suite for each file, a case for each finding
//
//     <testsuite name="conf.d/app" tests="2" failures="1" errors="0" skipped="0">
//      <testcase name="upstream-http-1-0 at 5:9" classname="conf.d/app" file="conf.d/app" line="5">
//       <failure message="…" type="error">…</failure>
//
// A case fails if its finding makes the exit status 1. What lies below --fail-on passes, with its words as the case's output:
// it was judged, while a skipped case says that nobody looked. Suppressed findings and excluded files are skipped. A checked
// file without findings is one case that passes.
//
// GitLab takes cases of one suite with the same classname and name for one, and of an element with text and attributes it keeps
// the text; Jenkins refuses a report without any case.
// Source: lib/gitlab/ci/parsers/test/junit.rb of GitLab, SuiteResult.java and CaseResult.java of Jenkins' junit plugin.

#include "report/by_file.h"
#include "report/summary.h"
#include "report/words.h"
#include "report/xml.h"

// The name of the document, and of the suite for what is about no file.
#define PROGRAM NWL_STR("nginx-wslint")

// How many cases there are, and how they end.
typedef struct tally {
    uint32_t tests, failures, errors, skipped;
} tally;

typedef struct junit_page {
    nwl_places places;
    nwl_xml xml;
} junit_page;

// ---- cases of findings ------------------------------------------------------------------

static bool are_twins(const nwl_finding *a, const nwl_finding *b)
{
    return a->rule == b->rule && a->at.range.begin == b->at.range.begin;
}

// The name of a finding, of which twins before it would have the same.
static nwl_str name_of(nwl_arena *arena, const nwl_finding *finding, nwl_position at,
                       uint32_t twins)
{
    nwl_str name =
        nwl_arena_format(arena, "%.*s at %u:%u", NWL_STR_FMT(finding->rule->id),
                         (unsigned)at.line, (unsigned)at.column);
    if (twins == 0)
        return name;
    return nwl_arena_format(arena, "%.*s (%u)", NWL_STR_FMT(name), (unsigned)twins + 1);
}

static void open_case(junit_page *page, nwl_str path, nwl_str name)
{
    nwl_xml_open(&page->xml, "testcase");
    nwl_xml_attribute(&page->xml, "name", name);
    nwl_xml_attribute(&page->xml, "classname", path.len > 0 ? path : PROGRAM);
    if (path.len > 0)
        nwl_xml_attribute(&page->xml, "file", path);
}

// How a case ends that does not just pass. GitLab keeps the text of a failure, Jenkins both.
static void put_end(junit_page *page, const char *element, nwl_str message)
{
    nwl_xml_open(&page->xml, element);
    nwl_xml_attribute(&page->xml, "message", message);
    nwl_xml_text(&page->xml, message);
    nwl_xml_close(&page->xml);
}

static void put_skipped(junit_page *page, nwl_str why)
{
    nwl_xml_open(&page->xml, "skipped");
    nwl_xml_attribute(&page->xml, "message", why);
    nwl_xml_close(&page->xml);
}

static void put_failure(junit_page *page, const nwl_finding *finding)
{
    nwl_xml_open(&page->xml, "failure");
    nwl_xml_attribute(&page->xml, "message",
                      nwl_words_message(page->places.report, finding));
    nwl_xml_attribute(&page->xml, "type", nwl_severity_name(finding->severity));
    nwl_xml_text(&page->xml, nwl_words_all(&page->places, finding));
    nwl_xml_close(&page->xml);
}

static void put_output(junit_page *page, const nwl_finding *finding)
{
    nwl_xml_open(&page->xml, "system-out");
    nwl_xml_text(&page->xml, nwl_severity_name(finding->severity));
    nwl_xml_text(&page->xml, NWL_STR(": "));
    nwl_xml_text(&page->xml, nwl_words_all(&page->places, finding));
    nwl_xml_close(&page->xml);
}

static void put_suppressed(junit_page *page, const nwl_finding *finding)
{
    nwl_str message = nwl_words_message(page->places.report, finding);
    put_skipped(page, nwl_arena_format(page->places.report->arena, "%.*s (suppressed)",
                                       NWL_STR_FMT(message)));
}

static void put_finding(junit_page *page, nwl_str path, const nwl_finding *finding,
                        uint32_t twins)
{
    nwl_position at =
        nwl_places_position(&page->places, finding->at.file, finding->at.range.begin);
    open_case(page, path, name_of(page->places.report->arena, finding, at, twins));
    nwl_xml_number(&page->xml, "line", at.line);
    if (finding->suppression != NULL)
        put_suppressed(page, finding);
    else if (finding->fails)
        put_failure(page, finding);
    else
        put_output(page, finding);
    nwl_xml_close(&page->xml);
}

// ---- suites of files --------------------------------------------------------------------

static bool has_hidden_failure(const nwl_file_findings *file)
{
    for (uint32_t i = file->count; i < file->count + file->hidden; i++) {
        if (file->findings[i]->fails)
            return true;
    }
    return false;
}

// The one case of what --max-findings cuts off, and that of a file without findings.
static tally count_others(const nwl_file_findings *file)
{
    if (file->hidden > 0)
        return has_hidden_failure(file) ? (tally){.tests = 1, .failures = 1}
                                        : (tally){.tests = 1, .skipped = 1};
    if (file->count > 0)
        return (tally){0};
    return (tally){.tests = 1, .skipped = file->is_excluded};
}

static tally count_file(const nwl_file_findings *file)
{
    tally count = count_others(file);
    count.tests += file->count;
    for (uint32_t i = 0; i < file->count; i++) {
        const nwl_finding *finding = file->findings[i];
        count.skipped += finding->suppression != NULL;
        count.failures += finding->suppression == NULL && finding->fails;
    }
    return count;
}

static void put_hidden(junit_page *page, const nwl_file_findings *file)
{
    nwl_str more =
        nwl_arena_format(page->places.report->arena, "%u more, see --max-findings",
                         (unsigned)file->hidden);
    open_case(page, file->path, NWL_STR("more findings"));
    if (has_hidden_failure(file))
        put_end(page, "failure", more);
    else
        put_skipped(page, more);
    nwl_xml_close(&page->xml);
}

static void put_silent(junit_page *page, const nwl_file_findings *file)
{
    open_case(page, file->path,
              file->is_excluded ? NWL_STR("excluded") : NWL_STR("no findings"));
    if (file->is_excluded)
        put_skipped(page, NWL_STR("left out by --exclude or the settings"));
    nwl_xml_close(&page->xml);
}

static void put_counts(junit_page *page, tally count)
{
    nwl_xml_number(&page->xml, "tests", count.tests);
    nwl_xml_number(&page->xml, "failures", count.failures);
    nwl_xml_number(&page->xml, "errors", count.errors);
    nwl_xml_number(&page->xml, "skipped", count.skipped);
}

static void open_suite(junit_page *page, nwl_str name, tally count)
{
    nwl_xml_open(&page->xml, "testsuite");
    nwl_xml_attribute(&page->xml, "name", name);
    put_counts(page, count);
}

// Twins stand side by side.
static void put_findings(junit_page *page, const nwl_file_findings *file)
{
    uint32_t twins = 0;
    for (uint32_t i = 0; i < file->count; i++) {
        bool is_twin = i > 0 && are_twins(file->findings[i - 1], file->findings[i]);
        twins = is_twin ? twins + 1 : 0;
        put_finding(page, file->path, file->findings[i], twins);
    }
}

static void put_file(junit_page *page, const nwl_file_findings *file)
{
    open_suite(page, file->path.len > 0 ? file->path : PROGRAM, count_file(file));
    put_findings(page, file);
    if (file->hidden > 0)
        put_hidden(page, file);
    else if (file->count == 0)
        put_silent(page, file);
    nwl_xml_close(&page->xml);
}

// ---- the suite of the run ---------------------------------------------------------------

// Why passed cases, or none, are no success; empty when they are one.
static nwl_str doubt_of(const nwl_report *report)
{
    if (report->problem_count == 0 && report->summary.files == 0)
        return NWL_STR("no file was read");
    return nwl_summary_doubt(&report->summary);
}

static tally count_run(const nwl_report *report)
{
    uint32_t doubts = doubt_of(report).len > 0;
    return (tally){.tests = report->problem_count + doubts,
                   .errors = report->problem_count,
                   .skipped = doubts};
}

static void put_problem(junit_page *page, const nwl_problem *problem)
{
    const nwl_report *report = page->places.report;
    nwl_str message = nwl_words_line(report, problem->message);
    open_case(page, nwl_report_path(report, problem->path), message);
    put_end(page, "error", message);
    nwl_xml_close(&page->xml);
}

static void put_run(junit_page *page)
{
    const nwl_report *report = page->places.report;
    nwl_str doubt = doubt_of(report);
    tally count = count_run(report);
    if (count.tests == 0)
        return;
    open_suite(page, PROGRAM, count);
    for (uint32_t i = 0; i < report->problem_count; i++)
        put_problem(page, &report->problems[i]);
    if (doubt.len > 0) {
        open_case(page, NWL_STR_NONE, NWL_STR("nothing to judge"));
        put_skipped(page, doubt);
        nwl_xml_close(&page->xml);
    }
    nwl_xml_close(&page->xml);
}

// ---- the document -----------------------------------------------------------------------

static tally sum(tally a, tally b)
{
    return (tally){.tests = a.tests + b.tests,
                   .failures = a.failures + b.failures,
                   .errors = a.errors + b.errors,
                   .skipped = a.skipped + b.skipped};
}

static tally count_all(const nwl_report *report)
{
    tally count = count_run(report);
    nwl_by_file walk = nwl_by_file_of(report);
    nwl_file_findings file;
    while (nwl_by_file_next(&walk, &file))
        count = sum(count, count_file(&file));
    return count;
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    junit_page page = {nwl_places_of(report), nwl_xml_to(report->arena, out)};
    nwl_by_file walk = nwl_by_file_of(report);
    nwl_file_findings file;
    nwl_xml_open(&page.xml, "testsuites");
    nwl_xml_attribute(&page.xml, "name", PROGRAM);
    put_counts(&page, count_all(report));
    while (nwl_by_file_next(&walk, &file))
        put_file(&page, &file);
    put_run(&page);
    nwl_xml_close(&page.xml);
}

const nwl_format nwl_format_junit = {
    .name = NWL_FORMAT_TEXT("junit"),
    .title = NWL_FORMAT_TEXT("JUnit XML: a test suite for each file"),
    .for_people = false,
    .print = print,
};
