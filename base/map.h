// A hash map from byte strings to pointers, in an arena. Keys are borrowed.
#ifndef NWL_BASE_MAP_H
#define NWL_BASE_MAP_H

#include "base/arena.h"

typedef struct nwl_map_entry {
    nwl_str key;
    void *value;
} nwl_map_entry;

typedef struct nwl_map {
    nwl_arena *arena;
    nwl_map_entry *slots;
    uint32_t count, capacity;
    uint64_t seed; // random per map, so that no input can aim at one slot
} nwl_map;

nwl_map nwl_map_new(nwl_arena *arena);

// The value stored under key, NULL when there is none.
void *nwl_map_get(const nwl_map *map, nwl_str key);

// Stores value (not NULL) under key; a value already there is replaced.
void nwl_map_put(nwl_map *map, nwl_str key, void *value);

// The same for an address as the key: of what lies there nothing is read.
void *nwl_map_get_at(const nwl_map *map, const void *address);
void nwl_map_put_at(nwl_map *map, const void *address, void *value);

#endif
