// json: the whole report as one document, see docs/schema/check.json
//
// Findings and locations are built, written and freed one by one, so that memory does not grow
// with their number.

#include "report/json_values.h"
#include "report/places.h"
#include "report/report.h"

#ifndef NWL_VERSION
#define NWL_VERSION "0.0.0"
#endif

typedef struct json_page {
    const nwl_report *report;
    nwl_places places;
    nwl_json_writer writer;
} json_page;

static json_t *position(nwl_position at)
{
    return nwl_json_must(json_pack("{s:I, s:I, s:I, s:I}", "line", (json_int_t)at.line,
                                   "column", (json_int_t)at.column, "byte_column",
                                   (json_int_t)at.byte_column, "offset",
                                   (json_int_t)at.offset));
}

static json_t *range(json_page *page, nwl_span at)
{
    nwl_position start = nwl_places_position(&page->places, at.file, at.range.begin);
    nwl_position end = nwl_places_position(&page->places, at.file, at.range.end);
    return nwl_json_must(
        json_pack("{s:o, s:o}", "start", position(start), "end", position(end)));
}

static json_t *path(const json_page *page, uint32_t file)
{
    return nwl_json_text(nwl_places_path(&page->places, file));
}

static json_t *texts(const nwl_str *items, uint32_t count)
{
    json_t *list = nwl_json_must(json_array());
    for (uint32_t i = 0; i < count; i++)
        nwl_json_append(list, nwl_json_text(items[i]));
    return list;
}

static json_t *server_names(const nwl_server *server)
{
    return server == NULL ? texts(NULL, 0) : texts(server->names, server->name_count);
}

static json_t *related_places(json_page *page, const nwl_finding *finding)
{
    json_t *list = nwl_json_must(json_array());
    for (uint32_t i = 0; i < finding->related.count; i++) {
        const nwl_related *related = &finding->related.items[i];
        nwl_json_append(list, json_pack("{s:o, s:o, s:o}", "message",
                                        nwl_json_text(related->label), "path",
                                        path(page, related->at.file), "range",
                                        range(page, related->at)));
    }
    return list;
}

// The includes between the finding and the root file, the innermost first.
static json_t *included_from(json_page *page, const nwl_include_step *via)
{
    json_t *list = nwl_json_must(json_array());
    for (; via != NULL; via = via->parent) {
        nwl_span at = {via->include->file, via->include->range};
        nwl_json_append(list, json_pack("{s:o, s:o}", "path", path(page, at.file),
                                        "range", range(page, at)));
    }
    return list;
}

static json_t *finding_at(void *state, uint32_t index)
{
    json_page *page = state;
    const nwl_finding *finding = page->report->findings[index];
    json_t *object = nwl_json_must(json_object());
    nwl_json_set(object, "rule", nwl_json_text(finding->rule->id));
    nwl_json_set(object, "severity", nwl_json_text(nwl_severity_name(finding->severity)));
    nwl_json_set(object, "certainty",
                 nwl_json_text(nwl_confidence_name(finding->confidence)));
    nwl_json_set(object, "message", nwl_json_text(finding->message));
    nwl_json_set(object, "path", path(page, finding->at.file));
    nwl_json_set(object, "via_path",
                 nwl_json_text_or_null(nwl_places_alias(&page->places, finding)));
    nwl_json_set(object, "range", range(page, finding->at));
    nwl_json_set(object, "server", server_names(finding->server));
    nwl_json_set(object, "location", nwl_json_text_or_null(finding->location));
    nwl_json_set(object, "related", related_places(page, finding));
    nwl_json_set(object, "included_from", included_from(page, finding->via));
    nwl_json_set(object, "explain", nwl_json_text(finding->rule->why));
    nwl_json_set(object, "fingerprint", nwl_json_text(finding->fingerprint));
    nwl_json_set(object, "fix", json_null());
    return object;
}

static json_t *reasons(uint32_t mask)
{
    json_t *list = nwl_json_must(json_array());
    for (nwl_reason reason = 0; reason < NWL_REASON_COUNT; reason++) {
        if (mask & 1u << reason)
            nwl_json_append(list, nwl_json_text(nwl_reason_name(reason)));
    }
    return list;
}

static json_t *idle_limit(int64_t ms)
{
    return nwl_json_must(ms == NWL_IDLE_UNKNOWN ? json_null() : json_integer(ms));
}

// "" when no such header is sent: nginx never sends an empty one.
static json_t *exact_or_null(const nwl_text_value *value)
{
    bool is_exact = value->certainty == NWL_EXACT && value->option_count == 1;
    return is_exact ? nwl_json_text(value->options[0]) : json_null();
}

