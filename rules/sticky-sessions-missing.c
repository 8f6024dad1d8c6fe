// sticky-sessions-missing: requests of one session go to backends that do not know it
//
// Socket.IO, SockJS and SignalR begin with plain requests, or fall back to them, and the backend that answered the first one
// keeps the session. Round robin sends the next one to another (ngx_http_upstream_get_round_robin_peer).

#include "base/map.h"
#include "model/target.h"
#include "model/variables.h"
#include "model/words.h"
#include "rules/gathering.h"

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

typedef struct upstreams {
    nwl_map by_name;
    nwl_map spreading; // address of an upstream that spreads clients -> the upstream
} upstreams;

static nwl_str key_of(const nwl_scope *const *upstream)
{
    return (nwl_str){(const char *)upstream, sizeof(*upstream)};
}

static upstreams find_upstreams(nwl_arena *arena, const nwl_scope *top)
{
    upstreams all = {nwl_upstreams_new(arena, top), nwl_map_new(arena)};
    for (const nwl_scope *s = top; s != NULL; s = nwl_scope_following(s, top)) {
        if (s->context != NWL_CX_HTTP_UPSTREAM || !spreads_clients(s))
            continue;
        const nwl_scope **key = NWL_NEW(arena, const nwl_scope *);
        *key = s;
        nwl_map_put(&all.spreading, key_of(key), (void *)(uintptr_t)s);
    }
    return all;
}

// ---- locations --------------------------------------------------------------------------

// Whether the application needs a client to stay with one backend.
static bool needs_sticky(const nwl_proxied_location *location)
{
    return location->expectation.level >= NWL_EXPECTS_LIKELY &&
           (location->expectation.falls_back ||
            nwl_words_is_polling(nwl_words_websocket_path(location->location_text)));
}

static nwl_site cause_of(nwl_pass *pass, const nwl_proxied_location *location,
                         const void *own)
{
    (void)pass;
    const upstreams *all = own;
    if (!needs_sticky(location))
        return (nwl_site){0};
    nwl_target target = nwl_target_parse(&all->by_name, location->upstream);
    bool spreads = target.upstream != NULL &&
                   nwl_map_get(&all->spreading, key_of(&target.upstream)) != NULL;
    return spreads ? target.upstream->opener : (nwl_site){0};
}

static void flag(nwl_pass *pass, const nwl_gathered *gathered, const void *own)
{
    const upstreams *all = own;
    const nwl_proxied_location *first = gathered->first;
    const nwl_app *app = first->expectation.app;
    nwl_target target = nwl_target_parse(&all->by_name, first->upstream);
    nwl_finding *f = nwl_flag(
        pass, gathered->cause, first->scope,
        "requests of one session at \"%.*s\" go to different servers of \"%.*s\"",
        NWL_STR_FMT(first->location_text), NWL_STR_FMT(target.host));
    f->confidence = app != NULL ? NWL_CERTAIN : NWL_LIKELY;
    nwl_finding_label(pass, f, "nothing here keeps a client with one server");
    sharers both = sharers_of(target.upstream);
    nwl_finding_related(pass, f, both.sites[0], "one request goes here");
    nwl_finding_related(pass, f, both.sites[1], "and the next one here");
    nwl_gathered_add_locations(pass, f, gathered);
    nwl_finding_help(pass, f, "at the top of the block of \"%.*s\", add",
                     NWL_STR_FMT(target.host));
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
    static const nwl_gathering GATHERING = {false, cause_of, flag};
    const nwl_model *model = nwl_pass_model(pass);
    if (scope != model->top)
        return;
    upstreams all = find_upstreams(nwl_pass_scratch(pass), scope);
    if (all.spreading.count > 0 && !treats_polling_apart(model))
        nwl_gather(pass, &GATHERING, &all);
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
};
