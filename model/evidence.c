#include "model/evidence.h"

#include "model/entries.h"
#include "model/example.h"
#include "model/location.h"
#include "model/selection.h"
#include "model/target.h"
#include "model/words.h"

static nwl_str location_argument(const nwl_scope *location)
{
    const nwl_directive *opener = location->opener.directive;
    if (opener == NULL || opener->arg_count == 0)
        return NWL_STR("");
    return opener->args[opener->arg_count - 1].value;
}

// The path a location stands for, without the modifier that may be glued to it. A regex is given as it is.
static nwl_str location_path(const nwl_scope *location)
{
    nwl_str path = location_argument(location);
    while (path.len > 0 && (path.ptr[0] == '=' || path.ptr[0] == '^' ||
                            path.ptr[0] == '~' || path.ptr[0] == '*'))
        path = nwl_str_from(path, 1);
    return path;
}

// A proxy_set_header Upgrade of a level above that the list of a nearer level replaces.
static nwl_site lost_upgrade(const nwl_scope *scope)
{
    const nwl_scope *list = scope->settings->from[NWL_SET_proxy_set_header];
    const nwl_scope *above = list == NULL ? NULL : nwl_headers_above(list);
    return above == NULL ? (nwl_site){0} : nwl_level_header(above, NWL_STR("Upgrade"));
}

bool nwl_evidence_is_set_up(const nwl_scope *location)
{
    return nwl_directive_arg(nwl_level_header(location, NWL_STR("Upgrade")).directive, 1)
               .len > 0;
}

// A line that sets Upgrade in a location which leads its requests here.
static nwl_site dead_upgrade(const nwl_proxied_location *l)
{
    for (const nwl_detour *d = l->detours; d != NULL; d = d->next) {
        if (d->upgrade.directive != NULL)
            return d->upgrade;
    }
    return (nwl_site){0};
}

static uint32_t port_of(const nwl_target *target)
{
    uint32_t port = target->port;
    if (target->upstream != NULL)
        nwl_upstream_port(target->upstream, 0, &port);
    return port;
}

// What is known of a location by paths it may be asked for.
typedef struct finder {
    nwl_expectations *x;
    nwl_traits traits;
    const nwl_scope *asked; // the one that is looked at
    const nwl_scope *best_asked;
    nwl_recognised best;
    bool shared_path, falls_back;
} finder;

static bool needs_sticky(const nwl_recognised *known)
{
    return known->app != NULL && (known->app->flags & NWL_APP_NEEDS_STICKY) != 0;
}

// Of two applications behind one location the one whose path it is, and of these the one that is quiet for longer.
static bool is_better(const nwl_recognised *now, const nwl_recognised *best)
{
    if (now->app == NULL || best->app == NULL)
        return now->app != NULL;
    return now->path != best->path
               ? now->path
               : now->app->ping_interval_s > best->app->ping_interval_s;
}

static void recognise(finder *f, nwl_str path)
{
    f->traits.path = path;
    nwl_recognised now = nwl_recognise(&f->x->recognition, &f->traits);
    f->falls_back = f->falls_back || (now.path && needs_sticky(&now));
    if (f->asked == f->best_asked)
        f->shared_path = f->shared_path || now.shared_path;
    if (!is_better(&now, &f->best))
        return;
    f->best = now;
    f->best_asked = f->asked;
    f->shared_path = now.shared_path;
}

// Something may stand before the path of an application: "/chat/socket.io/". Where a word tells that there is a socket, what is
// from any segment before it on tells whose.
static void recognise_below(finder *f, nwl_str path)
{
    enum { MOST_SEGMENTS = 8 };
    size_t at = nwl_str_find(path, '/', 1);
    for (uint32_t i = 0; i < MOST_SEGMENTS && at < path.len && !f->best.path; i++) {
        nwl_str rest = nwl_str_from(path, at);
        if (nwl_words_websocket_path(rest).len == 0)
            return;
        recognise(f, rest);
        at = nwl_str_find(path, '/', at + 1);
    }
}

static void recognise_asked(finder *f, const nwl_scope *asked)
{
    nwl_str paths[NWL_MOST_REGEX_EXAMPLES] = {location_path(asked)};
    nwl_location name = nwl_location_read(asked->opener.directive);
    uint32_t count = 1;
    if (nwl_location_is_regex(name))
        count = nwl_examples_of_regex(f->x->scratch, name.text, paths);
    f->asked = asked;
    for (uint32_t i = 0; i < count; i++) {
        recognise(f, paths[i]);
        recognise_below(f, paths[i]);
    }
}

