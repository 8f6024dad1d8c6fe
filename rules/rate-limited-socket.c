// rate-limited-socket: a limit made for pages applies to a WebSocket
//
// limit_conn counts a WebSocket for as long as it is open (ngx_http_limit_conn_cleanup), limit_req counts each handshake.

#include "base/map.h"
#include "model/value.h"
#include "model/variables.h"
#include "rules/blame.h"
#include "rules/tunnel.h"

enum { FEW_OF_A_CLIENT = 10, FEW_OF_ALL = 100, MOST_LINES = 20 };

// One of the two directives.
typedef struct limit {
    nwl_setting setting;
    nwl_directive_id line, dry_run, definer;
    nwl_map zones; // name -> site of the line that defines it
} limit;

static nwl_str parameter(const nwl_directive *line, nwl_str name)
{
    for (uint32_t i = 0; i < line->arg_count; i++) {
        if (nwl_str_starts_with(line->args[i].value, name))
            return nwl_str_from(line->args[i].value, name.len);
    }
    return NWL_STR("");
}

// ---- zones ------------------------------------------------------------------------------

static void collect_zones(limit *l, const nwl_scope *http)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(http, l->definer, &count);
    for (uint32_t i = 0; i < count; i++) {
        nwl_str zone = parameter(sites[i].directive, NWL_STR("zone="));
        nwl_str name = nwl_str_slice(zone, 0, nwl_str_find(zone, ':', 0));
        nwl_map_put(&l->zones, name, (void *)(uintptr_t)&sites[i]);
    }
}

static bool counts_open(const nwl_directive *line)
{
    return line->id == NWL_D_limit_conn;
}

// The line that defines the zone of a limit; no site when it is not known.
static nwl_site zone_of(const limit *l, const nwl_directive *line)
{
    nwl_str name = counts_open(line) ? nwl_directive_arg(line, 0)
                                     : parameter(line, NWL_STR("zone="));
    const nwl_site *zone = nwl_map_get(&l->zones, name);
    return zone != NULL ? *zone : (nwl_site){0};
}

// Whether the key is the same for all clients of a server.
static bool is_shared(nwl_str key)
{
    const nwl_str shared[] = {NWL_STR("server_name"), NWL_STR("host"),
                              NWL_STR("http_host"), NWL_STR("server_addr"),
                              NWL_STR("server_port")};
    nwl_str name = nwl_only_variable(key);
    for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
        if (nwl_str_eq_nocase(name, shared[i]))
            return true;
    }
    return nwl_str_find(key, '$', 0) == key.len;
}

// An empty key is not counted, so a variable of the configuration's own may leave WebSockets out.
static bool may_be_empty(const nwl_model *model, nwl_str key)
{
    nwl_str name = nwl_only_variable(key);
    return name.len > 0 && nwl_variables_find(model->variables, name) != NULL;
}

// ---- limits -----------------------------------------------------------------------------

typedef struct rate {
    int64_t requests;
    bool by_minute;
} rate;

static rate rate_of(const nwl_directive *zone)
{
    nwl_str text = parameter(zone, NWL_STR("rate="));
    rate r = {.requests = 1, .by_minute = nwl_str_ends_with(text, NWL_STR("r/m"))};
    nwl_value_number(nwl_str_slice(text, 0, nwl_str_find(text, 'r', 0)), &r.requests);
    return r;
}

// How many requests are let through at once: one, and those that may wait.
static int64_t at_once(const nwl_directive *line)
{
    int64_t burst = 0;
    nwl_value_number(parameter(line, NWL_STR("burst=")), &burst);
    return 1 + burst;
}

// How many WebSockets are let in: at a time, or within one second. 0 when that is not known.
static int64_t let_in(const nwl_directive *line, const nwl_directive *zone)
{
    int64_t number = 0;
    if (counts_open(line)) {
        nwl_value_number(nwl_directive_arg(line, 1), &number);
        return number;
    }
    rate r = rate_of(zone);
    return at_once(line) + (r.by_minute ? r.requests / 60 : r.requests);
}

static bool is_small(const nwl_model *model, const nwl_directive *line,
                     const nwl_directive *zone)
{
    nwl_str key = nwl_directive_arg(zone, 0);
    if (zone == NULL || may_be_empty(model, key))
        return false;
    int64_t number = let_in(line, zone);
    return number > 0 && number <= (is_shared(key) ? FEW_OF_ALL : FEW_OF_A_CLIENT);
}

