// any-upgrade-forwarded: whatever protocol a client asks for reaches the backend
//
// nginx looks at the answer 101 alone and then tunnels bytes of any protocol (ngx_http_upstream_upgrade).

#include "model/judge.h"
#include "rules/blame.h"
#include "rules/handshake.h"
#include "rules/plain.h"

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_str h2c = NWL_STR("h2c");
    const nwl_model *model = nwl_pass_model(pass);
    nwl_request request;
    if (!location->setup.upgrade || !location->setup.connection ||
        !nwl_request_arrives(nwl_pass_scratch(pass), model, location, &nwl_client_h2c,
                             &request))
        return;
    nwl_upstream_request sent = nwl_upstream_handshake_of(&request);
    const nwl_upstream_header *upgrade = nwl_request_header(&sent, NWL_STR("Upgrade"));
    if (!nwl_text_must_contain_token(&upgrade->value, h2c) ||
        !nwl_request_must_have_token(&sent, NWL_STR("Connection"), NWL_STR("upgrade")))
        return;
    nwl_blame_line(pass, location,
                   (nwl_blame){.line = nwl_value_line(upgrade),
                               .through = upgrade->value.origin.site,
                               .severity = NWL_NOTE,
                               .confidence = NWL_CERTAIN});
}

static void add_remedy(nwl_pass *pass, nwl_finding *f)
{
    nwl_str name = nwl_free_variable(pass, NWL_STR("upgrade_websocket"));
    nwl_finding_help(pass, f,
                     "pass nothing but a WebSocket: change the line of Upgrade to");
    nwl_finding_help_line(pass, f, "proxy_set_header Upgrade $%.*s;", NWL_STR_FMT(name));
    nwl_finding_help(pass, f, "in the http block, add once");
    nwl_finding_help_line(pass, f, "map $http_upgrade $%.*s {", NWL_STR_FMT(name));
    nwl_finding_help_line(pass, f, "    default         '';");
    nwl_finding_help_line(pass, f, "    ~*^websocket$   websocket;");
    nwl_finding_help_line(pass, f, "}");
    f->helps.items[f->helps.count - 1].elsewhere = true;
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    nwl_finding *f =
        nwl_flag_blame(pass, blame, "%.*s any protocol that a client asks for",
                       NWL_STR_FMT(nwl_blame_does(pass, blame, "forward")));
    nwl_finding_label(pass, f, "\"Upgrade: h2c\" reaches the backend as well");
    if (blame->line.directive != blame->through.directive)
        nwl_finding_related(pass, f, blame->through, "used here");
    nwl_blame_add_place(pass, f, blame, "the request goes here");
    add_remedy(pass, f);
}

const nwl_rule nwl_rule_any_upgrade_forwarded = {
    .id = NWL_TEXT("any-upgrade-forwarded"),
    .title = NWL_TEXT("a client may have any protocol tunnelled, not WebSocket alone"),
    .severity = NWL_NOTE,
    .off_by_default = true,
    .why = NWL_TEXT(
        "$http_upgrade hands on whatever the client asks for. When it asks for h2c, "
        "HTTP/2 without TLS, and the backend agrees, nginx becomes a tunnel for "
        "requests that it does not see: they reach every path of the backend past deny, "
        "auth_request and location blocks. That is known as h2c smuggling, and nginx "
        "does not look at the protocol.\n\n"
        "It takes a backend that speaks h2c by upgrade, which few do; that is why the "
        "rule has to be switched on."),
    .remedy = NWL_TEXT("Set Upgrade by a map from $http_upgrade that gives websocket for "
                       "~*^websocket$ and nothing for anything else."),
    .when_to_ignore = NWL_TEXT("Where the backend is known not to upgrade to h2c, or "
                               "where nothing of it is kept from clients."),
    .sources = {NWL_TEXT("https://github.com/nginx/nginx/issues/1472"),
                NWL_TEXT("https://www.rfc-editor.org/rfc/rfc7540#section-3.2"),
                NWL_TEXT("https://nginx.org/en/docs/http/websocket.html")},
    .on_proxied_location = check,
    .on_blame = flag,
};
