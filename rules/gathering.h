// Findings that many locations have in common: each is told once, with the first location and how many there are.
#ifndef NWL_RULES_GATHERING_H
#define NWL_RULES_GATHERING_H

#include "rules/rule.h"

typedef struct nwl_gathered {
    nwl_site cause;
    const nwl_proxied_location *first; // in reading order
    uint32_t count;                    // of locations, at least 1
} nwl_gathered;

// How a rule gathers. What both functions are given besides is the rule's own.
typedef struct nwl_gathering {
    bool is_one; // whatever the lines, they are one cause for the whole configuration

    // The line that is to blame for what happens at a location; no site when nothing does.
    nwl_site (*cause_of)(nwl_pass *pass, const nwl_proxied_location *location,
                         const void *own);
    void (*flag)(nwl_pass *pass, const nwl_gathered *gathered, const void *own);
} nwl_gathering;

// Asks for the cause at every location and flags each line once, however often it is included, in the order of the first
// locations. For hooks that are called with the top.
void nwl_gather(nwl_pass *pass, const nwl_gathering *how, const void *own);

// Adds the first location to a finding, and says how many more there are.
void nwl_gathered_add_locations(nwl_pass *pass, nwl_finding *finding,
                                const nwl_gathered *gathered);

#endif
