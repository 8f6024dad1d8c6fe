// From the PATHs of the command line to root configurations.
#ifndef NWL_CLI_ROOTS_H
#define NWL_CLI_ROOTS_H

#include "base/map.h"
#include "source/fs.h"
#include "cli/options.h"
#include "cli/problem.h"

#define NWL_ROOT_NAME "nginx.conf"

typedef struct nwl_root {
    nwl_str path; // absolute
    nwl_str
        found_in; // the directory of the command line it was found in, absolute; empty for a file
    nwl_str shown;      // in the user's words
    const nwl_fs *dump; // the `nginx -T` dump it is in, NULL for none
} nwl_root;

typedef struct nwl_roots {
    nwl_arena *arena;
    nwl_problems *problems;
    nwl_str working_directory;
    const nwl_fs *fs;  // the disk; with standard input laid over it when it is a root
    nwl_map seen;      // real paths, so that nothing is taken twice
    uint32_t repeated; // how often something was asked for again
    bool takes_parts;  // the command lints
    NWL_ARRAY(nwl_root) items;
    NWL_ARRAY(nwl_root) parts; // files that may belong to a configuration
} nwl_roots;

// Finds the roots that the operands stand for. A directory with an nginx.conf stands for that file; another one for every fragment
// in it and for its subdirectories, likewise; a file for itself; "-" for standard input. A file or standard input that
// is an `nginx -T` dump stands for the first file in it. Without operands it is conf below the prefix when one is
// given, else /etc/nginx. For a command that lints, a file with another name than nginx.conf is no root but a part, see
// cli/parts.h.
void nwl_roots_find(nwl_roots *roots, const nwl_options *options);

// True the first time that a file is asked for, whatever its name.
bool nwl_roots_is_new(nwl_roots *roots, nwl_str path);

// The real path of a file; path itself when it leads nowhere.
nwl_str nwl_roots_real(const nwl_roots *roots, nwl_str path);

// Path as the system wants it: absolute, without "." and "..".
nwl_str nwl_roots_absolute(const nwl_roots *roots, nwl_str path);

#endif
