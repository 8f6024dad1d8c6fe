// sarif: SARIF 2.1.0 for GitHub's code scanning, which wants more than the standard does, and for editors
//
// It holds no automationDetails: upload-sarif puts its "category" only where there are none. It holds nothing of the machine
// that it is made on: "%SRCROOT%" is the working directory, which has to be the root of the repository for GitHub. Results
// stand in the order of the report and are never cut off; GitHub refuses more than 25,000 (--max-findings).
//
// Source: github/docs, "SARIF support for code scanning"; sarif-schema-2.1.0.json of OASIS.

#include "source/path.h"
#include "rules/engine.h"
#include "report/file_uri.h"
#include "report/line_hash.h"
#include "report/places.h"
#include "report/sarif_rules.h"
#include "report/words.h"

typedef struct sarif_page {
    const nwl_report *report;
    nwl_places places;
    nwl_line_hashes **hashes; // one for each file, NULL until a finding is in it
    nwl_emitter emit;
} sarif_page;

// ---- places -----------------------------------------------------------------------------

static void put_artifact(sarif_page *page, nwl_str path)
{
    nwl_emit_open_row(&page->emit, "artifactLocation");
    nwl_emit_text(&page->emit, "uri", nwl_file_uri(page->report->arena, path));
    if (!nwl_path_is_absolute(path))
        nwl_emit_text(&page->emit, "uriBaseId", NWL_STR("%SRCROOT%"));
    nwl_emit_close(&page->emit);
}

// In one line: GitHub shows an alert in a pull request only if all of its lines are changed there.
static void put_region(sarif_page *page, nwl_span at)
{
    at = nwl_places_in_first_line(&page->places, at);
    nwl_position begin = nwl_places_position(&page->places, at.file, at.range.begin);
    nwl_position end = nwl_places_position(&page->places, at.file, at.range.end);
    nwl_emit_open_row(&page->emit, "region");
    nwl_emit_number(&page->emit, "startLine", begin.line);
    nwl_emit_number(&page->emit, "startColumn", begin.column);
    nwl_emit_number(&page->emit, "endLine", begin.line);
    nwl_emit_number(&page->emit, "endColumn", end.column);
    nwl_emit_close(&page->emit);
}

static void put_physical_location(sarif_page *page, nwl_span at)
{
    nwl_emit_open_object(&page->emit, "physicalLocation");
    put_artifact(page, nwl_places_path(&page->places, at.file));
    put_region(page, at);
    nwl_emit_close(&page->emit);
}

// A list of one location under key; of none for what has no file.
static void put_locations(sarif_page *page, nwl_span at)
{
    nwl_emit_open_list(&page->emit, "locations");
    if (at.file != NWL_NO_FILE) {
        nwl_emit_open_object(&page->emit, NULL);
        put_physical_location(page, at);
        nwl_emit_close(&page->emit);
    }
    nwl_emit_close(&page->emit);
}

static void put_related(sarif_page *page, const nwl_links *links)
{
    nwl_emit_open_list(&page->emit, "relatedLocations");
    for (uint32_t i = 0; i < links->count; i++) {
        nwl_emit_open_object(&page->emit, NULL);
        nwl_emit_number(&page->emit, "id", i + 1);
        nwl_sarif_put_message(&page->emit, "message", links->items[i].label);
        put_physical_location(page, links->items[i].at);
        nwl_emit_close(&page->emit);
    }
    nwl_emit_close(&page->emit);
}

// ---- results ----------------------------------------------------------------------------

static const nwl_line_hashes *hashes_of(sarif_page *page, uint32_t file)
{
    nwl_arena *arena = page->report->arena;
    if (page->hashes[file] == NULL) {
        page->hashes[file] = NWL_NEW(arena, nwl_line_hashes);
        *page->hashes[file] =
            nwl_line_hashes_of(arena, page->report->files->items.items[file]->text);
    }
    return page->hashes[file];
}

// GitHub uses the first one, and makes it itself where it is missing and the file is there.
static void put_fingerprints(sarif_page *page, const nwl_finding *finding)
{
    nwl_span at = finding->at;
    nwl_emit_open_row(&page->emit, "partialFingerprints");
    if (at.file != NWL_NO_FILE) {
        uint32_t line = nwl_places_position(&page->places, at.file, at.range.begin).line;
        nwl_emit_text(
            &page->emit, "primaryLocationLineHash",
            nwl_line_hash_text(page->report->arena, hashes_of(page, at.file), line));
    }
    nwl_emit_text(&page->emit, "nginxWslint/v1", finding->fingerprint);
    nwl_emit_close(&page->emit);
}

static void put_suppressions(sarif_page *page, const nwl_suppression *suppression)
{
    nwl_emit_open_list(&page->emit, "suppressions");
    nwl_emit_open_object(&page->emit, NULL);
    nwl_emit_text(&page->emit, "kind", NWL_STR("inSource"));
    if (suppression->by->reason.len > 0)
        nwl_emit_text(&page->emit, "justification",
                      nwl_words_line(page->report, suppression->by->reason));
    nwl_emit_open_object(&page->emit, "location");
    put_physical_location(page, suppression->by->at);
    nwl_emit_close(&page->emit);
    nwl_emit_close(&page->emit);
    nwl_emit_close(&page->emit);
}

// How much a result deserves to be looked at, of 100.
static uint32_t rank_of(nwl_confidence confidence)
{
    static const uint32_t RANKS[] = {
        [NWL_CERTAIN] = 100, [NWL_LIKELY] = 75, [NWL_POSSIBLE] = 50};
    return RANKS[confidence];
}

