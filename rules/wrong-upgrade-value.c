// wrong-upgrade-value: Upgrade is sent, but as something no backend takes for a WebSocket
//
// Often the variables of the two lines were swapped, or a name was mistyped.

#include "rules/handshake.h"

static bool is_undefined(bool mistyped, nwl_str written)
{
    return mistyped && !nwl_str_contains_nocase(written, NWL_STR("http_"));
}

static const char *label_for(bool mistyped, nwl_str written)
{
    if (!mistyped)
        return "a backend takes only \"websocket\" for a WebSocket";
    return is_undefined(mistyped, written)
               ? "nothing defines this variable; nginx refuses to start"
               : "no browser sends such a header, so the value is empty";
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    if (h->severity != NWL_OFF && h->cause == NWL_CAUSE_UPGRADE_WRONG &&
        h->upgrade->value.origin.kind == NWL_FROM_DIRECTIVE)
        nwl_blame_line(pass, location,
                       (nwl_blame){.line = h->upgrade->value.origin.site,
                                   .severity = h->severity,
                                   .confidence = h->confidence});
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_handshake *h = nwl_handshake_of(pass, blame->location);
    const nwl_text_value *upgrade = &h->upgrade->value;
    nwl_str written = nwl_directive_arg(blame->line.directive, 1);
    nwl_finding *f =
        h->upgrade_mistyped
            ? nwl_flag_blame(pass, blame, "\"%.*s\" is not the client's \"Upgrade\"",
                             NWL_STR_FMT(written))
            : nwl_flag_blame(pass, blame, "%.*s \"Upgrade: %.*s\" to the backend",
                             NWL_STR_FMT(nwl_blame_does(pass, blame, "send")),
                             NWL_STR_FMT(upgrade->options[0]));
    f->stops_nginx = is_undefined(h->upgrade_mistyped, written);
    nwl_handshake_settle(pass, f, h);
    nwl_finding_label(pass, f, "%s", label_for(h->upgrade_mistyped, written));
    if (upgrade->decided_by.directive != NULL)
        nwl_finding_related(pass, f, upgrade->decided_by, "a handshake takes this value");
    nwl_blame_add_place(pass, f, blame, "the handshake goes here");
    nwl_finding_help(pass, f, "pass on what the client sent: change it to");
    nwl_finding_help_line(pass, f, "proxy_set_header Upgrade $http_upgrade;");
}

const nwl_rule nwl_rule_wrong_upgrade_value = {
    .id = NWL_TEXT("wrong-upgrade-value"),
    .title = NWL_TEXT("Upgrade is sent with a value that is not \"websocket\""),
    .severity = NWL_ERROR,
    .why =
        NWL_TEXT("The value of Upgrade names the protocol to change to, so a backend "
                 "looks for \"websocket\" in it. "
                 "The usual slips are the variable of the Connection line "
                 "($connection_upgrade, which is "
                 "\"upgrade\"), the word \"upgrade\" itself, and a mistyped variable.\n\n"
                 "A map that lets only websocket through is fine; its value for a "
                 "handshake is looked up."),
    .remedy = NWL_TEXT("Write proxy_set_header Upgrade $http_upgrade; which passes on "
                       "what the client sent."),
    .when_to_ignore =
        NWL_TEXT("Where the backend takes another protocol than WebSocket, such as a "
                 "literal h2c."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/websocket.html"),
                NWL_TEXT("https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1")},
    .on_proxied_location = check,
    .on_blame = flag,
};
