// Runs the rules over a model.
#ifndef NWL_RULES_ENGINE_H
#define NWL_RULES_ENGINE_H

#include "rules/choice.h"
#include "rules/example.h"
#include "rules/rule.h"

// The rules of rules.def, in its order.
uint32_t nwl_rule_count(void);
const nwl_rule *nwl_rule_at(uint32_t index);
const nwl_rule *nwl_rule_named(nwl_str id); // NULL when there is none

// What the page of a rule shows. The rule is one of them.
const nwl_rule_example *nwl_rule_example_of(const nwl_rule *rule);

typedef NWL_ARRAY(nwl_finding *) nwl_findings;

// Adds the findings of one model to findings; what they hold lives in arena.
void nwl_engine_run(nwl_arena *arena, const nwl_model *model,
                    const nwl_engine_options *options, nwl_findings *findings);

// Sorts the findings of a run by path, offset and rule, takes out what is said twice (a snippet included twice), and gives
// each its fingerprint.
void nwl_engine_finish(nwl_arena *arena, const nwl_files *files, nwl_findings *findings);

#endif
