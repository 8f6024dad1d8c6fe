#include "rules/blame.h"

#include "rules/handshake.h"

static nwl_str key_of(const nwl_blame *blame)
{
    return (nwl_str){(const char *)&blame->line.directive, sizeof(blame->line.directive)};
}

void nwl_blames_add(nwl_pass *pass, nwl_blames *blames,
                    const nwl_proxied_location *location, nwl_blame blame)
{
    if (blame.severity == NWL_OFF)
        return;
    blame.location = location;
    nwl_blame *known = nwl_map_get(&blames->by_line, key_of(&blame));
    if (known == NULL) {
        known = NWL_NEW(nwl_pass_scratch(pass), nwl_blame);
        *known = blame;
        *NWL_PUSH(nwl_pass_scratch(pass), &blames->items) = known;
        nwl_map_put(&blames->by_line, key_of(known), known);
    }
    blame.count = known->count + 1;
    if (blame.severity > known->severity)
        *known = blame;
    known->count = blame.count;
}

void nwl_blames_report(nwl_pass *pass, const nwl_scope *scope, nwl_blames_look *look,
                       void (*flag)(nwl_pass *pass, const nwl_blame *blame))
{
    const nwl_model *model = nwl_pass_model(pass);
    if (scope->parent != NULL)
        return;
    nwl_blames blames = {.arena = nwl_arena_new(),
                         .by_line = nwl_map_new(nwl_pass_scratch(pass))};
    for (uint32_t i = 0; i < model->locations.count; i++) {
        look(pass, &blames, &model->locations.items[i]);
        nwl_arena_reset(blames.arena);
    }
    nwl_arena_free(blames.arena);
    for (uint32_t i = 0; i < blames.items.count; i++)
        flag(pass, blames.items.items[i]);
}

nwl_finding *nwl_flag_blame(nwl_pass *pass, const nwl_blame *blame, nwl_str message)
{
    const nwl_scope *scope = blame->count == 1 ? blame->location->scope : NULL;
    nwl_finding *finding =
        nwl_flag(pass, blame->line, scope, "%.*s", NWL_STR_FMT(message));
    finding->severity = blame->severity;
    finding->confidence = blame->confidence;
    return finding;
}

nwl_str nwl_blame_places(nwl_pass *pass, const nwl_blame *blame)
{
    if (blame->count == 1)
        return nwl_location_quoted(pass, blame->location);
    return nwl_arena_format(nwl_pass_scratch(pass), "%u locations", blame->count);
}
