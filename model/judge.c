#include "model/judge.h"

#include "model/access.h"
#include "model/entries.h"
#include "model/error_page.h"
#include "model/value.h"

#define BIT(reason) (1u << NWL_REASON_##reason)

uint32_t nwl_versions_judged(nwl_version given, nwl_version versions[2])
{
    if (given != 0) {
        versions[0] = given;
        return 1;
    }
    versions[0] = NWL_VERSION_HTTP_1_1_BY_DEFAULT - 1;
    versions[1] = NWL_VERSION_HTTP_1_1_BY_DEFAULT;
    return 2;
}

nwl_version nwl_oldest_judged(nwl_version given)
{
    nwl_version versions[2];
    nwl_versions_judged(given, versions);
    return versions[0];
}

bool nwl_setting_may_be_elsewhere(const nwl_scope *scope, nwl_setting setting)
{
    const nwl_scope *from =
        scope->settings == NULL ? NULL : scope->settings->from[setting];
    // A gap above `from` is the nearest one of `from` as well.
    return scope->gap != NULL &&
           (from == NULL || from == scope->gap || from->gap != scope->gap);
}

// The line of a list that names a header; no site when none does.
static nwl_site line_for(const nwl_scope *scope, nwl_setting list, nwl_str header)
{
    uint32_t count = 0;
    const nwl_scope *from = scope->settings->from[list];
    const nwl_site *sites =
        from == NULL ? NULL : nwl_scope_all(from, nwl_setting_directives[list], &count);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_str_eq_nocase(nwl_directive_arg(sites[i].directive, 0), header))
            return sites[i];
    }
    return (nwl_site){0};
}

nwl_site nwl_answer_hidden_by(const nwl_scope *scope, nwl_str header)
{
    nwl_site passed = line_for(scope, NWL_SET_proxy_pass_header, header);
    return passed.directive != NULL ? (nwl_site){0}
                                    : line_for(scope, NWL_SET_proxy_hide_header, header);
}

// The reasons one header gives: reason when no request carries the token, NWL_REASON_UNDECIDABLE when some may not.
static uint32_t token_reasons(const nwl_upstream_request *request, nwl_str name,
                              nwl_str token, uint32_t reason)
{
    if (!nwl_request_may_have_token(request, name, token))
        return reason;
    return nwl_request_must_have_token(request, name, token) ? 0 : BIT(UNDECIDABLE);
}

static bool may_be(const nwl_text_value *value, nwl_str text)
{
    for (uint32_t i = 0; i < value->option_count; i++) {
        if (nwl_str_eq(value->options[i], text))
            return true;
    }
    return value->certainty == NWL_UNKNOWN;
}

bool nwl_key_is_lost(const nwl_client *client, const nwl_upstream_request *sent)
{
    static const nwl_str KEY = NWL_TEXT("Sec-WebSocket-Key");
    const nwl_upstream_header *arrived = nwl_request_header(sent, KEY);
    if (arrived == NULL || nwl_text_must_be_empty(&arrived->value))
        return true;
    for (uint32_t i = 0; i < client->header_count; i++) {
        const nwl_text_value *own = &client->headers[i].value;
        if (nwl_str_eq_nocase(client->headers[i].name, KEY))
            return own->certainty == NWL_EXACT && own->options[0].len > 0 &&
                   !may_be(&arrived->value, own->options[0]);
    }
    return false;
}

static uint32_t method_reasons(const nwl_text_value *method)
{
    if (method->certainty == NWL_UNKNOWN)
        return BIT(UNDECIDABLE);
    for (uint32_t i = 0; i < method->option_count; i++) {
        if (!nwl_str_eq(method->options[i], NWL_STR("GET")))
            return BIT(METHOD_CHANGED);
    }
    return 0;
}

// proxy_http_version takes no variables: what looks like one is the placeholder of a template.
static uint32_t version_reasons(const nwl_upstream_request *request)
{
    const nwl_origin *origin = &request->http_version_origin;
    bool is_placeholder =
        origin->kind == NWL_FROM_DIRECTIVE &&
        nwl_str_contains(nwl_directive_arg(origin->site.directive, 0), NWL_STR("$"));
    return is_placeholder ? BIT(UNDECIDABLE) : 0;
}

