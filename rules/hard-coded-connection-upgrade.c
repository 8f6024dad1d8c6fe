// hard-coded-connection-upgrade: Connection says "upgrade" with every request, not only with handshakes
//
// A plain request then arrives with "Connection: upgrade" and no Upgrade header, since nginx sends no header whose value is
// empty.

#include "model/judge.h"
#include "model/keepalive.h"
#include "model/variables.h"
#include "rules/blame.h"
#include "rules/handshake.h"
#include "rules/plain.h"

static bool refuses(const nwl_proxied_location *location)
{
    const nwl_app *app = location->expectation.app;
    return app != NULL && (app->flags & NWL_APP_REFUSES_CONSTANT_UPGRADE) != 0;
}

static bool keeps_connections(const nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_scope *upstream = nwl_upstream_of(pass, location);
    nwl_site line;
    return upstream != NULL && nwl_upstream_keeps_connections(upstream, 0, &line);
}

// Upgrade is a constant as well: every request is a handshake then, and most of them an incomplete one.
static bool asks_for_websocket(const nwl_upstream_request *plain)
{
    return nwl_request_must_have_token(plain, NWL_STR("Upgrade"), NWL_STR("websocket"));
}

// A path that is none of a socket's may belong to one all the same; that it has other requests is certain of a location for
// all that is left, and of applications that are known.
static bool is_shared(const nwl_proxied_location *location)
{
    return location->takes_plain && (location->expectation.catch_all ||
                                     nwl_falls_back(location) || refuses(location));
}

static nwl_severity severity_of(const nwl_pass *pass,
                                const nwl_proxied_location *location,
                                const nwl_upstream_request *plain)
{
    if (nwl_setting_may_be_elsewhere(location->scope, NWL_SET_proxy_set_header))
        return NWL_NOTE;
    bool does_harm = refuses(location) || asks_for_websocket(plain) ||
                     keeps_connections(pass, location);
    return does_harm ? NWL_WARNING : NWL_NOTE;
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    if (!location->setup.connection || !is_shared(location) ||
        !nwl_text_must_contain_token(&location->plain_connection, NWL_STR("upgrade")) ||
        nwl_sets_header_twice(location, NWL_STR("Connection")))
        return;
    nwl_upstream_request plain = nwl_plain_request_of(
        nwl_pass_scratch(pass), pass, location, nwl_pass_model(pass)->options.version);
    const nwl_upstream_header *connection =
        nwl_request_header(&plain, NWL_STR("Connection"));
    nwl_blame_line(
        pass, location,
        (nwl_blame){.line = nwl_value_line(connection),
                    .through = connection->value.origin.site,
                    .severity = severity_of(pass, location, &plain),
                    .confidence = refuses(location) ? NWL_CERTAIN : NWL_LIKELY});
}

static void add_harm(nwl_pass *pass, nwl_finding *f, const nwl_blame *blame)
{
    const nwl_proxied_location *location = blame->location;
    const nwl_scope *upstream = nwl_upstream_of(pass, location);
    nwl_upstream_request plain = nwl_plain_request_of(
        nwl_pass_scratch(pass), pass, location, nwl_pass_model(pass)->options.version);
    nwl_site keepalive;
    if (refuses(location))
        nwl_finding_note(pass, f, "%.*s does not work with it",
                         NWL_STR_FMT(location->expectation.app->name));
    if (asks_for_websocket(&plain))
        nwl_finding_related(
            pass, f, nwl_request_header(&plain, NWL_STR("Upgrade"))->value.origin.site,
            "with this, every request asks for a WebSocket");
    if (upstream != NULL && nwl_upstream_keeps_connections(upstream, 0, &keepalive))
        nwl_finding_related(
            pass, f, keepalive,
            "nginx's documentation asks for an empty Connection with this");
}

// A map that looks at the client's Upgrade lacks an arm only.
static void add_remedy(nwl_pass *pass, nwl_finding *f, const nwl_blame *blame)
{
    nwl_str name = nwl_only_variable(nwl_directive_arg(blame->through.directive, 1));
    const nwl_variable *variable =
        name.len == 0 ? NULL : nwl_variables_find(nwl_pass_model(pass)->variables, name);
    if (variable != NULL && variable->map != NULL &&
        nwl_str_eq_nocase(variable->map->source, NWL_STR("$http_upgrade")) &&
        nwl_str_eq(blame->line.directive->name, NWL_STR("default"))) {
        nwl_finding_help(pass, f, "give plain requests an arm of the map");
        nwl_finding_help_line(pass, f, "''      '';");
        return;
    }
    nwl_finding_help(
        pass, f,
        "set Connection by the client's Upgrade: change the line of Connection to");
    nwl_handshake_add_connection(pass, f, blame->location);
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    nwl_str value = blame->location->plain_connection.options[0];
    nwl_finding *f = nwl_flag_blame(
        pass, blame, "%.*s \"Connection: %.*s\" with plain requests, too",
        NWL_STR_FMT(nwl_blame_does(pass, blame, "send")), NWL_STR_FMT(value));
    nwl_finding_label(pass, f, "a plain request asks for no upgrade");
    if (blame->line.directive != blame->through.directive)
        nwl_finding_related(pass, f, blame->through, "used here");
    nwl_blame_add_place(pass, f, blame, "plain requests go here");
    add_harm(pass, f, blame);
    add_remedy(pass, f, blame);
}

const nwl_rule nwl_rule_hard_coded_connection_upgrade = {
    .id = NWL_TEXT("hard-coded-connection-upgrade"),
    .title = NWL_TEXT("Connection says \"upgrade\" with plain requests, too"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "With proxy_set_header Connection \"upgrade\" every request arrives with that "
        "header, also where the client asks for no upgrade and no Upgrade header is "
        "sent. Many backends do not mind. Others answer 400: ASP.NET did so for years to "
        "every such request with a body, and applications built on it still warn "
        "against the line. nginx's documentation asks for an empty Connection where an "
        "upstream has keepalive.\n\n"
        "The finding is a warning where the upstream has keepalive, where the "
        "application is known not to work with it, and where Upgrade is a constant "
        "as well, so that every request looks like a handshake. On a location for "
        "everything and on paths with a fallback to plain requests, such as "
        "/socket.io/, it is a note; on the path of a socket alone there is none."),
    .remedy = NWL_TEXT("Set Connection by a map that gives upgrade to a request that "
                       "asks for one, and nothing to others."),
    .when_to_ignore = NWL_TEXT("Where the backend is known to take \"Connection: "
                               "upgrade\" without Upgrade for a plain request."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/websocket.html"),
                NWL_TEXT("https://github.com/dotnet/aspnetcore/issues/17081"),
                NWL_TEXT(
                    "https://github.com/Servarr/Wiki/blob/9597c1eb07d6/radarr/system.md"),
                NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_upstream_module.html#keepalive")},
    .on_proxied_location = check,
    .on_blame = flag,
};
