// connection-not-upgrade: Upgrade arrives, but Connection does not say "upgrade"
//
// RFC 6455, 4.2.1 asks for the token in Connection; a backend without it takes the request for a plain one.

#include "model/request.h"
#include "rules/handshake.h"

static void flag_line(nwl_pass *pass, const nwl_blame *blame, const nwl_handshake *h)
{
    const nwl_text_value *value = &h->connection->value;
    bool is_empty = nwl_text_must_be_empty(value);
    nwl_str sent = is_empty
                       ? NWL_STR("the handshake to the backend without \"Connection\"")
                       : nwl_arena_format(nwl_pass_scratch(pass),
                                          "\"Connection: %.*s\" with the handshake to "
                                          "the backend",
                                          NWL_STR_FMT(value->options[0]));
    nwl_finding *f = nwl_flag_blame(pass, blame, "%.*s %.*s",
                                    NWL_STR_FMT(nwl_blame_does(pass, blame, "send")),
                                    NWL_STR_FMT(sent));
    nwl_handshake_settle(pass, f, h);
    nwl_finding_label(pass, f, "%s",
                      is_empty ? "an empty value takes the header away"
                               : "a WebSocket needs \"upgrade\" in it");
    if (value->decided_by.directive != NULL)
        nwl_finding_related(pass, f, value->decided_by, "a handshake takes this value");
    nwl_blame_add_place(pass, f, blame, "the handshake goes here");
    nwl_finding_help(pass, f, "set Connection by the client's Upgrade: change it to");
    nwl_handshake_add_connection(pass, f, blame->location);
}

static void flag_undefined(nwl_pass *pass, const nwl_blame *blame, const nwl_handshake *h)
{
    nwl_str variable = nwl_directive_arg(blame->line.directive, 1);
    nwl_finding *f =
        nwl_flag_blame(pass, blame, "nothing defines \"%.*s\"", NWL_STR_FMT(variable));
    nwl_handshake_settle(pass, f, h);
    f->stops_nginx = true;
    nwl_finding_label(pass, f, "nginx refuses to start: unknown variable");
    nwl_blame_add_place(pass, f, blame, "the handshake goes here");
    nwl_finding_help(pass, f, "in the http block, add once");
    nwl_handshake_add_map_lines(pass, f, nwl_only_variable(variable));
}

static void flag_missing(nwl_pass *pass, const nwl_blame *blame, const nwl_handshake *h)
{
    nwl_finding *f = nwl_flag_blame(pass, blame, "%.*s \"Upgrade\" but %s",
                                    NWL_STR_FMT(nwl_blame_does(pass, blame, "set")),
                                    h->http_1_0 ? "neither \"Connection\" nor HTTP/1.1"
                                                : "not \"Connection\"");
    nwl_handshake_settle(pass, f, h);
    nwl_finding_label(pass, f, "%.*s", NWL_STR_FMT(nwl_handshake_arrival(pass, h)));
    if (nwl_blame_is_at_place(blame))
        nwl_finding_related(pass, f, blame->line, "\"Upgrade\" is set for a WebSocket");
    else
        nwl_blame_add_place(pass, f, blame, "the handshake goes here");
    nwl_handshake_add_version_note(pass, f, h);
    nwl_handshake_add_lines(pass, f, blame, h);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    if (h->severity == NWL_OFF || h->cause == NWL_CAUSE_NONE || h->connection_works)
        return;
    bool is_gap = !nwl_header_is_set(h->connection) && h->cause == NWL_CAUSE_CONNECTION;
    bool is_line = nwl_header_is_set(h->connection) &&
                   (h->connection_undefined || h->cause == NWL_CAUSE_CONNECTION ||
                    h->cause == NWL_CAUSE_UPGRADE_WRONG);
    if (is_gap || is_line)
        nwl_blame_line(pass, location,
                       (nwl_blame){.line = is_gap ? nwl_handshake_setup_line(h)
                                                  : h->connection->value.origin.site,
                                   .is_gap = is_gap,
                                   .severity = h->severity,
                                   .confidence = h->confidence});
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_handshake *h = nwl_handshake_of(pass, blame->location);
    if (blame->is_gap)
        flag_missing(pass, blame, h);
    else if (h->connection_undefined)
        flag_undefined(pass, blame, h);
    else
        flag_line(pass, blame, h);
}

const nwl_rule nwl_rule_connection_not_upgrade = {
    .id = NWL_TEXT("connection-not-upgrade"),
    .title = NWL_TEXT("Connection does not say \"upgrade\" in a handshake"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT("A handshake needs the token \"upgrade\" in Connection beside the "
                    "Upgrade header. By default nginx "
                    "sends \"Connection: close\" (none from 1.29.7 on), and values such "
                    "as \"\", keep-alive or "
                    "$http_upgrade carry no such token, so the backend takes the request "
                    "for a plain one.\n\n"
                    "The value is worked out for a real handshake, through maps and "
                    "variables; any spelling of the "
                    "token and any list that holds it will do."),
    .remedy = NWL_TEXT(
        "Set Connection from a map on $http_upgrade, which leaves plain requests alone."),
    .when_to_ignore =
        NWL_TEXT("Where the backend is known to look at \"Upgrade\" alone, as some do "
                 "against RFC 6455."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/websocket.html"),
                NWL_TEXT("https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1")},
    .on_proxied_location = check,
    .on_blame = flag,
};
