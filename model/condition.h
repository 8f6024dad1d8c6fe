// Conditions of "if". Source: ngx_http_rewrite_if_condition().
#ifndef NWL_MODEL_CONDITION_H
#define NWL_MODEL_CONDITION_H

#include "model/text.h"

typedef enum nwl_holds {
    NWL_HOLDS_NO,
    NWL_HOLDS_YES,
    NWL_HOLDS_SOMETIMES, // for some requests of the client, not for others
    NWL_HOLDS_UNKNOWN,
} nwl_holds;

// A condition taken apart: "($variable)", or "($variable operator operand)".
typedef struct nwl_condition {
    nwl_str variable; // "$http_upgrade"
    nwl_str operator; // "=", "!=", "~", …; empty without one
    nwl_str operand;
} nwl_condition;

// Reads the condition of an if block's directive; false for one that asks for a file, or is none.
bool nwl_condition_read(const nwl_directive *opener, nwl_condition *condition);

// Whether the condition holds when its variable has this value.
nwl_holds nwl_condition_test(nwl_arena *arena, const nwl_condition *condition,
                             const nwl_text_value *value);

#endif
