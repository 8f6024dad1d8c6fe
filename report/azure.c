// azure: the commands of which the agent of Azure Pipelines makes issues, errors first; notes, which it has no issue for, are
// plain lines of the log
//
//     ##vso[task.logissue type=error;sourcepath=app;linenumber=5;columnnumber=9;code=path-rewritten;]"/ws" arrives ...%0A...
//
// The agent shows ten issues of each type. It writes every one to the log with place and code, so that all errors and warnings are
// commands. None of them fails the step: that is for the exit status.
//
// Source: Command.cs, CommandStringConvertor.cs, TaskCommandExtension.cs and AddIssue() in ExecutionContext.cs of
// microsoft/azure-pipelines-agent.

#include "report/ci.h"
#include "report/line.h"
#include "report/words.h"

static void begin_command(nwl_buffer *out, nwl_severity severity)
{
    nwl_buffer_format(out, "##vso[task.logissue type=%.*s;",
                      NWL_STR_FMT(nwl_severity_name(severity)));
}

static void end_command(nwl_buffer *out, nwl_str message)
{
    nwl_buffer_add_char(out, ']');
    nwl_ci_add_escaped(out, message, nwl_ci_azure_message);
    nwl_buffer_add_char(out, '\n');
}

static void add_problem(nwl_line_page *page, const nwl_problem *problem)
{
    begin_command(page->out, NWL_ERROR);
    end_command(page->out, nwl_words_line(page->places.report, problem->message));
}

static void add_place(nwl_line_page *page, nwl_span at)
{
    nwl_position begin = nwl_places_position(&page->places, at.file, at.range.begin);
    nwl_buffer_add(page->out, NWL_STR("sourcepath="));
    nwl_ci_add_escaped(page->out, nwl_ci_path(&page->places, at.file),
                       nwl_ci_azure_property);
    nwl_buffer_format(page->out, ";linenumber=%u;columnnumber=%u;", (unsigned)begin.line,
                      (unsigned)begin.column);
}

static void add_issue(nwl_line_page *page, const nwl_finding *finding)
{
    begin_command(page->out, finding->severity);
    if (finding->at.file != NWL_NO_FILE)
        add_place(page, finding->at);
    nwl_buffer_format(page->out, "code=%.*s;", NWL_STR_FMT(finding->rule->id));
    end_command(page->out, nwl_ci_words(&page->places, finding));
}

static void print_all_of(nwl_line_page *page, nwl_severity severity)
{
    const nwl_report *report = page->places.report;
    for (uint32_t i = 0; i < report->finding_count; i++) {
        const nwl_finding *finding = report->findings[i];
        if (nwl_line_severity(finding) != severity)
            continue;
        if (severity == NWL_NOTE)
            nwl_line_add_finding(page, finding, severity);
        else
            add_issue(page, finding);
    }
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    nwl_line_page page = {.places = nwl_places_of(report), .out = out};
    for (uint32_t i = 0; i < report->problem_count; i++)
        add_problem(&page, &report->problems[i]);
    for (nwl_severity severity = NWL_ERROR; severity != NWL_OFF; severity--)
        print_all_of(&page, severity);
    nwl_line_add_hidden(&page);
}

const nwl_format nwl_format_azure = {
    .name = NWL_FORMAT_TEXT("azure"),
    .title = NWL_FORMAT_TEXT("issues of Azure Pipelines; notes as plain lines"),
    .for_people = false,
    .print = print,
};
