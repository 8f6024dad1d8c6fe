// --print-config: the settings that count, as a settings file that can be read again.
#ifndef NWL_CLI_PRINT_CONFIG_H
#define NWL_CLI_PRINT_CONFIG_H

#include "cli/cli.h"

// Prints them for every root that the command line names, each line with who said so. Returns the exit status.
int nwl_print_config(const nwl_cli *cli);

#endif
