// What the variables that nginx defines itself are worth for a request.
#ifndef NWL_MODEL_BUILTIN_VALUE_H
#define NWL_MODEL_BUILTIN_VALUE_H

#include "model/request.h"

// The value of a variable by its name without '$', ASCII case ignored; not known when it depends on more than the request.
nwl_text_value nwl_builtin_value(nwl_request *request, nwl_str name);

#endif
