// Settings in a dead place: a location says what a backend is to get, and another one hands its requests on, by its own
// settings.
#ifndef NWL_MODEL_DETOUR_H
#define NWL_MODEL_DETOUR_H

#include "model/scope.h"

typedef struct nwl_model nwl_model;
typedef struct nwl_detour nwl_detour;

// What one location sets in vain; no site for what it does not set.
struct nwl_detour {
    const nwl_scope *from; // the location
    nwl_site by; // the line that leads its requests away: try_files, rewrite, error_page
    nwl_site upgrade, connection; // as a handshake needs them
    nwl_site host;
    nwl_site http_version; // 1.1
    nwl_site read_timeout;
    int64_t read_timeout_ms;
    const nwl_detour *next; // to the same place, in reading order
};

// Sets .detours of the model's proxied locations, which are judged. What it makes on the way goes to scratch.
void nwl_detours_find(nwl_model *model, nwl_arena *scratch);

#endif
