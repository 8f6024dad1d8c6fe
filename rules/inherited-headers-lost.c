// inherited-headers-lost: a list of proxy_set_header replaces the one of the level above, and with it the setup
//
// nginx takes the whole list from the nearest level that has one line (ngx_http_proxy_merge_loc_conf).

#include "rules/handshake.h"

// The line of the nearer list that is read first: without it the list above would count.
static nwl_site first_line(const nwl_scope *list)
{
    uint32_t count;
    return nwl_scope_all(list, NWL_D_proxy_set_header, &count)[0];
}

static bool list_sets(const nwl_scope *list, nwl_str name)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(list, NWL_D_proxy_set_header, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_str_eq_nocase(nwl_directive_arg(sites[i].directive, 0), name))
            return true;
    }
    return false;
}

static nwl_str level_name(const nwl_scope *scope)
{
    return scope->context == NWL_CX_HTTP          ? NWL_STR("http")
           : scope->context == NWL_CX_HTTP_SERVER ? NWL_STR("server")
                                                  : NWL_STR("location");
}

// The lines of the lost list that the nearer one does not set itself.
static void add_lost_lines(nwl_pass *pass, nwl_finding *f, const nwl_scope *list,
                           const nwl_scope *lost)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(lost, NWL_D_proxy_set_header, &count);
    for (uint32_t i = 0; i < count; i++) {
        nwl_str name = nwl_directive_arg(sites[i].directive, 0);
        if (list_sets(list, name))
            continue;
        nwl_finding_related(pass, f, sites[i], "set in %.*s, lost here",
                            NWL_STR_FMT(level_name(lost)));
        nwl_finding_help_line(pass, f, "proxy_set_header %.*s %.*s;", NWL_STR_FMT(name),
                              NWL_STR_FMT(nwl_pass_argument_source(pass, sites[i].directive, 1)));
    }
}

static nwl_str lost_names(const nwl_handshake *h)
{
    const nwl_scope *lost = h->lost_from;
    bool upgrade = !h->upgrade_works && list_sets(lost, NWL_STR("Upgrade"));
    bool connection = !h->connection_works && list_sets(lost, NWL_STR("Connection"));
    return upgrade && connection ? NWL_STR("\"Upgrade\" and \"Connection\"")
           : upgrade             ? NWL_STR("\"Upgrade\"")
                                 : NWL_STR("\"Connection\"");
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    nwl_handshake h = nwl_handshake_of(pass, location);
    if (h.cause != NWL_CAUSE_LOST || h.severity == NWL_OFF)
        return;
    const nwl_scope *list = location->scope->settings->from[NWL_SET_proxy_set_header];
    nwl_finding *f = nwl_flag(pass, first_line(list), location->scope,
                              "%.*s loses %.*s set in %.*s",
                              NWL_STR_FMT(nwl_location_quoted(pass, location)),
                              NWL_STR_FMT(lost_names(&h)),
                              NWL_STR_FMT(level_name(h.lost_from)));
    f->severity = h.severity;
    f->confidence = h.confidence;
    nwl_finding_label(pass, f, "one line here replaces the whole list of the level above");
    nwl_finding_related(pass, f, location->site, "%.*s",
                        NWL_STR_FMT(nwl_handshake_arrival(pass, &h)));
    nwl_finding_help(pass, f, "repeat the lost lines beside this one");
    add_lost_lines(pass, f, list, h.lost_from);
}

const nwl_rule nwl_rule_inherited_headers_lost = {
    .id = NWL_TEXT("inherited-headers-lost"),
    .title = NWL_TEXT("a proxy_set_header line makes nginx forget the inherited ones"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT(
        "proxy_set_header is inherited from the level above only if the current level has none of its own. "
        "One line, in the block or in a file it includes, replaces the whole list, and Upgrade and "
        "Connection go with it. Timeouts and proxy_http_version are not affected: each is inherited by "
        "itself."),
    .remedy = NWL_TEXT("Repeat the inherited lines in the block, or include them from one snippet in every block."),
    .bad = NWL_TEXT("server {\n"
                    "    proxy_http_version 1.1;\n"
                    "    proxy_set_header Upgrade $http_upgrade;\n"
                    "    proxy_set_header Connection $connection_upgrade;\n"
                    "    location /ws {\n"
                    "        proxy_set_header Host $host;\n"
                    "        proxy_pass http://127.0.0.1:3000;\n"
                    "    }\n"
                    "}\n"),
    .good = NWL_TEXT("server {\n"
                     "    proxy_http_version 1.1;\n"
                     "    location /ws {\n"
                     "        proxy_set_header Host $host;\n"
                     "        proxy_set_header Upgrade $http_upgrade;\n"
                     "        proxy_set_header Connection $connection_upgrade;\n"
                     "        proxy_pass http://127.0.0.1:3000;\n"
                     "    }\n"
                     "}\n"),
    .sources = {NWL_TEXT(
        "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header")},
    .on_proxied_location = check,
};
