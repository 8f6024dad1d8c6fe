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
uint32_t nwl_rule_index(nwl_str id);        // nwl_rule_count() when there is none

// What the page of a rule shows. The rule is one of them.
const nwl_rule_example *nwl_rule_example_of(const nwl_rule *rule);

typedef struct nwl_judged nwl_judged; // a model that the rules have looked at

// What the rules say, of one model after the other.
typedef struct nwl_findings {
    nwl_finding **items;
    uint32_t count, capacity;
    NWL_ARRAY(nwl_judged *) judged;
} nwl_findings;

// Adds the findings of one model to findings; what they hold lives in arena. The model and what options points to have to
// be there until nwl_engine_finish().
void nwl_engine_run(nwl_arena *arena, const nwl_model *model,
                    const nwl_engine_options *options, nwl_findings *findings);

// Adds what the rules say of the suppressions, now that it is known what each of them hides. Then sorts the findings by
// path, offset and rule, takes out what is said twice (a snippet included twice), and gives each its fingerprint.
void nwl_engine_finish(nwl_arena *arena, const nwl_files *files, nwl_findings *findings);

#endif
