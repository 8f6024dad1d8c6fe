#include "model/trace.h"

#include "model/error_page.h"
#include "model/model.h"
#include "model/server_names.h"

// ---- the client -------------------------------------------------------------------------

// A handshake as the one of RFC 6455, 1.2.
static const struct {
    nwl_str name, value;
} HANDSHAKE[] = {
    {NWL_TEXT("Connection"), NWL_TEXT("Upgrade")},
    {NWL_TEXT("Upgrade"), NWL_TEXT("websocket")},
    {NWL_TEXT("Sec-WebSocket-Version"), NWL_TEXT("13")},
    {NWL_TEXT("Sec-WebSocket-Key"), NWL_TEXT("dGhlIHNhbXBsZSBub25jZQ==")},
};

typedef NWL_ARRAY(nwl_client_header) header_list;

static bool is_asked(const nwl_trace_question *question, nwl_str name)
{
    for (uint32_t i = 0; i < question->header_count; i++) {
        if (nwl_str_eq_nocase(question->headers[i].name, name))
            return true;
    }
    return false;
}

static void add_header(nwl_arena *arena, header_list *list,
                       const nwl_trace_question *question, nwl_str name, nwl_str value)
{
    if (!is_asked(question, name))
        *NWL_PUSH(arena, list) = (nwl_client_header){name, nwl_text_exact(arena, value)};
}

static nwl_text_value known_or_not(nwl_arena *arena, nwl_str text)
{
    return text.len > 0 ? nwl_text_exact(arena, text) : nwl_text_unknown();
}

static nwl_client *client_of(nwl_arena *arena, const nwl_trace_question *question)
{
    header_list headers = {0};
    const nwl_url *url = &question->url;
    add_header(arena, &headers, question, NWL_STR("Host"), url->authority);
    for (size_t i = 0; !question->plain && i < sizeof(HANDSHAKE) / sizeof(HANDSHAKE[0]);
         i++)
        add_header(arena, &headers, question, HANDSHAKE[i].name, HANDSHAKE[i].value);
    for (uint32_t i = 0; i < question->header_count; i++) {
        if (!nwl_text_must_be_empty(&question->headers[i].value))
            *NWL_PUSH(arena, &headers) = question->headers[i];
    }
    nwl_client *client = NWL_NEW(arena, nwl_client);
    *client = (nwl_client){
        .method = nwl_text_exact(arena, question->method.len > 0 ? question->method
                                                                 : NWL_STR("GET")),
        .target = nwl_text_exact(arena, url->target),
        .scheme = nwl_text_exact(arena, url->is_tls ? NWL_STR("https") : NWL_STR("http")),
        .address = known_or_not(arena, question->address),
        .server_address = nwl_address_read(url->host).kind == NWL_ADDRESS_INET
                              ? nwl_text_exact(arena, url->host)
                              : nwl_text_unknown(),
        .port = nwl_text_exact(arena, nwl_arena_format(arena, "%u", url->port)),
        .headers = headers.items,
        .header_count = headers.count,
    };
    return client;
}

// ---- the verdict ------------------------------------------------------------------------

static const char *const VERDICTS[] = {
    [NWL_TRACE_WORKS] = "works",
    [NWL_TRACE_HANDSHAKE_FAILS] = "handshake-fails",
    [NWL_TRACE_REDIRECTED] = "redirected",
    [NWL_TRACE_REFUSED] = "refused",
    [NWL_TRACE_NOT_PROXIED] = "not-proxied",
    [NWL_TRACE_NO_SERVER] = "no-server",
    [NWL_TRACE_UNKNOWN] = "unknown",
};

nwl_str nwl_trace_verdict_name(nwl_trace_verdict verdict)
{
    return nwl_str_of(VERDICTS[verdict]);
}

static nwl_trace_verdict handed_on(const nwl_trace *trace, bool plain)
{
    if (plain)
        return trace->judgement.idle_limit_ms == 0 ? NWL_TRACE_REFUSED : NWL_TRACE_WORKS;
    switch (trace->judgement.verdict) {
    case NWL_VERDICT_WORKS:
        return NWL_TRACE_WORKS;
    case NWL_VERDICT_UNKNOWN:
        return NWL_TRACE_UNKNOWN;
    default:
        return NWL_TRACE_HANDSHAKE_FAILS;
    }
}

static nwl_trace_verdict verdict_of(const nwl_trace *trace, bool plain)
{
    const nwl_journey *journey = &trace->journey;
    if (journey->may_be_handed_on ||
        (!journey->certain && journey->outcome != NWL_HANDED_ON))
        return NWL_TRACE_UNKNOWN;
    switch (journey->outcome) {
    case NWL_HANDED_ON:
        return handed_on(trace, plain);
    case NWL_FILES:
        return NWL_TRACE_NOT_PROXIED;
    case NWL_ANSWERED:
        return nwl_status_redirects(journey->status) ? NWL_TRACE_REDIRECTED
                                                     : NWL_TRACE_REFUSED;
    default:
        return NWL_TRACE_UNKNOWN;
    }
}

