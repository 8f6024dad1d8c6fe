// Who is let into a block: allow, deny and limit_except. Source: ngx_http_access_module.c, ngx_http_core_limit_except().
#ifndef NWL_MODEL_ACCESS_H
#define NWL_MODEL_ACCESS_H

#include "model/scope.h"

// The "deny" that keeps an address out of scope; no site when it is let in. Without an address (empty) the one that keeps
// everybody out, unless somebody may be let in.
nwl_site nwl_access_denial(const nwl_scope *scope, nwl_str address);

// Whether a limit_except block leaves the method alone.
bool nwl_limit_except_names(const nwl_scope *limit_except, nwl_str method);

#endif
