// Files of the command line that are parts of a configuration, and the root configurations that they belong to.
#ifndef NWL_CLI_PARTS_H
#define NWL_CLI_PARTS_H

#include "cli/progress.h"
#include "cli/reading.h"

// Reads what the parts among the operands of reading belong to, when its whole roots are read:
//
// - nothing more for a part that a whole root includes, or that is excluded; one that the settings name as a configuration is
//   a whole root itself;
// - the roots that the settings name and that include it;
// - else the first nginx.conf that does in the directory of the part, which symlinks lead to, and in those above it, up to
//   the top of a git repository, the home directory or "/"; then likewise above its name;
// - else, and where --context says what is around it, the part alone.
//
// A root is read once. It is left out again when it includes no part, and answers for its parts alone when it does. What could
// not be read was told and is among the problems.
void nwl_parts_read(nwl_reading *reading, nwl_progress *progress);

#endif
