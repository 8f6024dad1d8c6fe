// The command line: from argv to a struct. cli/options.def is the only list of options.
#ifndef NWL_CLI_OPTIONS_H
#define NWL_CLI_OPTIONS_H

#include "model/client.h"
#include "cli/command.h"
#include "cli/rule_selection.h"

typedef enum nwl_color_choice {
    NWL_COLOR_AUTO,
    NWL_COLOR_ALWAYS,
    NWL_COLOR_NEVER,
} nwl_color_choice;

typedef struct nwl_output {
    nwl_str format;
    nwl_str file; // empty for standard output
} nwl_output;

// An option of the command line with its value.
typedef struct nwl_given {
    uint32_t option; // index into options.def
    nwl_str value;
} nwl_given;

typedef struct nwl_options {
    const nwl_command *command;
    bool command_named; // false when it is the default
    NWL_ARRAY(nwl_str) operands;
    bool help, version; // nothing after it was looked at

    nwl_str prefix, root, stdin_filename; // as given; empty when not given
    NWL_ARRAY(nwl_path_mapping) mappings;
    NWL_ARRAY(nwl_str) excludes; // patterns, as given

    nwl_context context;       // 0 to infer it
    nwl_version nginx_version; // 0 when not known
    bool assume_websocket;
    nwl_rule_selection selection; // what is said of the rules
    nwl_rule_choice *choices;     // what that comes to, one per rule
    int64_t min_read_timeout_ms;  // 0 for the rule's own

    nwl_str method, from; // of a traced request; empty when not given
    NWL_ARRAY(nwl_client_header) headers;
    bool no_upgrade;

    NWL_ARRAY(nwl_output) outputs; // at least one for a command with NWL_FORMATS
    nwl_color_choice color;
    bool ascii, quiet, verbose, statistics, show_suppressed, include_comments;
    uint32_t max_findings; // UINT32_MAX for no limit
    nwl_severity fail_on;  // NWL_OFF for never
    bool fail_on_given;

    nwl_str baseline, write_baseline, new_from_rev; // empty when not given

    nwl_str config; // the settings file; empty to look for one
    bool no_config, print_config;
    NWL_ARRAY(nwl_given) given; // the options as they came
} nwl_options;

typedef struct nwl_command_line {
    uint32_t count;               // without the program's name
    const char *const *words;     // borrowed; the options point into them
    bool (*exists)(nwl_str path); // whether a file is there: "chek" may be one
} nwl_command_line;

// Parses a command line into *options, in arena. False when something is wrong with it; *error then says what, in one line that
// may hold any byte of the command line.
bool nwl_options_parse(nwl_arena *arena, const nwl_command_line *line,
                       nwl_options *options, nwl_str *error);

// One line of options.def: an option, or a heading with its text as .help and no name.
typedef struct nwl_option {
    nwl_str name, argument, help; // argument is empty for an option without a value
    const nwl_kind *kind;         // what its value may be, nwl_kind_none without one
    char letter;                  // 0 for none
    nwl_trait trait;
} nwl_option;

uint32_t nwl_option_count(void);
const nwl_option *nwl_option_at(uint32_t index);

bool nwl_option_applies(const nwl_option *option, const nwl_command *command);

#endif
