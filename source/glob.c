#include "source/glob.h"

#include <errno.h>
#include <stdlib.h>

#include "base/array.h"

// Bytes of paths and number of directories that one pattern may have looked at.
enum { PATH_BUDGET = 16 * 1024 * 1024, LISTING_BUDGET = 10000 };

bool nwl_glob_is_pattern(nwl_str path)
{
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] == '*' || path.ptr[i] == '?' || path.ptr[i] == '[')
            return true;
    }
    return false;
}

static nwl_str without_slashes_at_end(nwl_str path)
{
    while (nwl_str_ends_with(path, NWL_STR("/")))
        path.len--;
    return path;
}

// Position of the first wildcard that no '\' stands before, pattern.len when there is none.
static size_t find_wildcard(nwl_str pattern)
{
    for (size_t i = 0; i < pattern.len; i++) {
        if (nwl_glob_is_pattern(nwl_str_slice(pattern, i, i + 1)))
            return i;
        i += pattern.ptr[i] == '\\';
    }
    return pattern.len;
}

nwl_str nwl_glob_literal_part(nwl_str pattern, nwl_str *rest)
{
    nwl_str head = without_slashes_at_end(pattern);
    head = nwl_str_slice(head, 0, find_wildcard(head));
    size_t slash = nwl_str_find_last(head, '/');
    if (slash == head.len) {
        *rest = pattern;
        return NWL_STR("");
    }
    *rest = nwl_str_from(pattern, slash + 1);
    return nwl_str_slice(pattern, 0, slash == 0 ? 1 : slash);
}

typedef NWL_ARRAY(nwl_str) path_list;

typedef struct walk {
    const nwl_fs *fs;
    nwl_arena *arena;
    size_t budget;     // bytes of paths that may still be looked at
    uint32_t listings; // directories that may still be listed
    bool truncated;
    path_list denied;
} walk;

typedef struct step {
    nwl_str separator, component;
} step;

static bool may_look_at(walk *w, nwl_str directory, nwl_str name)
{
    size_t cost = directory.len + name.len + 1;
    if (cost > w->budget) {
        w->budget = 0;
        w->truncated = true;
        return false;
    }
    w->budget -= cost;
    return true;
}

static nwl_str path_of(const walk *w, nwl_str directory, const step *s, nwl_str name)
{
    return nwl_arena_format(w->arena, "%.*s%.*s%.*s", NWL_STR_FMT(directory),
                            NWL_STR_FMT(s->separator), NWL_STR_FMT(name));
}

static nwl_file_kind kind_of(const walk *w, nwl_str path)
{
    int error;
    return w->fs->kind(w->fs, path, &error);
}

// Keeps in mind that nothing is known of a directory when error says so.
static void note_denied(walk *w, nwl_str directory, int error)
{
    if (error == EACCES)
        *NWL_PUSH(w->arena, &w->denied) = directory;
}

static void add_existing(walk *w, nwl_str directory, const step *s, path_list *paths)
{
    if (!may_look_at(w, directory, s->component))
        return;
    int error;
    nwl_str path = path_of(w, directory, s, s->component);
    if (w->fs->kind(w->fs, path, &error) != NWL_FILE_NONE)
        *NWL_PUSH(w->arena, paths) = path;
    note_denied(w, directory, error);
}

static void add_matching(walk *w, nwl_str directory, const step *s, nwl_str name,
                         path_list *paths)
{
    if (may_look_at(w, directory, name) && nwl_glob_matches(s->component, name))
        *NWL_PUSH(w->arena, paths) = path_of(w, directory, s, name);
}

// glob(3) lists the directory for a component with special bytes and tests any other with lstat(2).
static bool needs_listing(nwl_str component)
{
    return nwl_glob_is_pattern(component) || nwl_str_contains(component, NWL_STR("\\"));
}

