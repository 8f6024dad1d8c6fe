// Which findings the files that were given answer for, where they are parts of a configuration: those that a change of these
// files may have caused.
#ifndef NWL_RULES_ANSWERING_H
#define NWL_RULES_ANSWERING_H

#include "base/map.h"
#include "rules/finding.h"

typedef struct nwl_answering {
    const nwl_configuration *configuration;
    const bool *given;  // for each file of it and of its neighbours; NULL: all were given
    nwl_map steps;      // addresses of include steps -> whether they come through one
    nwl_map blocks;     // addresses of the blocks that take lines from one
    nwl_map dependents; // the lines that take variables from one
} nwl_answering;

// given has the real path of each file that was given, or the path by which an include names it; NULL when the whole
// configuration was. Linear in the model.
nwl_answering nwl_answering_new(nwl_arena *arena, const nwl_model *model,
                                const nwl_map *given);

// Whether a site stands in a file that was given, or in one that is included through it.
bool nwl_answering_for_site(nwl_answering *answering, nwl_site site);

// Whether a file that was given answers for a finding: the finding or a related place is in it or is included through it; the
// block that the finding is about is, or takes lines from it, which in http and servers have to say which requests come there or
// how they are handed on, as do the blocks around; the block is the catch-all beside a location of it; the line of the
// finding takes a variable that is made in it; or nginx refuses the configuration over it, and the file that was given with
// the rest.
bool nwl_answering_for(nwl_answering *answering, const nwl_finding *finding);

#endif
