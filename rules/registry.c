#include "rules/engine.h"

#define NWL_RULE(id, name) extern const nwl_rule nwl_rule_##name;
#include "rules/rules.def"
#undef NWL_RULE

static const nwl_rule *const RULES[] = {
#define NWL_RULE(id, name) &nwl_rule_##name,
#include "rules/rules.def"
#undef NWL_RULE
};

uint32_t nwl_rule_count(void)
{
    return (uint32_t)(sizeof(RULES) / sizeof(RULES[0]));
}

const nwl_rule *nwl_rule_at(uint32_t index)
{
    return RULES[index];
}

const nwl_rule_example *nwl_rule_example_of(const nwl_rule *rule)
{
    uint32_t index = 0;
    while (RULES[index] != rule)
        index++;
    return &nwl_rule_examples[index];
}

uint32_t nwl_rule_index(nwl_str id)
{
    uint32_t index = 0;
    while (index < nwl_rule_count() && !nwl_str_eq(RULES[index]->id, id))
        index++;
    return index;
}

const nwl_rule *nwl_rule_named(nwl_str id)
{
    uint32_t index = nwl_rule_index(id);
    return index < nwl_rule_count() ? RULES[index] : NULL;
}
