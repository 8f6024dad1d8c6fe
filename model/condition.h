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

typedef enum nwl_comparison {
    NWL_IS_TRUE, // neither "" nor "0"
    NWL_EQUALS,
    NWL_MATCHES,
    NWL_MATCHES_NOCASE,
} nwl_comparison;

// A condition taken apart: "($variable)", or "($variable operator operand)".
typedef struct nwl_condition {
    nwl_str variable; // "$http_upgrade"
    nwl_comparison comparison;
    bool negated;
    nwl_str operand;
} nwl_condition;

// Reads the condition of an if block's directive; false for one that asks for a file, or is none.
bool nwl_condition_read(const nwl_directive *opener, nwl_condition *condition);

nwl_holds nwl_holds_not(nwl_holds holds);

// What holds for some values and what holds for others, together. Begin with the first.
nwl_holds nwl_holds_both(nwl_holds some, nwl_holds others);

#endif
