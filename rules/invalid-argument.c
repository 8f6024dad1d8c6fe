// invalid-argument: a word is not what may stand in its place, and nginx refuses to start

#include "rules/bodies.h"
#include "rules/upstreams.h"

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    nwl_bodies_report(pass, scope, NWL_BODY_INVALID);
    nwl_upstreams_report_ports(pass, scope);
}

const nwl_rule nwl_rule_invalid_argument = {
    .id = NWL_TEXT("invalid-argument"),
    .title = NWL_TEXT("an argument is not what may stand in its place"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT(
        "nginx reads the lines of map, geo, split_clients and charset_map by grammars of "
        "their own, and refuses to start when a regular expression, the name of a host, "
        "a network, a percentage or a byte is none. proxy_pass and the like refuse an "
        "upstream with a port."),
    .remedy = NWL_TEXT("Correct the word that is quoted."),
    .bad = NWL_TEXT("map $http_origin $allowed {\n"
                    "    \"~^https?://(www\\.example\\.com$\" 1;\n"
                    "}\n"),
    .good = NWL_TEXT("map $http_origin $allowed {\n"
                     "    \"~^https?://www\\.example\\.com$\" 1;\n"
                     "}\n"),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_map_module.html"),
                NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_geo_module.html"),
                NWL_TEXT(
                    "https://nginx.org/en/docs/http/ngx_http_split_clients_module.html"),
                NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_charset_module.html")},
    .on_scope = check,
};
