// missing-upgrade-header: the backend never learns that the client wants a WebSocket
//
// The other parts are there, but Upgrade is not set, or set to nothing; nginx drops the client's own
// (ngx_http_proxy_create_request).

#include "rules/handshake.h"

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    if (h->cause != NWL_CAUSE_UPGRADE_MISSING || h->severity == NWL_OFF)
        return;
    const nwl_origin *origin = &h->upgrade->value.origin;
    nwl_finding *f =
        nwl_flag(pass, location->site, location->scope,
                 "%.*s sends the handshake to the backend without \"Upgrade\"",
                 NWL_STR_FMT(nwl_location_quoted(pass, location)));
    nwl_handshake_settle(pass, f, h);
    nwl_finding_label(pass, f, "%.*s", NWL_STR_FMT(nwl_handshake_arrival(pass, h)));
    if (origin->kind == NWL_FROM_DIRECTIVE)
        nwl_finding_related(pass, f, origin->site,
                            "an empty value takes the header away");
    nwl_finding_related(pass, f, h->connection->value.origin.site,
                        "\"Connection\" is set for a WebSocket");
    if (h->upgrade->value.decided_by.directive != NULL)
        nwl_finding_related(pass, f, h->upgrade->value.decided_by,
                            "a handshake takes this value");
    if (origin->kind != NWL_FROM_DIRECTIVE) {
        nwl_handshake_add_remedy(pass, f, location, h);
        return;
    }
    nwl_finding_help(pass, f, "change the empty \"Upgrade\" to");
    nwl_finding_help_line(pass, f, "proxy_set_header Upgrade $http_upgrade;");
}

const nwl_rule nwl_rule_missing_upgrade_header = {
    .id = NWL_TEXT("missing-upgrade-header"),
    .title = NWL_TEXT("Upgrade is not sent to the backend"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT("Upgrade is a hop-by-hop header: nginx drops it unless the "
                    "configuration sends it again. With "
                    "Connection alone the backend sees an upgrade to nothing and answers "
                    "the handshake with 426 or "
                    "400.\n\n"
                    "An empty value, as in proxy_set_header Upgrade \"\", also means "
                    "that nothing is sent."),
    .remedy = NWL_TEXT(
        "Add proxy_set_header Upgrade $http_upgrade; beside the Connection line."),
    .when_to_ignore =
        NWL_TEXT("Where no WebSocket is meant and \"Connection\" is sent for another "
                 "reason."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/websocket.html")},
    .on_proxied_location = check,
};
