// Paths that a location may be asked for.
#ifndef NWL_MODEL_EXAMPLE_H
#define NWL_MODEL_EXAMPLE_H

#include "model/scope.h"

#define NWL_MOST_EXAMPLES 2

// Stores paths that fit the text of a location and returns how many: none for a regex or a name, one for an exact location.
// Whether another location takes them is not looked at.
uint32_t nwl_example_paths(nwl_arena *arena, const nwl_scope *location,
                           nwl_str paths[NWL_MOST_EXAMPLES]);

// A path that a regular expression is likely to match: "/ws/x" for "^/(ws|wss)/(.*)$". Whether it does is not looked at.
nwl_str nwl_example_of_regex(nwl_arena *arena, nwl_str pattern);

#define NWL_MOST_REGEX_EXAMPLES 8

// Stores such paths for the alternatives of a regular expression, that one first, and returns how many: "/ws" and "/hub" for
// "^/(ws|hub)$". There may be more alternatives when it returns NWL_MOST_REGEX_EXAMPLES.
uint32_t nwl_examples_of_regex(nwl_arena *arena, nwl_str pattern,
                               nwl_str paths[NWL_MOST_REGEX_EXAMPLES]);

#endif
