// The variables that nginx and its modules define by themselves: model/builtin-variables.def.
#ifndef NWL_MODEL_BUILTIN_H
#define NWL_MODEL_BUILTIN_H

#include "model/context.h"

typedef struct nwl_builtin {
    nwl_str name;   // in lower case, without '$'; of a family what its names begin with
    bool is_family; // any name that begins so exists: $http_upgrade
    nwl_context context; // NWL_CX_HTTP or NWL_CX_STREAM: where it is known
    nwl_str module;
    nwl_version since; // 0 when it is not known, or older than all that is judged
    nwl_module_origin origin;
} nwl_builtin;

// The variable of a name without '$' in http or stream, ASCII case ignored; NULL when there is none. A variable goes before
// the family its name belongs to.
const nwl_builtin *nwl_builtin_find(nwl_str name, nwl_context context);

// All of them, in byte order of the names.
uint32_t nwl_builtin_count(void);
const nwl_builtin *nwl_builtin_at(uint32_t index);

#endif
