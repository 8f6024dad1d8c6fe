// Comments that hide findings: "# nginx-wslint: ignore RULE REASON" and "ignore-file".
#ifndef NWL_RULES_SUPPRESSION_H
#define NWL_RULES_SUPPRESSION_H

#include "base/cover.h"
#include "model/annotations.h"
#include "rules/finding.h"

typedef enum nwl_suppression_use {
    NWL_SUPPRESSION_UNDECIDED, // its rule does not look here, or not all could be looked at
    NWL_SUPPRESSION_USED,      // it hides a finding
    NWL_SUPPRESSION_UNUSED,
} nwl_suppression_use;

// One rule that a comment names. What it covers is bytes of its file: from the comment, or the statement in front of it, to
// the end of the line or block that it speaks of.
struct nwl_suppression {
    const nwl_annotation *by;
    uint32_t rule; // index
    nwl_span name; // of the rule, in the comment
    nwl_range covers;
    bool of_file;            // it covers the whole file
    nwl_suppression_use use; // known when all rules have looked at all roots
};

// Those of one configuration.
typedef struct nwl_suppressions {
    NWL_ARRAY(nwl_suppression *) items; // by file and place
    nwl_cover *by_rule; // of each rule, over file and offset; NULL without items
} nwl_suppressions;

// Reads them from the comments of a model, in arena. A list of more names than there are rules is read so far.
nwl_suppressions nwl_suppressions_new(nwl_arena *arena, const nwl_model *model);

// The suppression that hides a finding of the rule at index; NULL when none does. One does that covers its place, or, of a
// finding about a block, the line that opens the block, or one of the includes through which nginx comes to either. The
// innermost counts.
nwl_suppression *nwl_suppressions_find(const nwl_suppressions *suppressions,
                                       uint32_t rule, const nwl_finding *finding);

#endif
