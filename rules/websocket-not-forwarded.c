// websocket-not-forwarded: no part of the WebSocket setup is effective where one is expected
//
// Upgrade and Connection are hop-by-hop: nginx drops them unless the configuration sends them again
// (ngx_http_proxy_create_request). One finding lists all that is missing.

#include "rules/handshake.h"

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    if (h->cause != NWL_CAUSE_NOT_FORWARDED || h->severity == NWL_OFF)
        return;
    nwl_finding *f = nwl_flag(pass, location->site, location->scope,
                              "%.*s proxies to %.*s without WebSocket support",
                              NWL_STR_FMT(nwl_location_quoted(pass, location)),
                              NWL_STR_FMT(location->upstream));
    nwl_handshake_settle(pass, f, h);
    nwl_finding_label(pass, f, "%.*s", NWL_STR_FMT(nwl_handshake_arrival(pass, h)));
    nwl_handshake_add_expectation(pass, f, location);
    nwl_handshake_add_version_note(pass, f, h);
    nwl_handshake_add_remedy(pass, f, location, h);
}

const nwl_rule nwl_rule_websocket_not_forwarded = {
    .id = NWL_TEXT("websocket-not-forwarded"),
    .title = NWL_TEXT("a location proxies without any WebSocket support"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT(
        "A WebSocket begins as an HTTP/1.1 request with \"Upgrade: websocket\" and "
        "\"Connection: Upgrade\". "
        "Both headers are hop-by-hop, so nginx does not pass them on unless the "
        "configuration sets them "
        "again, and before 1.29.7 it speaks HTTP/1.0 to the backend. The backend never "
        "learns that the "
        "client wants a WebSocket and answers with 426, 400, 404 or a web page.\n\n"
        "How loud the finding is depends on who expects a WebSocket there: error where a "
        "path, port, name "
        "or comment says so, warning for a location that takes every request, note for "
        "other locations. "
        "A comment \"# nginx-wslint: http-only\" on the location says that there is "
        "none."),
    .remedy = NWL_TEXT("Set the HTTP version and both headers in the location, and add "
                       "the map once in http."),
    .versions = NWL_TEXT(
        "All. From 1.29.7 on HTTP/1.1 is the default and \"Connection: close\" is not "
        "sent any more, but neither header of the handshake is sent by itself."),
    .when_to_ignore =
        NWL_TEXT("Where no WebSocket is meant: a comment \"# nginx-wslint: http-only\" "
                 "on the location says so, for this rule and its kin."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/websocket.html"),
                NWL_TEXT("https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1")},
    .on_proxied_location = check,
};
