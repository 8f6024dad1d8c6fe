// json: the whole report as one document, see docs/schema/check.json

#include "report/json_parts.h"
#include "report/report.h"

typedef struct json_page {
    const nwl_report *report;
    nwl_places places;
    nwl_emitter emit;
} json_page;

static void put_path(json_page *page, uint32_t file)
{
    nwl_emit_text(&page->emit, "path", nwl_places_path(&page->places, file));
}

static void put_server_names(nwl_emitter *emit, const nwl_server *server)
{
    nwl_emit_texts(emit, "server", server == NULL ? NULL : server->names,
                   server == NULL ? 0 : server->name_count);
}

static void put_related(json_page *page, const nwl_finding *finding)
{
    nwl_emit_open_list(&page->emit, "related");
    for (uint32_t i = 0; i < finding->related.count; i++) {
        const nwl_related *related = &finding->related.items[i];
        nwl_emit_open_object(&page->emit, NULL);
        nwl_emit_text(&page->emit, "message", related->label);
        put_path(page, related->at.file);
        nwl_emit_range(&page->emit, &page->places, related->at);
        nwl_emit_close(&page->emit);
    }
    nwl_emit_close(&page->emit);
}

static void put_helps(nwl_emitter *emit, const nwl_finding *finding)
{
    nwl_emit_open_list(emit, "help");
    for (uint32_t i = 0; i < finding->helps.count; i++) {
        const nwl_help *help = &finding->helps.items[i];
        nwl_emit_open_object(emit, NULL);
        nwl_emit_text(emit, "title", help->title);
        nwl_emit_texts(emit, "lines", help->lines.items, help->lines.count);
        nwl_emit_close(emit);
    }
    nwl_emit_close(emit);
}

// The includes between the finding and the root file, the innermost first.
static void put_includes(json_page *page, const nwl_include_step *via)
{
    nwl_emit_open_list(&page->emit, "included_from");
    for (; via != NULL; via = via->parent) {
        nwl_emit_open_object(&page->emit, NULL);
        put_path(page, via->include->file);
        nwl_emit_range(&page->emit, &page->places,
                       (nwl_span){via->include->file, via->include->range});
        nwl_emit_close(&page->emit);
    }
    nwl_emit_close(&page->emit);
}

// The comment that hides a finding, and why; null without a reason.
static void put_suppression(json_page *page, const nwl_suppression *suppression)
{
    nwl_emit_open_object(&page->emit, "suppressed");
    nwl_emit_text_or_null(&page->emit, "reason", suppression->by->reason);
    put_path(page, suppression->by->at.file);
    nwl_emit_range(&page->emit, &page->places, suppression->by->at);
    nwl_emit_close(&page->emit);
}

static void put_finding(json_page *page, const nwl_finding *finding)
{
    nwl_emitter *emit = &page->emit;
    nwl_emit_open_object(emit, NULL);
    nwl_emit_text(emit, "rule", finding->rule->id);
    nwl_emit_text(emit, "severity", nwl_severity_name(finding->severity));
    nwl_emit_text(emit, "certainty", nwl_confidence_name(finding->confidence));
    nwl_emit_text(emit, "message", finding->message);
    nwl_emit_text_or_null(emit, "label", finding->label);
    put_path(page, finding->at.file);
    nwl_emit_text_or_null(emit, "via_path", nwl_places_alias(&page->places, finding));
    nwl_emit_range(&page->emit, &page->places, finding->at);
    put_server_names(emit, finding->server);
    nwl_emit_text_or_null(emit, "location", finding->location);
    put_related(page, finding);
    nwl_emit_texts(emit, "notes", finding->notes.items, finding->notes.count);
    put_helps(emit, finding);
    put_includes(page, finding->via);
    nwl_emit_text(emit, "explain", finding->rule->why);
    nwl_emit_text(emit, "fingerprint", finding->fingerprint);
    nwl_emit_null(emit, "fix");
    if (finding->suppression != NULL)
        put_suppression(page, finding->suppression);
    nwl_emit_close(emit);
}

// "" when no such header is sent: nginx never sends an empty one.
static void put_plain_connection(nwl_emitter *emit, const nwl_proxied_location *location)
{
    const nwl_text_value *value = &location->plain_connection;
    bool is_known = location->handler == NWL_HANDLER_PROXY &&
                    value->certainty == NWL_EXACT && value->option_count == 1;
    if (is_known)
        nwl_emit_text(emit, "plain_connection", value->options[0]);
    else
        nwl_emit_null(emit, "plain_connection");
}

