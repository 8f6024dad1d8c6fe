#include "model/entries.h"

#include "model/error_page.h"
#include "model/location.h"
#include "model/regex.h"

static nwl_str key_of(nwl_arena *arena, const nwl_scope *scope, nwl_str name)
{
    const nwl_scope *server = nwl_scope_enclosing(scope, NWL_CX_HTTP_SERVER);
    return nwl_arena_format(arena, "%p%.*s", (const void *)server, NWL_STR_FMT(name));
}

static void add(nwl_map *entries, const nwl_scope *from, nwl_str name, bool may_tunnel)
{
    if (!nwl_str_starts_with(name, NWL_STR("@")))
        return;
    nwl_str key = key_of(entries->arena, from, name);
    nwl_entry *entry = nwl_map_get(entries, key);
    if (entry == NULL) {
        entry = NWL_NEW(entries->arena, nwl_entry);
        entry->from = from;
        nwl_map_put(entries, key, entry);
    }
    entry->may_tunnel = entry->may_tunnel || may_tunnel;
    if (from->context != NWL_CX_HTTP_LOCATION)
        return;
    if (entry->count < NWL_MOST_FROM)
        entry->all[entry->count++] = from;
    if (nwl_is_catch_all(from))
        entry->from = from;
}

// "error_page 418 = @ws" and "=101" let a tunnel through; any other form says a status of its own.
static bool lets_tunnel(const nwl_directive *error_page)
{
    return nwl_status_lets_tunnel(nwl_error_page_status(error_page, 500));
}

static nwl_str last_arg(const nwl_directive *directive)
{
    return directive->arg_count == 0
               ? NWL_STR("")
               : nwl_directive_arg(directive, directive->arg_count - 1);
}

nwl_map nwl_entries_new(nwl_arena *arena, const nwl_scope *top)
{
    nwl_map entries = nwl_map_new(arena);
    for (const nwl_scope *s = top; s != NULL; s = nwl_scope_following(s, top)) {
        uint32_t count;
        const nwl_site *sites = nwl_scope_all(s, NWL_D_try_files, &count);
        for (uint32_t i = 0; i < count; i++)
            add(&entries, s, last_arg(sites[i].directive), true);
        sites = nwl_scope_all(s, NWL_D_error_page, &count);
        for (uint32_t i = 0; i < count; i++)
            add(&entries, s, last_arg(sites[i].directive),
                lets_tunnel(sites[i].directive));
    }
    return entries;
}

const nwl_entry *nwl_entries_find(const nwl_map *entries, nwl_arena *scratch,
                                  const nwl_scope *location)
{
    nwl_str name = nwl_directive_arg(location->opener.directive, 0);
    if (!nwl_str_starts_with(name, NWL_STR("@")))
        return NULL;
    return nwl_map_get(entries, key_of(scratch, location, name));
}

const nwl_scope *nwl_entries_asking(const nwl_map *entries, nwl_arena *scratch,
                                    const nwl_scope *location)
{
    const nwl_entry *entry = nwl_entries_find(entries, scratch, location);
    bool known = entry != NULL && entry->from->context == NWL_CX_HTTP_LOCATION;
    return known ? entry->from : location;
}

bool nwl_is_catch_all(const nwl_scope *scope)
{
    if (scope->opener.directive == NULL)
        return false;
    nwl_location location = nwl_location_read(scope->opener.directive);
    if (nwl_location_is_regex(location))
        return nwl_regex_is_catch_all(location.text,
                                      location.kind == NWL_LOCATION_REGEX_NO_CASE);
    bool is_prefix =
        location.kind == NWL_LOCATION_PREFIX || location.kind == NWL_LOCATION_PREFERRED;
    return is_prefix && nwl_str_eq(location.text, NWL_STR("/"));
}
