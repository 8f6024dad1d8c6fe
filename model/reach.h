// Locations that nginx chooses for none of their own paths.
#ifndef NWL_MODEL_REACH_H
#define NWL_MODEL_REACH_H

#include "model/model.h"

// What is kept from one question to the next; the locations of a server, and the blocks of a location, come in a row.
typedef struct nwl_reach {
    const nwl_model *model;
    nwl_arena *scratch;
    const nwl_scope *server;   // of the last location, and
    uint32_t affordable;       // how many more of its paths may be looked for
    const nwl_scope *location; // the last one, and
    const nwl_scope *taker;    // the answer for it
} nwl_reach;

nwl_reach nwl_reach_new(nwl_arena *scratch, const nwl_model *model);

// The location that nginx chooses instead for every example of a path that a handshake for location may ask for: a regex before
// it or over it, or a "^~" prefix. NULL when it gets some of them, when that is not known, and in a server without regexes. The
// cost of a server is linear in its locations: of very many not all are looked at.
const nwl_scope *nwl_reach_taker(nwl_reach *reach, const nwl_scope *location);

#endif
