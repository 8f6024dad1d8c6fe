// upstream-http-2: the handshake goes to the backend over HTTP/2
//
// A tunnel begins with a 101, which only the HTTP/1 side of the module knows (ngx_http_proxy_v2_module.c has no upgrade).

#include "rules/handshake.h"

enum { FIRST_WITH_HTTP_2 = NWL_VERSION_OF(1, 29, 4) };

static void add_remedy(nwl_pass *pass, nwl_finding *f,
                       const nwl_proxied_location *location, nwl_site line)
{
    bool is_here =
        nwl_scope_last(location->location, NWL_D_proxy_http_version).directive ==
        line.directive;
    if (is_here)
        nwl_finding_help(pass, f, "change it to");
    else
        nwl_finding_help(pass, f, "in the block of %.*s, add",
                         NWL_STR_FMT(nwl_location_quoted(pass, location)));
    nwl_finding_help_line(pass, f, "proxy_http_version 1.1;");
}

// An older nginx does not take the value, of which invalid-argument speaks.
static bool is_taken(const nwl_pass *pass)
{
    nwl_version version = nwl_pass_model(pass)->options.version;
    return version == 0 || version >= FIRST_WITH_HTTP_2;
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    bool told_by_another =
        h->cause == NWL_CAUSE_NOT_FORWARDED || h->cause == NWL_CAUSE_DEAD_PLACE;
    if (!h->http_2 || h->severity == NWL_OFF || told_by_another || !is_taken(pass))
        return;
    nwl_site line = h->request.http_version_origin.site;
    nwl_finding *f =
        nwl_flag(pass, line, location->scope, "%.*s speaks HTTP/2 to the backend",
                 NWL_STR_FMT(nwl_location_quoted(pass, location)));
    nwl_handshake_settle(pass, f, h);
    f->severity = nwl_handshake_version_severity(location, h);
    nwl_finding_label(pass, f, "nginx upgrades no connection of HTTP/2");
    nwl_finding_related(pass, f, location->site, "the handshake goes here");
    add_remedy(pass, f, location, line);
}

const nwl_rule nwl_rule_upstream_http_2 = {
    .id = NWL_TEXT("upstream-http-2"),
    .title = NWL_TEXT("the handshake goes to the backend over HTTP/2"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT(
        "A WebSocket through nginx begins as an upgrade of an HTTP/1.1 connection, which "
        "the backend answers with 101. HTTP/2 has neither, and nginx does not know the "
        "way that RFC 8441 has for it: with proxy_http_version 2 the handshake fails, "
        "with 502 where the backend does not speak HTTP/2 in cleartext, else with what "
        "the backend says to a plain request.\n\n"
        "The version is inherited by itself, so one line in http or in the server counts "
        "for every location that does not set another. What the client speaks to nginx "
        "has nothing to do with it: browsers open a WebSocket over HTTP/1.1."),
    .remedy = NWL_TEXT("Set proxy_http_version 1.1; in the location of the WebSocket."),
    .versions = NWL_TEXT("From 1.29.4 on. Older versions do not take the value 2, of "
                         "which invalid-argument speaks when the version is given."),
    .when_to_ignore = NWL_TEXT("Where the location carries no WebSocket: then better say "
                               "so with \"# nginx-wslint: http-only\"."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_http_version"),
                NWL_TEXT("https://github.com/nginx/nginx/issues/1034"),
                NWL_TEXT("https://nginx.org/en/CHANGES")},
    .on_proxied_location = check,
};
