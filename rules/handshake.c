#include "rules/handshake.h"

#include "rules/pass.h"
#include "rules/plain.h"

#include "base/distance.h"
#include "model/judge.h"
#include "model/keepalive.h"
#include "model/selection.h"
#include "model/variables.h"

enum { MOST_REPEATED = 20 };

static nwl_severity severity_for(nwl_expectation_level level)
{
    switch (level) {
    case NWL_EXPECTS_CERTAIN:
    case NWL_EXPECTS_LIKELY:
        return NWL_ERROR;
    case NWL_EXPECTS_POSSIBLE:
        return NWL_WARNING;
    case NWL_EXPECTS_OPEN:
        return NWL_NOTE;
    default:
        return NWL_OFF;
    }
}

static nwl_confidence confidence_for(nwl_expectation_level level)
{
    return level == NWL_EXPECTS_CERTAIN  ? NWL_CERTAIN
           : level == NWL_EXPECTS_LIKELY ? NWL_LIKELY
                                         : NWL_POSSIBLE;
}

bool nwl_level_sets_header(const nwl_scope *level, nwl_str name)
{
    return nwl_level_header(level, name).directive != NULL;
}

bool nwl_passes_client_host(nwl_site line)
{
    nwl_str value = nwl_directive_arg(line.directive, 1);
    nwl_str name = nwl_only_variable(value);
    return nwl_str_eq_nocase(name, NWL_STR("host")) ||
           nwl_str_eq_nocase(name, NWL_STR("http_host")) ||
           nwl_str_starts_with(value, NWL_STR("$host:"));
}

const nwl_scope *nwl_host_lost_from(const nwl_proxied_location *location)
{
    const nwl_scope *list = location->scope->settings->from[NWL_SET_proxy_set_header];
    const nwl_scope *above = list == NULL ? NULL : nwl_headers_above(list);
    bool is_lost = above != NULL && nwl_level_sets_header(above, NWL_STR("Host")) &&
                   !nwl_level_sets_header(list, NWL_STR("Host"));
    return is_lost ? above : NULL;
}

static bool is_configured(const nwl_upstream_header *header)
{
    return header->value.origin.kind == NWL_FROM_DIRECTIVE;
}

// The nearest level above whose list the nearer lists replaced, and that sets a header which is missing here.
static const nwl_scope *lost_level(const nwl_scope *scope, const nwl_handshake *h)
{
    const nwl_scope *list = scope->settings->from[NWL_SET_proxy_set_header];
    bool upgrade = !h->upgrade_works && list != NULL &&
                   !nwl_level_sets_header(list, NWL_STR("Upgrade"));
    bool connection = h->upgrade_works && !h->connection_works && list != NULL &&
                      !nwl_level_sets_header(list, NWL_STR("Connection"));
    const nwl_scope *above = list == NULL ? NULL : nwl_headers_above(list);
    for (; above != NULL; above = nwl_headers_above(above)) {
        if ((upgrade && nwl_level_sets_header(above, NWL_STR("Upgrade"))) ||
            (connection && nwl_level_sets_header(above, NWL_STR("Connection"))))
            return above;
    }
    return NULL;
}

// The detour that sets what is missing here, of which the location itself says nothing.
static const nwl_detour *detour_with_missing(const nwl_proxied_location *location,
                                             const nwl_handshake *h)
{
    bool upgrade = !h->upgrade_works, connection = !upgrade && !h->connection_works;
    if (h->lost_from != NULL || (upgrade && is_configured(h->upgrade)) ||
        (connection && is_configured(h->connection)))
        return NULL;
    for (const nwl_detour *d = location->detours; d != NULL; d = d->next) {
        nwl_site set = upgrade       ? d->upgrade
                       : connection  ? d->connection
                       : h->http_1_0 ? d->http_version
                                     : (nwl_site){0};
        if (set.directive != NULL)
            return d;
    }
    return NULL;
}

static bool has_arm_at(const nwl_map_block *map, const nwl_directive *line)
{
    for (uint32_t i = 0; i < map->arm_count; i++) {
        if (map->arms[i].site.directive == line)
            return true;
    }
    return map->scope->opener.directive == line;
}

