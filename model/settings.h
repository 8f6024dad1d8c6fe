// Effective values: what the merge of nginx's levels leaves at a block.
#ifndef NWL_MODEL_SETTINGS_H
#define NWL_MODEL_SETTINGS_H

#include <stdint.h>

typedef struct nwl_scope nwl_scope;

typedef enum nwl_setting {
#define NWL_SETTING(name) NWL_SET_##name,
#define NWL_SETTING_LIST(name) NWL_SET_##name,
#include "model/settings.def"
#undef NWL_SETTING
#undef NWL_SETTING_LIST
    NWL_SETTING_COUNT
} nwl_setting;

// For each setting the level that gives it: the nearest scope with such a line, NULL when no level has one. Shared by all
// scopes that have none of their own.
typedef struct nwl_settings {
    const nwl_scope *from[NWL_SETTING_COUNT];
} nwl_settings;

#endif
