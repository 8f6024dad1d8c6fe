#include "fuzz/support/world.h"

#include <errno.h>
#include <stdlib.h>

#include "source/path.h"

enum { MOST_LINKS = 8 };

// ---- the file system --------------------------------------------------------------------

static const world_node *node_at(const world *w, nwl_str path)
{
    for (uint32_t i = 0; i < w->count; i++) {
        if (nwl_str_eq(w->nodes[i].path, path))
            return &w->nodes[i];
    }
    return NULL;
}

// The path with the links in it followed, at its end only when asked to; as it is when they have no end.
static nwl_str real(const world *w, nwl_str path, bool at_end)
{
    uint32_t links = 0;
    nwl_str result = nwl_path_clean(w->arena, path);
    for (size_t at = 1; at <= result.len && links < MOST_LINKS; at++) {
        at = nwl_str_find(result, '/', at);
        const world_node *found = node_at(w, nwl_str_slice(result, 0, at));
        if (found == NULL || found->link.len == 0 || (at == result.len && !at_end))
            continue;
        nwl_str target =
            nwl_path_join(w->arena, nwl_path_directory(found->path), found->link);
        nwl_str rest = nwl_str_from(result, at + 1);
        result = nwl_path_clean(w->arena, nwl_path_join(w->arena, target, rest));
        links++;
        at = 0;
    }
    return result;
}

// A path that ends in '/' names what a link at its end leads to.
static nwl_str named(const world *w, nwl_str path)
{
    return real(w, path, nwl_str_ends_with(path, NWL_STR("/")));
}

static nwl_file_kind kind(const nwl_fs *fs, nwl_str path, int *error)
{
    const world *w = fs->state;
    nwl_str place = named(w, path);
    const world_node *found = node_at(w, place);
    *error = 0;
    if (found != NULL)
        return found->link.len > 0 ? NWL_FILE_SYMLINK : NWL_FILE_REGULAR;
    for (uint32_t i = 0; i < w->count; i++) {
        if (nwl_path_is_below(w->nodes[i].path, place))
            return NWL_FILE_DIRECTORY;
    }
    *error = ENOENT;
    return NWL_FILE_NONE;
}

static int read_link(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_str *target)
{
    const world *w = fs->state;
    const world_node *found = node_at(w, named(w, path));
    if (found == NULL || found->link.len == 0)
        return EINVAL;
    *target = nwl_arena_copy(arena, found->link);
    return 0;
}

static int read_text(const nwl_fs *fs, nwl_arena *arena, nwl_str path, uint32_t limit,
                     nwl_str *text)
{
    const world *w = fs->state;
    const world_node *found = node_at(w, named(w, path));
    if (found == NULL || found->link.len > 0)
        return found == NULL ? ENOENT : EINVAL;
    *text = nwl_arena_copy(arena, found->text);
    return text->len > limit ? EFBIG : 0;
}

static int by_bytes(const void *a, const void *b)
{
    return nwl_str_compare(*(const nwl_str *)a, *(const nwl_str *)b);
}

static int list(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_names *names)
{
    const world *w = fs->state;
    nwl_str place = real(w, path, true);
    nwl_str *found = NWL_NEW_ARRAY(arena, nwl_str, w->count);
    uint32_t count = 0, kept = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        nwl_str name, rest = nwl_path_relative(w->nodes[i].path, place);
        if (nwl_str_eq(rest, w->nodes[i].path) || !nwl_str_cut(&rest, '/', &name))
            continue;
        found[count++] = nwl_arena_copy(arena, name);
    }
    qsort(found, count, sizeof(*found), by_bytes);
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || !nwl_str_eq(found[kept - 1], found[i]))
            found[kept++] = found[i];
    }
    *names = (nwl_names){.items = found, .count = kept};
    return kept > 0 ? 0 : ENOENT;
}

// ---- from bytes to files ----------------------------------------------------------------

static world_node *add_node(world *w, nwl_str path, nwl_str link)
{
    world_node *added = &w->nodes[w->count++];
    nwl_str place = nwl_path_join(w->arena, WORLD_DIRECTORY, path);
    added->path = nwl_path_clean(w->arena, place);
    added->link = link;
    return added;
}

static world_node *begin_node(world *w, nwl_str header)
{
    nwl_str arrow = NWL_STR(" -> ");
    size_t at = 0;
    while (at < header.len && !nwl_str_starts_with(nwl_str_from(header, at), arrow))
        at++;
    return add_node(w, nwl_str_slice(header, 0, at),
                    nwl_str_from(header, at + arrow.len));
}

static void unpack(world *w, nwl_str input)
{
    world_node *into = add_node(w, WORLD_ROOT, NWL_STR_NONE);
    into->text.ptr = input.ptr;
    for (size_t at = 0, end; at < input.len; at = end) {
        end = nwl_str_find(input, '\n', at);
        nwl_str line = nwl_str_slice(input, at, end);
        end += end < input.len;
        if (nwl_str_starts_with(line, NWL_STR("--- ")) && w->count < WORLD_MOST_FILES) {
            into = begin_node(w, nwl_str_from(line, 4));
            into->text.ptr = input.ptr + end;
        } else {
            into->text.len += end - at;
        }
    }
}

void world_open(world *w, nwl_str input)
{
    *w = (world){.arena = nwl_arena_new()};
    w->fs = (nwl_fs){w, kind, read_link, read_text, list};
    unpack(w, input);
}

void world_close(world *w)
{
    nwl_arena_free(w->arena);
}