// Blames the first of the lines in force at a location that allows few.
static void look(nwl_pass *pass, const limit *l, const nwl_proxied_location *location)
{
    const nwl_scope *from = location->scope->settings->from[l->setting];
    uint32_t count = 0;
    if (from == NULL || !nwl_tunnel_may_open(location) ||
        nwl_scope_is_on(location->scope, l->dry_run, false))
        return;
    const nwl_site *lines = nwl_scope_all(from, l->line, &count);
    for (uint32_t i = 0; i < count && i < MOST_LINES; i++) {
        nwl_site zone = zone_of(l, lines[i].directive);
        if (!is_small(nwl_pass_model(pass), lines[i].directive, zone.directive))
            continue;
        nwl_blame_line(pass, location,
                       (nwl_blame){.line = lines[i],
                                   .source = zone,
                                   .severity = NWL_NOTE,
                                   .confidence = NWL_LIKELY});
        return;
    }
}

// What counts as one client.
static nwl_str counted_by(nwl_pass *pass, nwl_str key)
{
    return is_shared(key) ? NWL_STR("for all clients together")
                          : nwl_arena_format(nwl_pass_scratch(pass), "for each %.*s",
                                             NWL_STR_FMT(key));
}

static nwl_str said_of(nwl_pass *pass, const nwl_directive *line,
                       const nwl_directive *zone)
{
    nwl_arena *arena = nwl_pass_scratch(pass);
    if (counts_open(line)) {
        long long open = let_in(line, zone);
        return nwl_arena_format(arena, "%lld WebSocket%s at a time", open,
                                open == 1 ? "" : "s");
    }
    rate r = rate_of(zone);
    long long first = at_once(line);
    return nwl_arena_format(arena, "%lld handshake%s at once, then %lld a %s,", first,
                            first == 1 ? "" : "s", (long long)r.requests,
                            r.by_minute ? "minute" : "second");
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_directive *line = blame->line.directive, *zone = blame->source.directive;
    nwl_finding *f = nwl_flag_blame(
        pass, blame, "\"%.*s\" allows %.*s %.*s",
        NWL_STR_FMT(nwl_pass_source(pass, line)), NWL_STR_FMT(said_of(pass, line, zone)),
        NWL_STR_FMT(counted_by(pass, nwl_directive_arg(zone, 0))));
    nwl_finding_label(pass, f, "%s",
                      counts_open(line)
                          ? "a WebSocket counts for as long as it is open"
                          : "when WebSockets drop, all of them connect again");
    nwl_blame_add_place(pass, f, blame, "the WebSocket goes here");
    nwl_finding_help(pass, f,
                     "in the location of the WebSocket, set a limit of its own with a "
                     "zone of its own");
}

static void check_limit(nwl_pass *pass, limit l)
{
    const nwl_model *model = nwl_pass_model(pass);
    const nwl_scope *top = model->top;
    l.zones = nwl_map_new(nwl_pass_scratch(pass));
    if (top->context == NWL_CX_HTTP)
        collect_zones(&l, top);
    for (const nwl_scope *s = top->first; s != NULL; s = s->next) {
        if (s->context == NWL_CX_HTTP)
            collect_zones(&l, s);
    }
    for (uint32_t i = 0; l.zones.count > 0 && i < model->locations.count; i++)
        look(pass, &l, &model->locations.items[i]);
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    if (scope != nwl_pass_model(pass)->top)
        return;
    check_limit(pass, (limit){.setting = NWL_SET_limit_conn,
                              .line = NWL_D_limit_conn,
                              .dry_run = NWL_D_limit_conn_dry_run,
                              .definer = NWL_D_limit_conn_zone});
    check_limit(pass, (limit){.setting = NWL_SET_limit_req,
                              .line = NWL_D_limit_req,
                              .dry_run = NWL_D_limit_req_dry_run,
                              .definer = NWL_D_limit_req_zone});
}

const nwl_rule nwl_rule_rate_limited_socket = {
    .id = NWL_TEXT("rate-limited-socket"),
    .title = NWL_TEXT("a limit made for pages applies to a WebSocket"),
    .severity = NWL_NOTE,
    .why = NWL_TEXT(
        "A WebSocket takes a place of limit_conn for as long as it is open, often for "
        "hours. Ten tabs, or a few people behind one address, use up a limit that is "
        "plenty for pages, and the next handshake, like every other request, gets 503 "
        "or 429. A zone that counts by $server_name counts all clients together.\n\n"
        "limit_req counts handshakes. After a reload or a break all clients connect at "
        "once, and those behind one address run into a small rate. Reported are limits "
        "of ten and less for a client, a hundred for all of them, at a time or within a "
        "second."),
    .remedy = NWL_TEXT("Give the location of the WebSocket a limit of its own, by "
                       "$binary_remote_addr and with room for all that share one "
                       "address."),
    .when_to_ignore =
        NWL_TEXT("Where each client opens one WebSocket and has an address of its own."),
    .sources = {NWL_TEXT(
                    "https://nginx.org/en/docs/http/ngx_http_limit_conn_module.html"),
                NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_limit_req_module.html"),
                NWL_TEXT("https://github.com/dev-sec/chef-nginx-hardening/issues/11")},
    .on_scope = check,
    .on_blame = flag,
};
