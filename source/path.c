#include "source/path.h"

#include <string.h>

bool nwl_path_is_absolute(nwl_str path)
{
    return nwl_str_starts_with(path, NWL_STR("/"));
}

nwl_str nwl_path_directory(nwl_str path)
{
    size_t slash = nwl_str_find_last(path, '/');
    if (slash == path.len)
        return NWL_STR("");
    return nwl_str_slice(path, 0, slash == 0 ? 1 : slash);
}

nwl_str nwl_path_name(nwl_str path)
{
    size_t slash = nwl_str_find_last(path, '/');
    return slash == path.len ? path : nwl_str_from(path, slash + 1);
}

static nwl_str without_slashes_at_end(nwl_str path)
{
    while (nwl_str_ends_with(path, NWL_STR("/")))
        path.len--;
    return path;
}

nwl_str nwl_path_join(nwl_arena *arena, nwl_str base, nwl_str path)
{
    if (nwl_path_is_absolute(path) || base.len == 0)
        return nwl_arena_copy(arena, path);
    base = without_slashes_at_end(base);
    char *joined = NWL_NEW_ARRAY(arena, char, base.len + 1 + path.len + 1);
    if (base.len > 0)
        memcpy(joined, base.ptr, base.len);
    joined[base.len] = '/';
    if (path.len > 0)
        memcpy(joined + base.len + 1, path.ptr, path.len);
    return (nwl_str){joined, base.len + 1 + path.len};
}

bool nwl_path_is_below(nwl_str path, nwl_str directory)
{
    if (directory.len == 0)
        return false;
    directory = without_slashes_at_end(directory);
    return nwl_str_starts_with(path, directory) &&
           (path.len == directory.len || path.ptr[directory.len] == '/');
}

nwl_str nwl_path_clean(nwl_arena *arena, nwl_str path)
{
    char *clean = NWL_NEW_ARRAY(arena, char, path.len + 2);
    size_t len = 0;
    nwl_str component;
    while (nwl_str_cut(&path, '/', &component)) {
        if (component.len == 0 || nwl_str_eq(component, NWL_STR(".")))
            continue;
        if (nwl_str_eq(component, NWL_STR(".."))) {
            while (len > 0 && clean[--len] != '/')
                continue;
            continue;
        }
        clean[len] = '/';
        memcpy(clean + len + 1, component.ptr, component.len);
        len += 1 + component.len;
    }
    if (len == 0)
        clean[len++] = '/';
    clean[len] = '\0';
    return (nwl_str){clean, len};
}

nwl_str nwl_path_relative(nwl_str path, nwl_str directory)
{
    if (directory.len == 0 || !nwl_path_is_below(path, directory))
        return path;
    nwl_str rest = nwl_str_from(path, directory.len);
    if (nwl_str_starts_with(rest, NWL_STR("/")))
        rest = nwl_str_from(rest, 1);
    return rest.len > 0 ? rest : NWL_STR(".");
}
