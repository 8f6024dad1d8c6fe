// The disk with one more file on it, whose text is in memory: standard input.
#ifndef NWL_CLI_OVERLAY_H
#define NWL_CLI_OVERLAY_H

#include "source/fs.h"

typedef struct nwl_overlay {
    nwl_fs fs; // fs.state is the overlay itself
    const nwl_fs *below;
    nwl_str path, text;
} nwl_overlay;

// Lays text over the file system below as the file at path, which need not exist and is seen even where something else is. Path is
// absolute, with its symlinks resolved.
nwl_overlay *nwl_overlay_new(nwl_arena *arena, const nwl_fs *below, nwl_str path,
                             nwl_str text);

#endif
