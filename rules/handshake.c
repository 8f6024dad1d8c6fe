#include "rules/handshake.h"

#include "rules/pass.h"
#include "rules/plain.h"

#include "base/distance.h"
#include "model/judge.h"
#include "model/selection.h"
#include "model/variables.h"

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

bool nwl_header_is_set(const nwl_upstream_header *header)
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
    if (h->lost_from != NULL || (upgrade && nwl_header_is_set(h->upgrade)) ||
        (connection && nwl_header_is_set(h->connection)))
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
    return nwl_header_is_set(header) ? nwl_only_variable(nwl_directive_arg(
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
