#include "source/git_tree.h"

#include <errno.h>
#include <stdlib.h>

#include "base/array.h"
#include "source/path.h"

enum {
    DIRECTORY_LIMIT = 64 * 1024 * 1024, // bytes of a tree object
    LINK_LIMIT = 4096,                  // PATH_MAX of Linux
    MOST_LINKS = 40,                    // as Linux has it, path_resolution(7)
};

// ---- directories of the revision --------------------------------------------------------

typedef struct entry {
    nwl_str name;
    nwl_str object; // its name in hexadecimal
    nwl_file_kind kind;
} entry;

typedef struct directory {
    NWL_ARRAY(entry *) entries; // in byte order of the names
    nwl_map by_name;
} directory;

// NWL_FILE_NONE for the commit of a submodule.
static nwl_file_kind kind_of_mode(nwl_str mode)
{
    if (nwl_str_eq(mode, NWL_STR("40000")))
        return NWL_FILE_DIRECTORY;
    if (nwl_str_eq(mode, NWL_STR("120000")))
        return NWL_FILE_SYMLINK;
    return nwl_str_starts_with(mode, NWL_STR("100")) ? NWL_FILE_REGULAR : NWL_FILE_NONE;
}

// A name that a disk could have: a tree object may hold any.
static bool is_name(nwl_str name)
{
    return name.len > 0 && !nwl_str_eq(name, NWL_STR(".")) &&
           !nwl_str_eq(name, NWL_STR("..")) && nwl_str_find(name, '/', 0) == name.len;
}

static int by_name(const void *a, const void *b)
{
    return nwl_str_compare((*(entry *const *)a)->name, (*(entry *const *)b)->name);
}

static void add_entry(nwl_arena *arena, directory *d, entry found)
{
    if (found.kind == NWL_FILE_NONE || !is_name(found.name))
        return;
    entry *e = NWL_NEW(arena, entry);
    *e = found;
    *NWL_PUSH(arena, &d->entries) = e;
    nwl_map_put(&d->by_name, e->name, e);
}

// Reads a tree object: for each entry its mode, ' ', its name, NUL, and the bytes of its object name. NULL when it ends too
// early.
static directory *parse(nwl_arena *arena, nwl_str rest, size_t object_bytes)
{
    directory *d = NWL_NEW(arena, directory);
    d->by_name = nwl_map_new(arena);
    nwl_str mode, name;
    while (rest.len > 0) {
        if (!nwl_str_cut(&rest, ' ', &mode) || !nwl_str_cut(&rest, '\0', &name) ||
            rest.len < object_bytes)
            return NULL;
        nwl_str object = nwl_str_slice(rest, 0, object_bytes);
        rest = nwl_str_from(rest, object_bytes);
        add_entry(
            arena, d,
            (entry){name, nwl_arena_hexadecimal(arena, object), kind_of_mode(mode)});
    }
    if (d->entries.count > 1)
        qsort(d->entries.items, d->entries.count, sizeof(entry *), by_name);
    return d;
}

// The directory with a real path, which is read when it is first asked for; NULL when it cannot be.
static const directory *open_directory(nwl_git_tree *tree, nwl_str path, nwl_str object)
{
    nwl_arena *arena = tree->git->arena;
    const directory *known = nwl_map_get(&tree->directories, path);
    nwl_str bytes;
    if (known != NULL || nwl_git_read(tree->git, arena, object, NWL_GIT_TREE,
                                      DIRECTORY_LIMIT, &bytes) != 0)
        return known;
    directory *d = parse(arena, bytes, object.len / 2);
    if (d == NULL) {
        nwl_git_distrust(tree->git, object, NWL_GIT_TREE);
        return NULL;
    }
    nwl_map_put(&tree->directories, nwl_arena_copy(arena, path), d);
    return d;
}

// The directory of the revision at a real path; NULL when there is none.
static const directory *directory_at(nwl_git_tree *tree, nwl_str path)
{
    size_t end = tree->git->top.len;
    const directory *d = open_directory(tree, tree->git->top, tree->git->tree);
    while (d != NULL && end < path.len) {
        size_t begin = end + (path.ptr[end] == '/');
        end = nwl_str_find(path, '/', begin);
        const entry *e = nwl_map_get(&d->by_name, nwl_str_slice(path, begin, end));
        bool leads_on = e != NULL && e->kind == NWL_FILE_DIRECTORY;
        d = leads_on ? open_directory(tree, nwl_str_slice(path, 0, end), e->object)
                     : NULL;
    }
    return d;
}

static bool is_in_revision(const nwl_git_tree *tree, nwl_str path)
{
    return nwl_path_is_below(path, tree->git->top);
}

// What the revision has at a real path below its top; NULL for nothing.
static const entry *entry_at(nwl_git_tree *tree, nwl_str path)
{
    const directory *d = directory_at(tree, nwl_path_directory(path));
    return d != NULL ? nwl_map_get(&d->by_name, nwl_path_name(path)) : NULL;
}

// ---- one step along a path ----------------------------------------------------------------

// These take paths whose directories are resolved.

static nwl_file_kind kind_here(nwl_git_tree *tree, nwl_str path, int *error)
{
    if (!is_in_revision(tree, path))
        return tree->disk->kind(tree->disk, path, error);
    *error = 0;
    if (path.len == tree->git->top.len)
        return NWL_FILE_DIRECTORY;
    const entry *e = entry_at(tree, path);
    *error = e == NULL ? ENOENT : 0;
    return e == NULL ? NWL_FILE_NONE : e->kind;
}

