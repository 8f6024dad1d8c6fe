#include "cli/overlay.h"

#include <errno.h>

#include "source/path.h"

static const nwl_overlay *overlay_of(const nwl_fs *fs)
{
    return fs->state;
}

static nwl_file_kind kind(const nwl_fs *fs, nwl_str path, int *error)
{
    const nwl_overlay *overlay = overlay_of(fs);
    *error = 0;
    if (nwl_str_eq(path, overlay->path))
        return NWL_FILE_REGULAR;
    nwl_file_kind found = overlay->below->kind(overlay->below, path, error);
    if (found == NWL_FILE_NONE && nwl_path_is_below(overlay->path, path)) {
        *error = 0;
        return NWL_FILE_DIRECTORY;
    }
    return found;
}

static int read_link(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_str *target)
{
    const nwl_overlay *overlay = overlay_of(fs);
    if (nwl_str_eq(path, overlay->path))
        return EINVAL;
    return overlay->below->read_link(overlay->below, arena, path, target);
}

static int read(const nwl_fs *fs, nwl_arena *arena, nwl_str path, uint32_t limit,
                nwl_str *text)
{
    const nwl_overlay *overlay = overlay_of(fs);
    if (!nwl_str_eq(path, overlay->path))
        return overlay->below->read(overlay->below, arena, path, limit, text);
    if (overlay->text.len > limit)
        return EFBIG;
    *text = overlay->text;
    return 0;
}

// The overlaid file is not listed: one that is not there yet is found by no pattern.
static int list(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_names *names)
{
    const nwl_overlay *overlay = overlay_of(fs);
    return overlay->below->list(overlay->below, arena, path, names);
}

nwl_overlay *nwl_overlay_new(nwl_arena *arena, const nwl_fs *below, nwl_str path,
                             nwl_str text)
{
    nwl_overlay *overlay = NWL_NEW(arena, nwl_overlay);
    *overlay = (nwl_overlay){
        .fs = {.state = overlay,
               .kind = kind,
               .read_link = read_link,
               .read = read,
               .list = list},
        .below = below,
        .path = path,
        .text = text,
    };
    return overlay;
}