static void add_listed(walk *w, nwl_str directory, const step *s, path_list *paths)
{
    nwl_names names;
    if (w->listings == 0) {
        w->truncated = true;
        return;
    }
    w->listings--;
    int error = w->fs->list(w->fs, w->arena, directory, &names);
    note_denied(w, directory, error);
    if (error != 0)
        return;
    add_matching(w, directory, s, NWL_STR("."), paths);
    add_matching(w, directory, s, NWL_STR(".."), paths);
    for (uint32_t i = 0; i < names.count; i++)
        add_matching(w, directory, s, names.items[i], paths);
}

static path_list expand_all(walk *w, const path_list *directories, const step *s)
{
    path_list paths = {0};
    bool must_list = needs_listing(s->component);
    for (uint32_t i = 0; i < directories->count && !w->truncated; i++) {
        if (must_list)
            add_listed(w, directories->items[i], s, &paths);
        else
            add_existing(w, directories->items[i], s, &paths);
    }
    return paths;
}

// Puts a '/' behind the directories, links to one included. Of the rest glob(3) keeps what it did not list.
static path_list mark_directories(walk *w, const path_list *paths, bool were_listed)
{
    path_list marked = {0};
    for (uint32_t i = 0; i < paths->count; i++) {
        nwl_str path = nwl_arena_format(w->arena, "%s/", paths->items[i].ptr);
        if (kind_of(w, path) == NWL_FILE_DIRECTORY)
            *NWL_PUSH(w->arena, &marked) = path;
        else if (!were_listed)
            *NWL_PUSH(w->arena, &marked) = paths->items[i];
    }
    return marked;
}

// The leading directory is not looked for, so its escapes are taken out here.
static nwl_str unescape(nwl_arena *arena, nwl_str text)
{
    char *plain = NWL_NEW_ARRAY(arena, char, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        i += text.ptr[i] == '\\';
        if (i < text.len)
            plain[len++] = text.ptr[i];
    }
    return (nwl_str){plain, len};
}

// A '\' that escapes the '/' behind the component says nothing and goes.
static nwl_str without_escape_at_end(nwl_str component)
{
    size_t escapes = 0;
    while (escapes < component.len && component.ptr[component.len - 1 - escapes] == '\\')
        escapes++;
    component.len -= escapes % 2;
    return component;
}

// Cuts a component off *rest, and the slashes behind it into *separator: at most two, as glob(3) does.
static nwl_str cut_component(nwl_str *rest, nwl_str *separator)
{
    size_t end = nwl_str_find(*rest, '/', 0), next = end;
    while (next < rest->len && rest->ptr[next] == '/')
        next++;
    nwl_str component = nwl_str_slice(*rest, 0, end);
    *separator = nwl_str_slice(*rest, end, next < end + 2 ? next : end + 2);
    *rest = nwl_str_from(*rest, next);
    return separator->len > 0 ? without_escape_at_end(component) : component;
}

static int compare_paths(const void *a, const void *b)
{
    return nwl_str_compare(*(const nwl_str *)a, *(const nwl_str *)b);
}

nwl_names nwl_glob(const nwl_fs *fs, nwl_arena *arena, nwl_str pattern)
{
    walk w = {
        .fs = fs, .arena = arena, .budget = PATH_BUDGET, .listings = LISTING_BUDGET};
    step s = {0};
    nwl_str rest, directory = nwl_glob_literal_part(pattern, &rest);
    nwl_str separator = nwl_str_eq(directory, NWL_STR("/")) ? NWL_STR("") : NWL_STR("/");

    path_list paths = {0};
    *NWL_PUSH(arena, &paths) = unescape(arena, directory);
    while (rest.len > 0) {
        s.separator = separator;
        s.component = cut_component(&rest, &separator);
        paths = expand_all(&w, &paths, &s);
    }
    if (separator.len > 0)
        paths = mark_directories(&w, &paths, needs_listing(s.component));
    if (paths.count > 0)
        qsort(paths.items, paths.count, sizeof(*paths.items), compare_paths);
    return (nwl_names){paths.items, paths.count, w.truncated, w.denied.items,
                       w.denied.count};
}
