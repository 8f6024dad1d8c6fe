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

// What a group of a regular expression matched.
typedef struct nwl_capture {
    nwl_str name;  // of the group; empty for one that has only a number
    nwl_str value; // empty when the group took no part
} nwl_capture;

typedef struct nwl_captures {
    const nwl_capture *items; // items[0] is the whole match, items[n] is $n
    uint32_t count;           // 0 when nothing matched
} nwl_captures;

// Whether it has groups that capture.
bool nwl_regex_has_groups(const nwl_regex *regex);

// As nwl_regex_matches, with the groups of a match in arena; their values are parts of subject. *captures is empty without
// a match.
nwl_match nwl_regex_match_groups(nwl_arena *arena, const nwl_regex *regex,
                                 nwl_str subject, nwl_captures *captures);

// The named group at index, in no particular order, and its number; false past the last. The name lives as long as regex.
bool nwl_regex_name_at(const nwl_regex *regex, uint32_t index, nwl_str *name,
                       uint32_t *group);

// Whether a short pattern matches paths that have nothing in common, and so most likely all of them.
bool nwl_regex_is_catch_all(nwl_str pattern, bool ignore_case);

// The name of the library in use and its version, "PCRE2 10.42", in arena.
nwl_str nwl_regex_library(nwl_arena *arena);

#endif
