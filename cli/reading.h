// The configurations that the command line names, read with all they include.
#ifndef NWL_CLI_READING_H
#define NWL_CLI_READING_H

#include "parser/load.h"
#include "cli/cli.h"
#include "cli/problem.h"

typedef struct nwl_reading {
    nwl_arena *arena;
    nwl_str working_directory;
    nwl_files files;
    NWL_ARRAY(const nwl_configuration *) configurations; // those whose root could be read
    nwl_problems problems;
} nwl_reading;

// Reads every root. What could not be read was told on standard error and is among the problems.
nwl_reading *nwl_read(const nwl_cli *cli);

// Why a target was not read, in a few words: "dangling symlink", or the words of errno. Empty for one that was read.
nwl_str nwl_reading_why_not(const nwl_include_target *target);

#endif
