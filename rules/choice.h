// What the user decided about the rules, everywhere and in the files of some paths.
#ifndef NWL_RULES_CHOICE_H
#define NWL_RULES_CHOICE_H

#include "base/map.h"
#include "rules/finding.h"

// What was decided about one rule; all zero leaves the rule as it is.
typedef struct nwl_rule_choice {
    bool disabled;
    bool has_severity; // all findings of the rule get .severity
    nwl_severity severity;
    int64_t
        minimum_ms; // the least that a rule with .takes_minimum accepts; 0 for its own
} nwl_rule_choice;

// The same for the files that a pattern matches.
typedef struct nwl_path_choices {
    nwl_str pattern;                // absolute, see nwl_path_glob_matches
    const nwl_rule_choice *choices; // one per rule
} nwl_path_choices;

// A directive or a module that is there although no table knows it.
typedef struct nwl_allowed {
    nwl_str name;
    bool is_module;
    nwl_str origin; // where that is said, ".nginx-wslint.conf:4"
} nwl_allowed;

typedef struct nwl_engine_options {
    const nwl_rule_choice
        *choices; // one per rule, in the order of nwl_rule_at(); NULL for all defaults
    const nwl_path_choices *path_choices; // the last one that speaks of a rule counts
    uint32_t path_choice_count;
    int64_t min_read_timeout_ms; // 0 for the rule's own
    nwl_severity fail_on;        // NWL_OFF for never
    const nwl_allowed *allowed;
    uint32_t allowed_count;
    const nwl_map *given; // for nwl_answering_new()
} nwl_engine_options;

// The choices for each file of one configuration.
typedef struct nwl_chooser {
    nwl_arena *arena;
    const nwl_configuration *configuration;
    const nwl_engine_options *options;
    const nwl_rule_choice *everywhere; // one per rule
    const nwl_rule_choice **
        of_files; // of each file of the configuration and of its neighbours, which follow; NULL until it is asked for
} nwl_chooser;

nwl_chooser nwl_chooser_new(nwl_arena *arena, const nwl_configuration *configuration,
                            const nwl_engine_options *options);

// What counts for a rule in a file.
const nwl_rule_choice *nwl_chooser_at(nwl_chooser *chooser, uint32_t rule, uint32_t file);

// Whether the rule is disabled in all files.
bool nwl_chooser_disables(const nwl_chooser *chooser, uint32_t rule);

#endif