static uint32_t request_reasons(const nwl_client *client,
                                const nwl_upstream_request *request)
{
    uint32_t reasons = token_reasons(request, NWL_STR("Upgrade"), NWL_STR("websocket"),
                                     BIT(NO_UPGRADE_HEADER)) |
                       token_reasons(request, NWL_STR("Connection"), NWL_STR("upgrade"),
                                     BIT(CONNECTION_LACKS_UPGRADE)) |
                       method_reasons(&request->method) | version_reasons(request);
    if (request->http_version == NWL_HTTP_1_0)
        reasons |= BIT(HTTP_1_0);
    if (request->http_version == NWL_HTTP_2)
        reasons |= BIT(HTTP_2);
    if (nwl_key_is_lost(client, request) ||
        !nwl_request_may_have_token(request, NWL_STR("Sec-WebSocket-Version"),
                                    NWL_STR("13")))
        reasons |= BIT(REQUEST_HEADERS_STRIPPED);
    return reasons;
}

// The reasons that an unread include could take away: a missing header may stand in it, and a list that is there may be
// replaced.
static uint32_t doubted_reasons(const nwl_scope *scope)
{
    uint32_t doubted = 0;
    if (nwl_setting_may_be_elsewhere(scope, NWL_SET_proxy_set_header))
        doubted |= BIT(NO_UPGRADE_HEADER) | BIT(CONNECTION_LACKS_UPGRADE) |
                   BIT(REQUEST_HEADERS_STRIPPED);
    if (nwl_setting_may_be_elsewhere(scope, NWL_SET_proxy_http_version))
        doubted |= BIT(HTTP_1_0) | BIT(HTTP_2);
    return doubted;
}

static uint32_t response_reasons(const nwl_scope *scope)
{
    bool stripped =
        nwl_answer_hidden_by(scope, NWL_STR("Upgrade")).directive != NULL ||
        nwl_answer_hidden_by(scope, NWL_STR("Sec-WebSocket-Accept")).directive != NULL;
    return stripped ? BIT(RESPONSE_HEADERS_STRIPPED) : 0;
}

static bool is_configured(const nwl_upstream_header *header)
{
    return header->value.origin.kind == NWL_FROM_DIRECTIVE;
}

static void find_setup(const nwl_upstream_request *request,
                       nwl_proxied_location *location)
{
    nwl_setup *setup = &location->setup;
    const nwl_upstream_header *upgrade = nwl_request_header(request, NWL_STR("Upgrade"));
    const nwl_upstream_header *connection =
        nwl_request_header(request, NWL_STR("Connection"));
    const nwl_scope *list = location->scope->settings->from[NWL_SET_proxy_set_header];
    setup->upgrade = is_configured(upgrade) && !nwl_text_must_be_empty(&upgrade->value);
    setup->connection =
        is_configured(connection) && connection->value.certainty != NWL_UNKNOWN &&
        nwl_text_may_contain_token(&connection->value, NWL_STR("upgrade"));
    setup->by_map = setup->connection && connection->value.decided_by.directive != NULL;
    setup->upgrade_emptied =
        is_configured(upgrade) && !setup->upgrade && !setup->connection;
    setup->own = (setup->upgrade || setup->connection) &&
                 (list == location->scope || list == location->location);
    setup->site = setup->upgrade || setup->upgrade_emptied
                      ? upgrade->value.origin.site
                      : connection->value.origin.site;
}

static uint32_t reasons_of(const nwl_request *request, const nwl_upstream_request *sent)
{
    const nwl_scope *scope = request->scope;
    uint32_t undecidable = doubted_reasons(scope) != 0 ? BIT(UNDECIDABLE) : 0;
    return request_reasons(request->client, sent) | response_reasons(scope) | undecidable;
}

// A request that relies on no default of nginx is the same for every version.
static bool depends_on_version(const nwl_upstream_request *request)
{
    const nwl_upstream_header *connection =
        nwl_request_header(request, NWL_STR("Connection"));
    return request->http_version_origin.kind == NWL_FROM_DEFAULT ||
           connection->value.origin.kind == NWL_FROM_DEFAULT;
}

