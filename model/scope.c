#include "model/scope.h"

#include <assert.h>

const nwl_directive_id nwl_setting_directives[NWL_SETTING_COUNT] = {
#define NWL_SETTING(name) NWL_D_##name,
#define NWL_SETTING_LIST(name) NWL_D_##name,
#include "model/settings.def"
#undef NWL_SETTING
#undef NWL_SETTING_LIST
};

uint64_t nwl_scope_id_bit(nwl_directive_id id)
{
    return UINT64_C(1) << ((uint32_t)id % 64);
}

// The first of the sorted sites whose id is not below id.
static uint32_t lower_bound(const nwl_scope *scope, nwl_directive_id id)
{
    uint32_t low = 0, high = scope->site_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (scope->sites[middle].directive->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const nwl_site *nwl_scope_all(const nwl_scope *scope, nwl_directive_id id,
                              uint32_t *count)
{
    *count = 0;
    if ((scope->site_ids & nwl_scope_id_bit(id)) == 0)
        return NULL;
    uint32_t begin = lower_bound(scope, id);
    *count = lower_bound(scope, id + 1) - begin;
    return scope->sites + begin;
}

nwl_site nwl_scope_last(const nwl_scope *scope, nwl_directive_id id)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(scope, id, &count);
    return count == 0 ? (nwl_site){0} : sites[count - 1];
}

nwl_site nwl_scope_nearest(const nwl_scope *scope, nwl_directive_id id)
{
    nwl_site found = {0};
    for (; scope != NULL && found.directive == NULL; scope = scope->parent)
        found = nwl_scope_last(scope, id);
    return found;
}

bool nwl_scope_is_on(const nwl_scope *scope, nwl_directive_id id, bool otherwise)
{
    nwl_site site = nwl_scope_nearest(scope, id);
    return site.directive == NULL
               ? otherwise
               : nwl_str_eq_nocase(nwl_directive_arg(site.directive, 0), NWL_STR("on"));
}

nwl_site nwl_scope_setting(const nwl_scope *scope, nwl_setting setting)
{
    const nwl_scope *from =
        scope->settings == NULL ? NULL : scope->settings->from[setting];
    return from == NULL ? (nwl_site){0}
                        : nwl_scope_last(from, nwl_setting_directives[setting]);
}

bool nwl_scope_setting_says(const nwl_scope *scope, nwl_setting setting, nwl_str value)
{
    nwl_site site = nwl_scope_setting(scope, setting);
    return site.directive != NULL &&
           nwl_str_eq_nocase(nwl_directive_arg(site.directive, 0), value);
}

const nwl_scope *nwl_scope_enclosing(const nwl_scope *scope, nwl_context context)
{
    assert(context == NWL_CX_HTTP_SERVER || context == NWL_CX_HTTP_LOCATION);
    if (scope == NULL)
        return NULL;
    return context == NWL_CX_HTTP_SERVER ? scope->server : scope->location;
}

const nwl_scope *nwl_headers_above(const nwl_scope *level)
{
    const nwl_scope *parent = level->parent;
    return parent == NULL || parent->settings == NULL
               ? NULL
               : parent->settings->from[NWL_SET_proxy_set_header];
}

const nwl_site *nwl_headers_at(const nwl_scope *scope, uint32_t *count)
{
    const nwl_settings *settings = scope->settings;
    const nwl_scope *list =
        settings == NULL ? NULL : settings->from[NWL_SET_proxy_set_header];
    *count = 0;
    return list == NULL ? NULL : nwl_scope_all(list, NWL_D_proxy_set_header, count);
}

nwl_site nwl_level_header(const nwl_scope *level, nwl_str name)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(level, NWL_D_proxy_set_header, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_str_eq_nocase(nwl_directive_arg(sites[i].directive, 0), name))
            return sites[i];
    }
    return (nwl_site){0};
}

nwl_span nwl_site_span(nwl_site site)
{
    if (site.directive == NULL)
        return (nwl_span){.file = NWL_NO_FILE};
    return (nwl_span){site.directive->file, site.directive->range};
}

nwl_str nwl_directive_arg(const nwl_directive *directive, uint32_t index)
{
    if (directive == NULL || index >= directive->arg_count)
        return NWL_STR("");
    return directive->args[index].value;
}

nwl_str nwl_scope_location_text(nwl_arena *arena, const nwl_scope *location)
{
    const nwl_directive *opener = location->opener.directive;
    if (opener == NULL || opener->arg_count == 0)
        return NWL_STR("");
    if (opener->arg_count == 1)
        return opener->args[0].value;
    return nwl_arena_format(arena, "%.*s %.*s", NWL_STR_FMT(opener->args[0].value),
                            NWL_STR_FMT(opener->args[1].value));
}

const nwl_scope *nwl_scope_child(const nwl_scope *scope, uint32_t contexts)
{
    const nwl_scope *child = scope->first;
    while (child != NULL && (child->context & contexts) == 0)
        child = child->next;
    return child;
}

const nwl_scope *nwl_scope_following(const nwl_scope *scope, const nwl_scope *top)
{
    if (scope->first != NULL)
        return scope->first;
    while (scope != top && scope->next == NULL)
        scope = scope->parent;
    return scope == top ? NULL : scope->next;
}
