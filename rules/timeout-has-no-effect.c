// timeout-has-no-effect: a time is raised for a WebSocket that it does not keep open
//
// An idle tunnel is ended by the timer for reading from the backend alone (ngx_http_upstream_process_upgraded). Where that one
// is too short for the application, read-timeout-too-short has the word and names the line.

#include "rules/blame.h"
#include "rules/tunnel.h"

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    bool is_raised_itself = location->idle_limit_site.directive != NULL &&
                            location->idle_limit_ms > NWL_DEFAULT_IDLE_LIMIT_MS;
    if (!nwl_tunnel_may_open(location) || location->idle_limit_ms <= 0 ||
        is_raised_itself || nwl_tunnel_is_short(pass, location) ||
        nwl_tunnel_time_meant_ms(
            nwl_directive_arg(location->idle_limit_site.directive, 0)) != 0)
        return;
    nwl_blame_line(pass, location,
                   (nwl_blame){.line = nwl_tunnel_raised_in_vain(location, true),
                               .severity = NWL_NOTE});
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_proxied_location *first = blame->location;
    nwl_str limit = nwl_tunnel_duration(pass, first->idle_limit_ms);
    nwl_str timer = nwl_tunnel_timer(first->handler);
    nwl_finding *f = nwl_flag_blame(
        pass, blame,
        "\"%.*s\" does not keep a quiet WebSocket open: nginx closes it after %.*s",
        NWL_STR_FMT(nwl_pass_source(pass, blame->line.directive)), NWL_STR_FMT(limit));
    if (first->idle_limit_site.directive != NULL)
        nwl_finding_related(pass, f, first->idle_limit_site, "the limit comes from here");
    nwl_blame_add_place(pass, f, blame, "the WebSocket goes here");
    nwl_finding_help(pass, f, "what counts is %.*s%s", NWL_STR_FMT(timer),
                     first->idle_limit_site.directive == NULL
                         ? ", 60 s unless it is set: add"
                         : ": change its line to");
    nwl_finding_help_line(pass, f, "%.*s %.*s;", NWL_STR_FMT(timer),
                          NWL_STR_FMT(nwl_directive_arg(blame->line.directive, 0)));
}

const nwl_rule nwl_rule_timeout_has_no_effect = {
    .id = NWL_TEXT("timeout-has-no-effect"),
    .title = NWL_TEXT("a raised timeout does not keep a WebSocket open"),
    .severity = NWL_NOTE,
    .why = NWL_TEXT(
        "Once a WebSocket is open, proxy_read_timeout alone says how long it may be "
        "quiet, in both directions. proxy_send_timeout, proxy_connect_timeout, "
        "send_timeout, keepalive_timeout and client_body_timeout do not end it and do "
        "not keep it open, so a location that raises only those still drops after 60 "
        "seconds of silence.\n\n"
        "This is about a location whose application pings often enough for the limit "
        "that there is. Where it does not, read-timeout-too-short says so and points at "
        "the line that was raised instead."),
    .remedy = NWL_TEXT("Raise proxy_read_timeout, or take the other line out."),
    .when_to_ignore = NWL_TEXT("Where the line is meant for something else than the "
                               "WebSocket, such as slow uploads to the same location."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/websocket.html"),
                NWL_TEXT("https://github.com/websockets/ws/issues/2283")},
    .on_proxied_location = check,
    .on_blame = flag,
};
