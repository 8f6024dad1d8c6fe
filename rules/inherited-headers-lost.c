// inherited-headers-lost: a list of proxy_set_header replaces the one of the level above, and with it the setup
//
// nginx takes the whole list from the nearest level that has one line (ngx_http_proxy_merge_loc_conf).

#include "rules/handshake.h"

enum { MOST_REPEATED = 20 };

static const nwl_str HEADERS[] = {NWL_TEXT("Upgrade"), NWL_TEXT("Connection"),
                                  NWL_TEXT("Host")};

static bool is_for_websocket(nwl_str name)
{
    for (size_t i = 0; i < sizeof(HEADERS) / sizeof(HEADERS[0]); i++) {
        if (nwl_str_eq_nocase(name, HEADERS[i]))
            return true;
    }
    return false;
}

static const nwl_scope *list_of(const nwl_proxied_location *location)
{
    return location->scope->settings->from[NWL_SET_proxy_set_header];
}

// The line of the nearer list that is read first: without it the list above would count.
static nwl_site first_line(const nwl_scope *list)
{
    uint32_t count;
    return nwl_scope_all(list, NWL_D_proxy_set_header, &count)[0];
}

static nwl_str level_name(const nwl_scope *scope)
{
    return scope->context == NWL_CX_HTTP          ? NWL_STR("http")
           : scope->context == NWL_CX_HTTP_SERVER ? NWL_STR("server")
                                                  : NWL_STR("location");
}

// The lines of the lost list that the nearer one does not set itself: those that matter to a WebSocket are shown, all of
// them are to be repeated.
static void add_lost_lines(nwl_pass *pass, nwl_finding *f, const nwl_scope *list,
                           const nwl_scope *lost)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(lost, NWL_D_proxy_set_header, &count);
    if (first_line(list).directive->file == list->opener.directive->file)
        nwl_finding_help(pass, f, "repeat the lost lines beside this one");
    else
        nwl_finding_help(pass, f,
                         "repeat the lost lines in the block that includes this file");
    for (uint32_t i = 0; i < count && i < MOST_REPEATED; i++) {
        nwl_str name = nwl_directive_arg(sites[i].directive, 0);
        if (nwl_level_sets_header(list, name))
            continue;
        if (is_for_websocket(name))
            nwl_finding_related(pass, f, sites[i], "set in %.*s, lost here",
                                NWL_STR_FMT(level_name(lost)));
        nwl_finding_help_line(pass, f, "%.*s;",
                              NWL_STR_FMT(nwl_pass_source(pass, sites[i].directive)));
    }
}

// The headers that are lost, for the message; empty when none of those that matter is.
static nwl_str lost_names(nwl_pass *pass, const nwl_scope *list, const nwl_scope *lost)
{
    nwl_str names = NWL_STR("");
    for (size_t i = 0; i < sizeof(HEADERS) / sizeof(HEADERS[0]); i++) {
        if (!nwl_level_sets_header(lost, HEADERS[i]) ||
            nwl_level_sets_header(list, HEADERS[i]))
            continue;
        names =
            nwl_arena_format(nwl_pass_scratch(pass), "%.*s%s\"%.*s\"", NWL_STR_FMT(names),
                             names.len > 0 ? ", " : "", NWL_STR_FMT(HEADERS[i]));
    }
    return names;
}

// The level that a list took away what matters from; NULL without one.
static const nwl_scope *lost_level(const nwl_proxied_location *location,
                                   const nwl_handshake *h)
{
    if (h->cause == NWL_CAUSE_LOST)
        return h->lost_from;
    bool is_host =
        h->cause == NWL_CAUSE_NONE && location->expectation.level >= NWL_EXPECTS_LIKELY;
    return is_host ? nwl_host_lost_from(location) : NULL;
}

// Where the handshake is complete, but the backend gets its own name as Host, many compare that with Origin.
static nwl_severity severity_of(const nwl_handshake *h)
{
    bool is_host = h->cause == NWL_CAUSE_NONE && h->severity > NWL_WARNING;
    return is_host ? NWL_WARNING : h->severity;
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    if (location->handler != NWL_HANDLER_PROXY || h->severity == NWL_OFF ||
        lost_level(location, h) == NULL)
        return;
    nwl_blame_line(pass, location,
                   (nwl_blame){.line = first_line(list_of(location)),
                               .severity = severity_of(h),
                               .confidence = h->confidence});
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_proxied_location *location = blame->location;
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    const nwl_scope *list = list_of(location), *lost = lost_level(location, h);
    nwl_finding *f = nwl_flag_blame(pass, blame, "%.*s %.*s set in %.*s",
                                    NWL_STR_FMT(nwl_blame_does(pass, blame, "lose")),
                                    NWL_STR_FMT(lost_names(pass, list, lost)),
                                    NWL_STR_FMT(level_name(lost)));
    nwl_handshake_settle(pass, f, h);
    f->severity = blame->severity;
    nwl_finding_label(pass, f,
                      "one line here replaces the whole list of the level above");
    add_lost_lines(pass, f, list, lost);
    nwl_blame_add_place(
        pass, f, blame,
        h->cause == NWL_CAUSE_NONE
            ? "the backend gets its own name as \"Host\" and may refuse the Origin"
            : nwl_handshake_arrival(pass, h).ptr);
}

const nwl_rule nwl_rule_inherited_headers_lost = {
    .id = NWL_TEXT("inherited-headers-lost"),
    .title = NWL_TEXT("a proxy_set_header line makes nginx forget the inherited ones"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT("proxy_set_header is inherited from the level above only if the "
                    "current level has none of its own. "
                    "One line, in the block or in a file it includes, replaces the whole "
                    "list, and Upgrade and "
                    "Connection go with it. Timeouts and proxy_http_version are not "
                    "affected: each is inherited by "
                    "itself."),
    .remedy = NWL_TEXT("Repeat the inherited lines in the block, or include them from "
                       "one snippet in every block."),
    .when_to_ignore =
        NWL_TEXT("Where the location is meant to send fewer headers than the level "
                 "above."),
    .sources = {NWL_TEXT(
        "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header")},
    .on_proxied_location = check,
    .on_blame = flag,
};