// Without a known version the verdict has to hold on both sides of each change; where they differ it is unknown.
static nwl_judgement judge_proxy(const nwl_model *model, nwl_request *request)
{
    nwl_version versions[2];
    uint32_t count = nwl_versions_judged(model->options.version, versions);
    const nwl_scope *scope = request->scope;
    nwl_upstream_request sent = nwl_upstream_handshake_of(request), newer;
    uint32_t reasons[2];
    reasons[0] = reasons[1] = reasons_of(request, &sent);
    if (count == 2 && depends_on_version(&sent)) {
        request->version = versions[1];
        newer = nwl_upstream_handshake_of(request);
        reasons[1] = reasons_of(request, &newer);
        request->version = versions[0];
    }
    nwl_judgement j = {
        .verdict = NWL_VERDICT_UNKNOWN, .reasons = reasons[0] | reasons[1], .sent = sent};
    uint32_t not_certain = BIT(UNDECIDABLE) | doubted_reasons(scope);
    if (j.reasons == 0)
        j.verdict = NWL_VERDICT_WORKS;
    else if ((reasons[0] & ~not_certain) != 0 && (reasons[1] & ~not_certain) != 0)
        j.verdict = NWL_VERDICT_HANDSHAKE_FAILS;
    return j;
}

static nwl_text_value keep(nwl_arena *arena, nwl_text_value value)
{
    nwl_str *options = NWL_NEW_ARRAY(arena, nwl_str, value.option_count);
    for (uint32_t i = 0; i < value.option_count; i++)
        options[i] = nwl_arena_copy(arena, value.options[i]);
    value.options = options;
    return value;
}

// Several lines of one header are one list to the backend (RFC 9110, 5.2).
static nwl_text_value joined_lines(nwl_arena *scratch,
                                   const nwl_upstream_request *request, nwl_str name)
{
    nwl_text_value joined = nwl_text_empty();
    for (uint32_t i = 0; i < request->header_count; i++) {
        const nwl_upstream_header *header = &request->headers[i];
        if (!nwl_str_eq_nocase(header->name, name) ||
            nwl_text_must_be_empty(&header->value))
            continue;
        if (!nwl_text_must_be_empty(&joined))
            joined =
                nwl_text_join(scratch, joined, nwl_text_exact(scratch, NWL_STR(", ")));
        joined = nwl_text_join(scratch, joined, header->value);
    }
    return joined;
}

// ---- what ends a tunnel -----------------------------------------------------------------

// Which timer ends a quiet tunnel: traffic in either direction restarts it. Source: ngx_http_upstream_process_upgraded().
static void find_timer(nwl_judgement *j, const nwl_scope *scope, nwl_setting setting,
                       nwl_directive_id id)
{
    const nwl_scope *from = scope->settings->from[setting];
    j->idle_limit_ms = NWL_DEFAULT_IDLE_LIMIT_MS;
    if (from != NULL) {
        j->idle_limit_site = nwl_scope_last(from, id);
        if (!nwl_value_time_ms(nwl_directive_arg(j->idle_limit_site.directive, 0),
                               &j->idle_limit_ms))
            j->idle_limit_ms = NWL_IDLE_UNKNOWN;
    } else if (nwl_setting_may_be_elsewhere(scope, setting)) {
        j->idle_limit_ms = NWL_IDLE_UNKNOWN;
    }
}

static void find_idle_limit(nwl_judgement *j, const nwl_scope *scope, nwl_handler handler)
{
    j->idle_limit_ms = NWL_IDLE_UNKNOWN;
    if (handler == NWL_HANDLER_PROXY)
        find_timer(j, scope, NWL_SET_proxy_read_timeout, NWL_D_proxy_read_timeout);
    else if (handler == NWL_HANDLER_UWSGI)
        find_timer(j, scope, NWL_SET_uwsgi_read_timeout, NWL_D_uwsgi_read_timeout);
    else if (handler == NWL_HANDLER_SCGI)
        find_timer(j, scope, NWL_SET_scgi_read_timeout, NWL_D_scgi_read_timeout);
}

