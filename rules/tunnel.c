#include "rules/tunnel.h"

#include "model/value.h"

enum { PING_MARGIN_MS = 5000 };

bool nwl_tunnel_is_expected(const nwl_proxied_location *location)
{
    const nwl_expectation *expectation = &location->expectation;
    return expectation->level >= NWL_EXPECTS_LIKELY &&
           (!expectation->only_copied_setup || expectation->specific);
}

bool nwl_tunnel_may_open(const nwl_proxied_location *location)
{
    return nwl_tunnel_is_expected(location) && nwl_works_otherwise(location);
}

// ---- how long it is to stay open --------------------------------------------------------

// How long a tunnel has to stay open without traffic. A known ping may be a third late, and by five seconds at least.
static int64_t needed_ms(const nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_app *app = location->expectation.app;
    int64_t given = nwl_pass_minimum_ms(pass, location->site);
    if (given > 0)
        return given;
    int64_t advised_ms = app == NULL ? 0 : (int64_t)app->docs_read_timeout_s * 1000;
    if (app == NULL || app->ping_interval_s == 0)
        return advised_ms > 0 && advised_ms <= NWL_DEFAULT_IDLE_LIMIT_MS
                   ? advised_ms
                   : NWL_DEFAULT_IDLE_LIMIT_MS + 1;
    int64_t ping_ms = (int64_t)app->ping_interval_s * 1000;
    int64_t margin_ms = ping_ms / 3 > PING_MARGIN_MS ? ping_ms / 3 : PING_MARGIN_MS;
    return ping_ms + margin_ms;
}

bool nwl_tunnel_is_doubtful(const nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_app *app = location->expectation.app;
    if (app == NULL || nwl_pass_minimum_ms(pass, location->site) > 0)
        return false;
    int64_t ping_ms = (int64_t)app->ping_interval_s * 1000;
    return ping_ms > 0 ? location->idle_limit_ms >= ping_ms + PING_MARGIN_MS
                       : app->docs_read_timeout_s == 0 &&
                             location->idle_limit_ms >= NWL_DEFAULT_IDLE_LIMIT_MS;
}

bool nwl_tunnel_is_short(const nwl_pass *pass, const nwl_proxied_location *location)
{
    return nwl_tunnel_may_open(location) && location->idle_limit_ms > 0 &&
           location->idle_limit_ms < needed_ms(pass, location) &&
           nwl_tunnel_time_meant_ms(
               nwl_directive_arg(location->idle_limit_site.directive, 0)) == 0;
}

nwl_str nwl_tunnel_timer(nwl_handler handler)
{
    return handler == NWL_HANDLER_PROXY   ? NWL_STR("proxy_read_timeout")
           : handler == NWL_HANDLER_UWSGI ? NWL_STR("uwsgi_read_timeout")
                                          : NWL_STR("scgi_read_timeout");
}

// ---- units that are a mistake -----------------------------------------------------------

int64_t nwl_tunnel_time_meant_ms(nwl_str time)
{
    enum { MINUTE = 60, HOUR = 60 * MINUTE, MANY_DAYS = 10 * 24 * HOUR };
    const int64_t minute_ms = MINUTE * INT64_C(1000);
    int64_t number, ms;
    bool in_ms = nwl_str_ends_with(time, NWL_STR("ms"));
    nwl_str digits = nwl_str_slice(time, 0, time.len - (in_ms ? 2 : 0));
    if (!nwl_value_number(digits, &number) || number == 0 ||
        !nwl_value_time_ms(time, &ms))
        return 0;
    if (in_ms)
        return number % MINUTE == 0 && number % 1000 != 0 ? number * 1000 : 0;
    return number % minute_ms == 0 && (number % HOUR != 0 || number > MANY_DAYS) ? number
                                                                                 : 0;
}

// ---- times that do not matter to it -----------------------------------------------------

// Times that end no tunnel. Those of its handler are for the backend alone; the others are for every client as well, and on
// a level above they say nothing of a WebSocket.
static const struct {
    nwl_directive_id id;
    bool of_backend;
    nwl_handler handler; // when of_backend
} OTHER_TIMES[] = {
    {NWL_D_proxy_send_timeout, true, NWL_HANDLER_PROXY},
    {NWL_D_proxy_connect_timeout, true, NWL_HANDLER_PROXY},
    {NWL_D_uwsgi_send_timeout, true, NWL_HANDLER_UWSGI},
    {NWL_D_uwsgi_connect_timeout, true, NWL_HANDLER_UWSGI},
    {NWL_D_scgi_send_timeout, true, NWL_HANDLER_SCGI},
    {NWL_D_scgi_connect_timeout, true, NWL_HANDLER_SCGI},
    {NWL_D_send_timeout, false, NWL_HANDLER_PROXY},
    {NWL_D_keepalive_timeout, false, NWL_HANDLER_PROXY},
    {NWL_D_client_body_timeout, false, NWL_HANDLER_PROXY},
};

static bool is_raised(nwl_site site, int64_t idle_limit_ms)
{
    const int64_t highest_default_ms = 75000; // of keepalive_timeout
    int64_t ms;
    nwl_str time = nwl_directive_arg(site.directive, 0);
    return nwl_value_time_ms(time, &ms) && ms > highest_default_ms &&
           ms > idle_limit_ms && nwl_tunnel_time_meant_ms(time) == 0;
}

nwl_site nwl_tunnel_raised_in_vain(const nwl_proxied_location *location, bool own_only)
{
    for (size_t i = 0; i < sizeof(OTHER_TIMES) / sizeof(OTHER_TIMES[0]); i++) {
        bool of_backend = OTHER_TIMES[i].of_backend;
        if (of_backend && OTHER_TIMES[i].handler != location->handler)
            continue;
        nwl_site site = of_backend && !own_only
                            ? nwl_scope_nearest(location->scope, OTHER_TIMES[i].id)
                            : nwl_scope_last(location->location, OTHER_TIMES[i].id);
        if (site.directive != NULL && is_raised(site, location->idle_limit_ms))
            return site;
    }
    return (nwl_site){0};
}

nwl_str nwl_tunnel_duration(nwl_pass *pass, int64_t ms)
{
    nwl_arena *arena = nwl_pass_arena(pass);
    if (ms % 1000 != 0)
        return nwl_arena_format(arena, "%lld ms", (long long)ms);
    return nwl_arena_format(arena, "%lld s", (long long)(ms / 1000));
}

bool nwl_is_set_up_for_socket(const nwl_proxied_location *location)
{
    const nwl_expectation *expectation = &location->expectation;
    return location->setup.upgrade && !expectation->said_plain &&
           (location->setup.own || expectation->catch_all || expectation->socket_path);
}
