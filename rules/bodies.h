// What nginx refuses in the blocks that hold no directives, for the rules whose mistakes these are.
#ifndef NWL_RULES_BODIES_H
#define NWL_RULES_BODIES_H

#include "model/body.h"
#include "rules/rule.h"

// Flags the faults of the kinds (NWL_BODY_ bits) in the block that the hook was called with, if it is one of model/body.h.
// Nothing is said of lines that the parser has reported, and of the placeholders of a template.
void nwl_bodies_report(nwl_pass *pass, const nwl_scope *scope, uint32_t kinds);

#endif