// Finds the application, and the location whose path tells it: of those that lead to a named location the one that tells most.
static const nwl_scope *find_app(nwl_expectations *x, const nwl_proxied_location *l,
                                 const nwl_target *target, nwl_evidence *e)
{
    const nwl_server *server = nwl_model_server(x->model, l->scope);
    const nwl_map *entries = &x->model->entries;
    const nwl_entry *entry = nwl_entries_find(entries, x->scratch, l->location);
    e->port = port_of(target);
    finder f = {.x = x,
                .best_asked = nwl_entries_asking(entries, x->scratch, l->location)};
    f.traits =
        (nwl_traits){.port = e->port,
                     .names = {server == NULL ? NULL : server->names, &target->host},
                     .name_counts = {server == NULL ? 0 : server->name_count, 1},
                     .set_up = nwl_has_setup(l)};
    recognise_asked(&f, f.best_asked);
    for (uint32_t i = 0; entry != NULL && i < entry->count; i++)
        recognise_asked(&f, entry->all[i]);
    e->known = f.best;
    e->known.shared_path = f.shared_path;
    e->falls_back = f.falls_back || needs_sticky(&f.best);
    return f.best_asked;
}

static void find_names(const nwl_expectations *x, const nwl_proxied_location *l,
                       const nwl_target *target, nwl_evidence *e)
{
    const nwl_server *server = nwl_model_server(x->model, l->scope);
    e->name_word = nwl_words_websocket_name(target->host);
    e->name_site = l->site;
    if (e->name_word.len > 0 || server == NULL)
        return;
    e->name_word = server->websocket_word;
    e->name_site = server->scope->opener;
}

static nwl_site find_upgrade_if(const nwl_scope *location)
{
    for (const nwl_scope *s = location->first; s != NULL; s = s->next) {
        nwl_str condition = nwl_directive_arg(s->opener.directive, 0);
        if (s->context == NWL_CX_HTTP_LOCATION_IF &&
            nwl_str_contains_nocase(condition, NWL_STR("$http_upgrade")))
            return s->opener;
    }
    return (nwl_site){0};
}

// An "if" of the location that looks at the client's Upgrade. Blocks of one location are asked for one after the other.
static nwl_site upgrade_if(nwl_expectations *x, const nwl_scope *location)
{
    if (x->looked_at != location)
        x->upgrade_if = find_upgrade_if(location);
    x->looked_at = location;
    return x->upgrade_if;
}

static bool is_side_target(const nwl_expectations *x, const nwl_proxied_location *l,
                           nwl_str path)
{
    uint32_t count;
    nwl_scope_all(l->location, NWL_D_internal, &count);
    return count > 0 || nwl_map_get(&x->side_uris, path) != NULL;
}

// Set up for a WebSocket, while another location has its handshakes, to which none gets through: one is expected all the same.
static bool is_taken_in_vain(const nwl_proxied_location *l)
{
    return l->taken_by != NULL && nwl_has_setup(l) && l->verdict != NWL_VERDICT_WORKS &&
           !nwl_location_out_of_reach(l->location);
}

static bool has_own_list(const nwl_proxied_location *l)
{
    const nwl_scope *list = l->scope->settings->from[NWL_SET_proxy_set_header];
    return list == l->scope || list == l->location;
}

nwl_evidence nwl_evidence_of(nwl_expectations *x, const nwl_proxied_location *l)
{
    nwl_evidence e = {0};
    nwl_target target = nwl_target_parse(&x->model->upstreams, l->upstream);
    const nwl_scope *asking = find_app(x, l, &target, &e);
    nwl_str path = location_path(asking);
    e.catch_all = nwl_is_catch_all(asking);
    nwl_str text = nwl_scope_location_text(x->scratch, asking);
    e.asked = asking->opener;
    e.path_word = nwl_words_websocket_path(path);
    e.mixed_path = nwl_words_is_mixed_path(path);
    if (e.known.shared_path && e.path_word.len == 0)
        e.path_word = path;
    e.plain_word = nwl_words_plain_path(text);
    e.is_side_target = is_side_target(x, l, path);
    e.not_reached = l->not_reached && !is_taken_in_vain(l);
    e.if_site = upgrade_if(x, l->location);
    e.dead_setup = dead_upgrade(l);
    e.lost_setup = lost_upgrade(l->scope);
    e.lost_by_itself = e.lost_setup.directive != NULL && has_own_list(l);
    find_names(x, l, &target, &e);
    bool weak = e.is_side_target || nwl_words_is_file(text) ||
                (e.plain_word.len > 0 && nwl_words_is_ambiguous(e.path_word));
    if (weak)
        e.path_word = NWL_STR("");
    return e;
}