// ---- the whole way ----------------------------------------------------------------------

// What becomes of a handshake that a handler gets. uwsgi and scgi send HTTP_UPGRADE and HTTP_CONNECTION, and tunnel a 101.
static nwl_judgement judge_handler(const nwl_model *model, nwl_journey *journey)
{
    nwl_judgement j = {.verdict = NWL_VERDICT_WORKS};
    switch (journey->handler) {
    case NWL_HANDLER_PROXY:
        j = judge_proxy(model, &journey->request);
        break;
    case NWL_HANDLER_UWSGI:
    case NWL_HANDLER_SCGI:
        break;
    default:
        j.verdict = NWL_VERDICT_NOT_FORWARDED;
        j.reasons = BIT(HANDLER_CANNOT_TUNNEL);
    }
    find_idle_limit(&j, journey->request.scope, journey->handler);
    return j;
}

// Whether a copy of the handshake goes to another backend, complete: an answer of 101 to a subrequest ends the client's request
// (ngx_http_upstream_upgrade). A subrequest is not mirrored.
static bool is_mirrored(const nwl_model *model, const nwl_journey *journey)
{
    uint32_t count = 0;
    const nwl_scope *from = journey->request.scope->settings->from[NWL_SET_mirror];
    const nwl_site *mirrors =
        from == NULL ? NULL : nwl_scope_all(from, NWL_D_mirror, &count);
    for (uint32_t i = 0; i < count && !journey->is_subrequest; i++) {
        nwl_str path = nwl_directive_arg(mirrors[i].directive, 0);
        if (nwl_str_eq(path, NWL_STR("off")))
            continue;
        nwl_journey copy = nwl_journey_of_subrequest(journey, path);
        if (nwl_judge_journey(model, &copy).verdict == NWL_VERDICT_WORKS)
            return true;
    }
    return false;
}

nwl_judgement nwl_judge_journey(const nwl_model *model, nwl_journey *journey)
{
    nwl_judgement j = {.verdict = NWL_VERDICT_UNKNOWN, .idle_limit_ms = NWL_IDLE_UNKNOWN};
    if (journey->outcome == NWL_HANDED_ON)
        j = judge_handler(model, journey);
    if (journey->outcome == NWL_ANSWERED || journey->outcome == NWL_FILES ||
        !nwl_status_lets_tunnel(journey->kept_status) || j.idle_limit_ms == 0) {
        j.verdict = NWL_VERDICT_HANDSHAKE_FAILS;
        j.reasons = BIT(REFUSED_BY_NGINX);
    }
    bool is_undone = j.verdict == NWL_VERDICT_WORKS && is_mirrored(model, journey);
    if (!journey->certain || journey->outcome == NWL_LOST || is_undone) {
        j.reasons |= BIT(UNDECIDABLE);
        if (j.verdict == NWL_VERDICT_WORKS)
            j.verdict = NWL_VERDICT_UNKNOWN;
    }
    return j;
}

// ---- a location -------------------------------------------------------------------------

static bool arrives(const nwl_journey *journey, const nwl_proxied_location *location)
{
    return journey->outcome == NWL_HANDED_ON &&
           journey->site.directive == location->site.directive &&
           nwl_scope_enclosing(journey->request.scope, NWL_CX_HTTP_LOCATION) ==
               location->location;
}

static bool is_internal(const nwl_scope *location)
{
    return nwl_scope_nearest(location, NWL_D_internal).directive != NULL;
}

// The way of a request that the location gets: a named one by what leads there, if that is known.
static nwl_journey way_to(nwl_arena *scratch, const nwl_model *model,
                          const nwl_proxied_location *location, const nwl_client *client)
{
    nwl_version version = nwl_oldest_judged(model->options.version);
    const nwl_entry *entry =
        nwl_entries_find(&model->entries, scratch, location->location);
    if (entry != NULL && entry->from->context == NWL_CX_HTTP_LOCATION) {
        nwl_journey journey =
            nwl_journey_at(scratch, model, client, version, entry->from);
        if (arrives(&journey, location))
            return journey;
    }
    nwl_journey journey =
        nwl_journey_at(scratch, model, client, version, location->scope);
    if (is_internal(location->location) || (entry != NULL && !entry->may_tunnel))
        journey.certain = false;
    return journey;
}

