// The address ranges of a geo block, which may lie within each other, but not overlap. Source: ngx_http_geo_add_range().
//
// nginx cuts every range where the upper half of the address changes, and looks at the pieces one by one: a piece replaces
// its equal, splits the one that it lies in, and is refused when it lies across an end of another.
#ifndef NWL_MODEL_BODY_RANGES_H
#define NWL_MODEL_BODY_RANGES_H

#include "base/map.h"

typedef struct nwl_address_range {
    uint32_t begin, end; // both belong to it
} nwl_address_range;

typedef struct nwl_range_set {
    nwl_arena *arena;
    nwl_map halves;           // upper half of the address -> the pieces there
    uint64_t work, most_work; // so far, in pieces
} nwl_range_set;

// An empty set, which stops looking at ranges when they have had most_work pieces in all.
nwl_range_set nwl_range_set_new(nwl_arena *arena, uint64_t most_work);

// Adds a range. Returns false, adding nothing, when a piece of it overlaps one that is there, which *other then is. A set that
// has stopped returns true.
bool nwl_range_set_add(nwl_range_set *set, nwl_address_range range,
                       nwl_address_range *other);

// Takes out the pieces that a range added, unless others changed them.
void nwl_range_set_remove(nwl_range_set *set, nwl_address_range range);

// Reads "10.0.0.1-10.0.0.9". Source: ngx_http_geo_range().
bool nwl_address_range_read(nwl_str text, nwl_address_range *range);

#endif
