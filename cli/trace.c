// trace: one request, followed to the backend
//
//     server    chat.example.com       conf.d/chat.conf:3   exact name
//     location  /ws                    conf.d/chat.conf:14  longest prefix
//     upstream  http://127.0.0.1:3000  conf.d/chat.conf:15
//
//     GET /ws?x=1 HTTP/1.1
//     Upgrade: websocket               conf.d/chat.conf:17
//     Host: 127.0.0.1:3000             default

#include "report/trace.h"
#include "report/places.h"
#include "cli/duration.h"
#include "cli/kind.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/table.h"

enum { INDENT = 2 };

typedef struct tracing {
    const nwl_reading *reading;
    nwl_report report;
    nwl_trace trace;
    nwl_str url;
    bool plain;
} tracing;

// ---- text -------------------------------------------------------------------------------

static nwl_str place_of(nwl_places *places, nwl_site site)
{
    return site.directive == NULL ? NWL_STR("")
                                  : nwl_places_name(places, nwl_site_span(site));
}

static void add_stage(nwl_table *table, nwl_places *places, const char *label,
                      nwl_str what, nwl_site site, nwl_str why)
{
    nwl_table_row *row = nwl_table_add(table);
    row->cells[0] = nwl_str_of(label);
    row->inks[0] = NWL_INK_STRONG;
    row->cells[1] = what;
    row->cells[2] = place_of(places, site);
    row->cells[3] = why;
}

static nwl_str server_name(const nwl_server *server)
{
    return server->name_count == 0 ? NWL_STR("without a name") : server->names[0];
}

static void add_end(nwl_table *table, nwl_places *places, const nwl_journey *journey)
{
    switch (journey->outcome) {
    case NWL_HANDED_ON:
        add_stage(table, places, "upstream",
                  nwl_directive_arg(journey->site.directive, 0), journey->site,
                  NWL_STR(""));
        break;
    case NWL_ANSWERED:
        add_stage(table, places, "answer",
                  journey->status == 0
                      ? NWL_STR("by nginx")
                      : nwl_arena_format(table->arena, "%u by nginx", journey->status),
                  journey->site, NWL_STR(""));
        break;
    case NWL_FILES:
        add_stage(table, places, "files", NWL_STR("nothing proxies here"), (nwl_site){0},
                  NWL_STR(""));
        break;
    case NWL_LOST:
        add_stage(table, places, "end", NWL_STR("where it goes from here is not known"),
                  (nwl_site){0}, NWL_STR(""));
        break;
    }
}

// The prefix locations that a regex takes the path from.
static void add_overruled(nwl_table *table, nwl_places *places,
                          const nwl_location_selection *selected)
{
    for (uint32_t i = 0; selected != NULL && i < selected->candidate_count; i++) {
        const nwl_candidate *lost = &selected->candidates[i];
        if (lost->loss == NWL_LOSS_OVERRULED)
            add_stage(table, places, "not",
                      nwl_scope_location_text(table->arena, lost->location),
                      lost->location->opener, nwl_loss_text(lost->loss));
    }
}

static void draw_way(const tracing *t, nwl_places *places, nwl_screen *screen)
{
    const nwl_trace *trace = &t->trace;
    nwl_table table = {.arena = t->report.arena, .columns = 4, .indent = INDENT};
    if (trace->server == NULL) {
        add_stage(&table, places, "server", NWL_STR("none"), (nwl_site){0},
                  trace->server_why);
        nwl_table_draw(&table, screen);
        return;
    }
    add_stage(&table, places, "server", server_name(trace->server),
              trace->server->scope->opener, trace->server_why);
    if (trace->location != NULL)
        add_stage(&table, places, "location",
                  nwl_scope_location_text(table.arena, trace->location),
                  trace->location->opener, trace->location_why);
    add_overruled(&table, places, trace->journey.first);
    for (uint32_t i = 0; i < trace->journey.steps.count; i++)
        add_stage(&table, places, "then", trace->journey.steps.items[i].what,
                  trace->journey.steps.items[i].site, NWL_STR(""));
    add_end(&table, places, &trace->journey);
    nwl_table_draw(&table, screen);
}

