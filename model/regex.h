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

// What PCRE2 says against pattern, as a message about the word it is written in; in arena, empty when it takes it.
nwl_str nwl_regex_fault(nwl_arena *arena, nwl_str word, nwl_str pattern,
                        bool ignore_case);

// How many captures a pattern has; 0 for one that PCRE2 refuses.
uint32_t nwl_regex_captures(nwl_str pattern);

// Bounded in steps, whatever the expression.
nwl_match nwl_regex_matches(const nwl_regex *regex, nwl_str subject);

// Whether a short pattern matches paths that have nothing in common, and so most likely all of them.
bool nwl_regex_is_catch_all(nwl_str pattern, bool ignore_case);

#endif
