// Regular expressions, by the engine nginx itself uses.
#ifndef NWL_MODEL_REGEX_H
#define NWL_MODEL_REGEX_H

#include "base/arena.h"

typedef struct nwl_regex nwl_regex;

typedef enum nwl_match {
    NWL_MATCH_NO,
    NWL_MATCH_YES,
    NWL_MATCH_UNDECIDED, // given up: the expression needs too many steps
} nwl_match;

// Compiles pattern; the code is released with arena. NULL when PCRE2 refuses it, *error then says why (in arena).
nwl_regex *nwl_regex_compile(nwl_arena *arena, nwl_str pattern, bool ignore_case,
                             nwl_str *error);

// Bounded in steps, whatever the expression.
nwl_match nwl_regex_matches(const nwl_regex *regex, nwl_str subject);

// The same, with the groups of a match: [0] is all of it, [1] its first group; as many as count, parts of subject, empty where
// a group took no part or there is none.
nwl_match nwl_regex_match_groups(const nwl_regex *regex, nwl_str subject, nwl_str *groups,
                                 uint32_t count);

// The named group at index, in no particular order, and its number; false past the last. The name lives as long as regex.
bool nwl_regex_name_at(const nwl_regex *regex, uint32_t index, nwl_str *name,
                       uint32_t *group);

// Whether a short pattern matches paths that have nothing in common, and so most likely all of them.
bool nwl_regex_is_catch_all(nwl_str pattern, bool ignore_case);

#endif
