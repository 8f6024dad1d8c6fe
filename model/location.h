// The name of a location: how it is compared with the path of a request, and with what.
#ifndef NWL_MODEL_LOCATION_H
#define NWL_MODEL_LOCATION_H

#include "model/scope.h"

// Id, and how a location of the kind says that it was chosen.
#define NWL_LOCATION_KINDS(X)                                                            \
    X(PREFIX, "longest prefix")                                                          \
    X(FINAL_PREFIX, "^~ prefix")                                                         \
    X(EXACT, "exact")                                                                    \
    X(REGEX, "regex ~")                                                                  \
    X(REGEX_ANY_CASE, "regex ~*")                                                        \
    X(NAMED, "named")                                                                    \
    X(INVALID, "invalid")

typedef enum nwl_location_kind {
#define X(id, name) NWL_LOCATION_##id,
    NWL_LOCATION_KINDS(X)
#undef X
} nwl_location_kind;

typedef struct nwl_location_name {
    nwl_location_kind kind;
    nwl_str text; // without the modifier; of a named location with its "@"
} nwl_location_name;

// The name of a location block, with the modifier in a word of its own or glued to the name; INVALID when nginx refuses it.
// Source: ngx_http_core_location().
nwl_location_name nwl_location_name_of(const nwl_scope *location);

bool nwl_location_is_regex(nwl_location_kind kind);

// "longest prefix", "regex ~".
nwl_str nwl_location_kind_name(nwl_location_kind kind);

#endif
