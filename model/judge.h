// What a WebSocket would meet at a proxied location: the verdict and the idle limit.
#ifndef NWL_MODEL_JUDGE_H
#define NWL_MODEL_JUDGE_H

#include "model/model.h"

// Sets .verdict, .reasons, .idle_limit_ms, .idle_limit_site and .plain_connection of location. What it makes on the way goes
// to scratch, what stays to model->arena.
void nwl_judge(nwl_arena *scratch, const nwl_model *model,
               nwl_proxied_location *location);

// Whether an include that was not read could decide the value of setting at scope.
bool nwl_setting_may_be_elsewhere(const nwl_scope *scope, nwl_setting setting);

#endif
