// read-timeout-too-short: nginx closes a quiet WebSocket before it speaks again
//
// Traffic in either direction restarts the timer (ngx_http_upstream_process_upgraded), so an application that pings often
// enough is safe with the default of 60 seconds.

#include "model/value.h"
#include "rules/blame.h"
#include "rules/handshake.h"
#include "rules/tunnel.h"

// A limit under a second ends what a backend is busy with, so that nothing works where it counts: it is told wherever the
// setup is effective, too. With 0 nothing else can be known of the handshake.
static bool is_hopeless(const nwl_proxied_location *location)
{
    bool is_set_up = location->setup.upgrade && location->setup.connection &&
                     !location->expectation.said_plain;
    return is_set_up && (location->idle_limit_ms == 0 ||
                         (location->idle_limit_ms > 0 && location->idle_limit_ms < 1000 &&
                          nwl_works_otherwise(location)));
}

// Whether the application is known to ping too late for the limit.
static bool is_slower(const nwl_proxied_location *location)
{
    const nwl_app *app = location->expectation.app;
    return app != NULL && (int64_t)app->ping_interval_s * 1000 >= location->idle_limit_ms;
}

static nwl_severity severity_of(const nwl_pass *pass,
                                const nwl_proxied_location *location)
{
    if (location->idle_limit_ms == 0)
        return NWL_ERROR;
    bool may_do =
        location->expectation.only_copied_setup || nwl_tunnel_is_doubtful(pass, location);
    if (may_do && !is_hopeless(location))
        return NWL_NOTE;
    return is_slower(location) ? NWL_ERROR : NWL_WARNING;
}

// What the known ping is worth against the limit; "" where it is frequent enough but a longer limit was asked for.
static const char *how_late(const nwl_proxied_location *location)
{
    int64_t ping_ms = (int64_t)location->expectation.app->ping_interval_s * 1000;
    if (is_slower(location))
        return ", which is too late";
    return 2 * ping_ms > location->idle_limit_ms ? ", which is close to the limit" : "";
}

static void add_ping(nwl_pass *pass, nwl_finding *f, const nwl_proxied_location *location)
{
    const nwl_app *app = location->expectation.app;
    if (app == NULL || app->ping_interval_s == 0)
        nwl_finding_note(
            pass, f, "traffic in either direction, such as a ping, restarts the timer");
    else
        nwl_finding_note(
            pass, f,
            "%.*s pings every %u s%s; traffic in either direction restarts the timer",
            NWL_STR_FMT(app->name), app->ping_interval_s, how_late(location));
}

// Another time that is long, where this one is meant.
static void add_raised_in_vain(nwl_pass *pass, nwl_finding *f,
                               const nwl_proxied_location *location)
{
    nwl_site raised = nwl_tunnel_raised_in_vain(location, false);
    if (raised.directive != NULL)
        nwl_finding_related(pass, f, raised, "this does not keep it open");
}

// An hour, or longer where another time shows what is meant.
static nwl_str remedy_time(const nwl_proxied_location *location)
{
    const int64_t hour_ms = 3600000;
    int64_t ms;
    nwl_str raised =
        nwl_directive_arg(nwl_tunnel_raised_in_vain(location, false).directive, 0);
    return nwl_value_time_ms(raised, &ms) && ms > hour_ms ? raised : NWL_STR("1h");
}

// A line that counts for several locations, or that lets nothing through, is changed where it is.
static void add_remedy(nwl_pass *pass, nwl_finding *f, const nwl_blame *blame)
{
    const nwl_proxied_location *location = blame->location;
    const nwl_directive *set = location->idle_limit_site.directive;
    bool is_here =
        set != NULL &&
        nwl_scope_last(location->scope, (nwl_directive_id)set->id).directive == set;
    if (is_here || (set != NULL && (blame->count > 1 || location->idle_limit_ms == 0)))
        nwl_finding_help(pass, f, "allow longer silence: change it to");
    else
        nwl_finding_help(pass, f, "in the block of %.*s, allow longer silence",
                         NWL_STR_FMT(nwl_location_quoted(pass, location)));
    nwl_finding_help_line(pass, f, "%.*s %.*s;",
                          NWL_STR_FMT(nwl_tunnel_timer(location->handler)),
                          NWL_STR_FMT(remedy_time(location)));
}

