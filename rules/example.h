// The configurations on the page of a rule: its cases fixtures/rules/<id>/bad-example and good-example, built in.
#ifndef NWL_RULES_EXAMPLE_H
#define NWL_RULES_EXAMPLE_H

#include "rules/finding.h"

typedef struct nwl_rule_example {
    nwl_str bad, good;
} nwl_rule_example;

// Of each rule, in the order of nwl_rule_at(). The build makes it, see tools/embed-examples.cmake.
extern const nwl_rule_example nwl_rule_examples[];

#endif
