// Taking the program up in an old tree: the findings that are put up with, and those that are new.
#ifndef NWL_CLI_ADOPTING_H
#define NWL_CLI_ADOPTING_H

#include "cli/baseline.h"
#include "cli/revision.h"

typedef struct nwl_adopting {
    const nwl_cli *cli;
    const nwl_reading *reading;
    nwl_baseline baseline; // of --baseline
    nwl_revision
        revision; // of --new-from-rev; without a tree when there is nothing to compare
} nwl_adopting;

// Prepares what --baseline and --new-from-rev ask for. False when that cannot be done, which was told.
bool nwl_adopting_begin(nwl_adopting *adopting, const nwl_cli *cli,
                        const nwl_reading *reading);

// Takes out of findings, which are final, what is in the baseline or in the revision, and counts it in summary; writes them for
// --write-baseline, and then they are all in the baseline. False when something could not be done, which was told.
bool nwl_adopting_hide(nwl_adopting *adopting, nwl_findings *findings,
                       nwl_summary *summary);

#endif
