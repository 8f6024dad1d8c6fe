// What each option does with its value; the keys of a settings file that say the same do the same.
#ifndef NWL_CLI_TAKE_H
#define NWL_CLI_TAKE_H

#include "cli/options.h"

typedef struct nwl_taking {
    nwl_arena *arena;
    nwl_options *options;
    nwl_rule_selection *selection; // where words about rules go
    nwl_str
        origin; // who says what is taken: the option's name, or a line of a settings file
    bool format_waits; // the last output has no file yet
    nwl_str error;
} nwl_taking;

// Each stores value in taking->options; value is empty for an option without one. Returns false with taking->error set when the
// value will not do.
#define NWL_HEADING(text)
#define NWL_OPTION(id, name, letter, argument, kind, trait, help)                        \
    bool nwl_take_##id(nwl_taking *taking, nwl_str value);
#include "cli/options.def"

// The rule called id; false with taking->error set when there is none.
bool nwl_taking_rule(nwl_taking *taking, nwl_str id, uint32_t *rule);

// Takes what --severity has behind its '=': a level for a rule, NWL_OFF among them.
bool nwl_taking_level(nwl_taking *taking, uint32_t rule, nwl_str level);

// Sets taking->error as printf does, and returns false.
bool nwl_taking_fail(nwl_taking *taking, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