static bool has_upgrade_arm(const nwl_map_block *map)
{
    for (uint32_t i = 0; i < map->arm_count; i++) {
        if (nwl_str_contains_nocase(map->arms[i].value, NWL_STR("upgrade")))
            return true;
    }
    return false;
}

// The map that gave a header its value, when it has an arm for an upgrade though a handshake takes another; else NULL.
static const nwl_map_block *mistaken_map(const nwl_model *model,
                                         const nwl_upstream_header *header)
{
    const nwl_directive *arm = header->value.decided_by.directive;
    for (uint32_t i = 0; arm != NULL && i < nwl_variables_map_count(model->variables);
         i++) {
        const nwl_map_block *map = nwl_variables_map_at(model->variables, i);
        if (has_arm_at(map, arm) && has_upgrade_arm(map))
            return map;
    }
    return NULL;
}

// Whether a variable exists nowhere in a configuration that was read as a whole.
static bool is_undefined(const nwl_pass *pass, nwl_str name)
{
    const nwl_model *model = nwl_pass_model(pass);
    return name.len > 0 && model->context == NWL_CX_MAIN &&
           (model->gaps & NWL_CX_HTTP) == 0 &&
           nwl_variables_find(model->variables, name) == NULL &&
           !nwl_model_is_placeholder(model, name) &&
           !nwl_str_starts_with(name, NWL_STR("http_"));
}

static nwl_str only_variable_of(const nwl_upstream_header *header)
{
    return is_configured(header) ? nwl_only_variable(nwl_directive_arg(
                                       header->value.origin.site.directive, 1))
                                 : NWL_STR("");
}

// A variable that nobody defines, or a header that no browser sends, where the client's Upgrade is meant.
static bool is_mistyped_upgrade(const nwl_pass *pass, nwl_str name)
{
    const nwl_str meant = NWL_STR("http_upgrade");
    if (name.len == 0 || nwl_str_eq_nocase(name, meant) ||
        nwl_model_is_placeholder(nwl_pass_model(pass), name))
        return false;
    bool is_near = nwl_distance(name, meant, 3) <= 3 ||
                   nwl_str_contains_nocase(name, NWL_STR("upgrade"));
    return is_near &&
           (is_undefined(pass, name) || nwl_str_starts_with(name, NWL_STR("http_")));
}

// nginx has variables of its own that begin so: $connection, $connection_requests, $connections_active, …
static bool is_undefined_connection(const nwl_pass *pass, nwl_str name)
{
    return is_undefined(pass, name) && nwl_str_contains_nocase(name, NWL_STR("upgrade"));
}

static nwl_cause cause_of(const nwl_handshake *h)
{
    bool upgrade_missing = !h->upgrade_works && !h->upgrade_mistyped &&
                           nwl_text_must_be_empty(&h->upgrade->value);
    if (h->upgrade_works && h->connection_works)
        return NWL_CAUSE_NONE;
    if (h->lost_from != NULL)
        return NWL_CAUSE_LOST;
    if (h->detour != NULL)
        return NWL_CAUSE_DEAD_PLACE;
    if (!h->upgrade_works && !upgrade_missing)
        return NWL_CAUSE_UPGRADE_WRONG;
    if (upgrade_missing)
        return h->connection_works ? NWL_CAUSE_UPGRADE_MISSING : NWL_CAUSE_NOT_FORWARDED;
    return h->map != NULL ? NWL_CAUSE_MAP : NWL_CAUSE_CONNECTION;
}

static void look_at_versions(nwl_handshake *h, const nwl_model *model)
{
    nwl_version versions[2];
    uint32_t count = nwl_versions_judged(model->options.version, versions);
    h->http_1_0 = h->request.http_version == NWL_HTTP_1_0;
    h->http_2 = h->request.http_version == NWL_HTTP_2;
    h->http_1_0_by_version = h->http_1_0 && count > 1 &&
                             h->request.http_version_origin.kind == NWL_FROM_DEFAULT;
}

