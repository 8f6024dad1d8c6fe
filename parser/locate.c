#include "parser/locate.h"

#include <errno.h>

#include "source/glob.h"
#include "source/path.h"

enum { MOST_LINKS = 40 }; // as Linux has it, path_resolution(7)

// Where nginx packages keep their configuration.
static const nwl_str HOMES[] = {
    NWL_TEXT("/etc/nginx"),
    NWL_TEXT("/usr/local/etc/nginx"),
    NWL_TEXT("/usr/local/nginx/conf"),
    NWL_TEXT("/usr/local/openresty/nginx/conf"),
    NWL_TEXT("/opt/homebrew/etc/nginx"),
    NWL_TEXT("/opt/nginx/conf"),
};
enum { HOME_COUNT = sizeof(HOMES) / sizeof(HOMES[0]) };

nwl_locator nwl_locator_new(nwl_arena *arena, const nwl_load_options *options,
                            nwl_str base)
{
    nwl_locator locator = {.arena = arena, .options = options, .base = base};
    locator.directories = nwl_map_new(arena);
    locator.resolved = nwl_map_new(arena);
    for (size_t i = 0; i < HOME_COUNT; i++) {
        if (!nwl_str_ends_with(base, HOMES[i]))
            continue;
        nwl_str before = nwl_str_slice(base, 0, base.len - HOMES[i].len);
        if (before.len >= locator.tree_root.len)
            locator.home = HOMES[i];
        locator.tree_root = before;
        locator.in_place = locator.in_place || before.len == 0;
    }
    return locator;
}

static bool exists(const nwl_locator *locator, nwl_str path)
{
    int error;
    const nwl_fs *fs = locator->options->fs;
    return fs->kind(fs, path, &error) != NWL_FILE_NONE;
}

// Whether path, or the directory that a pattern is to be matched in, exists below base with rest behind it.
static bool stands_below(const nwl_locator *locator, nwl_str base, nwl_str rest)
{
    if (nwl_glob_is_pattern(rest)) {
        nwl_str wildcard_part;
        rest = nwl_glob_literal_part(rest, &wildcard_part);
    }
    while (nwl_str_ends_with(rest, NWL_STR("/")))
        rest.len--;
    return rest.len > 0 && exists(locator, nwl_path_join(locator->arena, base, rest));
}

static nwl_str known_home_of(nwl_str path)
{
    for (size_t i = 0; i < HOME_COUNT; i++) {
        if (nwl_path_is_below(path, HOMES[i]))
            return HOMES[i];
    }
    return NWL_STR_NONE;
}

static nwl_str below(const nwl_locator *locator, nwl_str path, nwl_str directory)
{
    nwl_str rest = nwl_str_from(path, directory.len);
    while (nwl_str_starts_with(rest, NWL_STR("/")))
        rest = nwl_str_from(rest, 1);
    return nwl_path_join(locator->arena, locator->base, rest);
}

// The longest end of path that stands below base. It also tells what directory the tree was copied from.
static bool find_in_copy(nwl_locator *locator, nwl_str path, nwl_str *found)
{
    for (size_t at = nwl_str_find(path, '/', 1); at < path.len;
         at = nwl_str_find(path, '/', at + 1)) {
        nwl_str rest = nwl_str_from(path, at + 1);
        if (!stands_below(locator, locator->base, rest))
            continue;
        nwl_str origin = nwl_str_slice(path, 0, at);
        if (locator->origin.len == 0 &&
            (nwl_str_eq(nwl_path_name(origin), NWL_STR("nginx")) ||
             nwl_str_eq(known_home_of(origin), origin)))
            locator->origin = origin;
        *found = nwl_path_join(locator->arena, locator->base, rest);
        return true;
    }
    return false;
}

