// What stands twice where nginx takes it once.
#ifndef NWL_RULES_REPETITION_H
#define NWL_RULES_REPETITION_H

#include "rules/rule.h"

// Points from a finding at the second site to the first one: to its line or, when both are the same line of a file that is
// read twice, to the two includes.
void nwl_finding_first(nwl_pass *pass, nwl_finding *finding, nwl_site first,
                       nwl_site second);

// Where the ways by which nginx comes to the same line for the first and the second time part: *a and *b are the includes, or
// NULL.
void nwl_repetition_part(nwl_site first, nwl_site second, const nwl_include_step **a,
                         const nwl_include_step **b);

// Whether both are the same line of a file that a pattern or a second name has nginx read twice, of which
// site-enabled-twice speaks.
bool nwl_repetition_is_of_file(nwl_site first, nwl_site second);

// Whether nginx refuses a second line of a directive in a context: the table of duplicate-directive.
bool nwl_repetition_is_refused(nwl_directive_id id, nwl_context context);

#endif
