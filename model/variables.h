// The variables a configuration defines.
#ifndef NWL_MODEL_VARIABLES_H
#define NWL_MODEL_VARIABLES_H

#include "base/array.h"
#include "model/map_block.h"

// A directive of the rewrite phase that a server or location runs: set, if, return, break or rewrite.
typedef struct nwl_rewrite_step {
    const nwl_scope *home; // the server or location
    const nwl_scope
        *if_block; // the "if" that it opens, or that it stands in; NULL for neither
    nwl_site site;
} nwl_rewrite_step;

typedef struct nwl_variable {
    nwl_str name; // as first written, without '$'
    const nwl_map_block
        *map;      // the last map block onto it, which is the one nginx uses; else NULL
    bool is_set;   // some "set" names it
    bool is_group; // some regex has a group of this name
    bool opaque;   // geo, split_clients, scripts and modules: its value is not known here
} nwl_variable;

typedef struct nwl_variables nwl_variables;

// Collects the variables of all scopes from top on. Everything lives in arena.
nwl_variables *nwl_variables_new(nwl_arena *arena, const nwl_scope *top);

// The variable of http by its name without '$', ASCII case ignored; NULL when the configuration does not define it.
const nwl_variable *nwl_variables_find(const nwl_variables *variables, nwl_str name);

// The variable that a block map, geo, split_clients or set_by_lua_block defines, without '$'; empty for any other.
nwl_str nwl_variables_defined_by(const nwl_scope *block);

// Whether anything in the configuration defines it, in the variables of http (NWL_CX_HTTP) or in those of stream
// (NWL_CX_STREAM).
bool nwl_variables_defines(const nwl_variables *variables, nwl_str name,
                           nwl_context context);

// The names that are defined in http or in stream, as first written, without '$'.
uint32_t nwl_variables_name_count(const nwl_variables *variables, nwl_context context);
nwl_str nwl_variables_name_at(const nwl_variables *variables, nwl_context context,
                              uint32_t index);

// The map blocks whose variable no later map takes over, in reading order.
uint32_t nwl_variables_map_count(const nwl_variables *variables);
const nwl_map_block *nwl_variables_map_at(const nwl_variables *variables, uint32_t index);

// The steps that a server or location runs, in reading order, *count of them.
const nwl_rewrite_step *nwl_variables_steps(const nwl_variables *variables,
                                            const nwl_scope *home, uint32_t *count);

#endif
