// What a command is. cli/commands.def is the only list of them.
#ifndef NWL_CLI_COMMAND_H
#define NWL_CLI_COMMAND_H

#include "base/arena.h"

typedef struct nwl_cli nwl_cli;   // see cli/cli.h
typedef struct nwl_kind nwl_kind; // see cli/kind.h

// What a command does. An option applies to the commands that have its trait.
typedef enum nwl_trait {
    NWL_READS = 1 << 0,    // reads configurations; its operands are PATHs
    NWL_JUDGES = 1 << 1,   // works out what nginx would do with them
    NWL_LINTS = 1 << 2,    // runs the rules
    NWL_FORMATS = 1 << 3,  // prints in a choice of formats
    NWL_DRAWS = 1 << 4,    // prints for people
    NWL_SHORTENS = 1 << 5, // knows how to print less
    NWL_DUMPS = 1 << 6,    // prints the syntax tree
    NWL_TRACES = 1 << 7,   // follows a request
    NWL_ALWAYS = 1 << 8,   // every command has it
} nwl_trait;

#define NWL_COMMAND_MOST_FORMATS 4

typedef struct nwl_command {
    nwl_str name;
    nwl_str title;    // one line for --help
    nwl_str operands; // as --help shows them, "[PATH...]"
    uint32_t least_operands, most_operands;
    uint32_t first_path;     // the operands before it are no PATHs
    const nwl_kind *operand; // what those are that are no PATHs; NULL when all are
    uint32_t traits;
    // The formats of a command with NWL_FORMATS, the default first; those of report/formats.def when there are none.
    nwl_str formats[NWL_COMMAND_MOST_FORMATS];

    // Does the work and returns the exit status.
    int (*run)(nwl_cli *cli);
} nwl_command;

// The commands of commands.def, in its order; the first is the default.
uint32_t nwl_command_count(void);
const nwl_command *nwl_command_at(uint32_t index);
const nwl_command *nwl_command_named(nwl_str name); // NULL when there is none

// The format at index that a command prints in; false behind the last.
bool nwl_command_format(const nwl_command *command, uint32_t index, nwl_str *name);

#endif
