#include "cli/unused.h"

#include "cli/message.h"

// Keys of the map are places: of a path that speaks of a location, and of a settings file that nothing is to be said of.
static void mark(nwl_map *map, const void *place)
{
    nwl_map_put_at(map, place, map);
}

static bool is_marked(const nwl_map *map, const void *place)
{
    return nwl_map_get_at(map, place) != NULL;
}

static bool is_whole(const nwl_model *model)
{
    return model->context == NWL_CX_MAIN && model->gaps == 0 && !model->too_large;
}

static void mark_used(nwl_map *map, const nwl_model *model)
{
    for (uint32_t i = 0; i < model->locations.count; i++) {
        const nwl_declared_path *said = model->locations.items[i].expectation.declared;
        if (said != NULL)
            mark(map, said);
    }
}

static void tell(nwl_arena *arena, const nwl_map *map, const nwl_settings_file *file)
{
    for (uint32_t i = 0; i < file->paths.count; i++) {
        const nwl_declared_path *said = &file->paths.items[i];
        nwl_str words = nwl_str_slice(file->text, said->range.begin, said->range.end);
        if (said->websocket && !is_marked(map, said))
            nwl_message_note(nwl_arena_format(
                arena, "warning: %.*s: no proxied location answers to \"websocket %.*s\"",
                NWL_STR_FMT(said->origin), NWL_STR_FMT(words)));
    }
}

void nwl_unused_tell(nwl_arena *arena, const nwl_model *const *models,
                     const nwl_effective *const *effective, uint32_t count)
{
    nwl_map map = nwl_map_new(arena);
    for (uint32_t i = 0; i < count; i++) {
        mark_used(&map, models[i]);
        if (!is_whole(models[i]))
            mark(&map, effective[i]->file);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (is_marked(&map, effective[i]->file))
            continue;
        tell(arena, &map, effective[i]->file);
        mark(&map, effective[i]->file);
    }
}