static int read_object(nwl_git_tree *tree, nwl_arena *arena, nwl_str path,
                       nwl_file_kind kind, uint32_t limit, nwl_str *text)
{
    int error;
    nwl_file_kind found = kind_here(tree, path, &error);
    if (found != kind)
        return error != 0 ? error : EINVAL;
    return nwl_git_read(tree->git, arena, entry_at(tree, path)->object, NWL_GIT_BLOB,
                        limit, text);
}

static int read_link_here(nwl_git_tree *tree, nwl_arena *arena, nwl_str path,
                          nwl_str *target)
{
    if (!is_in_revision(tree, path))
        return tree->disk->read_link(tree->disk, arena, path, target);
    return read_object(tree, arena, path, NWL_FILE_SYMLINK, LINK_LIMIT, target);
}

// ---- all of a path ------------------------------------------------------------------------

// A walk along a path: `done` is resolved, `rest` is still to go.
typedef struct walk {
    nwl_git_tree *tree;
    nwl_str done, rest;
    uint32_t links;
} walk;

static int follow(walk *w, nwl_str link)
{
    nwl_str target;
    nwl_arena *arena = w->tree->git->arena;
    if (++w->links > MOST_LINKS)
        return ELOOP;
    int error = read_link_here(w->tree, arena, link, &target);
    if (error != 0)
        return error;
    if (nwl_path_is_absolute(target))
        w->done = NWL_STR("/");
    w->rest =
        nwl_arena_format(arena, "%.*s/%.*s", NWL_STR_FMT(target), NWL_STR_FMT(w->rest));
    return 0;
}

static int step(walk *w, nwl_str component)
{
    int error;
    nwl_str here = nwl_path_join(w->tree->git->arena, w->done, component);
    switch (kind_here(w->tree, here, &error)) {
    case NWL_FILE_NONE:
        return error;
    case NWL_FILE_SYMLINK:
        return follow(w, here);
    case NWL_FILE_DIRECTORY:
        w->done = here;
        return 0;
    default:
        return ENOTDIR;
    }
}

static int walk_to_end(walk *w)
{
    nwl_str component;
    int error = 0;
    while (error == 0 && nwl_str_cut(&w->rest, '/', &component)) {
        if (component.len == 0 || nwl_str_eq(component, NWL_STR(".")))
            continue;
        if (nwl_str_eq(component, NWL_STR("..")))
            w->done = nwl_path_directory(w->done);
        else
            error = step(w, component);
    }
    return error;
}

// Where a directory is, when its symlinks are followed.
typedef struct resolution {
    int error; // 0, or an errno value
    nwl_str path;
} resolution;

static const resolution *resolve(nwl_git_tree *tree, nwl_str directory_path)
{
    nwl_arena *arena = tree->git->arena;
    resolution *known = nwl_map_get(&tree->resolved, directory_path);
    if (known != NULL)
        return known;
    walk w = {.tree = tree, .done = NWL_STR("/"), .rest = directory_path};
    known = NWL_NEW(arena, resolution);
    known->error = walk_to_end(&w);
    known->path = w.done;
    nwl_map_put(&tree->resolved, nwl_arena_copy(arena, directory_path), known);
    return known;
}

// Resolves the directories of path; its last component stays as it is.
static int arrive(nwl_git_tree *tree, nwl_str path, nwl_str *here)
{
    nwl_str name = nwl_path_name(path);
    bool is_directory = name.len == 0 || nwl_str_eq(name, NWL_STR(".")) ||
                        nwl_str_eq(name, NWL_STR(".."));
    const resolution *r = resolve(tree, is_directory ? path : nwl_path_directory(path));
    if (r->error == 0)
        *here = is_directory ? r->path : nwl_path_join(tree->git->arena, r->path, name);
    return r->error;
}

// ---- the file system --------------------------------------------------------------------

static nwl_file_kind kind(const nwl_fs *fs, nwl_str path, int *error)
{
    nwl_str here;
    *error = arrive(fs->state, path, &here);
    return *error == 0 ? kind_here(fs->state, here, error) : NWL_FILE_NONE;
}

static int read_link(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_str *target)
{
    nwl_str here;
    int error = arrive(fs->state, path, &here);
    return error != 0 ? error : read_link_here(fs->state, arena, here, target);
}

static int read(const nwl_fs *fs, nwl_arena *arena, nwl_str path, uint32_t limit,
                nwl_str *text)
{
    nwl_git_tree *tree = fs->state;
    nwl_str here;
    int error = arrive(tree, path, &here);
    if (error != 0)
        return error;
    if (!is_in_revision(tree, here))
        return tree->disk->read(tree->disk, arena, here, limit, text);
    return read_object(tree, arena, here, NWL_FILE_REGULAR, limit, text);
}

static int list(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_names *names)
{
    nwl_git_tree *tree = fs->state;
    const resolution *r = resolve(tree, path);
    if (r->error != 0)
        return r->error;
    if (!is_in_revision(tree, r->path))
        return tree->disk->list(tree->disk, arena, r->path, names);
    const directory *d = directory_at(tree, r->path);
    if (d == NULL)
        return EIO;
    nwl_str *found = NWL_NEW_ARRAY(arena, nwl_str, d->entries.count);
    for (uint32_t i = 0; i < d->entries.count; i++)
        found[i] = d->entries.items[i]->name;
    *names = (nwl_names){.items = found, .count = d->entries.count};
    return 0;
}

nwl_git_tree *nwl_git_tree_new(nwl_git *git, const nwl_fs *disk)
{
    nwl_git_tree *tree = NWL_NEW(git->arena, nwl_git_tree);
    *tree = (nwl_git_tree){
        .fs = {.state = tree,
               .kind = kind,
               .read_link = read_link,
               .read = read,
               .list = list},
        .git = git,
        .disk = disk,
        .directories = nwl_map_new(git->arena),
        .resolved = nwl_map_new(git->arena),
    };
    return tree;
}
