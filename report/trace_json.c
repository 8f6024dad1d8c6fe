#include "report/json_parts.h"
#include "report/trace.h"

typedef struct json_page {
    const nwl_trace *trace;
    nwl_arena *arena;
    nwl_places places;
    nwl_emitter emit;
} json_page;

// "path" and "range" of a site, null for none.
static void put_site(json_page *page, nwl_site site)
{
    if (site.directive != NULL) {
        nwl_emit_place(&page->emit, &page->places, nwl_site_span(site));
        return;
    }
    nwl_emit_null(&page->emit, "path");
    nwl_emit_null(&page->emit, "range");
}

static void put_server(json_page *page)
{
    const nwl_server *server = page->trace->server;
    nwl_emitter *emit = &page->emit;
    if (server == NULL) {
        nwl_emit_null(emit, "server");
        return;
    }
    nwl_emit_open_object(emit, "server");
    nwl_emit_texts(emit, "names", server->names, server->name_count);
    put_site(page, server->scope->opener);
    nwl_emit_text(emit, "why", page->trace->server_why);
    nwl_emit_close(emit);
}

static nwl_str location_text(const json_page *page, const nwl_scope *location)
{
    nwl_str text = nwl_scope_location_text(page->arena, location);
    return nwl_arena_format(page->arena, "location %.*s", NWL_STR_FMT(text));
}

// "overruled": the prefix locations that a regex takes the path from.
static void put_overruled(json_page *page, const nwl_location_selection *selected)
{
    nwl_emit_open_list(&page->emit, "overruled");
    for (uint32_t i = 0; selected != NULL && i < selected->candidate_count; i++) {
        const nwl_candidate *lost = &selected->candidates[i];
        if (lost->loss != NWL_LOSS_OVERRULED)
            continue;
        nwl_emit_open_object(&page->emit, NULL);
        nwl_emit_text(&page->emit, "text", location_text(page, lost->location));
        put_site(page, lost->location->opener);
        nwl_emit_close(&page->emit);
    }
    nwl_emit_close(&page->emit);
}

static void put_location(json_page *page)
{
    const nwl_scope *location = page->trace->location;
    nwl_emitter *emit = &page->emit;
    if (location == NULL) {
        nwl_emit_null(emit, "location");
        return;
    }
    nwl_emit_open_object(emit, "location");
    nwl_emit_text(emit, "text", location_text(page, location));
    put_site(page, location->opener);
    nwl_emit_text(emit, "why", page->trace->location_why);
    put_overruled(page, page->trace->journey.first);
    nwl_emit_close(emit);
}

static void put_steps(json_page *page)
{
    const nwl_journey *journey = &page->trace->journey;
    nwl_emit_open_list(&page->emit, "steps");
    for (uint32_t i = 0; i < journey->steps.count; i++) {
        nwl_emit_open_object(&page->emit, NULL);
        nwl_emit_text(&page->emit, "what", journey->steps.items[i].what);
        put_site(page, journey->steps.items[i].site);
        nwl_emit_close(&page->emit);
    }
    nwl_emit_close(&page->emit);
}

// ---- the request ------------------------------------------------------------------------

static const char *const CERTAINTIES[] = {
    [NWL_EXACT] = "exact", [NWL_ONE_OF] = "one-of", [NWL_UNKNOWN] = "unknown"};
static const char *const ORIGINS[] = {[NWL_FROM_DIRECTIVE] = "directive",
                                      [NWL_FROM_DEFAULT] = "default",
                                      [NWL_FROM_CLIENT] = "client"};

static void put_header(json_page *page, const nwl_upstream_header *header)
{
    nwl_emitter *emit = &page->emit;
    const nwl_text_value *value = &header->value;
    nwl_emit_open_object(emit, NULL);
    nwl_emit_text(emit, "name", header->name);
    if (value->certainty == NWL_EXACT)
        nwl_emit_text(emit, "value", value->options[0]);
    else
        nwl_emit_null(emit, "value");
    nwl_emit_text(emit, "certainty", nwl_str_of(CERTAINTIES[value->certainty]));
    if (value->certainty == NWL_ONE_OF)
        nwl_emit_texts(emit, "options", value->options, value->option_count);
    nwl_emit_open_object(emit, "origin");
    nwl_emit_text(emit, "kind", nwl_str_of(ORIGINS[value->origin.kind]));
    put_site(page, value->origin.site);
    nwl_emit_close(emit);
    nwl_emit_close(emit);
}

static void put_request(json_page *page)
{
    const nwl_upstream_request *request = &page->trace->request;
    nwl_emitter *emit = &page->emit;
    if (!page->trace->is_sent) {
        nwl_emit_null(emit, "request");
        return;
    }
    nwl_emit_open_object(emit, "request");
    nwl_text_value line = nwl_request_line(page->arena, request);
    if (line.certainty == NWL_EXACT)
        nwl_emit_text(emit, "line", line.options[0]);
    else
        nwl_emit_null(emit, "line");
    nwl_emit_open_list(emit, "headers");
    for (uint32_t i = 0; i < request->header_count; i++) {
        if (!nwl_text_must_be_empty(&request->headers[i].value))
            put_header(page, &request->headers[i]);
    }
    nwl_emit_close(emit);
    nwl_emit_close(emit);
}

// What nginx answers itself.
static void put_status(json_page *page)
{
    const nwl_journey *journey = &page->trace->journey;
    if (page->trace->server != NULL && journey->outcome == NWL_ANSWERED)
        nwl_emit_number(&page->emit, "status", journey->status);
    else
        nwl_emit_null(&page->emit, "status");
}

void nwl_trace_json(const nwl_trace_page *of, nwl_buffer *out)
{
    const nwl_trace *trace = of->trace;
    bool handed_on = trace->journey.outcome == NWL_HANDED_ON && trace->server != NULL;
    json_page page = {.trace = trace,
                      .arena = of->report->arena,
                      .places = nwl_places_of(of->report),
                      .emit = nwl_emit_to(of->report->arena, out)};
    nwl_emitter *emit = &page.emit;
    nwl_emit_open_object(emit, NULL);
    nwl_emit_number(emit, "version", 1);
    nwl_emit_text(emit, "url", of->url);
    nwl_emit_version(emit, page.arena, "nginx_version", of->report->nginx_version);
    put_server(&page);
    put_location(&page);
    put_steps(&page);
    nwl_emit_text(emit, "verdict", nwl_trace_verdict_name(trace->verdict));
    nwl_emit_reasons(emit, trace->judgement.reasons);
    put_status(&page);
    nwl_emit_idle_limit(emit, trace->judgement.idle_limit_ms);
    nwl_emit_text_or_null(emit, "upstream",
                          handed_on ? nwl_directive_arg(trace->journey.site.directive, 0)
                                    : NWL_STR(""));
    put_request(&page);
    nwl_emit_close(emit);
}
