// reload-cuts-sockets: a reload closes all WebSockets at once, soon after it
//
// Old workers wait for their connections for worker_shutdown_timeout, and without one for ever (ngx_set_shutdown_timer).

#include "model/value.h"
#include "rules/gathering.h"
#include "rules/tunnel.h"

typedef struct shutdown_time {
    nwl_site site;
    int64_t ms;
} shutdown_time;

static nwl_site cause_of(nwl_pass *pass, const nwl_proxied_location *location,
                         const void *own)
{
    (void)pass;
    const shutdown_time *t = own;
    bool is_cut = nwl_tunnel_may_open(location) && location->idle_limit_ms > t->ms;
    return is_cut ? t->site : (nwl_site){0};
}

static void flag(nwl_pass *pass, const nwl_gathered *gathered, const void *own)
{
    const shutdown_time *t = own;
    const nwl_proxied_location *first = gathered->first;
    nwl_str limit = nwl_tunnel_duration(pass, first->idle_limit_ms);
    nwl_finding *f =
        nwl_flag(pass, t->site, NULL, "every reload closes all WebSockets within %.*s",
                 NWL_STR_FMT(nwl_tunnel_duration(pass, t->ms)));
    nwl_finding_label(pass, f, "the old workers wait no longer for them");
    if (first->idle_limit_site.directive != NULL)
        nwl_finding_related(pass, f, first->idle_limit_site,
                            "here one may be quiet for %.*s", NWL_STR_FMT(limit));
    nwl_gathered_add_locations(pass, f, gathered);
    nwl_finding_note(pass, f,
                     "all clients connect again at the same time; without this "
                     "line old workers stay until the last of them is gone");
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    static const nwl_gathering GATHERING = {true, cause_of, flag};
    shutdown_time t;
    if (scope != nwl_pass_model(pass)->top || scope->context != NWL_CX_MAIN)
        return;
    t.site = nwl_scope_last(scope, NWL_D_worker_shutdown_timeout);
    bool is_limited = t.site.directive != NULL &&
                      nwl_value_time_ms(nwl_directive_arg(t.site.directive, 0), &t.ms) &&
                      t.ms > 0;
    if (is_limited)
        nwl_gather(pass, &GATHERING, &t);
}

const nwl_rule nwl_rule_reload_cuts_sockets = {
    .id = NWL_TEXT("reload-cuts-sockets"),
    .title = NWL_TEXT("a reload closes all WebSockets at once"),
    .severity = NWL_NOTE,
    .why = NWL_TEXT(
        "After a reload the old workers keep serving the connections that they have. "
        "worker_shutdown_timeout ends that: when it has passed, all WebSockets of all "
        "sites are closed in the same moment, clients see code 1006, and all of them "
        "connect again at once. Certificates that are renewed, and containers that come "
        "and go, reload nginx more often than one thinks.\n\n"
        "Without the line old workers live until their last WebSocket is gone, and take "
        "memory for as long. So it is a choice; the finding says what was chosen, once "
        "for a configuration, where the time is shorter than a WebSocket may be quiet."),
    .remedy = NWL_TEXT("Set a time that few WebSockets outlive, and let clients connect "
                       "again after a random delay."),
    .when_to_ignore = NWL_TEXT("Where the time was chosen with WebSockets in mind and "
                               "their clients connect again by themselves."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/ngx_core_module.html"
                         "#worker_shutdown_timeout"),
                NWL_TEXT("https://github.com/kubernetes/ingress-nginx/issues/2461"),
                NWL_TEXT("https://github.com/nginx/nginx-gateway-fabric/issues/5524")},
    .on_scope = check,
};