static void put_result(sarif_page *page, const nwl_finding *finding)
{
    nwl_emitter *emit = &page->emit;
    nwl_links links = {0};
    nwl_str message = nwl_words_linked(&page->places, finding, &links);
    nwl_emit_open_object(emit, NULL);
    nwl_emit_text(emit, "ruleId", finding->rule->id);
    nwl_emit_number(emit, "ruleIndex", nwl_rule_index(finding->rule->id));
    nwl_emit_text(emit, "level", nwl_severity_name(finding->severity));
    nwl_emit_number(emit, "rank", rank_of(finding->confidence));
    nwl_sarif_put_message(emit, "message", message);
    put_locations(page, finding->at);
    put_related(page, &links);
    put_fingerprints(page, finding);
    if (finding->suppression != NULL)
        put_suppressions(page, finding->suppression);
    nwl_emit_close(emit);
}

static void put_results(sarif_page *page)
{
    nwl_emit_open_list(&page->emit, "results");
    for (uint32_t i = 0; i < page->report->finding_count; i++)
        put_result(page, page->report->findings[i]);
    nwl_emit_close(&page->emit);
}

// ---- the run ----------------------------------------------------------------------------

static void put_tool(nwl_emitter *emit)
{
    nwl_emit_open_object(emit, "tool");
    nwl_emit_open_object(emit, "driver");
    nwl_emit_text(emit, "name", NWL_STR("nginx-wslint"));
    nwl_emit_text(emit, "semanticVersion", NWL_STR(NWL_VERSION));
    nwl_sarif_put_rules(emit);
    nwl_emit_close(emit);
    nwl_emit_close(emit);
}

static void put_problem(sarif_page *page, const nwl_problem *problem)
{
    nwl_str path = nwl_report_path(page->report, problem->path);
    nwl_emit_open_object(&page->emit, NULL);
    nwl_emit_text(&page->emit, "level", NWL_STR("error"));
    nwl_sarif_put_message(&page->emit, "message",
                          nwl_words_literal(page->report, problem->message));
    nwl_emit_open_list(&page->emit, "locations");
    if (path.len > 0) {
        nwl_emit_open_object(&page->emit, NULL);
        nwl_emit_open_object(&page->emit, "physicalLocation");
        put_artifact(page, path);
        nwl_emit_close(&page->emit);
        nwl_emit_close(&page->emit);
    }
    nwl_emit_close(&page->emit);
    nwl_emit_close(&page->emit);
}

static void put_hidden(sarif_page *page)
{
    const nwl_report *report = page->report;
    uint32_t hidden = report->hidden_findings;
    nwl_emit_open_object(&page->emit, NULL);
    nwl_emit_text(&page->emit, "level", NWL_STR("warning"));
    nwl_sarif_put_message(
        &page->emit, "message",
        nwl_arena_format(report->arena, "--max-findings leaves out %u of %u findings",
                         (unsigned)hidden, (unsigned)(report->finding_count + hidden)));
    nwl_emit_close(&page->emit);
}

static void put_invocation(sarif_page *page)
{
    const nwl_report *report = page->report;
    nwl_emit_open_list(&page->emit, "invocations");
    nwl_emit_open_object(&page->emit, NULL);
    nwl_emit_bool(&page->emit, "executionSuccessful", report->problem_count == 0);
    nwl_emit_open_list(&page->emit, "toolExecutionNotifications");
    for (uint32_t i = 0; i < report->problem_count; i++)
        put_problem(page, &report->problems[i]);
    if (report->hidden_findings > 0)
        put_hidden(page);
    nwl_emit_close(&page->emit);
    nwl_emit_close(&page->emit);
    nwl_emit_close(&page->emit);
}

static void put_source_root(nwl_emitter *emit)
{
    nwl_emit_open_object(emit, "originalUriBaseIds");
    nwl_emit_open_object(emit, "%SRCROOT%");
    nwl_sarif_put_message(emit, "description", NWL_STR("the working directory"));
    nwl_emit_close(emit);
    nwl_emit_close(emit);
}

static void put_run(sarif_page *page)
{
    nwl_emit_open_object(&page->emit, NULL);
    put_tool(&page->emit);
    nwl_emit_text(&page->emit, "columnKind", NWL_STR("unicodeCodePoints"));
    put_source_root(&page->emit);
    put_invocation(page);
    put_results(page);
    nwl_emit_close(&page->emit);
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    uint32_t files = report->files->items.count;
    sarif_page page = {.report = report,
                       .places = nwl_places_of(report),
                       .hashes = NWL_NEW_ARRAY(report->arena, nwl_line_hashes *, files),
                       .emit = nwl_emit_to(report->arena, out)};
    nwl_emit_open_object(&page.emit, NULL);
    nwl_emit_text(&page.emit, "$schema",
                  NWL_STR("https://json.schemastore.org/sarif-2.1.0.json"));
    nwl_emit_text(&page.emit, "version", NWL_STR("2.1.0"));
    nwl_emit_open_list(&page.emit, "runs");
    put_run(&page);
    nwl_emit_close(&page.emit);
    nwl_emit_close(&page.emit);
}

const nwl_format nwl_format_sarif = {
    .name = NWL_FORMAT_TEXT("sarif"),
    .title = NWL_FORMAT_TEXT("SARIF 2.1.0, for GitHub code scanning and editors"),
    .for_people = false,
    .print = print,
};
