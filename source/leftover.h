// Files that editors, package managers and people leave beside a configuration, by their names.
#ifndef NWL_SOURCE_LEFTOVER_H
#define NWL_SOURCE_LEFTOVER_H

#include "base/arena.h"

typedef struct nwl_leftover {
    nwl_str what; // "a backup"; empty for a name that says nothing
    nwl_str
        of; // the name of the file it was made from; empty when the name does not tell
    nwl_str ending; // what the name ends with that says so: ".bak"; empty without one
    bool needs_original; // the name is an ordinary one unless a file `of` lies beside it
    bool is_prose;       // a text for people, such as README
} nwl_leftover;

// What the name of a file, without its directory, says of it. What is made up lives in arena.
nwl_leftover nwl_leftover_of(nwl_arena *arena, nwl_str name);

#endif
