#include "model/detour.h"

#include "model/annotations.h"
#include "model/error_page.h"
#include "model/journey.h"
#include "model/model.h"
#include "model/upstream_request.h"
#include "model/value.h"
#include "model/words.h"

typedef struct search {
    nwl_model *model;
    nwl_arena *scratch;
    nwl_map in_use; // address of a location with a block inside that hands requests on
    NWL_ARRAY(const nwl_scope *) candidates;
} search;

// ---- what a location sets ---------------------------------------------------------------

static bool sets_something(const nwl_scope *scope)
{
    uint64_t settings = nwl_scope_id_bit(NWL_D_proxy_set_header) |
                        nwl_scope_id_bit(NWL_D_proxy_http_version) |
                        nwl_scope_id_bit(NWL_D_proxy_read_timeout);
    return (scope->site_ids & settings) != 0;
}

// The line behind a header of the handshake, when it may have the token.
static nwl_site token_line(const nwl_upstream_request *sent, nwl_str name, nwl_str token)
{
    const nwl_upstream_header *header = nwl_request_header(sent, name);
    bool counts = header != NULL && header->value.origin.kind == NWL_FROM_DIRECTIVE &&
                  nwl_request_may_have_token(sent, name, token);
    return counts ? header->value.origin.site : (nwl_site){0};
}

static void read_headers(nwl_detour *detour, nwl_request *request)
{
    detour->host = nwl_level_header(detour->from, NWL_STR("Host"));
    if (nwl_level_header(detour->from, NWL_STR("Upgrade")).directive == NULL &&
        nwl_level_header(detour->from, NWL_STR("Connection")).directive == NULL)
        return;
    request->scope = detour->from;
    nwl_upstream_request sent = nwl_upstream_handshake_of(request);
    detour->upgrade = token_line(&sent, NWL_STR("Upgrade"), NWL_STR("websocket"));
    detour->connection = token_line(&sent, NWL_STR("Connection"), NWL_STR("upgrade"));
}

static void read_scalars(nwl_detour *detour)
{
    nwl_site version = nwl_scope_last(detour->from, NWL_D_proxy_http_version),
             timeout = nwl_scope_last(detour->from, NWL_D_proxy_read_timeout);
    if (nwl_str_eq(nwl_directive_arg(version.directive, 0), NWL_STR("1.1")))
        detour->http_version = version;
    if (nwl_value_time_ms(nwl_directive_arg(timeout.directive, 0),
                          &detour->read_timeout_ms))
        detour->read_timeout = timeout;
}

// ---- candidates -------------------------------------------------------------------------

static bool is_location(const nwl_scope *scope)
{
    return scope->context == NWL_CX_HTTP_LOCATION;
}

static bool said_to_be_plain(const nwl_model *model, const nwl_directive *opener)
{
    const nwl_declared_path *said = nwl_declared_find(&model->options.declared, opener);
    return nwl_annotations_of(model->annotations, opener) == NWL_ANNOTATION_HTTP_ONLY ||
           (said != NULL && !said->websocket);
}

// The locations with such settings that do not hand requests on themselves.
static void find_candidates(search *s)
{
    const nwl_model *model = s->model;
    uint32_t next = 0;
    for (const nwl_scope *scope = model->top; scope != NULL;
         scope = nwl_scope_following(scope, model->top)) {
        const nwl_proxied_location *own = NULL;
        if (next < model->locations.count && model->locations.items[next].scope == scope)
            own = &model->locations.items[next++];
        if (is_location(scope) && scope->opener.directive != NULL && !scope->incomplete &&
            sets_something(scope) && (own == NULL || own->not_reached) &&
            !said_to_be_plain(model, scope->opener.directive))
            *NWL_PUSH(s->scratch, &s->candidates) = scope;
    }
}

// A block inside inherits the settings and has a use for them.
static void find_in_use(search *s)
{
    s->in_use = nwl_map_new(s->scratch);
    for (uint32_t i = 0; i < s->model->locations.count; i++) {
        const nwl_proxied_location *l = &s->model->locations.items[i];
        if (l->handler != NWL_HANDLER_PROXY)
            continue;
        for (const nwl_scope *at = l->scope->parent; at != NULL && is_location(at);
             at = at->parent) {
            if (nwl_map_get_at(&s->in_use, at) != NULL)
                break;
            nwl_map_put_at(&s->in_use, at, s);
        }
    }
}

// ---- where the requests go --------------------------------------------------------------

// The proxied location of a block; they are in reading order. NULL without one.
static nwl_proxied_location *proxied_at(const nwl_model *model, const nwl_scope *scope)
{
    nwl_proxied_location *items = model->locations.items;
    uint32_t begin = 0, end = model->locations.count;
    while (begin < end) {
        uint32_t middle = begin + (end - begin) / 2;
        if (items[middle].scope->opener.order < scope->opener.order)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin < model->locations.count && items[begin].scope == scope ? &items[begin]
                                                                         : NULL;
}

// The one that hands on the requests which end at a block: an "if" may have the handler of its location.
static nwl_proxied_location *serving(const nwl_model *model, const nwl_scope *block)
{
    nwl_proxied_location *own = proxied_at(model, block);
    return own != NULL || is_location(block) ? own : proxied_at(model, block->parent);
}

// The requests of a location end at another one, which the client's tunnel may go through.
static bool leads_away(const nwl_journey *journey, const nwl_scope *from)
{
    return journey->outcome == NWL_HANDED_ON && journey->handler == NWL_HANDLER_PROXY &&
           journey->certain && nwl_status_lets_tunnel(journey->kept_status) &&
           nwl_scope_enclosing(journey->request.scope, NWL_CX_HTTP_LOCATION) != from;
}

// What a plain path sets for itself is not meant for a location that has requests of its own.
static bool is_meant_for(const nwl_detour *detour, const nwl_proxied_location *to)
{
    nwl_location from = nwl_location_read(detour->from->opener.directive),
                 at = nwl_location_read(to->location->opener.directive);
    return detour->upgrade.directive != NULL || at.kind == NWL_LOCATION_NAMED ||
           nwl_words_websocket_path(from.text).len > 0;
}

static void look_at(search *s, const nwl_scope *from)
{
    nwl_model *model = s->model;
    nwl_journey journey = nwl_journey_of_handshake(s->scratch, model, from);
    nwl_proxied_location *to =
        leads_away(&journey, from) ? serving(model, journey.request.scope) : NULL;
    if (to == NULL)
        return;
    nwl_detour found = {.from = from, .by = journey.led_away_by, .next = to->detours};
    read_headers(&found, &journey.request);
    read_scalars(&found);
    if (!is_meant_for(&found, to))
        return;
    nwl_detour *detour = NWL_NEW(model->arena, nwl_detour);
    *detour = found;
    to->detours = detour;
}

void nwl_detours_find(nwl_model *model, nwl_arena *scratch)
{
    search s = {.model = model, .scratch = scratch};
    find_candidates(&s);
    if (s.candidates.count == 0)
        return;
    find_in_use(&s);
    // From the last to the first, since each is put before those found.
    for (uint32_t i = s.candidates.count; i-- > 0;) {
        if (nwl_map_get_at(&s.in_use, s.candidates.items[i]) == NULL)
            look_at(&s, s.candidates.items[i]);
    }
}
