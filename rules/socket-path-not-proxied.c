// socket-path-not-proxied: an application is proxied, and the path of its WebSocket goes somewhere else
//
// Which location has the path is what nginx would choose; the paths are those of model/apps.def.

#include "model/entries.h"
#include "rules/handshake.h"
#include "rules/sample.h"

// Whether the application is asked for its paths as they are known, and not below another one.
static bool is_mounted_at_root(const nwl_proxied_location *location)
{
    const nwl_app *app = location->expectation.app;
    nwl_str text = nwl_location_read(location->location->opener.directive).text;
    return nwl_is_catch_all(location->location) || nwl_app_path_matches(app, text) ||
           nwl_app_path_below(app, text);
}

// The first location of the server with that application speaks for all of them.
static bool is_first_of_app(const nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_proxied_location *begin = nwl_pass_model(pass)->locations.items;
    for (const nwl_proxied_location *l = location;
         l > begin && l[-1].server == location->server; l--) {
        if (l[-1].expectation.app_is_certain &&
            l[-1].expectation.app == location->expectation.app)
            return false;
    }
    return true;
}

// Whether some rule of the handshake, or the user, speaks of where the journey ends.
static bool is_told_of(const nwl_pass *pass, const nwl_proxied_location *location,
                       const nwl_journey *journey)
{
    const nwl_model *model = nwl_pass_model(pass);
    const nwl_proxied_location *begin = model->locations.items,
                               *end = begin + model->locations.count, *at = location;
    while (at > begin && at[-1].server == location->server)
        at--;
    for (; at < end && at->server == location->server; at++) {
        if (at->site.directive == journey->site.directive &&
            at->scope == journey->request.scope)
            return at->expectation.level != NWL_EXPECTS_NO || at->expectation.said_plain;
    }
    return false;
}

// Follows the sockets of the application. True when all of them end elsewhere, without a tunnel; *first is then the first.
static bool all_go_elsewhere(nwl_pass *pass, const nwl_proxied_location *location,
                             nwl_sample *first)
{
    const nwl_app *app = location->expectation.app;
    for (uint32_t i = 0; i < app->path_count; i++) {
        nwl_sample sample = {0};
        nwl_str path =
            nwl_app_path_example(nwl_pass_scratch(pass), app->paths[i].pattern);
        if (!nwl_sample_follow(pass, location->server, path, &sample) ||
            !nwl_sample_fails(pass, &sample))
            return false;
        const nwl_journey *journey = &sample.journey;
        bool elsewhere =
            (journey->outcome == NWL_FILES || journey->outcome == NWL_HANDED_ON) &&
            nwl_scope_enclosing(journey->request.scope, NWL_CX_HTTP_LOCATION) !=
                location->location;
        if (!elsewhere)
            return false;
        if (i == 0)
            *first = sample;
    }
    return app->path_count > 0;
}

static void flag(nwl_pass *pass, const nwl_proxied_location *location,
                 const nwl_sample *sample)
{
    const nwl_journey *journey = &sample->journey;
    const nwl_expectation *expectation = &location->expectation;
    const nwl_scope *end =
        nwl_scope_enclosing(journey->request.scope, NWL_CX_HTTP_LOCATION);
    const nwl_scope *at = end == NULL ? location->server : end;
    nwl_str text = end == NULL ? NWL_STR("no location")
                               : nwl_arena_format(nwl_pass_scratch(pass), "\"%.*s\"",
                                                  NWL_STR_FMT(nwl_scope_location_text(
                                                      nwl_pass_scratch(pass), end)));
    nwl_finding *f =
        nwl_flag(pass, at->opener, at, "\"%.*s\", the WebSocket of %.*s, goes to %.*s",
                 NWL_STR_FMT(sample->path), NWL_STR_FMT(expectation->app->name),
                 NWL_STR_FMT(text));
    f->confidence = NWL_LIKELY;
    if (journey->outcome == NWL_FILES)
        nwl_finding_label(pass, f, "nginx looks for a file of that name");
    else
        nwl_finding_label(pass, f, "handed on to %.*s without WebSocket support",
                          NWL_STR_FMT(nwl_directive_arg(journey->site.directive, 0)));
    nwl_finding_related(pass, f, location->site, "%.*s is proxied here",
                        NWL_STR_FMT(expectation->app->name));
    nwl_sample_doubt(pass, f, location->server);
    nwl_finding_help(pass, f,
                     "in the server, add a location with the WebSocket settings");
    nwl_finding_help_line(pass, f, "location %.*s {", NWL_STR_FMT(sample->path));
    nwl_finding_help_line(pass, f, "    proxy_pass %.*s;",
                          NWL_STR_FMT(location->upstream));
    nwl_finding_help_line(pass, f, "}");
    f->helps.items[f->helps.count - 1].elsewhere = true;
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_expectation *expectation = &location->expectation;
    nwl_sample first = {0};
    if (!expectation->app_is_certain ||
        (expectation->app->flags & NWL_APP_AT_ROOT) != 0 || location->server == NULL ||
        !is_mounted_at_root(location) || !is_first_of_app(pass, location) ||
        nwl_sample_taken(pass, location) != NULL ||
        !all_go_elsewhere(pass, location, &first) ||
        is_told_of(pass, location, &first.journey))
        return;
    flag(pass, location, &first);
}

const nwl_rule nwl_rule_socket_path_not_proxied = {
    .id = NWL_TEXT("socket-path-not-proxied"),
    .title = NWL_TEXT("the WebSocket of an application goes to another location"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "Many applications have their WebSocket at a path of its own. Where the "
        "location that proxies the application does not have that path, because another "
        "one is longer or takes it for files, the handshake gets 404, 405 or the start "
        "page with status 200 from there, and the application works but for what is "
        "live in it.\n\n"
        "The finding speaks only of applications that are recognised by a port of their "
        "own or by their name, and by something else, and only when none of their "
        "known socket paths gets through. Which location nginx chooses is computed."),
    .remedy = NWL_TEXT("Give the path a location of its own that proxies to the "
                       "application, with the WebSocket settings."),
    .when_to_ignore =
        NWL_TEXT("Where the application is configured to have its WebSocket at another "
                 "path, or to do without."),
    .sources = {NWL_TEXT(
                    "https://nginx.org/en/docs/http/ngx_http_core_module.html#location"),
                NWL_TEXT("https://github.com/websockets/ws/issues/1275"),
                NWL_TEXT("https://github.com/jacobian/channels-example/issues/21")},
    .on_proxied_location = check,
};
