// The lines that depend on others by the variables that they take.
#ifndef NWL_RULES_DEPENDENTS_H
#define NWL_RULES_DEPENDENTS_H

#include "model/model.h"

typedef bool nwl_is_source(void *state, const nwl_scope *block);

// The lines of model that take a variable which a source defines, a block such as a map, or a variable that another map or
// "set" makes of one; and the lines in an "if" over one. Everything lives in arena; linear in the model.
nwl_map nwl_dependents_find(nwl_arena *arena, const nwl_model *model,
                            nwl_is_source *is_source, void *state);

// Whether one of the lines stands there.
bool nwl_dependents_have(const nwl_map *dependents, nwl_span at);

#endif
