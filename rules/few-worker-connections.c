// few-worker-connections: nginx runs out of connections before the WebSockets that it is to carry are open
//
// A tunnel takes two, to the client and to the backend; each worker has worker_connections of them (ngx_get_connection).

#include "model/value.h"
#include "rules/blame.h"
#include "rules/tunnel.h"

enum { DEFAULT_CONNECTIONS = 512, FEW_CONNECTIONS = 1024, FEW_SOCKETS = 1024 };

typedef struct capacity {
    nwl_site site;       // worker_connections, or events where that is not set
    bool is_set;         // and not the default
    int64_t connections; // of a worker
    int64_t workers;     // 0 when not known
} capacity;

static int64_t workers_of(const nwl_scope *main)
{
    int64_t workers = 0;
    nwl_site site = nwl_scope_last(main, NWL_D_worker_processes);
    if (site.directive == NULL)
        return main->incomplete ? 0 : 1;
    nwl_value_number(nwl_directive_arg(site.directive, 0), &workers);
    return workers;
}

// False when the configuration does not tell it.
static bool find_capacity(const nwl_scope *main, capacity *c)
{
    const nwl_scope *events = nwl_scope_child(main, NWL_CX_EVENTS);
    if (main->context != NWL_CX_MAIN || events == NULL)
        return false;
    *c = (capacity){.site = nwl_scope_last(events, NWL_D_worker_connections),
                    .connections = DEFAULT_CONNECTIONS,
                    .workers = workers_of(main)};
    c->is_set = c->site.directive != NULL;
    if (c->is_set)
        return nwl_value_number(nwl_directive_arg(c->site.directive, 0), &c->connections);
    c->site = events->opener;
    return !events->incomplete;
}

static bool is_small(const capacity *c)
{
    return c->connections > 0 && c->connections <= FEW_CONNECTIONS &&
           c->workers <= 2 * FEW_SOCKETS / c->connections;
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    capacity c;
    const nwl_scope *main = nwl_pass_model(pass)->top;
    find_capacity(main, &c);
    int64_t sockets = c.connections / 2 * (c.workers > 0 ? c.workers : 1);
    nwl_finding *f =
        nwl_flag(pass, blame->line, NULL, "%s carries at most %lld WebSockets at a time",
                 c.workers > 0 ? "nginx" : "each worker", (long long)sockets);
    nwl_finding_label(
        pass, f, "%s%lld connections for each worker, and a WebSocket takes two",
        c.is_set ? "" : "worker_connections is not set: ", (long long)c.connections);
    nwl_site workers = nwl_scope_last(main, NWL_D_worker_processes);
    if (workers.directive != NULL)
        nwl_finding_related(pass, f, workers, "the workers");
    nwl_blame_add_place(pass, f, blame, "the WebSocket goes here");
    nwl_finding_help(pass, f, "in events, allow more: %s",
                     c.is_set ? "change it to" : "add");
    nwl_finding_help_line(pass, f, "worker_connections 8192;");
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    const nwl_model *model = nwl_pass_model(pass);
    capacity c;
    if (scope != model->top || !find_capacity(scope, &c) || !is_small(&c))
        return;
    for (uint32_t i = 0; i < model->locations.count; i++) {
        const nwl_proxied_location *location = &model->locations.items[i];
        if (nwl_tunnel_may_open(location))
            nwl_blame_line(pass, location,
                           (nwl_blame){.line = c.site, .severity = NWL_NOTE});
    }
}

const nwl_rule nwl_rule_few_worker_connections = {
    .id = NWL_TEXT("few-worker-connections"),
    .title = NWL_TEXT("nginx has connections for few WebSockets"),
    .severity = NWL_NOTE,
    .why = NWL_TEXT(
        "Each open WebSocket takes two of a worker's connections, one to the client and "
        "one to the backend, for as long as it is open. Pages give theirs back soon, "
        "so the default of 512 and the usual 768 or 1024 last long without WebSockets "
        "and end suddenly with them: the log says \"worker_connections are not enough\" "
        "and new clients of every site are turned away.\n\n"
        "The finding is made once for a configuration with a WebSocket, where "
        "worker_connections is 1024 or less and the workers together have room for no "
        "more than 1024. How many workers \"auto\" gives is not known here."),
    .remedy = NWL_TEXT("Raise worker_connections above twice the number of clients that "
                       "one worker is to carry, and worker_rlimit_nofile with it."),
    .when_to_ignore = NWL_TEXT("Where few people use the site."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/ngx_core_module.html"
                         "#worker_connections"),
                NWL_TEXT("https://github.com/centrifugal/centrifugo/issues/455"),
                NWL_TEXT("https://github.com/kubernetes/ingress-nginx/issues/2734")},
    .on_scope = check,
    .on_blame = flag,
};