// 0 does not mean "never": nginx gives up before the backend can answer.
static void flag_zero(nwl_pass *pass, const nwl_blame *blame)
{
    nwl_finding *f =
        nwl_flag_blame(pass, blame, "nginx answers every request for %.*s with 504",
                       NWL_STR_FMT(nwl_blame_places(pass, blame)));
    nwl_finding_label(pass, f, "0 is no time at all, not an endless one");
    nwl_blame_add_place(pass, f, blame, "the requests go here");
    add_remedy(pass, f, blame);
}

static void flag_short(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_proxied_location *location = blame->location;
    nwl_str limit = nwl_tunnel_duration(pass, location->idle_limit_ms);
    nwl_finding *f = nwl_flag_blame(
        pass, blame, "nginx closes a WebSocket at %.*s after %.*s of silence",
        NWL_STR_FMT(nwl_blame_places(pass, blame)), NWL_STR_FMT(limit));
    bool by_default = location->idle_limit_site.directive == NULL;
    if (by_default)
        nwl_finding_label(pass, f, "%.*s is not set, so it is 60 s",
                          NWL_STR_FMT(nwl_tunnel_timer(location->handler)));
    else
        nwl_finding_label(pass, f, "the limit comes from here");
    if (!by_default || blame->count > 1)
        nwl_blame_add_place(pass, f, blame, "the WebSocket goes here");
    add_raised_in_vain(pass, f, location);
    add_ping(pass, f, location);
    add_remedy(pass, f, blame);
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    if (blame->location->idle_limit_ms == 0)
        flag_zero(pass, blame);
    else
        flag_short(pass, blame);
}

// Whether a limit that is not 0 ends a WebSocket before its time.
static bool is_short(const nwl_pass *pass, const nwl_proxied_location *location)
{
    return location->idle_limit_ms != 0 && nwl_longer_detour(location) == NULL &&
           nwl_tunnel_is_short(pass, location);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    bool is_zero = location->idle_limit_ms == 0;
    bool is_known = is_zero || location->expectation.app != NULL;
    nwl_site line = location->idle_limit_site;
    if (is_hopeless(location) || is_short(pass, location) ||
        (is_zero && nwl_tunnel_is_expected(location)))
        nwl_blame_line(pass, location,
                       (nwl_blame){.line = line.directive != NULL ? line : location->site,
                                   .severity = severity_of(pass, location),
                                   .confidence = is_known ? NWL_CERTAIN : NWL_LIKELY});
}

const nwl_rule nwl_rule_read_timeout_too_short = {
    .id = NWL_TEXT("read-timeout-too-short"),
    .title = NWL_TEXT("a quiet WebSocket is closed too early"),
    .severity = NWL_WARNING,
    .takes_minimum = true,
    .why = NWL_TEXT("nginx closes a tunnel that has carried no byte for "
                    "proxy_read_timeout, 60 seconds by default. The "
                    "client sees close code 1006 and the log says nothing above info. "
                    "Traffic in either direction "
                    "restarts the timer, so an application that pings more often than "
                    "that is safe, and the finding "
                    "knows the ping intervals of common applications.\n\n"
                    "proxy_send_timeout, send_timeout and keepalive_timeout do not end a "
                    "quiet tunnel. Where nothing "
                    "but upgrade lines on a location for everything speak for a "
                    "WebSocket, the finding is a note, and so it is where the "
                    "application pings only seconds before the limit, or where its pings "
                    "are not known and its documentation leaves the default."),
    .remedy = NWL_TEXT("Set proxy_read_timeout in the location above the longest "
                       "silence, or let the application ping."),
    .when_to_ignore =
        NWL_TEXT("Where the application, at either end, sends something more often "
                 "than the limit: then say how long is long enough with "
                 "--min-read-timeout."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/websocket.html"),
                NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_read_timeout")},
    .on_proxied_location = check,
    .on_blame = flag,
};
