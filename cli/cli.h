// The program: one command, from argv to an exit status.
#ifndef NWL_CLI_CLI_H
#define NWL_CLI_CLI_H

#include "cli/options.h"

typedef enum nwl_exit {
    NWL_EXIT_CLEAN = 0,
    NWL_EXIT_FINDINGS = 1, // at or above --fail-on
    NWL_EXIT_FAILURE = 2,  // something could not be done
} nwl_exit;

// What a command works with.
struct nwl_cli {
    nwl_arena *arena;
    const nwl_options *options;
    const struct nwl_reading *reading; // what it has read; NULL when that is nothing
};

// Runs the command that argv asks for and returns the exit status.
int nwl_cli_run(nwl_arena *arena, int argc, char **argv);

#endif
