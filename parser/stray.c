#include "parser/stray.h"

#include "source/path.h"

// A pattern finds its targets in byte order.
static const nwl_include_target *target_named(const nwl_include *include, nwl_str name)
{
    uint32_t begin = 0, end = include->target_count;
    while (begin < end) {
        uint32_t middle = begin + (end - begin) / 2;
        int order = nwl_str_compare(include->targets[middle].name, name);
        if (order == 0)
            return &include->targets[middle];
        if (order < 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

static bool is_meant(const nwl_include *include, const nwl_leftover *leftover)
{
    return leftover->ending.len > 0 && nwl_str_ends_with(include->path, leftover->ending);
}

bool nwl_stray_find(nwl_arena *arena, const nwl_include *include, uint32_t index,
                    nwl_stray *stray)
{
    const nwl_include_target *target = &include->targets[index];
    if (!include->is_pattern || target->state != NWL_TARGET_READ)
        return false;
    nwl_leftover leftover = nwl_leftover_of(arena, nwl_path_name(target->name));
    if (leftover.what.len == 0 || is_meant(include, &leftover))
        return false;
    *stray = (nwl_stray){.leftover = leftover};
    if (leftover.of.len > 0)
        stray->original = target_named(
            include, nwl_path_join(arena, nwl_path_directory(target->name), leftover.of));
    if (stray->original != NULL && stray->original->state != NWL_TARGET_READ)
        stray->original = NULL;
    stray->before_original = stray->original > target;
    return stray->original != NULL || !leftover.needs_original;
}

bool nwl_stray_is_prose(nwl_arena *arena, const nwl_file *file,
                        const nwl_include *include)
{
    const nwl_directive *first = file->tree.first;
    bool stops_nginx = file->tree.errors.count > 0 || (first != NULL && first->id == 0);
    if (!include->is_pattern || !stops_nginx)
        return false;
    nwl_leftover leftover = nwl_leftover_of(arena, nwl_path_name(file->name));
    return leftover.is_prose && !is_meant(include, &leftover);
}