nwl_request nwl_request_served(nwl_arena *arena, const nwl_model *model,
                               const nwl_proxied_location *location,
                               const nwl_client *client)
{
    nwl_journey journey = way_to(arena, model, location, client);
    journey.request.scope = location->scope;
    return journey.request;
}

// Whether a block inside a location has a part of its GET requests.
static bool may_take(nwl_request *request, const nwl_scope *block)
{
    switch (block->context) {
    case NWL_CX_HTTP_LIMIT_EXCEPT:
        return !nwl_limit_except_names(block, NWL_STR("GET"));
    case NWL_CX_HTTP_LOCATION_IF:
        return nwl_request_meets(request, block->opener.directive) != NWL_HOLDS_NO;
    default:
        return true;
    }
}

// Whether some location sends requests to this one, which has a name.
static bool is_led_to(nwl_arena *scratch, const nwl_model *model,
                      const nwl_proxied_location *location)
{
    const nwl_entry *entry =
        nwl_entries_find(&model->entries, scratch, location->location);
    return entry != NULL && entry->from->context == NWL_CX_HTTP_LOCATION;
}

bool nwl_request_arrives(nwl_arena *arena, const nwl_model *model,
                         const nwl_proxied_location *location, const nwl_client *client,
                         nwl_request *request)
{
    nwl_journey journey = way_to(arena, model, location, client);
    bool is_led_here = location->taken_by == NULL &&
                       (journey.moves > 0 || !is_led_to(arena, model, location));
    bool is_here = is_led_here && arrives(&journey, location) &&
                   may_take(&journey.request, location->scope);
    journey.request.scope = location->scope;
    *request = journey.request;
    return is_here;
}

static void find_plain_connection(nwl_arena *scratch, const nwl_model *model,
                                  nwl_proxied_location *location)
{
    nwl_request request;
    location->takes_plain =
        nwl_request_arrives(scratch, model, location, &nwl_client_plain, &request);
    nwl_upstream_request sent = nwl_upstream_handshake_of(&request);
    location->plain_connection =
        keep(model->arena, joined_lines(scratch, &sent, NWL_STR("Connection")));
}

// What becomes of the handshakes that select a location.
static nwl_judgement judge_at(nwl_arena *scratch, const nwl_model *model,
                              const nwl_scope *location)
{
    nwl_journey journey = nwl_journey_of_handshake(scratch, model, location);
    return nwl_judge_journey(model, &journey);
}

void nwl_judge(nwl_arena *scratch, const nwl_model *model, nwl_proxied_location *location)
{
    nwl_journey journey = way_to(scratch, model, location, &nwl_client_handshake);
    bool led_away = journey.outcome == NWL_HANDED_ON && !arrives(&journey, location);
    bool passes_by = !may_take(&journey.request, location->scope);
    nwl_judgement j = location->taken_by != NULL
                          ? judge_at(scratch, model, location->taken_by)
                      : passes_by ? judge_at(scratch, model, location->location)
                                  : nwl_judge_journey(model, &journey);
    location->verdict = j.verdict;
    location->reasons = j.reasons;
    location->idle_limit_ms = j.idle_limit_ms;
    location->idle_limit_site = j.idle_limit_site;
    location->plain_connection = nwl_text_unknown();
    location->not_reached = location->taken_by != NULL || led_away || passes_by ||
                            nwl_location_out_of_reach(location->location);
    if (location->handler == NWL_HANDLER_PROXY) {
        bool is_its_own = location->taken_by == NULL && !passes_by &&
                          journey.request.scope == location->scope;
        if (!is_its_own || j.sent.header_count == 0) {
            journey.request.scope = location->scope;
            j.sent = nwl_upstream_handshake_of(&journey.request);
        }
        find_setup(&j.sent, location);
        find_plain_connection(scratch, model, location);
    }
}