// What an unread include may still set is not held against anybody.
static void doubt(const nwl_scope *scope, nwl_handshake *h)
{
    h->doubted = nwl_setting_may_be_elsewhere(scope, NWL_SET_proxy_set_header);
    if (h->doubted && h->severity > NWL_NOTE)
        h->severity = NWL_NOTE;
    if (h->doubted)
        h->confidence = NWL_POSSIBLE;
}

static void diagnose(nwl_pass *pass, const nwl_proxied_location *location,
                     nwl_handshake *h)
{
    const nwl_model *model = nwl_pass_model(pass);
    const nwl_scope *scope = location->scope;
    nwl_request request = nwl_request_served(nwl_pass_scratch(pass), model, location,
                                             &nwl_client_handshake);
    h->request = nwl_upstream_request_of(&request);
    h->upgrade = nwl_request_header(&h->request, NWL_STR("Upgrade"));
    h->connection = nwl_request_header(&h->request, NWL_STR("Connection"));
    h->upgrade_mistyped = is_mistyped_upgrade(pass, only_variable_of(h->upgrade));
    h->connection_undefined =
        is_undefined_connection(pass, only_variable_of(h->connection));
    h->upgrade_works =
        !h->upgrade_mistyped &&
        nwl_request_may_have_token(&h->request, NWL_STR("Upgrade"), NWL_STR("websocket"));
    h->connection_works = !h->connection_undefined &&
                          nwl_request_may_have_token(&h->request, NWL_STR("Connection"),
                                                     NWL_STR("upgrade"));
    h->map = h->connection_works ? NULL : mistaken_map(model, h->connection);
    look_at_versions(h, model);
    h->lost_from = lost_level(scope, h);
    h->detour = detour_with_missing(location, h);
    h->cause = cause_of(h);
    if (h->cause == NWL_CAUSE_NOT_FORWARDED && nwl_sample_takes(pass, location))
        h->cause = NWL_CAUSE_TAKEN;
    doubt(scope, h);
}

// Who expects a WebSocket. A misspelled $http_upgrade is empty, and says that one is wanted all the same.
static nwl_expectation_level level_of(const nwl_pass *pass,
                                      const nwl_proxied_location *location)
{
    const nwl_expectation *expectation = &location->expectation;
    const nwl_setup *setup = &location->setup;
    if (expectation->level >= NWL_EXPECTS_LIKELY || expectation->said_plain ||
        !setup->upgrade_emptied)
        return expectation->level;
    nwl_str name = nwl_only_variable(nwl_directive_arg(setup->site.directive, 1));
    return is_mistyped_upgrade(pass, name) ? NWL_EXPECTS_LIKELY : expectation->level;
}

const nwl_handshake *nwl_handshake_of(nwl_pass *pass,
                                      const nwl_proxied_location *location)
{
    nwl_visit *visit = pass->visit;
    if (visit->diagnosed == location)
        return &visit->handshake;
    visit->diagnosed = location;
    nwl_expectation_level level = level_of(pass, location);
    visit->handshake = (nwl_handshake){.severity = severity_for(level),
                                       .confidence = confidence_for(level)};
    bool matters = location->handler == NWL_HANDLER_PROXY &&
                   location->verdict != NWL_VERDICT_WORKS &&
                   !nwl_location_out_of_reach(location->location) &&
                   visit->handshake.severity != NWL_OFF;
    if (matters)
        diagnose(pass, location, &visit->handshake);
    return &visit->handshake;
}

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
    return is_configured(h->upgrade)      ? h->upgrade->value.origin.site
           : is_configured(h->connection) ? h->connection->value.origin.site
                                          : (nwl_site){0};
}

bool nwl_handshake_lists_missing(const nwl_handshake *h)
{
    return h->cause == NWL_CAUSE_NOT_FORWARDED ||
           (h->cause == NWL_CAUSE_UPGRADE_MISSING && !is_configured(h->upgrade)) ||
           (h->cause == NWL_CAUSE_CONNECTION && !is_configured(h->connection));
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
    bool by_default = any_version && !is_configured(h->connection);
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
