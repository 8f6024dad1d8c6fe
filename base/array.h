// Growable arrays in an arena.
//
//     NWL_ARRAY(nwl_token) tokens = {0};
//     *NWL_PUSH(arena, &tokens) = token;
#ifndef NWL_BASE_ARRAY_H
#define NWL_BASE_ARRAY_H

#include <string.h>

#include "base/arena.h"

#define NWL_ARRAY(type)                                                                  \
    struct {                                                                             \
        type *items;                                                                     \
        uint32_t count, capacity;                                                        \
    }

// Makes room for one more item, counts it, and gives its address. The item is zeroed.
#define NWL_PUSH(arena, array)                                                           \
    ((array)->items = (array)->count < (array)->capacity                                 \
                          ? (array)->items                                               \
                          : nwl_arena_grow((arena), (array)->items, (array)->count,      \
                                           &(array)->capacity, sizeof(*(array)->items)), \
     memset(&(array)->items[(array)->count], 0, sizeof(*(array)->items)),                \
     &(array)->items[(array)->count++])

#endif
