// What the findings about a handshake say, and what there is to do about it.

#include "rules/handshake.h"

#include "rules/plain.h"

#include "model/judge.h"
#include "model/keepalive.h"
#include "model/variables.h"

enum { MOST_REPEATED = 20 };

void nwl_handshake_settle(nwl_pass *pass, nwl_finding *finding, const nwl_handshake *h)
{
    finding->severity = h->severity;
    finding->confidence = h->confidence;
    if (h->doubted)
        nwl_finding_note(pass, finding, "%s around it could not be read and may set more",
                         nwl_pass_model(pass)->has_templates ? "a placeholder or include"
                                                             : "an include");
}

// A value as a person reads it in "Name: value".
static nwl_str shown(const nwl_upstream_header *header)
{
    const nwl_text_value *value = &header->value;
    if (value->certainty == NWL_UNKNOWN)
        return NWL_STR("a value that is not known here");
    return value->options[0];
}

static nwl_str header_arrival(nwl_pass *pass, const nwl_upstream_header *header,
                              nwl_str name)
{
    if (nwl_text_must_be_empty(&header->value))
        return nwl_arena_format(nwl_pass_scratch(pass), "without \"%.*s\"",
                                NWL_STR_FMT(name));
    return nwl_arena_format(nwl_pass_scratch(pass), "with \"%.*s: %.*s\"",
                            NWL_STR_FMT(name), NWL_STR_FMT(shown(header)));
}

nwl_str nwl_handshake_arrival(nwl_pass *pass, const nwl_handshake *h)
{
    nwl_str upgrade = header_arrival(pass, h->upgrade, NWL_STR("Upgrade"));
    nwl_str connection = header_arrival(pass, h->connection, NWL_STR("Connection"));
    return nwl_arena_format(nwl_pass_scratch(pass), "the handshake arrives %.*s, %.*s%s",
                            NWL_STR_FMT(upgrade), NWL_STR_FMT(connection),
                            h->http_1_0 ? ", as HTTP/1.0"
                            : h->http_2 ? ", as HTTP/2"
                                        : "");
}

nwl_site nwl_handshake_setup_line(const nwl_handshake *h)
{
    return nwl_header_is_set(h->upgrade)      ? h->upgrade->value.origin.site
           : nwl_header_is_set(h->connection) ? h->connection->value.origin.site
                                              : (nwl_site){0};
}

bool nwl_handshake_lists_missing(const nwl_handshake *h)
{
    return h->cause == NWL_CAUSE_NOT_FORWARDED ||
           (h->cause == NWL_CAUSE_UPGRADE_MISSING && !nwl_header_is_set(h->upgrade)) ||
           (h->cause == NWL_CAUSE_CONNECTION && !nwl_header_is_set(h->connection));
}

nwl_severity nwl_handshake_version_severity(const nwl_proxied_location *location,
                                            const nwl_handshake *h)
{
    if (nwl_setting_may_be_elsewhere(location->scope, NWL_SET_proxy_http_version))
        return NWL_NOTE;
    return h->http_1_0_by_version && h->severity > NWL_WARNING ? NWL_WARNING
                                                               : h->severity;
}

void nwl_handshake_add_version_note(nwl_pass *pass, nwl_finding *finding,
                                    const nwl_handshake *h)
{
    bool any_version = nwl_pass_model(pass)->options.version == 0;
    bool by_default = any_version && !nwl_header_is_set(h->connection);
    if (h->http_1_0_by_version)
        nwl_finding_note(
            pass, finding,
            "that is nginx before 1.29.7; from 1.29.7 on it is HTTP/1.1%s by default",
            by_default ? " without \"Connection\"" : "");
    else if (by_default)
        nwl_finding_note(pass, finding,
                         "that is nginx before 1.29.7; from 1.29.7 on there is no "
                         "\"Connection\" by default");
}

nwl_str nwl_location_quoted(nwl_pass *pass, const nwl_proxied_location *location)
{
    if (location->location_text.len == 0)
        return NWL_STR("this block");
    return nwl_arena_format(nwl_pass_scratch(pass), "\"%.*s\"",
                            NWL_STR_FMT(location->location_text));
}

void nwl_handshake_add_expectation(nwl_pass *pass, nwl_finding *finding,
                                   const nwl_proxied_location *location)
{
    const nwl_expectation *expectation = &location->expectation;
    nwl_site site = expectation->site.directive == location->site.directive
                        ? location->location->opener
                        : expectation->site;
    if (site.directive == NULL || expectation->level < NWL_EXPECTS_POSSIBLE)
        return;
    nwl_finding_related(pass, finding, site, "%s here: %.*s",
                        expectation->level == NWL_EXPECTS_POSSIBLE ? "possible"
                                                                   : "expected",
                        NWL_STR_FMT(expectation->because));
}

nwl_str nwl_free_variable(nwl_pass *pass, nwl_str wanted)
{
    const nwl_variables *variables = nwl_pass_model(pass)->variables;
    nwl_str name = wanted;
    for (uint32_t i = 2; nwl_variables_find(variables, name) != NULL; i++)
        name = nwl_arena_format(nwl_pass_arena(pass), "%.*s_%u", NWL_STR_FMT(wanted), i);
    return name;
}

