#include "model/evidence.h"

#include "model/entries.h"
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
    uint32_t count = 0;
    const nwl_site *sites =
        above == NULL ? NULL : nwl_scope_all(above, NWL_D_proxy_set_header, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_str_eq_nocase(nwl_directive_arg(sites[i].directive, 0),
                              NWL_STR("Upgrade")))
            return sites[i];
    }
    return (nwl_site){0};
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

static void find_app(nwl_expectations *x, const nwl_proxied_location *l, nwl_str path,
                     const nwl_target *target, nwl_evidence *e)
{
    const nwl_server *server = nwl_model_server(x->model, l->scope);
    e->port = port_of(target);
    nwl_traits traits = {.path = path,
                         .port = e->port,
                         .names = {server == NULL ? NULL : server->names, &target->host},
                         .name_counts = {server == NULL ? 0 : server->name_count, 1}};
    e->known = nwl_recognise(&x->recognition, &traits);
    if (e->known.shared_path && e->path_word.len == 0)
        e->path_word = path;
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

nwl_evidence nwl_evidence_of(nwl_expectations *x, const nwl_proxied_location *l)
{
    nwl_evidence e = {0};
    const nwl_scope *asking =
        nwl_entries_asking(&x->model->entries, x->scratch, l->location);
    nwl_str path = location_path(asking);
    nwl_target target = nwl_target_parse(&x->model->upstreams, l->upstream);
    e.catch_all = nwl_is_catch_all(asking);
    nwl_str text = nwl_scope_location_text(x->scratch, asking);
    e.asked = asking->opener;
    e.path_word = nwl_words_websocket_path(path);
    e.plain_word = nwl_words_plain_path(text);
    e.is_side_target = is_side_target(x, l, path);
    e.not_reached = l->not_reached;
    e.if_site = upgrade_if(x, l->location);
    e.dead_setup = dead_upgrade(l);
    e.lost_setup = lost_upgrade(l->scope);
    find_names(x, l, &target, &e);
    find_app(x, l, path, &target, &e);
    bool weak = e.is_side_target || nwl_words_is_file(text) ||
                (e.plain_word.len > 0 && nwl_words_is_ambiguous(e.path_word));
    if (weak)
        e.path_word = NWL_STR("");
    return e;
}
