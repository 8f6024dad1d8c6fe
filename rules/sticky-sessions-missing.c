// sticky-sessions-missing: requests of one session go to backends that do not know it
//
// Socket.IO, SockJS and SignalR begin with plain requests, or fall back to them, and the backend that answered the first one
// keeps the session. Round robin sends the next one to another (ngx_http_upstream_get_round_robin_peer).

#include "base/map.h"
#include "model/variables.h"
#include "model/words.h"
#include "rules/blame.h"
#include "rules/handshake.h"
#include "rules/plain.h"

// ---- upstreams --------------------------------------------------------------------------

// What may stand in an upstream without making a client stay with a backend. Anything else, such as ip_hash, hash, sticky or a
// module's own balancing, may.
static const nwl_directive_id SPREADING[] = {
    NWL_D_include,
    NWL_D_server,
    NWL_D_zone,
    NWL_D_keepalive,
    NWL_D_keepalive_requests,
    NWL_D_keepalive_timeout,
    NWL_D_keepalive_time,
    NWL_D_least_conn,
    NWL_D_least_time,
    NWL_D_random,
    NWL_D_queue,
    NWL_D_resolver,
    NWL_D_resolver_timeout,
};

static bool is_spreading(nwl_site line)
{
    for (size_t i = 0; i < sizeof(SPREADING) / sizeof(SPREADING[0]); i++) {
        if (line.directive->id == SPREADING[i])
            return true;
    }
    return false;
}

// Whether a server of an upstream has its share of all requests.
static bool has_share(const nwl_directive *server)
{
    for (uint32_t i = 1; i < server->arg_count; i++) {
        nwl_str word = server->args[i].value;
        if (nwl_str_eq(word, NWL_STR("backup")) || nwl_str_eq(word, NWL_STR("down")))
            return false;
    }
    return true;
}

// The first two servers that share the requests; fewer when there are fewer.
typedef struct sharers {
    nwl_site sites[2];
    uint32_t count;
} sharers;

static sharers sharers_of(const nwl_scope *upstream)
{
    uint32_t count;
    sharers found = {0};
    const nwl_site *servers = nwl_scope_all(upstream, NWL_D_server, &count);
    for (uint32_t i = 0; i < count && found.count < 2; i++) {
        if (has_share(servers[i].directive))
            found.sites[found.count++] = servers[i];
    }
    return found;
}

static bool spreads_clients(const nwl_scope *upstream)
{
    if (upstream->incomplete || upstream->first != NULL || sharers_of(upstream).count < 2)
        return false;
    for (uint32_t i = 0; i < upstream->site_count; i++) {
        if (!is_spreading(upstream->sites[i]))
            return false;
    }
    return true;
}

// Those of a configuration that spread clients, by their addresses.
static nwl_map find_spreading(nwl_arena *arena, const nwl_scope *top)
{
    nwl_map spreading = nwl_map_new(arena);
    for (const nwl_scope *s = top; s != NULL; s = nwl_scope_following(s, top)) {
        if (s->context == NWL_CX_HTTP_UPSTREAM && spreads_clients(s))
            nwl_map_put_at(&spreading, s, (void *)(uintptr_t)s);
    }
    return spreading;
}

// ---- locations --------------------------------------------------------------------------

// Whether the application needs a client to stay with one backend.
static bool needs_sticky(const nwl_proxied_location *location)
{
    return location->expectation.level >= NWL_EXPECTS_LIKELY &&
           (location->expectation.falls_back ||
            nwl_words_is_polling(nwl_words_websocket_path(location->location_text)));
}

static void look(nwl_pass *pass, const nwl_map *spreading,
                 const nwl_proxied_location *location)
{
    if (!needs_sticky(location))
        return;
    const nwl_scope *upstream = nwl_upstream_of(pass, location);
    if (upstream != NULL && nwl_map_get_at(spreading, upstream) != NULL)
        nwl_blame_line(pass, location,
                       (nwl_blame){.line = upstream->opener,
                                   .severity = NWL_WARNING,
                                   .confidence = location->expectation.app != NULL
                                                     ? NWL_CERTAIN
                                                     : NWL_LIKELY});
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_scope *upstream = nwl_upstream_of(pass, blame->location);
    nwl_str name = nwl_directive_arg(upstream->opener.directive, 0);
    nwl_finding *f = nwl_flag_blame(
        pass, blame,
        "requests of one session at %.*s go to different servers of \"%.*s\"",
        NWL_STR_FMT(nwl_location_quoted(pass, blame->location)), NWL_STR_FMT(name));
    nwl_finding_label(pass, f, "nothing here keeps a client with one server");
    sharers both = sharers_of(upstream);
    nwl_finding_related(pass, f, both.sites[0], "one request goes here");
    nwl_finding_related(pass, f, both.sites[1], "and the next one here");
    nwl_blame_add_place(pass, f, blame, "the WebSocket goes here");
    nwl_finding_help(pass, f, "at the top of the block of \"%.*s\", add",
                     NWL_STR_FMT(name));
    nwl_finding_help_line(pass, f, "ip_hash;");
}

static bool names_transport(nwl_str text)
{
    return nwl_str_contains_nocase(text, NWL_STR("$arg_transport"));
}

// Whether the configuration tells polling apart: then it may be refused, or go to one server.
static bool treats_polling_apart(const nwl_model *model)
{
    for (uint32_t i = 0; i < nwl_variables_map_count(model->variables); i++) {
        if (names_transport(nwl_variables_map_at(model->variables, i)->source))
            return true;
    }
    for (const nwl_scope *s = model->top; s != NULL;
         s = nwl_scope_following(s, model->top)) {
        bool is_if =
            (s->context & (NWL_CX_HTTP_LOCATION_IF | NWL_CX_HTTP_SERVER_IF)) != 0;
        if (is_if && names_transport(nwl_directive_arg(s->opener.directive, 0)))
            return true;
    }
    return false;
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    const nwl_model *model = nwl_pass_model(pass);
    if (scope != model->top)
        return;
    nwl_map spreading = find_spreading(nwl_pass_scratch(pass), scope);
    if (spreading.count == 0 || treats_polling_apart(model))
        return;
    for (uint32_t i = 0; i < model->locations.count; i++)
        look(pass, &spreading, &model->locations.items[i]);
}

const nwl_rule nwl_rule_sticky_sessions_missing = {
    .id = NWL_TEXT("sticky-sessions-missing"),
    .title = NWL_TEXT("an upstream spreads the requests of one session over its servers"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "Socket.IO opens a session with plain requests before it upgrades; SockJS and "
        "SignalR fall back to them, and SignalR asks for a connection id first. The "
        "session lives in the process that began it. When the next request reaches "
        "another one, it answers 400 \"Session ID unknown\" or 404 \"No Connection with "
        "that ID\", and the client tries again for ever.\n\n"
        "Round robin, least_conn and random send each request where it suits them; "
        "ip_hash, hash and the commercial sticky keep a client with one server. An "
        "adapter such as Redis between the processes does not change that."),
    .remedy = NWL_TEXT("Put ip_hash, or hash with a key of the client, into the "
                       "upstream."),
    .when_to_ignore =
        NWL_TEXT("Where all clients use the WebSocket transport from the first request "
                 "on (transports: [\"websocket\"], skipNegotiation)."),
    .sources = {NWL_TEXT("https://socket.io/docs/v4/using-multiple-nodes/"),
                NWL_TEXT("https://github.com/socketio/socket.io/issues/4881"),
                NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_upstream_module.html#ip_hash")},
    .on_scope = check,
    .on_blame = flag,
};