// What the verdict does not say by itself: why a handshake fails, or that something is not known.
static uint32_t reasons_of(const nwl_trace *trace, bool plain)
{
    uint32_t undecidable = 1u << NWL_REASON_UNDECIDABLE;
    if (plain)
        return 0;
    if (trace->verdict == NWL_TRACE_HANDSHAKE_FAILS)
        return trace->judgement.reasons;
    if (trace->verdict != NWL_TRACE_UNKNOWN)
        return 0;
    bool is_handed_on = trace->journey.outcome == NWL_HANDED_ON;
    return undecidable | (is_handed_on ? trace->judgement.reasons : 0);
}

// ---- the server -------------------------------------------------------------------------

static nwl_connection connection_of(const nwl_url *url)
{
    nwl_connection connection = {.tls = url->is_tls, .port = url->port};
    connection.address = nwl_address_read(url->host);
    connection.address_known = connection.address.kind != NWL_ADDRESS_UNKNOWN;
    return connection;
}

// The name that servers are looked for by; false for what nginx answers with 400: no Host, or none that may be one.
static bool read_host(nwl_arena *arena, const nwl_client *client, nwl_str *host)
{
    nwl_text_value sent = nwl_client_variable(arena, client, NWL_STR("host"), 0);
    *host = NWL_STR("");
    return sent.options[0].len > 0 && nwl_host_read(arena, sent.options[0], host);
}

static nwl_header_names names_of(const nwl_server *server)
{
    return (nwl_header_names){
        nwl_scope_is_on(server->scope, NWL_D_underscores_in_headers, false),
        !nwl_scope_is_on(server->scope, NWL_D_ignore_invalid_headers, true)};
}

static void answer(nwl_trace *trace, uint32_t status)
{
    trace->journey.outcome = NWL_ANSWERED;
    trace->journey.status = status;
    trace->journey.certain = true;
}

// Finds the server; false when the way ends before its directives are run.
static bool find_server(nwl_arena *arena, const nwl_model *model,
                        const nwl_trace_question *question, const nwl_client *client,
                        nwl_trace *trace, nwl_chosen_server *chosen)
{
    nwl_str host;
    nwl_connection connection = connection_of(&question->url);
    bool has_host = read_host(arena, client, &host);
    nwl_server_selection found =
        nwl_select_server(model->selection, arena, &connection, host);
    if (found.outcome == NWL_SELECTED_NONE) {
        trace->verdict = NWL_TRACE_NO_SERVER;
        trace->server_why =
            nwl_arena_format(arena, "nobody listens on port %u", connection.port);
        return false;
    }
    *chosen = found.chosen;
    trace->server = chosen->server;
    trace->server_why = nwl_chosen_server_text(arena, chosen);
    trace->is_ambiguous = found.outcome == NWL_SELECTED_SEVERAL;
    if (trace->is_ambiguous)
        trace->server_why = nwl_arena_format(
            arena, "%.*s, unless the connection comes to another address",
            NWL_STR_FMT(trace->server_why));
    bool is_taken = has_host && !chosen->plain_to_ssl;
    if (!is_taken)
        answer(trace, 400);
    return is_taken;
}

// ---- the whole --------------------------------------------------------------------------

// The status for methods that no server takes (ngx_http_process_request_header); 0 for others.
static uint32_t refusal_of(const nwl_client *client)
{
    nwl_str method = client->method.options[0];
    bool is_refused =
        nwl_str_eq(method, NWL_STR("TRACE")) || nwl_str_eq(method, NWL_STR("CONNECT"));
    return is_refused ? 405 : 0;
}

static void travel(nwl_arena *arena, const nwl_model *model, nwl_client *client,
                   const nwl_chosen_server *chosen, nwl_trace *trace)
{
    nwl_uri uri;
    if (!nwl_client_read_headers(arena, client, names_of(chosen->before_host),
                                 names_of(chosen->server)) ||
        !nwl_uri_parse(
            arena, client->target.options[0],
            nwl_scope_is_on(chosen->before_host->scope, NWL_D_merge_slashes, true),
            &uri)) {
        answer(trace, 400);
        return;
    }
    trace->journey =
        nwl_journey_from(arena, model, client, trace->version, chosen->server->scope,
                         &uri, &chosen->captures, refusal_of(client));
    if (trace->is_ambiguous)
        trace->journey.certain = false;
    if (trace->journey.first == NULL)
        return;
    trace->location = trace->journey.first->location;
    trace->location_why = nwl_location_selection_text(arena, trace->journey.first);
}

nwl_trace nwl_trace_of(nwl_arena *arena, const nwl_model *model,
                       const nwl_trace_question *question)
{
    nwl_chosen_server chosen;
    nwl_client *client = client_of(arena, question);
    nwl_trace trace = {.version = nwl_oldest_judged(model->options.version)};
    trace.judgement.idle_limit_ms = NWL_IDLE_UNKNOWN;
    if (find_server(arena, model, question, client, &trace, &chosen))
        travel(arena, model, client, &chosen, &trace);
    if (trace.server == NULL)
        return trace;
    trace.is_sent = trace.journey.outcome == NWL_HANDED_ON &&
                    trace.journey.handler == NWL_HANDLER_PROXY;
    if (trace.is_sent)
        trace.request = nwl_upstream_request_of(&trace.journey.request);
    trace.judgement = nwl_judge_journey(model, &trace.journey);
    trace.verdict = verdict_of(&trace, question->plain);
    trace.judgement.reasons = reasons_of(&trace, question->plain);
    return trace;
}
