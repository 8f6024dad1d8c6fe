// github: the commands of which GitHub's runner makes annotations, errors first, then warnings, then notices
//
//     ::error file=app,line=5,endLine=5,col=9,endColumn=19,title=nginx-wslint%3A path-rewritten::app:5:9: "/ws" ...%0A...
//
// What is marked ends in its first line, as the runner drops the columns of a range over several. The log shows the message
// alone, so that it begins with the place.
//
// Ten annotations of each kind are shown for a step. Of more, the tenth says how many there are, and these follow as plain lines:
// as commands they would come to the log without place and rule, and would still be no annotations.
//
// Source: ActionCommand.cs, ActionCommandManager.cs and AddIssue() in ExecutionContext.cs of actions/runner;
// docs/problem-matchers.md of actions/toolkit for the ten.

#include "report/ci.h"
#include "report/line.h"
#include "report/words.h"

enum {
    MOST_ANNOTATIONS = 10,
    MOST_MESSAGE = 4095, // UTF-16 code units before escaping; the runner cuts at 4096
};

typedef struct github_page {
    nwl_line_page lines;
    nwl_severity severity; // that is printed now
    uint32_t total, told;  // of this severity
} github_page;

// "::error ", which the properties follow.
static void begin_command(github_page *page)
{
    nwl_str kind = page->severity == NWL_NOTE ? NWL_STR("notice")
                                              : nwl_severity_name(page->severity);
    nwl_buffer_format(page->lines.out, "::%.*s ", NWL_STR_FMT(kind));
}

static void add_message(github_page *page, nwl_str message)
{
    nwl_arena *arena = page->lines.places.report->arena;
    nwl_buffer_add(page->lines.out, NWL_STR("::"));
    nwl_ci_add_escaped(page->lines.out, nwl_ci_cut(arena, message, MOST_MESSAGE),
                       nwl_ci_github_message);
    nwl_buffer_add_char(page->lines.out, '\n');
}

static void add_command_without_file(github_page *page, nwl_str message)
{
    begin_command(page);
    nwl_buffer_add(page->lines.out, NWL_STR("title=nginx-wslint"));
    add_message(page, message);
}

static void add_range(github_page *page, nwl_span span)
{
    nwl_places *places = &page->lines.places;
    span = nwl_places_in_first_line(places, span);
    nwl_position begin = nwl_places_position(places, span.file, span.range.begin);
    nwl_position end = nwl_places_position(places, span.file, span.range.end);
    nwl_buffer_format(page->lines.out, "line=%u,endLine=%u,col=%u,endColumn=%u,",
                      (unsigned)begin.line, (unsigned)begin.line, (unsigned)begin.column,
                      (unsigned)end.column);
}

static void add_file(github_page *page, nwl_span span)
{
    nwl_buffer *out = page->lines.out;
    nwl_buffer_add(out, NWL_STR("file="));
    nwl_ci_add_escaped(out, nwl_ci_path(&page->lines.places, span.file),
                       nwl_ci_github_property);
    nwl_buffer_add_char(out, ',');
    add_range(page, span);
}

// The words of a finding behind its place.
static nwl_str message_of(github_page *page, const nwl_finding *finding)
{
    nwl_buffer message = nwl_buffer_new(NULL);
    nwl_line_page line = {.places = page->lines.places, .out = &message};
    nwl_line_add_place(&line, finding->at);
    nwl_buffer_add(&message, nwl_ci_words(&page->lines.places, finding));
    return nwl_buffer_take(&message, page->lines.places.report->arena);
}

static void add_command(github_page *page, const nwl_finding *finding)
{
    nwl_buffer *out = page->lines.out;
    begin_command(page);
    if (finding->at.file != NWL_NO_FILE)
        add_file(page, finding->at);
    nwl_buffer_add(out, NWL_STR("title="));
    nwl_ci_add_escaped(out, NWL_STR("nginx-wslint: "), nwl_ci_github_property);
    nwl_ci_add_escaped(out, finding->rule->id, nwl_ci_github_property);
    add_message(page, message_of(page, finding));
}

static void add_remainder(github_page *page)
{
    nwl_arena *arena = page->lines.places.report->arena;
    nwl_str name = nwl_severity_name(page->severity);
    nwl_str text = nwl_arena_format(arena, "%u more %.*ss are in the log of this step",
                                    (unsigned)(page->total - MOST_ANNOTATIONS + 1),
                                    NWL_STR_FMT(name));
    add_command_without_file(page, text);
}

// Whether the next of the kind is one of those that are shown; the last place is for the number of the others.
static bool gets_annotation(github_page *page)
{
    page->told++;
    if (page->total <= MOST_ANNOTATIONS || page->told < MOST_ANNOTATIONS)
        return true;
    if (page->told == MOST_ANNOTATIONS)
        add_remainder(page);
    return false;
}

static void add_problem(github_page *page, const nwl_problem *problem)
{
    if (gets_annotation(page))
        add_command_without_file(
            page, nwl_words_line(page->lines.places.report, problem->message));
    else
        nwl_line_add_general(&page->lines, NWL_ERROR, problem->message);
}

static void add_finding(github_page *page, const nwl_finding *finding)
{
    if (gets_annotation(page))
        add_command(page, finding);
    else
        nwl_line_add_finding(&page->lines, finding, page->severity);
}

static uint32_t count_of(const nwl_report *report, nwl_severity severity)
{
    uint32_t count = severity == NWL_ERROR ? report->problem_count : 0;
    for (uint32_t i = 0; i < report->finding_count; i++)
        count += nwl_line_severity(report->findings[i]) == severity;
    return count;
}

// Everything of one severity; what could not be done is an error.
static void print_all_of(github_page *page, nwl_severity severity)
{
    const nwl_report *report = page->lines.places.report;
    page->severity = severity;
    page->total = count_of(report, severity);
    page->told = 0;
    for (uint32_t i = 0; severity == NWL_ERROR && i < report->problem_count; i++)
        add_problem(page, &report->problems[i]);
    for (uint32_t i = 0; i < report->finding_count; i++) {
        if (nwl_line_severity(report->findings[i]) == severity)
            add_finding(page, report->findings[i]);
    }
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    github_page page = {.lines = {.places = nwl_places_of(report), .out = out}};
    for (nwl_severity severity = NWL_ERROR; severity != NWL_OFF; severity--)
        print_all_of(&page, severity);
    nwl_line_add_hidden(&page.lines);
}

const nwl_format nwl_format_github = {
    .name = NWL_FORMAT_TEXT("github"),
    .title = NWL_FORMAT_TEXT(
        "annotations of GitHub Actions, ten of a kind, the rest as lines"),
    .for_people = false,
    .print = print,
};
