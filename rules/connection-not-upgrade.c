// connection-not-upgrade: Upgrade arrives, but Connection does not say "upgrade"
//
// RFC 6455, 4.2.1 asks for the token in Connection; a backend without it takes the request for a plain one.

#include "model/request.h"
#include "rules/handshake.h"

static void flag_line(nwl_pass *pass, const nwl_proxied_location *location,
                      const nwl_handshake *h)
{
    const nwl_text_value *value = &h->connection->value;
    nwl_str location_name = nwl_location_quoted(pass, location);
    nwl_finding *f =
        nwl_text_must_be_empty(value)
            ? nwl_flag(pass, value->origin.site, location->scope,
                       "%.*s sends the handshake to the backend without \"Connection\"",
                       NWL_STR_FMT(location_name))
            : nwl_flag(
                  pass, value->origin.site, location->scope,
                  "%.*s sends \"Connection: %.*s\" with the handshake to the backend",
                  NWL_STR_FMT(location_name), NWL_STR_FMT(value->options[0]));
    nwl_handshake_settle(pass, f, h);
    nwl_finding_label(pass, f, "%s",
                      nwl_text_must_be_empty(value)
                          ? "an empty value takes the header away"
                          : "a WebSocket needs \"upgrade\" in it");
    if (value->decided_by.directive != NULL)
        nwl_finding_related(pass, f, value->decided_by, "a handshake takes this value");
    nwl_finding_related(pass, f, location->site, "the handshake goes here");
    nwl_finding_help(pass, f, "set Connection by the client's Upgrade: change it to");
    nwl_handshake_add_connection(pass, f);
}

static void flag_undefined(nwl_pass *pass, const nwl_proxied_location *location,
                           const nwl_handshake *h)
{
    nwl_site line = h->connection->value.origin.site;
    nwl_str variable = nwl_directive_arg(line.directive, 1);
    nwl_finding *f = nwl_flag(pass, line, location->scope, "nothing defines \"%.*s\"",
                              NWL_STR_FMT(variable));
    nwl_handshake_settle(pass, f, h);
    nwl_finding_label(pass, f, "nginx refuses to start: unknown variable");
    nwl_finding_related(pass, f, location->site, "the handshake goes here");
    nwl_finding_help(pass, f, "in the http block, add once");
    nwl_handshake_add_map_lines(pass, f, nwl_only_variable(variable));
}

static void flag_missing(nwl_pass *pass, const nwl_proxied_location *location,
                         const nwl_handshake *h)
{
    nwl_finding *f = nwl_flag(pass, location->site, location->scope,
                              "%.*s sets \"Upgrade\" but not \"Connection\"",
                              NWL_STR_FMT(nwl_location_quoted(pass, location)));
    nwl_handshake_settle(pass, f, h);
    nwl_finding_label(pass, f, "%.*s", NWL_STR_FMT(nwl_handshake_arrival(pass, h)));
    nwl_finding_related(pass, f, h->upgrade->value.origin.site,
                        "\"Upgrade\" is set for a WebSocket");
    nwl_handshake_add_version_note(pass, f, h);
    nwl_handshake_add_remedy(pass, f, location, h);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    if (h->severity == NWL_OFF || h->cause == NWL_CAUSE_NONE || h->connection_works)
        return;
    if (h->connection_undefined) {
        flag_undefined(pass, location, h);
        return;
    }
    bool configured = h->connection->value.origin.kind == NWL_FROM_DIRECTIVE;
    if (configured &&
        (h->cause == NWL_CAUSE_CONNECTION || h->cause == NWL_CAUSE_UPGRADE_WRONG))
        flag_line(pass, location, h);
    else if (h->cause == NWL_CAUSE_CONNECTION)
        flag_missing(pass, location, h);
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
};
