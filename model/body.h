// Blocks that hold lines in place of directives, and what nginx refuses in them: map, geo, types, split_clients, charset_map,
// each by its own grammar.
//
// Source: ngx_http_map(), ngx_http_geo(), ngx_http_core_type(), ngx_http_split_clients(), ngx_http_charset_map() and their
// twins in nginx src/stream.
#ifndef NWL_MODEL_BODY_H
#define NWL_MODEL_BODY_H

#include "model/model.h"

// Bits.
typedef enum nwl_body_fault_kind {
    NWL_BODY_WRONG_COUNT = 1 << 0, // a line has too many words or too few
    NWL_BODY_INVALID = 1 << 1,     // one of them is not what may stand there
    NWL_BODY_DUPLICATE = 1 << 2,   // what it says is said already
} nwl_body_fault_kind;

// A line, or the block itself, that nginx stops at.
typedef struct nwl_body_fault {
    nwl_body_fault_kind kind;
    nwl_site site;
    nwl_site first;  // the line that a duplicate repeats; else no site
    nwl_str message; // lower case, no full stop, the reader's own words quoted
} nwl_body_fault;

typedef NWL_ARRAY(nwl_body_fault) nwl_body_faults;

// Of one block; the last one then says that there are more.
enum { NWL_BODY_MOST_FAULTS = 100 };

// Adds to faults what is wrong in a block and in the files that it includes, in reading order; all of it lives in arena. None
// for a block of another kind, and for one that is refused as a whole. What differs between versions of nginx is wrong only
// when it is so in the version of the model's options.
void nwl_body_find_faults(nwl_arena *arena, const nwl_model *model,
                          const nwl_scope *block, nwl_body_faults *faults);

#endif
