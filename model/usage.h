// Where nginx reads variables: the arguments that it takes apart when it starts.
#ifndef NWL_MODEL_USAGE_H
#define NWL_MODEL_USAGE_H

#include "model/argument.h"

// A variable in an argument.
typedef struct nwl_usage {
    const nwl_scope *scope; // what the line stands in
    nwl_site site;
    nwl_str name; // without '$' and braces
    bool
        lazy; // in http; nginx looks for it only when a server has no line of this directive
} nwl_usage;

typedef void nwl_usage_found(void *state, const nwl_usage *usage);

// Calls found for every variable that nginx looks for in a line of scope, in order. $1 to $9 are left out where they are
// captures. A directive that is not known to take variables has none.
void nwl_usages_of_line(const nwl_scope *scope, nwl_site site, nwl_usage_found *found,
                        void *state);

// The same for what stands before the brace of a block, which is not the top.
void nwl_usages_of_opener(const nwl_scope *block, nwl_usage_found *found, void *state);

// The same for a line "key value" of a map.
void nwl_usages_of_map_line(const nwl_scope *map, nwl_site line, nwl_usage_found *found,
                            void *state);

// Whether nginx stops at a '$' of an argument that it reads for variables; *fault is set when it does and left alone
// otherwise. Blocks are not looked at.
bool nwl_usages_refused(const nwl_argument_line *line, nwl_argument_fault *fault);

#endif
