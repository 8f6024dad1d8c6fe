#include "rules/gathering.h"

#include "base/map.h"

typedef NWL_ARRAY(nwl_gathered *) gathered_list;

static nwl_gathered *start(nwl_arena *arena, gathered_list *list, nwl_site cause,
                           const nwl_proxied_location *location)
{
    nwl_gathered *gathered = NWL_NEW(arena, nwl_gathered);
    *gathered = (nwl_gathered){.cause = cause, .first = location};
    *NWL_PUSH(arena, list) = gathered;
    return gathered;
}

// The entry of a line, which is new for a line that has none.
static nwl_gathered *entry_of(nwl_map *by_line, gathered_list *list, nwl_site cause,
                              const nwl_proxied_location *location)
{
    nwl_str key = {(const char *)&cause.directive, sizeof(cause.directive)};
    nwl_gathered *gathered = nwl_map_get(by_line, key);
    if (gathered != NULL)
        return gathered;
    gathered = start(by_line->arena, list, cause, location);
    key.ptr = (const char *)&gathered->cause.directive;
    nwl_map_put(by_line, key, gathered);
    return gathered;
}

void nwl_gather(nwl_pass *pass, const nwl_gathering *how, const void *own)
{
    const nwl_model *model = nwl_pass_model(pass);
    gathered_list list = {0};
    nwl_map by_line = nwl_map_new(nwl_pass_scratch(pass));
    for (uint32_t i = 0; i < model->locations.count; i++) {
        const nwl_proxied_location *location = &model->locations.items[i];
        nwl_site cause = how->cause_of(pass, location, own);
        if (cause.directive == NULL)
            continue;
        nwl_gathered *gathered = how->is_one && list.count > 0
                                     ? list.items[0]
                                     : entry_of(&by_line, &list, cause, location);
        gathered->count++;
    }
    for (uint32_t i = 0; i < list.count; i++)
        how->flag(pass, list.items[i], own);
}

void nwl_gathered_add_locations(nwl_pass *pass, nwl_finding *finding,
                                const nwl_gathered *gathered)
{
    if (gathered->count == 1)
        nwl_finding_related(pass, finding, gathered->first->site,
                            "the WebSocket goes here");
    else
        nwl_finding_related(pass, finding, gathered->first->site,
                            "the first of %u locations with a WebSocket",
                            gathered->count);
}
