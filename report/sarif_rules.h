// The rules as SARIF describes them.
#ifndef NWL_REPORT_SARIF_RULES_H
#define NWL_REPORT_SARIF_RULES_H

#include "report/emit.h"

// "rules": every rule of the program in the order of rules.def, whatever a run selects and finds. GitHub wants them the same
// in all runs of one version; 25,000 are its limit.
void nwl_sarif_put_rules(nwl_emitter *emit);

// {"text": …} under key.
void nwl_sarif_put_message(nwl_emitter *emit, const char *key, nwl_str text);

#endif
