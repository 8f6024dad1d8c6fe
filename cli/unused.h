// What a settings file says and nothing answers to.
#ifndef NWL_CLI_UNUSED_H
#define NWL_CLI_UNUSED_H

#include "cli/effective.h"

// Warns on standard error of every "websocket" path that speaks of no proxied location in any of the models, which
// effective has the settings of. Says nothing of a settings file for which one of the models is not whole: the
// location may be in the part that is missing.
void nwl_unused_tell(nwl_arena *arena, const nwl_model *const *models,
                     const nwl_effective *const *effective, uint32_t count);

#endif