static nwl_str value_text(nwl_arena *arena, const nwl_text_value *value)
{
    if (value->certainty == NWL_UNKNOWN)
        return NWL_STR("(not known)");
    nwl_str text = value->options[0];
    for (uint32_t i = 1; i < value->option_count; i++)
        text = nwl_arena_format(arena, "%.*s | %.*s", NWL_STR_FMT(text),
                                NWL_STR_FMT(value->options[i]));
    return text;
}

// changes tells a default that is another one from 1.29.7 on.
static nwl_str origin_text(nwl_places *places, nwl_origin origin, bool changes)
{
    switch (origin.kind) {
    case NWL_FROM_DIRECTIVE:
        return place_of(places, origin.site);
    case NWL_FROM_DEFAULT:
        return changes && places->report->nginx_version == 0
                   ? NWL_STR("nginx's default before 1.29.7")
                   : NWL_STR("nginx's default");
    default:
        return NWL_STR("the client");
    }
}

static void draw_request(const tracing *t, nwl_places *places, nwl_screen *screen)
{
    const nwl_upstream_request *request = &t->trace.request;
    nwl_arena *arena = t->report.arena;
    nwl_table table = {.arena = arena, .columns = 2, .indent = INDENT};
    nwl_text_value line = nwl_request_line(arena, request);
    nwl_table_row *row = nwl_table_add(&table);
    row->cells[0] = value_text(arena, &line);
    row->inks[0] = NWL_INK_STRONG;
    row->cells[1] = origin_text(places, request->http_version_origin, true);
    for (uint32_t i = 0; i < request->header_count; i++) {
        const nwl_upstream_header *header = &request->headers[i];
        if (nwl_text_must_be_empty(&header->value))
            continue;
        row = nwl_table_add(&table);
        row->cells[0] = nwl_arena_format(arena, "%.*s: %.*s", NWL_STR_FMT(header->name),
                                         NWL_STR_FMT(value_text(arena, &header->value)));
        bool changes = nwl_str_eq_nocase(header->name, NWL_STR("Connection"));
        row->cells[1] = origin_text(places, header->value.origin, changes);
    }
    nwl_screen_end_line(screen);
    nwl_table_draw(&table, screen);
}

static nwl_ink verdict_ink(nwl_trace_verdict verdict)
{
    switch (verdict) {
    case NWL_TRACE_WORKS:
        return NWL_INK_HELP;
    case NWL_TRACE_UNKNOWN:
        return NWL_INK_WARNING;
    default:
        return NWL_INK_ERROR;
    }
}

static void draw_reasons(nwl_screen *screen, uint32_t reasons)
{
    const char *separator = ": ";
    for (uint32_t i = 0; i < NWL_REASON_COUNT; i++) {
        if ((reasons & 1u << i) == 0)
            continue;
        nwl_screen_put(screen, NWL_INK_PLAIN, nwl_str_of(separator));
        nwl_screen_put(screen, NWL_INK_PLAIN, nwl_reason_name((nwl_reason)i));
        separator = ", ";
    }
}

static void draw_idle_limit(const tracing *t, nwl_places *places, nwl_screen *screen)
{
    const nwl_judgement *j = &t->trace.judgement;
    if (t->plain || t->trace.verdict != NWL_TRACE_WORKS ||
        j->idle_limit_ms == NWL_IDLE_UNKNOWN)
        return;
    nwl_str place = place_of(places, j->idle_limit_site);
    if (place.len == 0)
        place = NWL_STR("nginx's default");
    nwl_str text = nwl_arena_format(
        t->report.arena, "; nginx closes it after %.*s without traffic (%.*s)",
        NWL_STR_FMT(nwl_duration(t->report.arena, j->idle_limit_ms)), NWL_STR_FMT(place));
    nwl_screen_text(screen, NWL_INK_PLAIN, text);
}

