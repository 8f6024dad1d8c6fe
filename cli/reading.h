// The configurations that the command line names, read with all they include.
#ifndef NWL_CLI_READING_H
#define NWL_CLI_READING_H

#include "parser/load.h"
#include "cli/cli.h"
#include "cli/discovery.h"
#include "cli/effective.h"
#include "cli/problem.h"
#include "cli/progress.h"

// A root to be read, and what counts for it.
typedef struct nwl_reading_root {
    nwl_root root;
    const nwl_effective *effective;
    nwl_str named_by; // the line of a settings file; empty without one
    bool partial;     // it answers for the given files alone
} nwl_reading_root;

typedef struct nwl_reading_roots {
    NWL_ARRAY(nwl_reading_root) items;
    nwl_roots found;
    nwl_discovery discovery;
    const nwl_effective *last; // of nwl_reading_settings()
} nwl_reading_roots;

typedef struct nwl_reading {
    nwl_arena *arena;
    nwl_str working_directory;
    nwl_reading_roots roots;
    nwl_files files;
    NWL_ARRAY(const nwl_configuration *) configurations; // those whose root could be read
    NWL_ARRAY(const nwl_effective *) effective;          // what counts for each of them
    NWL_ARRAY(bool) partial; // whether each answers for the given files alone
    nwl_map given;           // those files, see nwl_answering_new()
    nwl_problems problems;
} nwl_reading;

// Begins to read: finds the roots and the settings of each. Those whose settings are wrong are left out, which was told and
// is among the problems of reading.
void nwl_read_roots(const nwl_cli *cli, nwl_reading *reading);

// Goes on: reads every root, and the parts with the roots that they belong to.
void nwl_read_rest(nwl_reading *reading);

// Does both, and keeps the reading in cli. What could not be read was told on standard error and is among the problems.
nwl_reading *nwl_read(nwl_cli *cli);

// Reads the roots of another reading as fs has them, with what counts for them there. Those that it does not have are left out,
// and nothing is told.
nwl_reading *nwl_read_again(const nwl_reading *reading, const nwl_fs *fs);

// What counts for a root; NULL when its settings are wrong, which was told.
const nwl_effective *nwl_reading_settings(nwl_reading *reading, const nwl_root *root);

// Whether the settings leave out a root. That is told to who asked for it alone, and with --verbose.
bool nwl_reading_excludes(const nwl_reading *reading, const nwl_root *root,
                          const nwl_effective *effective);

// Reads a root with all that it includes. It is no part of the reading yet, but for its files, the last ones.
nwl_configuration *nwl_reading_load(nwl_reading *reading, const nwl_reading_root *from,
                                    nwl_progress *progress);

// Makes a root part of the reading, with its configuration if it could be read; else that is told.
void nwl_reading_keep(nwl_reading *reading, const nwl_reading_root *from,
                      const nwl_configuration *configuration, nwl_progress *progress);

// Why a target was not read, in a few words: "dangling symlink", or the words of errno. Empty for one that was read.
nwl_str nwl_reading_why_not(const nwl_include_target *target);

#endif
