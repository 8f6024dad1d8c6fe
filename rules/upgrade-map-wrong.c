// upgrade-map-wrong: the map behind Connection has an arm for a handshake, and a handshake does not take it
//
// Arms swapped, a key that no browser sends, a default that wins. Source: ngx_http_map_find().

#include "rules/handshake.h"

// The lines that make the map right. One that looks at something else has to be keyed anew.
static void add_remedy(nwl_pass *pass, nwl_finding *f, const nwl_map_block *map)
{
    if (nwl_str_eq_nocase(map->source, NWL_STR("$http_upgrade"))) {
        nwl_finding_help(pass, f, "change the arms of the map to");
        nwl_finding_help_line(pass, f, "default upgrade;");
        nwl_finding_help_line(pass, f, "''      '';");
        return;
    }
    nwl_finding_related(pass, f, map->scope->opener,
                        "no browser sends what this map looks at");
    nwl_finding_help(pass, f, "change the map to look at the client's \"Upgrade\"");
    nwl_handshake_add_map_lines(pass, f, map->variable);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    if (h->cause == NWL_CAUSE_MAP && h->severity != NWL_OFF)
        nwl_blame_line(pass, location,
                       (nwl_blame){.line = h->connection->value.decided_by,
                                   .severity = h->severity,
                                   .confidence = h->confidence});
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_handshake *h = nwl_handshake_of(pass, blame->location);
    const nwl_text_value *value = &h->connection->value;
    bool no_arm = value->decided_by.directive == h->map->scope->opener.directive;
    nwl_finding *f =
        nwl_flag(pass, blame->line, NULL,
                 "the map for \"Connection\" gives \"%.*s\" to a WebSocket handshake",
                 NWL_STR_FMT(value->options[0]));
    nwl_handshake_settle(pass, f, h);
    nwl_finding_label(pass, f, "%s",
                      no_arm ? "no arm fits a handshake, and there is no default"
                             : "a handshake takes this arm");
    nwl_finding_related(pass, f, value->origin.site, "used here");
    nwl_blame_add_place(pass, f, blame, "the handshake goes here");
    add_remedy(pass, f, h->map);
}

const nwl_rule nwl_rule_upgrade_map_wrong = {
    .id = NWL_TEXT("upgrade-map-wrong"),
    .title = NWL_TEXT("the map for Connection gives a handshake the wrong value"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT("The usual map turns the client's Upgrade into the Connection "
                    "header: \"upgrade\" when there is "
                    "one, nothing when there is none. When its arms are swapped, or its "
                    "key is \"upgrade\" where "
                    "browsers send \"websocket\", a handshake reaches the backend with "
                    "close or with nothing.\n\n"
                    "nginx compares plain keys without case, tries regular expressions "
                    "in order, never tries them on "
                    "an empty value, and takes an empty value where no arm fits and "
                    "there is no default."),
    .remedy = NWL_TEXT("Use default upgrade; for a request that asks for an upgrade, and "
                       "'' ''; for one that does not."),
    .when_to_ignore =
        NWL_TEXT("Where the map belongs to another protocol than WebSocket."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/websocket.html"),
                NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_map_module.html")},
    .on_proxied_location = check,
    .on_blame = flag,
};
