// Conditions of "if". Source: ngx_http_rewrite_if_condition().
#ifndef NWL_MODEL_CONDITION_H
#define NWL_MODEL_CONDITION_H

#include "model/evaluate.h"

typedef enum nwl_holds {
    NWL_HOLDS_NO,
    NWL_HOLDS_YES,
    NWL_HOLDS_UNKNOWN,
} nwl_holds;

// Whether the condition of an if block holds for a request of client.
nwl_holds nwl_condition_holds(nwl_arena *arena, const nwl_model *model,
                              const nwl_scope *if_block, nwl_client client);

#endif
