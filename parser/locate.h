// Where paths of a configuration lead on this machine: symlinks, and trees that were copied out of /etc/nginx.
#ifndef NWL_PARSER_LOCATE_H
#define NWL_PARSER_LOCATE_H

#include "parser/load.h"

// A tree may stand anywhere while its includes and symlinks still say /etc/nginx/…. Such a path is looked for below the
// tree; this machine's own /etc/nginx is never mixed in.
typedef struct nwl_locator {
    nwl_arena *arena;
    const nwl_load_options *options;
    nwl_str base;       // directory of the root configuration
    nwl_str files_base; // .base of the files
    nwl_str
        home; // the standard directory that base is, or ends in ("/repo/etc/nginx"); else empty
    nwl_str
        tree_root; // what stands before home in base ("/repo"); empty when base is home itself or has none
    nwl_str
        origin; // the directory the tree was copied from, once an include has shown it; else empty
    bool in_place;
    nwl_map directories; // path of a directory -> its real path
    nwl_map
        resolved; // name of a target -> what it was resolved to, as nwl_include_target
} nwl_locator;

nwl_locator nwl_locator_new(nwl_arena *arena, const nwl_load_options *options,
                            nwl_str base);

// The real path of a directory; path itself when it is none.
nwl_str nwl_locate_directory(nwl_locator *locator, nwl_str path);

// Where an absolute path, possibly a pattern, is to be looked for.
nwl_str nwl_locate(nwl_locator *locator, nwl_str path, nwl_include_place *place);

// Resolves every symlink of target->name and sets .real_path, .through_symlink, and .state and .error when that fails; the
// state is left NWL_TARGET_READ when a regular file stands there.
void nwl_locate_resolve(nwl_locator *locator, nwl_include_target *target);

#endif