static nwl_str locate_in_copy(nwl_locator *locator, nwl_str path,
                              nwl_include_place *place)
{
    nwl_str found;
    *place = NWL_PLACE_TREE;
    if (locator->origin.len > 0 && nwl_path_is_below(path, locator->origin))
        return below(locator, path, locator->origin);
    if (locator->home.len > 0 && nwl_path_is_below(path, locator->home))
        return below(locator, path, locator->home);
    if (locator->home.len > 0 &&
        stands_below(locator, locator->tree_root, nwl_str_from(path, 1)))
        return nwl_path_join(locator->arena, locator->tree_root, nwl_str_from(path, 1));
    if (find_in_copy(locator, path, &found))
        return found;
    nwl_str home = known_home_of(path);
    *place = home.len > 0 ? NWL_PLACE_NOT_HERE : NWL_PLACE_MACHINE;
    return home.len > 0 ? below(locator, path, home) : path;
}

// Replaces the components `from` in path by `to`: a leading part of it, or anywhere when `from` is relative.
static nwl_str map_path(nwl_arena *arena, nwl_str path, const nwl_path_mapping *mapping)
{
    nwl_str from = mapping->from;
    for (size_t at = 0; at + from.len <= path.len; at++) {
        bool begins =
            nwl_path_is_absolute(from) ? at == 0 : at > 0 && path.ptr[at - 1] == '/';
        bool ends = at + from.len == path.len || path.ptr[at + from.len] == '/';
        if (begins && ends && nwl_str_eq(nwl_str_slice(path, at, at + from.len), from))
            return nwl_arena_format(arena, "%.*s%.*s%.*s", (int)at, path.ptr,
                                    NWL_STR_FMT(mapping->to),
                                    NWL_STR_FMT(nwl_str_from(path, at + from.len)));
        if (nwl_path_is_absolute(from))
            break;
    }
    return path;
}

nwl_str nwl_locate(nwl_locator *locator, nwl_str path, nwl_include_place *place)
{
    const nwl_load_options *options = locator->options;
    for (uint32_t i = 0; i < options->mapping_count; i++)
        path = map_path(locator->arena, path, &options->mappings[i]);
    *place = NWL_PLACE_TREE;
    if (nwl_path_is_below(path, locator->base))
        return path;
    if (options->root.len > 0)
        return nwl_path_is_below(path, options->root)
                   ? path
                   : nwl_path_join(locator->arena, options->root, nwl_str_from(path, 1));
    if (!locator->in_place)
        return locate_in_copy(locator, path, place);
    *place = NWL_PLACE_MACHINE;
    return path;
}

static nwl_target_state state_of_error(int error, bool behind_link)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return NWL_TARGET_DENIED;
    case ENOENT:
    case ENOTDIR:
        return behind_link ? NWL_TARGET_DANGLING : NWL_TARGET_MISSING;
    case ELOOP:
        return NWL_TARGET_LINK_LOOP;
    case EISDIR:
        return NWL_TARGET_DIRECTORY;
    case EINVAL:
        return NWL_TARGET_NOT_REGULAR;
    default:
        return NWL_TARGET_IO_ERROR;
    }
}

// A walk along a path: `done` is resolved, `rest` is still to go.
typedef struct walk {
    nwl_locator *locator;
    nwl_str done, rest;
    uint32_t links;
} walk;

static int follow_link(walk *w, nwl_str link)
{
    nwl_str target;
    const nwl_fs *fs = w->locator->options->fs;
    if (++w->links > MOST_LINKS)
        return ELOOP;
    int error = fs->read_link(fs, w->locator->arena, link, &target);
    if (error != 0)
        return error;
    if (nwl_path_is_absolute(target)) {
        nwl_include_place place;
        nwl_str located = nwl_locate(w->locator, target, &place);
        if (!nwl_str_eq(located, link)) // a link cannot be the copy of what it leads to
            target = located;
        w->done = NWL_STR("/");
    }
    w->rest = nwl_arena_format(w->locator->arena, "%.*s/%.*s", NWL_STR_FMT(target),
                               NWL_STR_FMT(w->rest));
    return 0;
}

