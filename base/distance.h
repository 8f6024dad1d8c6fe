// "Did you mean": the nearest of a list of names.
#ifndef NWL_BASE_DISTANCE_H
#define NWL_BASE_DISTANCE_H

#include "base/str.h"

// Damerau-Levenshtein distance (optimal string alignment), ASCII case ignored; limit + 1 when it is above limit or
// either text is longer than 64 bytes. limit is below UINT32_MAX.
uint32_t nwl_distance(nwl_str a, nwl_str b, uint32_t limit);

// Walks over the names that next(state, &name) gives until it returns false, and stores the nearest to wrong, the
// first of equals, in *nearest. False, leaving *nearest alone, when none is within a third of wrong's length (at
// least 1) or wrong is longer than 64 bytes.
bool nwl_nearest(nwl_str wrong, bool (*next)(void *state, nwl_str *name), void *state,
                 nwl_str *nearest);

#endif
