// map { } blocks of http. Source: nginx src/http/modules/ngx_http_map_module.c, ngx_http_map_find().
#ifndef NWL_MODEL_MAP_BLOCK_H
#define NWL_MODEL_MAP_BLOCK_H

#include "base/map.h"
#include "model/regex.h"
#include "model/scope.h"

typedef struct nwl_map_arm {
    nwl_site site;
    nwl_str key; // as written, without the quotes
    nwl_str value;
    nwl_regex *regex; // of a key that begins with '~' and compiles
    bool is_regex;
} nwl_map_arm;

typedef struct nwl_map_block {
    const nwl_scope *scope;
    nwl_str source;          // "$http_upgrade"
    nwl_str variable;        // "connection_upgrade"
    const nwl_map_arm *arms; // in reading order, without the next two
    uint32_t arm_count;
    const nwl_map_arm
        *otherwise;    // "default"; NULL when there is none: then the value is empty
    nwl_map wildcards; // lower-case key behind "hostnames" -> arm
    nwl_map exact;     // lower-case key -> arm
    bool hostnames;
    bool is_volatile; // looked into each time that its variable is used
    bool incomplete;  // an include inside could not be read
    NWL_ARRAY(const nwl_map_arm *) regexes;
} nwl_map_block;

typedef enum nwl_map_result {
    NWL_MAP_ARM,       // *arm was taken
    NWL_MAP_NO_ARM,    // no arm fits and there is no default: the value is empty
    NWL_MAP_UNDECIDED, // a regex that cannot be run, or arms that were not read
} nwl_map_result;

nwl_map_block *nwl_map_block_new(nwl_arena *arena, const nwl_scope *scope);

// Which arm nginx takes for a source value. Case is ignored for exact keys; regexes are not tried on an empty value.
nwl_map_result nwl_map_block_find(const nwl_map_block *map, nwl_str value,
                                  const nwl_map_arm **arm);

#endif
