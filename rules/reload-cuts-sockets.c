// reload-cuts-sockets: a reload closes all WebSockets at once, soon after it
//
// Old workers wait for their connections for worker_shutdown_timeout, and without one for ever (ngx_set_shutdown_timer).

#include "model/value.h"
#include "rules/blame.h"
#include "rules/tunnel.h"

// The line that limits the time of old workers, with the time in *ms; no site without one.
static nwl_site shutdown_limit(const nwl_pass *pass, int64_t *ms)
{
    const nwl_scope *top = nwl_pass_model(pass)->top;
    nwl_site line = {0};
    if (top->context == NWL_CX_MAIN)
        line = nwl_scope_last(top, NWL_D_worker_shutdown_timeout);
    bool is_limited = line.directive != NULL &&
                      nwl_value_time_ms(nwl_directive_arg(line.directive, 0), ms) &&
                      *ms > 0;
    return is_limited ? line : (nwl_site){0};
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    int64_t ms;
    if (!nwl_tunnel_may_open(location))
        return;
    nwl_site line = shutdown_limit(pass, &ms);
    if (line.directive != NULL && location->idle_limit_ms > ms)
        nwl_blame_line(pass, location, (nwl_blame){.line = line, .severity = NWL_NOTE});
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_proxied_location *first = blame->location;
    nwl_str limit = nwl_tunnel_duration(pass, first->idle_limit_ms);
    int64_t ms = 0;
    shutdown_limit(pass, &ms);
    nwl_finding *f = nwl_flag(pass, blame->line, NULL,
                              "every reload closes all WebSockets within %.*s",
                              NWL_STR_FMT(nwl_tunnel_duration(pass, ms)));
    nwl_finding_label(pass, f, "the old workers wait no longer for them");
    if (first->idle_limit_site.directive != NULL)
        nwl_finding_related(pass, f, first->idle_limit_site,
                            "here one may be quiet for %.*s", NWL_STR_FMT(limit));
    nwl_blame_add_place(pass, f, blame, "the WebSocket goes here");
    nwl_finding_note(pass, f,
                     "all clients connect again at the same time; without this "
                     "line old workers stay until the last of them is gone");
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
    .on_proxied_location = check,
    .on_blame = flag,
};
