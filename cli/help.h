// --help and --version, made from commands.def and options.def.
#ifndef NWL_CLI_HELP_H
#define NWL_CLI_HELP_H

#include "cli/cli.h"

// Prints the help of a command, or of the program when command is NULL. Returns the exit status.
int nwl_help_print(const nwl_cli *cli, const nwl_command *command);

int nwl_version_print(const nwl_cli *cli);

#endif