static void put_location(json_page *page, const nwl_proxied_location *location,
                         const nwl_server *server)
{
    nwl_emitter *emit = &page->emit;
    nwl_span at = nwl_site_span(location->site);
    nwl_emit_open_object(emit, NULL);
    put_path(page, at.file);
    nwl_emit_range(&page->emit, &page->places, at);
    nwl_emit_text(emit, "directive", location->site.directive->name);
    nwl_emit_text(emit, "upstream", location->upstream);
    put_server_names(emit, server);
    nwl_emit_texts(emit, "listen", server == NULL ? NULL : server->listens,
                   server == NULL ? 0 : server->listen_count);
    nwl_emit_text_or_null(emit, "location", location->location_text);
    nwl_emit_text(emit, "expects_websocket",
                  nwl_expectation_name(location->expectation.level));
    nwl_emit_text(emit, "because", location->expectation.because);
    nwl_emit_bool(emit, "reached", !location->not_reached);
    nwl_emit_text(emit, "websocket", nwl_verdict_name(location->verdict));
    nwl_emit_reasons(emit, location->reasons);
    nwl_emit_idle_limit(emit, location->idle_limit_ms);
    put_plain_connection(emit, location);
    nwl_emit_close(emit);
}

static void put_problem(json_page *page, const nwl_problem *problem)
{
    nwl_emit_open_object(&page->emit, NULL);
    nwl_emit_text(&page->emit, "message", problem->message);
    nwl_emit_text_or_null(&page->emit, "path",
                          nwl_report_path(page->report, problem->path));
    nwl_emit_close(&page->emit);
}

static void put_summary(nwl_emitter *emit, const nwl_summary *summary)
{
    nwl_emit_open_object(emit, "summary");
    nwl_emit_number(emit, "files", summary->files);
    nwl_emit_number(emit, "servers", summary->servers);
    nwl_emit_number(emit, "proxied_locations", summary->proxied_locations);
    nwl_emit_number(emit, "websocket_locations", summary->websocket_locations);
    nwl_emit_number(emit, "errors", summary->errors);
    nwl_emit_number(emit, "warnings", summary->warnings);
    nwl_emit_number(emit, "notes", summary->notes);
    nwl_emit_number(emit, "fixable", summary->fixable);
    nwl_emit_number(emit, "suppressed", summary->suppressed);
    nwl_emit_number(emit, "baselined", summary->baselined);
    nwl_emit_number(emit, "elsewhere", summary->elsewhere);
    nwl_emit_number(emit, "not_new", summary->not_new);
    nwl_emit_text_or_null(emit, "new_from_rev", summary->revision);
    nwl_emit_close(emit);
}

static void put_findings(json_page *page)
{
    nwl_emit_open_list(&page->emit, "findings");
    for (uint32_t i = 0; i < page->report->finding_count; i++)
        put_finding(page, page->report->findings[i]);
    nwl_emit_close(&page->emit);
}

static const nwl_server *server_of(const nwl_report *report, uint32_t index)
{
    const nwl_scope *scope = report->locations[index]->server;
    return scope == NULL ? NULL : nwl_model_server(report->location_models[index], scope);
}

static void put_locations(json_page *page)
{
    const nwl_report *report = page->report;
    nwl_emit_open_list(&page->emit, "locations");
    for (uint32_t i = 0; i < report->location_count; i++)
        put_location(page, report->locations[i], server_of(report, i));
    nwl_emit_close(&page->emit);
}

static void put_problems(json_page *page)
{
    nwl_emit_open_list(&page->emit, "problems");
    for (uint32_t i = 0; i < page->report->problem_count; i++)
        put_problem(page, &page->report->problems[i]);
    nwl_emit_close(&page->emit);
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    json_page page = {.report = report,
                      .places = nwl_places_of(report),
                      .emit = nwl_emit_to(report->arena, out)};
    nwl_emit_open_object(&page.emit, NULL);
    nwl_emit_number(&page.emit, "version", 1);
    nwl_emit_tool(&page.emit);
    nwl_emit_version(&page.emit, report->arena, "nginx_version", report->nginx_version);
    put_summary(&page.emit, &report->summary);
    put_findings(&page);
    put_locations(&page);
    put_problems(&page);
    nwl_emit_close(&page.emit);
}

const nwl_format nwl_format_json = {
    .name = NWL_FORMAT_TEXT("json"),
    .title = NWL_FORMAT_TEXT("one JSON document with everything, for programs"),
    .for_people = false,
    .print = print,
};
