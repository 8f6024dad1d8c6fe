// Who is let into a block: allow, deny and limit_except. Source: ngx_http_access_module.c, ngx_http_core_limit_except().
#ifndef NWL_MODEL_ACCESS_H
#define NWL_MODEL_ACCESS_H

#include "model/scope.h"
#include "model/text.h"

// What a check of the access phase makes of a request.
typedef enum nwl_access {
    NWL_ACCESS_UNASKED, // nothing is checked, or no line fits
    NWL_ACCESS_GRANTED,
    NWL_ACCESS_REFUSED,
    NWL_ACCESS_OPEN, // the configuration lets some in and others not, and does not tell which one this is
} nwl_access;

// What the allow and deny lines of scope make of a client's address: the nearest list counts, and in it the first line that
// fits. *line is the line that decides, or one that may when the result is NWL_ACCESS_OPEN.
nwl_access nwl_access_of_address(const nwl_scope *scope, const nwl_text_value *address,
                                 nwl_site *line);

// Whether a limit_except block leaves the method alone.
bool nwl_limit_except_names(const nwl_scope *limit_except, nwl_str method);

#endif
