// The walk that makes scopes of trees.
#ifndef NWL_MODEL_BUILD_H
#define NWL_MODEL_BUILD_H

#include "model/scope.h"

typedef struct nwl_scopes {
    const nwl_scope *top;
    const nwl_include_step *
        *first_steps; // for each file of the configuration, how nginx first comes to it
    uint32_t
        gaps; // NWL_CX_HTTP and NWL_CX_STREAM where what is not read may define variables
    bool too_large; // more than site_limit blocks and directives; the rest is left out
} nwl_scopes;

// Builds the scopes of a configuration whose root file's first level is read in context, with their settings.
nwl_scopes nwl_build_scopes(nwl_arena *arena, const nwl_configuration *configuration,
                            nwl_context context, uint32_t site_limit);

// Whether a path is that of a file which nginx packages bring, such as mime.types or proxy_params. As they come, they define
// no variables.
bool nwl_is_packaged_file(nwl_str path);

// The context in which most of the directives at the first level of a file are allowed: NWL_CX_MAIN for a whole
// configuration, NWL_CX_HTTP for a file with a server, …
nwl_context nwl_infer_context(const nwl_file *file);

#endif
