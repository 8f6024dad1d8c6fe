// Who expects a WebSocket: the evidence for and against, in five levels.
#ifndef NWL_MODEL_EXPECTATION_H
#define NWL_MODEL_EXPECTATION_H

#include "model/entries.h"
#include "model/model.h"
#include "model/recognition.h"

typedef struct nwl_expectations {
    const nwl_model *model;
    nwl_arena *scratch;
    nwl_recognition recognition;
    nwl_map side_uris;          // targets of auth_request, mirror and error_page
    const nwl_scope *looked_at; // the last location whose if blocks were looked at, and
    nwl_site upgrade_if;        // the one that asks for the client's Upgrade
} nwl_expectations;

nwl_expectations nwl_expectations_new(nwl_arena *arena, nwl_arena *scratch,
                                      const nwl_model *model);

// What the location itself, its target and its server say. Judged already.
nwl_expectation nwl_expect(nwl_expectations *expectations,
                           const nwl_proxied_location *location);

// Takes the other locations of the same server into account: where one of them carries the WebSocket, those without
// evidence do not. locations are all of one server.
void nwl_expect_among(nwl_proxied_location *locations, uint32_t count);

#endif
