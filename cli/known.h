// Findings that are known from elsewhere, by their fingerprints.
#ifndef NWL_CLI_KNOWN_H
#define NWL_CLI_KNOWN_H

#include "rules/engine.h"

typedef struct nwl_known {
    nwl_arena *arena;
    nwl_map left; // fingerprint -> how many are still to be met
} nwl_known;

nwl_known nwl_known_new(nwl_arena *arena);

// Adds one finding; one that is known twice hides two.
void nwl_known_add(nwl_known *known, nwl_str fingerprint);

// Adds each of findings.
void nwl_known_add_all(nwl_known *known, const nwl_findings *findings);

// Takes the known findings out of findings, and each of them out of what is known, but for those that a comment hides. Returns
// how many those were.
uint32_t nwl_known_hide(nwl_known *known, nwl_findings *findings);

// Whether a fingerprint that was added was met less often than that.
bool nwl_known_is_left(const nwl_known *known, nwl_str fingerprint);

#endif
