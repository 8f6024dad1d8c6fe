// What the value of an option, or an operand of a command, may be.
#ifndef NWL_CLI_KIND_H
#define NWL_CLI_KIND_H

#include "cli/command.h"
#include "cli/suggest.h"

typedef enum nwl_kind_form {
    NWL_KIND_NONE, // there is none
    NWL_KIND_TEXT, // any text
    NWL_KIND_FILE, // a path
    NWL_KIND_DIRECTORY,
    NWL_KIND_WORD, // one of words or others
    NWL_KIND_LIST, // some of words, separated by commas
    NWL_KIND_PAIR, // one of words, '=', and one of others
} nwl_kind_form;

struct nwl_kind {
    nwl_kind_form form;
    const nwl_choice_list *words, *others; // NULL where there are none
};

extern const nwl_kind nwl_kind_none, nwl_kind_text, nwl_kind_file, nwl_kind_directory;
extern const nwl_kind nwl_kind_format, nwl_kind_color, nwl_kind_level, nwl_kind_fail_on;
extern const nwl_kind nwl_kind_contexts, nwl_kind_rules, nwl_kind_rule_level;
extern const nwl_kind nwl_kind_page, nwl_kind_command;
extern const nwl_kind nwl_kind_shell; // in cli/completions.c, with the scripts

// The words of a kind in an option or operand of command: formats are those of the command.
nwl_choice_list nwl_kind_words(const nwl_kind *kind, const nwl_command *command);

// What the operand at index of command is; nwl_kind_none when it does not take so many.
const nwl_kind *nwl_kind_operand(const nwl_command *command, uint32_t index);

#endif
