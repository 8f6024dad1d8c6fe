// What lies beside the files that nginx reads: sites that are not enabled, templates, names that lead to a file twice.
#ifndef NWL_PARSER_NEIGHBOURS_H
#define NWL_PARSER_NEIGHBOURS_H

#include "parser/locate.h"

enum {
    NWL_NEIGHBOURS_LIMIT = 1000,                  // files of a root
    NWL_NEIGHBOURS_BYTES_LIMIT = 32 * 1024 * 1024 // of all of them
};

// Finds the neighbours of a configuration whose files are all read; see nwl_configuration. Only regular files below the root's
// directory are looked at, and no symlink is followed.
void nwl_neighbours_find(nwl_locator *locator, nwl_configuration *configuration);

// Sets .before of the targets that read a file into a block for the second time.
void nwl_neighbours_mark_repeated(nwl_arena *arena,
                                  const nwl_configuration *configuration);

#endif
