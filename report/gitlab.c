// gitlab: a Code Quality report, which GitLab shows in merge requests
//
// GitLab shows the description, the severity and a link to the line; it takes members of Code Climate that it does not know.
// One entry that lacks a member ends its reading, and of two entries with one fingerprint it keeps the last; ours differ
// (rules/fingerprint.h). Paths are relative to the working directory, which has to be the root of the project; a file
// outside is told of without a link.
//
// Source: gitlabhq/gitlabhq lib/gitlab/ci/parsers/codequality/code_climate.rb, lib/gitlab/ci/reports/codequality_reports.rb,
// app/validators/json_schemas/codeclimate.json.

#include "base/digest.h"
#include "report/emit.h"
#include "report/words.h"

typedef struct gitlab_page {
    const nwl_report *report;
    nwl_places places;
    nwl_emitter emit;
} gitlab_page;

static nwl_str severity_of(const nwl_finding *finding)
{
    static const nwl_str WORDS[] = {
        [NWL_OFF] = NWL_TEXT("info"),
        [NWL_NOTE] = NWL_TEXT("minor"),
        [NWL_WARNING] = NWL_TEXT("major"),
        [NWL_ERROR] = NWL_TEXT("critical"),
    };
    return WORDS[finding->suppression != NULL ? NWL_OFF : finding->severity];
}

// As a block of code in Markdown, in which nothing is markup.
static void put_content(gitlab_page *page, nwl_str words)
{
    nwl_buffer block = nwl_buffer_new(NULL);
    for (nwl_str line; nwl_str_cut(&words, '\n', &line);)
        nwl_buffer_format(&block, "    %.*s\n", NWL_STR_FMT(line));
    nwl_emit_open_row(&page->emit, "content");
    nwl_emit_text(&page->emit, "body", nwl_buffer_text(&block));
    nwl_emit_close(&page->emit);
    nwl_buffer_free(&block);
}

// The root of the project stands for what has no file.
static void put_location(gitlab_page *page, nwl_str path, uint32_t begin, uint32_t end)
{
    nwl_emit_open_row(&page->emit, "location");
    nwl_emit_text(&page->emit, "path", path.len > 0 ? path : NWL_STR("."));
    nwl_emit_open_row(&page->emit, "lines");
    nwl_emit_number(&page->emit, "begin", begin);
    nwl_emit_number(&page->emit, "end", end);
    nwl_emit_close(&page->emit);
    nwl_emit_close(&page->emit);
}

static void put_head(gitlab_page *page, nwl_str name, nwl_str description,
                     nwl_str severity, nwl_str fingerprint)
{
    nwl_emit_text(&page->emit, "description", description);
    nwl_emit_text(&page->emit, "engine_name", NWL_STR("nginx-wslint"));
    nwl_emit_text(&page->emit, "check_name", name);
    nwl_emit_text(&page->emit, "severity", severity);
    nwl_emit_text(&page->emit, "fingerprint", fingerprint);
}

// The rule stands in the description, as check_name is not shown.
static nwl_str description_of(const nwl_report *report, const nwl_finding *finding)
{
    return nwl_arena_format(report->arena, "%.*s: %.*s%s", NWL_STR_FMT(finding->rule->id),
                            NWL_STR_FMT(nwl_words_message(report, finding)),
                            finding->suppression != NULL ? " (suppressed)" : "");
}

static void put_finding(gitlab_page *page, const nwl_finding *finding)
{
    nwl_span at = finding->at;
    nwl_emit_open_object(&page->emit, NULL);
    put_head(page, finding->rule->id, description_of(page->report, finding),
             severity_of(finding), finding->fingerprint);
    put_location(page, nwl_places_path(&page->places, at.file),
                 nwl_places_position(&page->places, at.file, at.range.begin).line,
                 nwl_places_position(&page->places, at.file, at.range.end).line);
    put_content(page, nwl_words_all(&page->places, finding));
    nwl_emit_close(&page->emit);
}

// What could not be done is worse than what is wrong: it hides that.
static void put_problem(gitlab_page *page, const nwl_problem *problem)
{
    nwl_arena *arena = page->report->arena;
    nwl_str message = nwl_words_line(page->report, problem->message);
    nwl_emit_open_object(&page->emit, NULL);
    put_head(page, NWL_STR("problem"),
             nwl_arena_format(arena, "nginx-wslint: %.*s", NWL_STR_FMT(message)),
             NWL_STR("blocker"), nwl_digest_short(arena, problem->message));
    put_location(page, nwl_report_path(page->report, problem->path), 1, 1);
    nwl_emit_close(&page->emit);
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    gitlab_page page = {.report = report,
                        .places = nwl_places_of(report),
                        .emit = nwl_emit_to(report->arena, out)};
    nwl_emit_open_list(&page.emit, NULL);
    for (uint32_t i = 0; i < report->problem_count; i++)
        put_problem(&page, &report->problems[i]);
    for (uint32_t i = 0; i < report->finding_count; i++)
        put_finding(&page, report->findings[i]);
    nwl_emit_close(&page.emit);
}

const nwl_format nwl_format_gitlab = {
    .name = NWL_FORMAT_TEXT("gitlab"),
    .title = NWL_FORMAT_TEXT("a Code Quality report for GitLab"),
    .for_people = false,
    .print = print,
};
