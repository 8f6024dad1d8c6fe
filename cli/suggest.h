// Messages about a name that does not exist.
#ifndef NWL_CLI_SUGGEST_H
#define NWL_CLI_SUGGEST_H

#include "base/arena.h"

// The names to choose from.
typedef struct nwl_choice_list {
    bool (*at)(const void *of, uint32_t index, nwl_str *name); // false behind the last
    const void *of;
    nwl_str told_by; // the command that prints all of a long list; may be empty
} nwl_choice_list;

// Where a name is in a list, UINT32_MAX when it is not.
uint32_t nwl_choice_find(const nwl_choice_list *list, nwl_str name);

// The name in the list that is most like wrong, or the only one that begins with it; empty when none is.
nwl_str nwl_choice_nearest(const nwl_choice_list *list, nwl_str wrong);

// `unknown level "eror"; did you mean "error"?`. When nothing is like wrong, a short list is printed whole:
// `unknown level "x": it is one of error, warning, note`; of a long one it is said who tells:
// `unknown rule "x": "nginx-wslint rules" lists them`.
nwl_str nwl_choice_unknown(nwl_arena *arena, const char *kind, nwl_str wrong,
                           const nwl_choice_list *list);

// The rules, the commands.
extern const nwl_choice_list nwl_choice_rules, nwl_choice_commands;

#endif
