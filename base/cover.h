// Ranges that may nest and overlap, and the innermost of them at a place.
//
//     0    5    10   15
//     [ a ......... )          at 3: a, at 7: b, at 12: b
//          [ b ........ )
#ifndef NWL_BASE_COVER_H
#define NWL_BASE_COVER_H

#include "base/array.h"

typedef struct nwl_cover_range {
    uint64_t begin, end; // half-open
    uint32_t order;      // of adding
    void *what;
} nwl_cover_range;

// From .begin up to the next part.
typedef struct nwl_cover_part {
    uint64_t begin;
    void *what; // NULL for nothing
} nwl_cover_part;

typedef struct nwl_cover {
    NWL_ARRAY(nwl_cover_range) ranges;
    NWL_ARRAY(nwl_cover_part) parts; // by .begin; of equals the last one counts
} nwl_cover;

// Adds what as the range from begin to end, which is behind begin.
void nwl_cover_add(nwl_arena *arena, nwl_cover *cover, uint64_t begin, uint64_t end,
                   void *what);

// To be called when all are added, and before anything is asked. n log n in their number.
void nwl_cover_settle(nwl_arena *arena, nwl_cover *cover);

// What covers place: of several the one that begins last, of those the one that ends first, of those the one that was added
// last. NULL when nothing does. Logarithmic.
void *nwl_cover_at(const nwl_cover *cover, uint64_t place);

#endif
