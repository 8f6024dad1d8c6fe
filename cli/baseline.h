// --baseline and --write-baseline: the file, see report/baseline.h, and what is said about it.
#ifndef NWL_CLI_BASELINE_H
#define NWL_CLI_BASELINE_H

#include "report/baseline.h"
#include "cli/known.h"
#include "cli/reading.h"

enum { NWL_BASELINE_LIMIT = 64 * 1024 * 1024 }; // bytes

// Reads the file of --baseline. False when it is no good, which was told.
bool nwl_baseline_open(const nwl_cli *cli, nwl_baseline *baseline);

// Says how many entries no longer occur, of those that were looked for: their rule was asked for, and their file was read or is
// no longer there. known is what is left of the baseline.
void nwl_baseline_tell_gone(const nwl_cli *cli, const nwl_reading *reading,
                            const nwl_baseline *baseline, const nwl_known *known);

// Writes all findings to the file of --write-baseline and says how many they were. False when it was not written, which was told:
// also when it would overwrite what was read, when only parts of a configuration were asked for, and when the reading has problems,
// as their findings would be missing.
bool nwl_baseline_write(const nwl_cli *cli, const nwl_reading *reading,
                        const nwl_findings *findings);

#endif
