// basic-auth-on-socket: a handshake is asked for a password that WebKit does not send with it

#include "model/access.h"
#include "model/judge.h"
#include "rules/blame.h"

// As far as a location for everything has Upgrade lines that were but copied there, no socket is meant.
static bool expects_websocket(const nwl_expectation *expectation)
{
    return expectation->level >= NWL_EXPECTS_LIKELY &&
           (expectation->specific || !expectation->only_copied_setup);
}

// Whether the line asks every handshake for a password: a variable may be "off" for some.
static bool asks_for_password(nwl_pass *pass, nwl_arena *arena,
                              const nwl_proxied_location *location, nwl_site line)
{
    if (line.directive == NULL)
        return false;
    nwl_request request =
        nwl_request_served(arena, nwl_pass_model(pass), location, &nwl_client_handshake);
    nwl_text_value realm = nwl_evaluate(&request, nwl_directive_arg(line.directive, 0));
    return realm.certainty == NWL_EXACT && !nwl_str_eq(realm.options[0], NWL_STR("off"));
}

// With "satisfy any" another check may let the client in without a password: a service that looks at a cookie, or a list
// of addresses that has this one in it.
static bool lets_in_otherwise(const nwl_scope *scope)
{
    nwl_site line;
    nwl_text_value anybody = nwl_text_unknown();
    bool asks_service =
        nwl_scope_setting(scope, NWL_SET_auth_request).directive != NULL &&
        !nwl_scope_setting_says(scope, NWL_SET_auth_request, NWL_STR("off"));
    return nwl_scope_setting_says(scope, NWL_SET_satisfy, NWL_STR("any")) &&
           (asks_service ||
            nwl_access_of_address(scope, &anybody, &line) == NWL_ACCESS_GRANTED);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_scope *scope = location->scope;
    nwl_site line = nwl_scope_setting(scope, NWL_SET_auth_basic);
    if (expects_websocket(&location->expectation) && !location->not_reached &&
        !lets_in_otherwise(scope) &&
        asks_for_password(pass, nwl_pass_scratch(pass), location, line))
        nwl_blame_line(
            pass, location,
            (nwl_blame){.line = line, .severity = NWL_NOTE, .confidence = NWL_LIKELY});
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_scope *scope = blame->location->scope;
    nwl_finding *f = nwl_flag_blame(
        pass, blame, "a WebSocket at %.*s needs a password that Safari does not send",
        NWL_STR_FMT(nwl_blame_places(pass, blame)));
    nwl_finding_label(pass, f, "a handshake without it is answered with 401");
    nwl_blame_add_place(pass, f, blame, "the WebSocket goes here");
    if (nwl_scope_setting_says(scope, NWL_SET_satisfy, NWL_STR("any")))
        nwl_finding_related(pass, f, nwl_scope_setting(scope, NWL_SET_satisfy),
                            "lets clients with an allowed address in without it");
    nwl_finding_help(pass, f, "check a cookie or a token, which every browser sends");
}

const nwl_rule nwl_rule_basic_auth_on_socket = {
    .id = NWL_TEXT("basic-auth-on-socket"),
    .title = NWL_TEXT("a handshake needs a password that not every browser sends"),
    .severity = NWL_NOTE,
    .why = NWL_TEXT(
        "auth_basic answers a handshake without credentials with 401. A page cannot ask "
        "for a password in a handshake or add a header to it, so it is up to the browser "
        "to send the one that the user has typed for the page. WebKit, and with it "
        "Safari and the browsers of iPhones and iPads, does not: the page loads, and its "
        "WebSocket fails with 401."),
    .remedy = NWL_TEXT("Let the handshake be checked by something that every browser "
                       "sends: a cookie, by auth_request or the application itself, or a "
                       "token in the URL."),
    .when_to_ignore = NWL_TEXT("Where the clients are programs that send the header, or "
                               "where nobody uses Safari."),
    .sources = {NWL_TEXT("https://bugs.webkit.org/show_bug.cgi?id=80362"),
                NWL_TEXT("https://github.com/coder/code-server/issues/1348"),
                NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_auth_basic_module.html#auth_basic")},
    .on_proxied_location = check,
    .on_blame = flag,
};
