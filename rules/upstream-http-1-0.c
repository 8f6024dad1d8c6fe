// upstream-http-1-0: the handshake goes to the backend as HTTP/1.0
//
// Upgrade exists from HTTP/1.1 on; many backends refuse it otherwise. 1.0 is nginx's default before 1.29.7.

#include "rules/handshake.h"

static bool is_explicit(const nwl_handshake *h)
{
    return h->request.http_version_origin.kind == NWL_FROM_DIRECTIVE;
}

// A default is told beside the lines of the setup.
static nwl_blame blame_of(const nwl_proxied_location *location, const nwl_handshake *h)
{
    nwl_site setup = nwl_handshake_setup_line(h);
    return (nwl_blame){.line = is_explicit(h) ? h->request.http_version_origin.site
                               : setup.directive != NULL ? setup
                                                         : location->site,
                       .is_gap = !is_explicit(h),
                       .severity = nwl_handshake_version_severity(location, h),
                       .confidence = h->http_1_0_by_version ? NWL_LIKELY : h->confidence};
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    if (h->http_1_0 && h->severity != NWL_OFF && !nwl_handshake_lists_missing(h) &&
        h->cause != NWL_CAUSE_TAKEN && h->detour == NULL)
        nwl_blame_line(pass, location, blame_of(location, h));
}

static void add_remedy(nwl_pass *pass, nwl_finding *f, const nwl_blame *blame)
{
    if (!blame->is_gap)
        nwl_finding_help(pass, f, "change it to");
    else if (nwl_blame_is_at_place(blame))
        nwl_finding_help(pass, f, "in the block of %.*s, add",
                         NWL_STR_FMT(nwl_location_quoted(pass, blame->location)));
    else
        nwl_finding_help(pass, f, "beside this line, add");
    nwl_finding_help_line(pass, f, "proxy_http_version 1.1;");
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_handshake *h = nwl_handshake_of(pass, blame->location);
    nwl_finding *f = nwl_flag_blame(pass, blame, "%.*s HTTP/1.0 to the backend%s",
                                    NWL_STR_FMT(nwl_blame_does(pass, blame, "speak")),
                                    h->http_1_0_by_version ? " before nginx 1.29.7" : "");
    nwl_handshake_settle(pass, f, h);
    f->severity = blame->severity;
    f->confidence = blame->confidence;
    nwl_finding_label(pass, f, "%s",
                      blame->is_gap ? "the handshake arrives as HTTP/1.0"
                                    : "an upgrade needs HTTP/1.1");
    if (!nwl_blame_is_at_place(blame))
        nwl_blame_add_place(pass, f, blame, "the handshake goes here");
    if (h->http_1_0_by_version)
        nwl_finding_note(pass, f,
                         "nginx 1.29.7 and later speak HTTP/1.1 by default; say which "
                         "one runs with --nginx-version");
    add_remedy(pass, f, blame);
}

const nwl_rule nwl_rule_upstream_http_1_0 = {
    .id = NWL_TEXT("upstream-http-1-0"),
    .title = NWL_TEXT("the handshake goes to the backend as HTTP/1.0"),
    .severity = NWL_ERROR,
    .why =
        NWL_TEXT("The upgrade mechanism belongs to HTTP/1.1. Before 1.29.7 nginx speaks "
                 "HTTP/1.0 to its backends "
                 "unless told otherwise. Backends in Go, Rust, Java and others then "
                 "refuse the handshake with 400, "
                 "426 or 505; some, such as Node's http server, take it all the same.\n\n"
                 "Without --nginx-version the finding is a warning, since newer versions "
                 "do it right by default."),
    .remedy =
        NWL_TEXT("Set proxy_http_version 1.1; for the location or a level above it."),
    .versions = NWL_TEXT("HTTP/1.0 is the default before 1.29.7. A line "
                         "proxy_http_version 1.0; counts in every version."),
    .when_to_ignore =
        NWL_TEXT("Where the backend takes an upgrade over HTTP/1.0, as Node's http "
                 "server does, or where every nginx that reads the configuration is "
                 "1.29.7 or later: then say so with --nginx-version."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_http_version"),
                NWL_TEXT("https://nginx.org/en/CHANGES")},
    .on_proxied_location = check,
    .on_blame = flag,
};
