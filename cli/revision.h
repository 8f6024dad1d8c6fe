// --new-from-rev: the same configurations as they were in a revision of their git repository.
#ifndef NWL_CLI_REVISION_H
#define NWL_CLI_REVISION_H

#include "source/git_tree.h"
#include "cli/reading.h"

typedef struct nwl_revision {
    nwl_str name; // as the command line has it
    nwl_git_tree *tree;
} nwl_revision;

// Opens the revision of --new-from-rev in the repository that all configurations of reading lie in; there is no tree when it has
// none. False when that cannot be done, which
// was told.
bool nwl_revision_open(const nwl_cli *cli, const nwl_reading *reading,
                       nwl_revision *revision);

// Reads the roots as the revision has them. A file that was only moved since is given the path it has now.
nwl_reading *nwl_revision_read(const nwl_revision *revision, const nwl_reading *now);

// Whether all of it could be read that was asked for; false was told.
bool nwl_revision_is_whole(const nwl_cli *cli, const nwl_revision *revision);

#endif