// Takes the next component of w->rest; *kind is what stands at w->done then.
static int step(walk *w, nwl_str component, nwl_file_kind *kind)
{
    int error = 0;
    const nwl_fs *fs = w->locator->options->fs;
    nwl_str here = nwl_path_join(w->locator->arena, w->done, component);
    *kind = fs->kind(fs, here, &error);
    if (*kind == NWL_FILE_NONE) {
        w->done = here;
        return error != 0 ? error : ENOENT;
    }
    if (*kind == NWL_FILE_SYMLINK)
        return follow_link(w, here);
    w->done = here;
    return 0;
}

static int resolve(walk *w, nwl_file_kind *kind)
{
    nwl_str component;
    *kind = NWL_FILE_DIRECTORY;
    while (nwl_str_cut(&w->rest, '/', &component)) {
        if (component.len == 0 || nwl_str_eq(component, NWL_STR(".")))
            continue;
        if (*kind != NWL_FILE_DIRECTORY && *kind != NWL_FILE_SYMLINK)
            return ENOTDIR;
        if (nwl_str_eq(component, NWL_STR(".."))) {
            w->done = nwl_path_directory(w->done);
            *kind = NWL_FILE_DIRECTORY;
            continue;
        }
        int error = step(w, component, kind);
        if (error != 0)
            return error;
    }
    return 0;
}

// Remembered: every file of sites-enabled asks for the same one.
nwl_str nwl_locate_directory(nwl_locator *locator, nwl_str path)
{
    nwl_str *known = nwl_map_get(&locator->directories, path);
    if (known == NULL) {
        nwl_file_kind kind;
        walk w = {.locator = locator, .done = NWL_STR("/"), .rest = path};
        known = NWL_NEW(locator->arena, nwl_str);
        *known = resolve(&w, &kind) == 0 && kind == NWL_FILE_DIRECTORY ? w.done : path;
        nwl_map_put(&locator->directories, path, known);
    }
    return *known;
}

// Whether a directory of the tree is not where its name says.
static bool is_linked_directory(nwl_locator *locator, nwl_str directory, nwl_str real)
{
    if (!nwl_path_is_below(directory, locator->base))
        return false;
    nwl_str base = nwl_locate_directory(locator, locator->base);
    nwl_str rest = nwl_path_relative(directory, locator->base);
    return !nwl_str_eq(
        real, nwl_path_clean(locator->arena, nwl_path_join(locator->arena, base, rest)));
}

static int error_of_kind(nwl_file_kind kind, nwl_str real_path)
{
    switch (kind) {
    case NWL_FILE_REGULAR:
        return 0;
    case NWL_FILE_DIRECTORY:
        return EISDIR;
    default:
        return nwl_str_eq(real_path, NWL_STR("/dev/null")) ? 0 : EINVAL;
    }
}

static void resolve_target(nwl_locator *locator, nwl_include_target *target)
{
    nwl_file_kind kind;
    nwl_str directory = nwl_path_directory(target->name);
    nwl_str real = nwl_locate_directory(locator, directory);
    walk w = {.locator = locator, .done = real, .rest = nwl_path_name(target->name)};
    int error = resolve(&w, &kind);
    target->through_symlink =
        w.links > 0 || is_linked_directory(locator, directory, real);
    nwl_str reached =
        w.rest.len == 0 ? w.done : nwl_path_join(locator->arena, w.done, w.rest);
    target->real_path = nwl_path_clean(locator->arena, reached);
    target->error = error != 0 ? error : error_of_kind(kind, target->real_path);
    target->state =
        target->error == 0 ? NWL_TARGET_READ : state_of_error(target->error, w.links > 0);
    if (target->state == NWL_TARGET_LINK_LOOP)
        target->real_path = target->name;
}

void nwl_locate_resolve(nwl_locator *locator, nwl_include_target *target)
{
    const nwl_include_target *known = nwl_map_get(&locator->resolved, target->name);
    if (known != NULL) {
        *target = *known;
        return;
    }
    resolve_target(locator, target);
    nwl_include_target *copy = NWL_NEW(locator->arena, nwl_include_target);
    *copy = *target;
    nwl_map_put(&locator->resolved, copy->name, copy);
}
