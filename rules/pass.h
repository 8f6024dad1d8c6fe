// One rule's visit to one model, as the engine sees it.
#ifndef NWL_RULES_PASS_H
#define NWL_RULES_PASS_H

#include "model/body.h"
#include "rules/answering.h"
#include "rules/blame.h"
#include "rules/engine.h"
#include "rules/handshake.h"
#include "rules/sample.h"
#include "rules/suppression.h"

// What the rules share while they look at one place.
typedef struct nwl_visit {
    nwl_arena *scratch;
    nwl_chooser chooser;
    nwl_suppressions suppressions;
    nwl_answering answering;
    const nwl_proxied_location *diagnosed; // the location of .handshake
    nwl_handshake handshake;
    const nwl_proxied_location *sampled; // the location of .samples
    nwl_samples samples;
    const nwl_scope
        *sampled_server;       // the last one through which samples were followed, and
    uint32_t sampled_count;    // how many of them in a row
    const nwl_scope *searched; // the server of what follows
    bool has_regexes;          // among its locations
    nwl_str rivals[NWL_MOST_RIVALS]; // paths of those which look for files
    uint32_t rival_count;
    const nwl_scope *takers_server; // the server of .takers
    nwl_map takers;        // addresses of regex locations that take the path of a socket
    const nwl_scope *read; // the block of .faults
    nwl_body_faults faults;
} nwl_visit;

struct nwl_pass {
    nwl_arena *arena;
    nwl_visit *visit;
    const nwl_model *model;
    const nwl_rule *rule;
    uint32_t index; // of the rule
    const nwl_engine_options *options;
    nwl_findings *findings;
    nwl_blames blames;
};

// Whether a file of the configuration is a text for people that a pattern finds: stray-file-loaded speaks of it, and what its
// words would mean as directives is not worth a word.
bool nwl_pass_is_prose(const nwl_pass *pass, uint32_t file);

#endif
