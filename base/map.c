#define _DEFAULT_SOURCE // getentropy, which musl has in unistd.h

#include "base/map.h"

#include <assert.h>
#include <sys/random.h>
#include <unistd.h>

// Open addressing with linear probing, at most half full. The hash is seeded FNV-1a with a final mix.

nwl_map nwl_map_new(nwl_arena *arena)
{
    nwl_map map = {.arena = arena};
    if (getentropy(&map.seed, sizeof(map.seed)) != 0)
        map.seed = (uint64_t)(uintptr_t)arena;
    return map;
}

static uint64_t hash_of(const nwl_map *map, nwl_str key)
{
    uint64_t hash = 14695981039346656037u ^ map->seed;
    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.ptr[i]) * 1099511628211u;
    hash ^= hash >> 32;
    hash *= 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 29);
}

static nwl_map_entry *slot_for(const nwl_map *map, nwl_str key)
{
    uint32_t mask = map->capacity - 1;
    uint32_t at = (uint32_t)hash_of(map, key) & mask;
    while (map->slots[at].value != NULL && !nwl_str_eq(map->slots[at].key, key))
        at = (at + 1) & mask;
    return &map->slots[at];
}

void *nwl_map_get(const nwl_map *map, nwl_str key)
{
    return map->capacity == 0 ? NULL : slot_for(map, key)->value;
}

static void grow(nwl_map *map)
{
    nwl_map_entry *old = map->slots;
    uint32_t old_capacity = map->capacity;
    if (old_capacity > UINT32_MAX / 4)
        nwl_out_of_memory();
    map->capacity = old_capacity == 0 ? 16 : old_capacity * 2;
    map->slots = NWL_NEW_ARRAY(map->arena, nwl_map_entry, map->capacity);
    for (uint32_t i = 0; i < old_capacity; i++) {
        if (old[i].value != NULL)
            *slot_for(map, old[i].key) = old[i];
    }
}

void nwl_map_put(nwl_map *map, nwl_str key, void *value)
{
    assert(value != NULL);
    if (map->count + 1 > map->capacity / 2)
        grow(map);
    nwl_map_entry *slot = slot_for(map, key);
    if (slot->value == NULL)
        map->count++;
    *slot = (nwl_map_entry){key, value};
}

static nwl_str address_key(const void *const *address)
{
    return (nwl_str){(const char *)address, sizeof(*address)};
}

void *nwl_map_get_at(const nwl_map *map, const void *address)
{
    return nwl_map_get(map, address_key(&address));
}

void nwl_map_put_at(nwl_map *map, const void *address, void *value)
{
    const void **kept = NWL_NEW(map->arena, const void *);
    *kept = address;
    nwl_map_put(map, address_key(kept), value);
}
