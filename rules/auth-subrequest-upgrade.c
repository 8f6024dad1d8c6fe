// auth-subrequest-upgrade: the request that nginx makes beside a handshake asks for an upgrade itself
//
// A subrequest has the client's headers, and its location inherits the list of proxy_set_header like any other.

#include "model/admission.h"
#include "model/judge.h"
#include "rules/blame.h"

static bool expects_websocket(const nwl_proxied_location *location)
{
    return location->expectation.level >= NWL_EXPECTS_LIKELY &&
           (location->setup.upgrade || location->setup.connection);
}

static nwl_severity severity_of(const nwl_upstream_request *sent, const nwl_scope *scope)
{
    if (!nwl_request_may_have_token(sent, NWL_STR("Connection"), NWL_STR("upgrade")))
        return NWL_OFF;
    bool is_certain =
        nwl_request_must_have_token(sent, NWL_STR("Upgrade"), NWL_STR("websocket")) &&
        !nwl_setting_may_be_elsewhere(scope, NWL_SET_proxy_set_header);
    return is_certain ? NWL_WARNING : NWL_NOTE;
}

// A service whose own list has the line is to blame by that line, one that inherits it by where it hands the request on.
static nwl_blame blame_of(nwl_journey *asked, nwl_site asking)
{
    const nwl_scope *scope = asked->request.scope;
    const nwl_scope *list = scope->settings->from[NWL_SET_proxy_set_header];
    nwl_upstream_request sent = nwl_upstream_handshake_of(&asked->request);
    nwl_site upgrade = nwl_request_header(&sent, NWL_STR("Upgrade"))->value.origin.site;
    bool is_own = list != NULL && list->location == scope->location;
    return (nwl_blame){.line = is_own ? upgrade : asked->site,
                       .through = asking,
                       .source = is_own ? asked->site : upgrade,
                       .severity = severity_of(&sent, scope),
                       .confidence = NWL_LIKELY};
}

// Follows the subrequest that a line makes, and blames what hands it on with Upgrade.
static void look_at_subrequest(nwl_pass *pass, const nwl_proxied_location *location,
                               nwl_site asking)
{
    nwl_str path = nwl_directive_arg(asking.directive, 0);
    if (asking.directive == NULL || nwl_str_eq(path, NWL_STR("off")))
        return;
    nwl_journey journey = nwl_journey_of_handshake(nwl_pass_scratch(pass),
                                                   nwl_pass_model(pass), location->scope);
    nwl_journey asked = nwl_journey_of_subrequest(&journey, path);
    if (nwl_subrequest_may_send_upgrade(&asked))
        nwl_blame_line(pass, location, blame_of(&asked, asking));
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_settings *settings = location->scope->settings;
    if (!expects_websocket(location))
        return;
    look_at_subrequest(pass, location,
                       nwl_scope_setting(location->scope, NWL_SET_auth_request));
    uint32_t count = 0;
    const nwl_scope *from = settings->from[NWL_SET_mirror];
    const nwl_site *mirrors =
        from == NULL ? NULL : nwl_scope_all(from, NWL_D_mirror, &count);
    for (uint32_t i = 0; i < count; i++)
        look_at_subrequest(pass, location, mirrors[i]);
}

static void add_own_line(nwl_pass *pass, nwl_finding *f, const nwl_blame *blame)
{
    nwl_finding_label(pass, f, "counts for the request to the service");
    nwl_finding_related(pass, f, blame->through, "asked from here");
    nwl_finding_related(pass, f, blame->source,
                        "an answer of 101 here ends the client's handshake");
    nwl_finding_help(pass, f,
                     "send neither Upgrade nor Connection to the service: leave both "
                     "lines out of its block");
}

static void add_inherited_line(nwl_pass *pass, nwl_finding *f, const nwl_blame *blame)
{
    nwl_finding_label(pass, f, "an answer of 101 here ends the client's handshake");
    nwl_finding_related(pass, f, blame->through, "asked from here");
    nwl_finding_related(pass, f, blame->source, "this counts for it as well");
    nwl_finding_note(pass, f,
                     "a list of its own replaces the inherited one; repeat what the "
                     "service needs of it");
    nwl_finding_help(pass, f, "in the block of this line, add");
    nwl_finding_help_line(pass, f, "proxy_set_header Upgrade \"\";");
    nwl_finding_help_line(pass, f, "proxy_set_header Connection \"\";");
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    nwl_str asking = blame->through.directive->name;
    nwl_finding *f =
        nwl_flag_blame(pass, blame, "the %.*s of %.*s asks for a WebSocket itself",
                       NWL_STR_FMT(asking), NWL_STR_FMT(nwl_blame_places(pass, blame)));
    if (blame->line.directive->id == NWL_D_proxy_set_header)
        add_own_line(pass, f, blame);
    else
        add_inherited_line(pass, f, blame);
}

const nwl_rule nwl_rule_auth_subrequest_upgrade = {
    .id = NWL_TEXT("auth-subrequest-upgrade"),
    .title = NWL_TEXT("the request of auth_request or mirror asks for an upgrade, too"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "auth_request and mirror make a request of their own with the headers of the "
        "client, and the location that it goes to inherits proxy_set_header like any "
        "other. With Upgrade and Connection set in the server, the service is asked for "
        "a WebSocket. If it answers 101, nginx logs \"connection upgrade in "
        "subrequest\" and closes the client's connection, which sees close code 1006; "
        "if a service that auth_request asks refuses with 400 or 426, the client gets "
        "500. A service that ignores the header is not troubled."),
    .remedy = NWL_TEXT("Give the location that is asked a list of its own: one "
                       "proxy_set_header line is enough to drop the inherited ones."),
    .when_to_ignore = NWL_TEXT("Where the service is known to answer a handshake as it "
                               "answers any other request."),
    .sources = {NWL_TEXT("https://github.com/plotlinelabs/loma/pull/39"),
                NWL_TEXT("https://github.com/authelia/authelia/issues/5348"),
                NWL_TEXT(
                    "https://nginx.org/en/docs/http/ngx_http_auth_request_module.html"),
                NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_set_header")},
    .on_proxied_location = check,
    .on_blame = flag,
};
