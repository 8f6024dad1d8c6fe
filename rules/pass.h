// One rule's visit to one model, as the engine sees it.
#ifndef NWL_RULES_PASS_H
#define NWL_RULES_PASS_H

#include "model/body.h"
#include "rules/engine.h"
#include "rules/handshake.h"

// What the rules share while they look at one place.
typedef struct nwl_visit {
    nwl_arena *scratch;
    const nwl_proxied_location *diagnosed; // the location of .handshake
    nwl_handshake handshake;
    const nwl_scope *read; // the block of .faults
    nwl_body_faults faults;
} nwl_visit;

struct nwl_pass {
    nwl_arena *arena;
    nwl_visit *visit;
    const nwl_model *model;
    const nwl_rule *rule;
    const nwl_engine_options *options;
    nwl_rule_choice choice;
    nwl_findings *findings;
};

#endif
