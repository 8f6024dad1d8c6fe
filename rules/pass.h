// One rule's visit to one model, as the engine sees it.
#ifndef NWL_RULES_PASS_H
#define NWL_RULES_PASS_H

#include "rules/engine.h"

struct nwl_pass {
    nwl_arena *arena, *scratch;
    const nwl_model *model;
    const nwl_rule *rule;
    const nwl_engine_options *options;
    nwl_rule_choice choice;
    nwl_findings *findings;
};

#endif
