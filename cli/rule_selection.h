// What one source, the command line or a settings file, says of the rules; and what two of them come to.
#ifndef NWL_CLI_RULE_SELECTION_H
#define NWL_CLI_RULE_SELECTION_H

#include "rules/engine.h"

typedef struct nwl_rule_word {
    bool selected, ignored, has_level;
    nwl_severity level; // NWL_OFF for not at all
    int64_t minimum_ms; // 0 when nothing was said
    nwl_str minimum_origin;
    nwl_str origin; // who spoke of it last: "--ignore", ".nginx-wslint.conf:4"
} nwl_rule_word;

typedef struct nwl_rule_selection {
    nwl_rule_word *words; // one per rule
    bool selecting;       // only what is selected applies
    nwl_str origin;       // who said so
} nwl_rule_selection;

// One that says nothing.
nwl_rule_selection nwl_rule_selection_new(nwl_arena *arena);

// Whether it speaks of the rule by its name.
bool nwl_rule_selection_names(const nwl_rule_selection *selection, uint32_t rule);

// What one selection alone decides about a rule. What is ignored stays so, whatever else is said.
nwl_rule_choice nwl_rule_selection_choice(const nwl_rule_selection *selection,
                                          uint32_t rule);

// What the settings file and, above it, the command line decide.
nwl_rule_choice nwl_rule_selection_merge(const nwl_rule_selection *file,
                                         const nwl_rule_selection *line, uint32_t rule);

// Who decided that, for a rule that is disabled or has a severity.
nwl_str nwl_rule_selection_origin(const nwl_rule_selection *file,
                                  const nwl_rule_selection *line, uint32_t rule);

#endif