static void draw_verdict(const tracing *t, nwl_places *places, nwl_screen *screen)
{
    nwl_screen_end_line(screen);
    nwl_screen_pad(screen, INDENT);
    nwl_screen_put(screen, verdict_ink(t->trace.verdict),
                   nwl_trace_verdict_name(t->trace.verdict));
    draw_reasons(screen, t->trace.judgement.reasons);
    draw_idle_limit(t, places, screen);
    nwl_screen_end_line(screen);
}

static void print_text(const tracing *t, const nwl_style *style, nwl_buffer *out)
{
    nwl_screen screen = {.out = out, .style = style};
    nwl_places places = nwl_places_of(&t->report);
    nwl_screen_text(&screen, NWL_INK_STRONG, t->url);
    nwl_screen_end_line(&screen);
    nwl_screen_end_line(&screen);
    draw_way(t, &places, &screen);
    if (t->trace.is_sent)
        draw_request(t, &places, &screen);
    draw_verdict(t, &places, &screen);
}

// ---- the command ------------------------------------------------------------------------

static void print(const nwl_printing *printing, nwl_buffer *out)
{
    const tracing *t = printing->what;
    nwl_trace_page page = {&t->report, &t->trace, t->url};
    if (nwl_str_eq(printing->format, NWL_STR("json")))
        nwl_trace_json(&page, out);
    else
        print_text(t, &printing->style, out);
}

static void follow(nwl_cli *cli, tracing *t, const nwl_trace_question *question)
{
    const nwl_reading *reading = t->reading;
    nwl_model_options options = {.version = cli->options->nginx_version,
                                 .context = cli->options->context,
                                 .working_directory = reading->working_directory};
    const nwl_model *model =
        nwl_model_build(cli->arena, reading->configurations.items[0], &options);
    t->trace = nwl_trace_of(cli->arena, model, question);
    t->report = (nwl_report){.arena = cli->arena,
                             .files = &reading->files,
                             .working_directory = reading->working_directory,
                             .nginx_version = options.version,
                             .problems = reading->problems.items.items,
                             .problem_count = reading->problems.items.count};
}

static int run(nwl_cli *cli)
{
    const nwl_options *options = cli->options;
    nwl_trace_question question = {.method = options->method,
                                   .headers = options->headers.items,
                                   .header_count = options->headers.count,
                                   .address = options->from,
                                   .plain = options->no_upgrade};
    tracing t = {.url = options->operands.items[0], .plain = options->no_upgrade};
    const char *wrong = nwl_url_parse(cli->arena, t.url, &question.url);
    if (wrong != NULL) {
        nwl_message_error(nwl_arena_format(cli->arena, "\"%.*s\" cannot be followed: %s",
                                           NWL_STR_FMT(t.url), wrong));
        return NWL_EXIT_FAILURE;
    }
    t.reading = nwl_read(cli);
    if (t.reading->configurations.count == 0)
        return NWL_EXIT_FAILURE;
    follow(cli, &t, &question);
    bool printed = nwl_output_all(cli, print, &t);
    return printed && t.report.problem_count == 0 ? NWL_EXIT_CLEAN : NWL_EXIT_FAILURE;
}

const nwl_command nwl_command_trace = {
    .name = NWL_TEXT("trace"),
    .title =
        NWL_TEXT("follow a request for a URL: the server, the location, and what nginx "
                 "sends to the backend"),
    .operands = NWL_TEXT("URL [PATH]"),
    .least_operands = 1,
    .most_operands = 2,
    .first_path = 1,
    .operand = &nwl_kind_text,
    .traits = NWL_READS | NWL_JUDGES | NWL_TRACES | NWL_FORMATS | NWL_DRAWS,
    .formats = {NWL_TEXT("text"), NWL_TEXT("json")},
    .run = run,
};
