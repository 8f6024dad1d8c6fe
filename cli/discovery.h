// Which settings file counts for a root, read from the disk; what is wrong with it is told at once.
#ifndef NWL_CLI_DISCOVERY_H
#define NWL_CLI_DISCOVERY_H

#include "cli/roots.h"
#include "cli/settings_file.h"

#define NWL_SETTINGS_NAME ".nginx-wslint.conf"

typedef struct nwl_discovery {
    nwl_arena *arena;
    nwl_problems *problems;
    const nwl_roots *roots;
    const nwl_options *options;
    nwl_str home; // where the way up ends, with its symlinks resolved; may be empty
    const nwl_settings_file *none; // what counts without a settings file
    nwl_map
        by_directory; // where a search starts -> what it ends with, see nwl_discovery_of
    nwl_map by_path;  // real path of a settings file -> likewise
} nwl_discovery;

nwl_discovery nwl_discovery_new(nwl_arena *arena, nwl_problems *problems,
                                const nwl_roots *roots, const nwl_options *options);

// The settings file of a root: --config, else the nearest in the real directory of the root and those above it, up to the
// user's home when the root lies below it. It starts in the working directory for an `nginx -T` dump and for standard
// input without a name. One that says nothing when there is none or --no-config was given; NULL when there
// is one that cannot be read or is wrong, which was told once.
const nwl_settings_file *nwl_discovery_of(nwl_discovery *discovery, const nwl_root *root);

#endif
