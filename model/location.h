// What the words behind "location" say.
#ifndef NWL_MODEL_LOCATION_H
#define NWL_MODEL_LOCATION_H

#include "model/scope.h"

typedef enum nwl_location_kind {
    NWL_LOCATION_INVALID, // its modifier is none, or it is no location
    NWL_LOCATION_PREFIX,
    NWL_LOCATION_PREFERRED, // "^~ /a", a prefix that regular expressions stand back from
    NWL_LOCATION_EXACT,     // "= /a"
    NWL_LOCATION_REGEX,     // "~ ^/a"
    NWL_LOCATION_REGEX_NO_CASE, // "~* ^/a"
    NWL_LOCATION_NAMED,         // "@a"
} nwl_location_kind;

typedef struct nwl_location {
    nwl_location_kind kind;
    nwl_str text; // without the modifier
} nwl_location;

// Reads the words of a location block's directive, INVALID for NULL; a modifier may be glued to the text. Source: ngx_http_core_location().
nwl_location nwl_location_read(const nwl_directive *opener);

bool nwl_location_is_regex(nwl_location location);

// How a location of the kind says that it was chosen: "longest prefix", "regex ~".
nwl_str nwl_location_kind_name(nwl_location_kind kind);

#endif
