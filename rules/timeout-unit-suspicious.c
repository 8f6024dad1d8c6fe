// timeout-unit-suspicious: a time that keeps a WebSocket open is written in a unit that nobody can have meant
//
// A bare number counts seconds (ngx_parse_time), so that of another program's settings, in milliseconds, is a thousand times
// too long; and "ms" behind a number of seconds is a thousand times too short.

#include "model/value.h"
#include "rules/blame.h"
#include "rules/tunnel.h"

static nwl_str time_of(nwl_site site)
{
    return nwl_directive_arg(site.directive, 0);
}

static nwl_site suspicious_setting(const nwl_proxied_location *location,
                                   nwl_directive_id id)
{
    nwl_site site = nwl_scope_nearest(location->scope, id);
    return nwl_tunnel_time_meant_ms(time_of(site)) != 0 ? site : (nwl_site){0};
}

static nwl_site suspicious_send(const nwl_proxied_location *location)
{
    nwl_directive_id id =
        location->handler == NWL_HANDLER_PROXY   ? NWL_D_proxy_send_timeout
        : location->handler == NWL_HANDLER_UWSGI ? NWL_D_uwsgi_send_timeout
                                                 : NWL_D_scgi_send_timeout;
    return suspicious_setting(location, id);
}

// Blames the limit of silence or, when there is nothing to say of it, the other time of the same connection.
static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    if (!nwl_tunnel_may_open(location))
        return;
    nwl_site limit = location->idle_limit_site;
    bool is_limit = nwl_tunnel_time_meant_ms(time_of(limit)) != 0;
    nwl_blame_line(pass, location,
                   (nwl_blame){.line = is_limit ? limit : suspicious_send(location),
                               .severity = NWL_WARNING,
                               .confidence = NWL_LIKELY});
}

// What it comes to, for people: "3.6 s", "more than 16 hours", "500 days".
static nwl_str explained(nwl_pass *pass, int64_t ms)
{
    enum { SECOND_MS = 1000, HOUR_S = 3600, DAY_S = 24 * HOUR_S, FEW_DAYS = 3 };
    nwl_arena *arena = nwl_pass_arena(pass);
    long long seconds = ms / SECOND_MS, tenths = ms % SECOND_MS / 100;
    if (ms % SECOND_MS != 0)
        return nwl_arena_format(arena, "%lld.%lld s", seconds, tenths);
    bool in_days = seconds >= (long long)FEW_DAYS * DAY_S;
    long long unit = in_days ? DAY_S : HOUR_S;
    return nwl_arena_format(arena, "%s%lld %s", seconds % unit != 0 ? "more than " : "",
                            seconds / unit, in_days ? "days" : "hours");
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_directive *line = blame->line.directive;
    int64_t ms = 0, meant_ms = nwl_tunnel_time_meant_ms(time_of(blame->line));
    nwl_value_time_ms(time_of(blame->line), &ms);
    nwl_str meant = nwl_tunnel_duration(pass, meant_ms);
    nwl_finding *f = nwl_flag_blame(pass, blame, "\"%.*s\" is %.*s",
                                    NWL_STR_FMT(nwl_pass_source(pass, line)),
                                    NWL_STR_FMT(explained(pass, ms)));
    nwl_finding_label(pass, f, "%s",
                      meant_ms > ms ? "milliseconds"
                                    : "a number without a unit counts seconds");
    nwl_site send = suspicious_send(blame->location);
    if (send.directive != NULL && send.directive != line)
        nwl_finding_related(pass, f, send, "and the same here");
    nwl_blame_add_place(pass, f, blame, "the WebSocket goes here");
    nwl_finding_help(pass, f, "if %.*s are meant, change it to", NWL_STR_FMT(meant));
    nwl_finding_help_line(pass, f, "%.*s %llds;", NWL_STR_FMT(line->name),
                          (long long)(meant_ms / 1000));
}

const nwl_rule nwl_rule_timeout_unit_suspicious = {
    .id = NWL_TEXT("timeout-unit-suspicious"),
    .title = NWL_TEXT("a timeout is written in a unit that is hardly meant"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "In nginx a number without a unit counts seconds. \"proxy_read_timeout 60000\", "
        "copied from settings in milliseconds, waits more than 16 hours for a backend "
        "that hangs. With \"3600ms\" for 3600 seconds a WebSocket is closed, with code "
        "1006, after less than four seconds of silence.\n\n"
        "Reported are only numbers that make no sense otherwise: whole minutes of "
        "seconds behind which \"ms\" stands, and whole minutes of milliseconds without "
        "a unit that are no whole hours of seconds, or more than ten days."),
    .remedy = NWL_TEXT("Write the unit: 60s, 1h."),
    .when_to_ignore = NWL_TEXT("Where the time is what it says, as odd as it is."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/syntax.html"),
                NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_read_timeout")},
    .on_proxied_location = check,
    .on_blame = flag,
};
