// How requests come to named locations: by try_files, or by error_page.
#ifndef NWL_MODEL_ENTRIES_H
#define NWL_MODEL_ENTRIES_H

#include "base/map.h"
#include "model/scope.h"

enum { NWL_MOST_FROM = 16 };

typedef struct nwl_entry {
    const nwl_scope *
        from; // the location that sends them there; the server when an error_page of its does
    const nwl_scope *all[NWL_MOST_FROM]; // the first of the locations that do
    uint32_t count;                      // of these
    bool
        may_tunnel; // the client gets the backend's 101: not from an error_page without "="
} nwl_entry;

// The entries of all named locations from top on, in arena.
nwl_map nwl_entries_new(nwl_arena *arena, const nwl_scope *top);

// How requests come to location; NULL when it has no name or nothing leads to it.
const nwl_entry *nwl_entries_find(const nwl_map *entries, nwl_arena *scratch,
                                  const nwl_scope *location);

// The location whose requests a named location serves, as far as one is known; else the location itself.
const nwl_scope *nwl_entries_asking(const nwl_map *entries, nwl_arena *scratch,
                                    const nwl_scope *location);

// Whether a location takes every request that no other location takes.
bool nwl_is_catch_all(const nwl_scope *location);

#endif