void nwl_handshake_add_map_lines(nwl_pass *pass, nwl_finding *finding, nwl_str variable)
{
    nwl_finding_help_line(pass, finding, "map $http_upgrade $%.*s {",
                          NWL_STR_FMT(variable));
    nwl_finding_help_line(pass, finding, "    default upgrade;");
    nwl_finding_help_line(pass, finding, "    ''      '';");
    nwl_finding_help_line(pass, finding, "}");
    finding->helps.items[finding->helps.count - 1].elsewhere = true;
}

static void add_map(nwl_pass *pass, nwl_finding *finding, nwl_str variable)
{
    nwl_finding_help(pass, finding, "in the http block, add once");
    nwl_handshake_add_map_lines(pass, finding, variable);
}

// A second line on a level is a duplicate, so the help tells which one goes.
static const char *in_place_of(bool is_here)
{
    return is_here ? " # in place of the line that is there" : "";
}

// One that has plain requests close their connections will do where the upstream keeps none.
static const nwl_map_block *fitting_map(const nwl_pass *pass,
                                        const nwl_proxied_location *location)
{
    const nwl_model *model = nwl_pass_model(pass);
    const nwl_scope *upstream = nwl_upstream_of(pass, location);
    nwl_site line;
    bool keeps = upstream != NULL &&
                 nwl_upstream_keeps_connections(upstream, model->options.version, &line);
    return keeps || model->keepalive_map != NULL ? model->keepalive_map
                                                 : model->upgrade_map;
}

static void add_connection(nwl_pass *pass, nwl_finding *finding,
                           const nwl_proxied_location *location, bool is_here)
{
    const nwl_map_block *map = fitting_map(pass, location);
    nwl_str variable = map != NULL
                           ? map->variable
                           : nwl_free_variable(pass, NWL_STR("connection_upgrade"));
    nwl_finding_help_line(pass, finding, "proxy_set_header Connection $%.*s;%s",
                          NWL_STR_FMT(variable), in_place_of(is_here));
    if (map == NULL)
        add_map(pass, finding, variable);
}

void nwl_handshake_add_connection(nwl_pass *pass, nwl_finding *finding,
                                  const nwl_proxied_location *location)
{
    add_connection(pass, finding, location, false);
}

// The inherited lines that a list of its own would take away. Of very long lists only the first are shown.
static void repeat_inherited(nwl_pass *pass, nwl_finding *finding, const nwl_scope *from,
                             const nwl_handshake *h)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(from, NWL_D_proxy_set_header, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (i == MOST_REPEATED) {
            nwl_finding_help_line(pass, finding, "# and %u more", count - i);
            return;
        }
        nwl_str name = nwl_directive_arg(sites[i].directive, 0);
        bool is_added =
            (!h->upgrade_works && nwl_str_eq_nocase(name, NWL_STR("Upgrade"))) ||
            (!h->connection_works && nwl_str_eq_nocase(name, NWL_STR("Connection")));
        if (is_added)
            continue;
        nwl_finding_help_line(pass, finding, "%.*s;",
                              NWL_STR_FMT(nwl_pass_source(pass, sites[i].directive)));
    }
}

static void add_version(nwl_pass *pass, nwl_finding *finding,
                        const nwl_proxied_location *location, const nwl_handshake *h)
{
    const nwl_directive *set = h->request.http_version_origin.site.directive;
    bool is_here =
        set != NULL &&
        nwl_scope_last(location->location, NWL_D_proxy_http_version).directive == set;
    if (h->http_1_0 || h->http_2)
        nwl_finding_help_line(pass, finding, "proxy_http_version 1.1;%s",
                              in_place_of(is_here));
}

// list is what the lines are added to; NULL when they make a new one.
static void add_missing(nwl_pass *pass, nwl_finding *finding,
                        const nwl_proxied_location *location, const nwl_handshake *h,
                        const nwl_scope *list)
{
    bool has_upgrade = list != NULL && nwl_level_sets_header(list, NWL_STR("Upgrade"));
    bool has_connection =
        list != NULL && nwl_level_sets_header(list, NWL_STR("Connection"));
    if (!h->upgrade_works)
        nwl_finding_help_line(pass, finding, "proxy_set_header Upgrade $http_upgrade;%s",
                              in_place_of(has_upgrade));
    if (!h->connection_works)
        add_connection(pass, finding, location, has_connection);
}

void nwl_handshake_add_lines(nwl_pass *pass, nwl_finding *finding, const nwl_blame *blame,
                             const nwl_handshake *h)
{
    const nwl_proxied_location *location = blame->location;
    if (nwl_blame_is_at_place(blame)) {
        nwl_handshake_add_remedy(pass, finding, location, h);
        return;
    }
    nwl_finding_help(pass, finding, "beside this line, add");
    add_version(pass, finding, location, h);
    add_missing(pass, finding, location, h, NULL);
}

void nwl_handshake_add_remedy(nwl_pass *pass, nwl_finding *finding,
                              const nwl_proxied_location *location,
                              const nwl_handshake *h)
{
    const nwl_scope *list = location->scope->settings->from[NWL_SET_proxy_set_header];
    bool own_list = list == NULL || list == location->scope || list == location->location;
    nwl_finding_help(
        pass, finding, "in the block of %.*s, add%s",
        NWL_STR_FMT(nwl_location_quoted(pass, location)),
        own_list ? ""
                 : " (with the inherited headers, which a list of its own replaces)");
    add_version(pass, finding, location, h);
    if (!own_list)
        repeat_inherited(pass, finding, list, h);
    add_missing(pass, finding, location, h, own_list ? list : NULL);
}
