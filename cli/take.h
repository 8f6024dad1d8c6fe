// What each option does with its value.
#ifndef NWL_CLI_TAKE_H
#define NWL_CLI_TAKE_H

#include "cli/options.h"

// What --select and --ignore said of a rule, as bits.
typedef enum nwl_rule_mark {
    NWL_RULE_SELECTED = 1 << 0,
    NWL_RULE_IGNORED = 1 << 1,
} nwl_rule_mark;

typedef struct nwl_taking {
    nwl_arena *arena;
    nwl_options *options;
    unsigned *marks;   // one per rule, NWL_RULE_ bits
    bool selecting;    // a --select was met: only the selected rules apply
    bool format_waits; // the last output has no file yet
    nwl_str error;
} nwl_taking;

// Each stores value in taking->options; value is empty for an option without one. Returns false with taking->error set when the
// value will not do.
#define NWL_HEADING(text)
#define NWL_OPTION(id, name, letter, argument, trait, help)                              \
    bool nwl_take_##id(nwl_taking *taking, nwl_str value);
#include "cli/options.def"

// Sets taking->error as printf does, and returns false.
bool nwl_taking_fail(nwl_taking *taking, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
