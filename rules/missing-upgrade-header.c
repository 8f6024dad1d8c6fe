// missing-upgrade-header: the backend never learns that the client wants a WebSocket
//
// The other parts are there, but Upgrade is not set, or set to nothing; nginx drops the client's own
// (ngx_http_proxy_create_request).

#include "rules/handshake.h"

static bool is_emptied(const nwl_handshake *h)
{
    return h->upgrade->value.origin.kind == NWL_FROM_DIRECTIVE;
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    if (h->cause == NWL_CAUSE_UPGRADE_MISSING && h->severity != NWL_OFF)
        nwl_blame_line(pass, location,
                       (nwl_blame){.line = nwl_handshake_setup_line(h),
                                   .is_gap = true,
                                   .severity = h->severity,
                                   .confidence = h->confidence});
}

static void add_lines(nwl_pass *pass, nwl_finding *f, const nwl_blame *blame,
                      const nwl_handshake *h)
{
    const nwl_upstream_header *upgrade = h->upgrade;
    if (nwl_blame_is_at_place(blame) && is_emptied(h))
        nwl_finding_related(pass, f, upgrade->value.origin.site,
                            "an empty value takes the header away");
    if (nwl_blame_is_at_place(blame) || is_emptied(h))
        nwl_finding_related(pass, f, h->connection->value.origin.site,
                            "\"Connection\" is set for a WebSocket");
    if (!nwl_blame_is_at_place(blame))
        nwl_blame_add_place(pass, f, blame, "the handshake goes here");
    if (upgrade->value.decided_by.directive != NULL)
        nwl_finding_related(pass, f, upgrade->value.decided_by,
                            "a handshake takes this value");
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_handshake *h = nwl_handshake_of(pass, blame->location);
    nwl_finding *f = nwl_flag_blame(
        pass, blame, "%.*s the handshake to the backend without \"Upgrade\"%s",
        NWL_STR_FMT(nwl_blame_does(pass, blame, "send")),
        h->http_1_0 && !is_emptied(h) ? " and as HTTP/1.0" : "");
    nwl_handshake_settle(pass, f, h);
    nwl_finding_label(pass, f, "%.*s", NWL_STR_FMT(nwl_handshake_arrival(pass, h)));
    add_lines(pass, f, blame, h);
    if (!is_emptied(h)) {
        nwl_handshake_add_version_note(pass, f, h);
        nwl_handshake_add_lines(pass, f, blame, h);
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
    .on_blame = flag,
};
