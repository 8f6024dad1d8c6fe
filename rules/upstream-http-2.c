// upstream-http-2: the handshake goes to the backend over HTTP/2
//
// A tunnel begins with a 101, which only the HTTP/1 side of the module knows (ngx_http_proxy_v2_module.c has no upgrade).

#include "rules/handshake.h"

enum { FIRST_WITH_HTTP_2 = NWL_VERSION_OF(1, 29, 4) };

static void add_remedy(nwl_pass *pass, nwl_finding *f, const nwl_blame *blame)
{
    const nwl_scope *location = blame->location->location;
    bool is_here = nwl_scope_last(location, NWL_D_proxy_http_version).directive ==
                   blame->line.directive;
    if (is_here || blame->count > 1)
        nwl_finding_help(pass, f, "change it to");
    else
        nwl_finding_help(pass, f, "in the block of %.*s, add",
                         NWL_STR_FMT(nwl_location_quoted(pass, blame->location)));
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
    if (h->http_2 && h->severity != NWL_OFF && !nwl_handshake_lists_missing(h) &&
        h->cause != NWL_CAUSE_DEAD_PLACE && is_taken(pass))
        nwl_blame_line(
            pass, location,
            (nwl_blame){.line = h->request.http_version_origin.site,
                        .severity = nwl_handshake_version_severity(location, h),
                        .confidence = h->confidence});
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    nwl_finding *f = nwl_flag_blame(pass, blame, "%.*s HTTP/2 to the backend",
                                    NWL_STR_FMT(nwl_blame_does(pass, blame, "speak")));
    nwl_handshake_settle(pass, f, nwl_handshake_of(pass, blame->location));
    f->severity = blame->severity;
    nwl_finding_label(pass, f, "nginx upgrades no connection of HTTP/2");
    nwl_blame_add_place(pass, f, blame, "the handshake goes here");
    add_remedy(pass, f, blame);
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
    .on_blame = flag,
};