static json_t *plain_connection(const nwl_proxied_location *location)
{
    bool is_http = location->handler == NWL_HANDLER_PROXY;
    return is_http ? exact_or_null(&location->plain_connection) : json_null();
}

static const nwl_server *server_of(const nwl_report *report, uint32_t index)
{
    const nwl_scope *scope = report->locations[index]->server;
    return scope == NULL ? NULL : nwl_model_server(report->location_models[index], scope);
}

static json_t *location_at(void *state, uint32_t index)
{
    json_page *page = state;
    const nwl_proxied_location *location = page->report->locations[index];
    const nwl_server *server = server_of(page->report, index);
    nwl_span at = nwl_site_span(location->site);
    json_t *object = nwl_json_must(json_object());
    nwl_json_set(object, "path", path(page, at.file));
    nwl_json_set(object, "range", range(page, at));
    nwl_json_set(object, "directive", nwl_json_text(location->site.directive->name));
    nwl_json_set(object, "upstream", nwl_json_text(location->upstream));
    nwl_json_set(object, "server", server_names(server));
    nwl_json_set(object, "listen",
                 server == NULL ? texts(NULL, 0)
                                : texts(server->listens, server->listen_count));
    nwl_json_set(object, "location", nwl_json_text_or_null(location->location_text));
    nwl_json_set(object, "expects_websocket",
                 nwl_json_text(nwl_expectation_name(location->expectation.level)));
    nwl_json_set(object, "because", nwl_json_text(location->expectation.because));
    nwl_json_set(object, "websocket", nwl_json_text(nwl_verdict_name(location->verdict)));
    nwl_json_set(object, "reasons", reasons(location->reasons));
    nwl_json_set(object, "idle_limit_ms", idle_limit(location->idle_limit_ms));
    nwl_json_set(object, "plain_connection", plain_connection(location));
    return object;
}

static json_t *problem_at(void *state, uint32_t index)
{
    const json_page *page = state;
    const nwl_problem *problem = &page->report->problems[index];
    nwl_str where = nwl_report_path(page->report, problem->path);
    return nwl_json_must(json_pack("{s:o, s:o}", "message",
                                   nwl_json_text(problem->message), "path",
                                   nwl_json_text_or_null(where)));
}

static json_t *nginx_version(const nwl_report *report)
{
    nwl_version version = report->nginx_version;
    if (version == 0)
        return json_null();
    return nwl_json_text(
        nwl_arena_format(report->arena, "%u.%u.%u", (unsigned)(version / 1000000),
                         (unsigned)(version / 1000 % 1000), (unsigned)(version % 1000)));
}

static json_t *summary(const nwl_summary *summary)
{
    const struct {
        const char *name;
        uint32_t count;
    } counts[] = {
        {"files", summary->files},
        {"servers", summary->servers},
        {"proxied_locations", summary->proxied_locations},
        {"websocket_locations", summary->websocket_locations},
        {"errors", summary->errors},
        {"warnings", summary->warnings},
        {"notes", summary->notes},
        {"fixable", summary->fixable},
        {"suppressed", summary->suppressed},
        {"baselined", summary->baselined},
    };
    json_t *object = nwl_json_must(json_object());
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
        nwl_json_set(object, counts[i].name, json_integer(counts[i].count));
    return object;
}

static json_t *tool(void)
{
    return nwl_json_must(
        json_pack("{s:s, s:s}", "name", "nginx-wslint", "version", NWL_VERSION));
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    json_page page = {.report = report, .places = nwl_places_of(report)};
    page.writer = nwl_json_begin(out);
    nwl_json_member(&page.writer, "version", json_integer(1));
    nwl_json_member(&page.writer, "tool", tool());
    nwl_json_member(&page.writer, "nginx_version", nginx_version(report));
    nwl_json_member(&page.writer, "summary", summary(&report->summary));
    nwl_json_list(&page.writer, "findings", report->finding_count, finding_at, &page);
    nwl_json_list(&page.writer, "locations", report->location_count, location_at, &page);
    nwl_json_list(&page.writer, "problems", report->problem_count, problem_at, &page);
    nwl_json_end(&page.writer);
}

const nwl_format nwl_format_json = {
    .name = NWL_FORMAT_TEXT("json"),
    .title = NWL_FORMAT_TEXT("one JSON document with everything, for programs"),
    .for_people = false,
    .print = print,
};
