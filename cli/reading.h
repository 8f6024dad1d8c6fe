// The configurations that the command line names, read with all they include.
#ifndef NWL_CLI_READING_H
#define NWL_CLI_READING_H

#include "parser/load.h"
#include "cli/cli.h"
#include "cli/effective.h"
#include "cli/problem.h"

// A root to be read, and what counts for it.
typedef struct nwl_reading_root {
    nwl_root root;
    const nwl_effective *effective;
} nwl_reading_root;

typedef struct nwl_reading_roots {
    NWL_ARRAY(nwl_reading_root) items;
    nwl_roots found;
} nwl_reading_roots;

typedef struct nwl_reading {
    nwl_arena *arena;
    nwl_str working_directory;
    nwl_reading_roots roots;
    nwl_files files;
    NWL_ARRAY(const nwl_configuration *) configurations; // those whose root could be read
    NWL_ARRAY(const nwl_effective *) effective;          // what counts for each of them
    nwl_problems problems;
} nwl_reading;

// Begins to read: finds the roots and the settings of each. Those whose settings are wrong are left out, which was told and
// is among the problems of reading.
void nwl_read_roots(const nwl_cli *cli, nwl_reading *reading);

// Reads every root. What could not be read was told on standard error and is among the problems.
nwl_reading *nwl_read(const nwl_cli *cli);

// Reads the roots of another reading as fs has them, with what counts for them there. Those that it does not have are left out,
// and nothing is told.
nwl_reading *nwl_read_again(const nwl_reading *reading, const nwl_fs *fs);

// Why a target was not read, in a few words: "dangling symlink", or the words of errno. Empty for one that was read.
nwl_str nwl_reading_why_not(const nwl_include_target *target);

#endif
