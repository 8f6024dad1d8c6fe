// The way of a request through nginx: from a server or location to the handler that has it in the end, or to an answer of
// nginx's own.
//
// Source: ngx_http_init_phase_handlers(), ngx_http_rewrite_handler(), ngx_http_core_module.c, ngx_http_special_response.c.
#ifndef NWL_MODEL_JOURNEY_H
#define NWL_MODEL_JOURNEY_H

#include "model/handler.h"
#include "model/request.h"
#include "model/selection.h"

typedef enum nwl_outcome {
    NWL_HANDED_ON, // to the backend of a handler
    NWL_FILES,     // nginx looks for a file
    NWL_ANSWERED,  // by nginx itself
    NWL_LOST,      // led somewhere that is not known
} nwl_outcome;

// Something that happened on the way, for people.
typedef struct nwl_step {
    nwl_str what;
    nwl_site site; // none for what no line says
} nwl_step;

typedef struct nwl_journey {
    nwl_request request; // where it ends; .scope is the block whose settings apply
    nwl_outcome outcome;
    nwl_handler handler; // when handed on
    nwl_site site;       // the handler's line, or the one that answers; may be none
    uint32_t status;     // that the client is told when answered
    uint32_t
        kept_status; // what the client is told whatever the backend says, by an error_page; 0 when nothing is
    bool
        certain; // no condition on the way holds for some of the client's requests and not for others
    const nwl_scope *assumed; // an if block that is taken to hold; may be NULL
    // Locations found by the path, the first time, NULL before, and the last, NULL in a named location.
    const nwl_location_selection *first, *selected;
    bool wants_steps;
    NWL_ARRAY(nwl_step) steps; // when they are wanted
    bool internal;             // it was led elsewhere at least once
    bool is_subrequest;        // of auth_request or mirror
    bool has_error_page;   // it had its answer replaced, or could have; no second one is
    bool may_be_handed_on; // by an if block, had its condition been known
    uint32_t moves;        // to other locations
    nwl_site led_away_by;  // the line behind the first of them; none without one
} nwl_journey;

// The way of a request of client that selects location, or a block inside it: its path is an example of those that do. The
// rewrite directives of the server are run before.
nwl_journey nwl_journey_at(nwl_arena *arena, const nwl_model *model,
                           const nwl_client *client, nwl_version version,
                           const nwl_scope *scope);

// The same of a handshake, by the older of the versions that count.
nwl_journey nwl_journey_of_handshake(nwl_arena *arena, const nwl_model *model,
                                     const nwl_scope *scope);

// The whole way of a request that server has: from the rewrite directives of the server on. uri is the client's target, groups
// are those of a regex among the names of the server, NULL when they are not known. refusal is the status of a request that is not let into the server, and 0
// for others. Steps are kept.
nwl_journey nwl_journey_from(nwl_arena *arena, const nwl_model *model,
                             const nwl_client *client, nwl_version version,
                             const nwl_scope *server, const nwl_uri *uri,
                             const nwl_captures *groups, uint32_t refusal);

// The way of a subrequest for path that is made where journey is. Source: ngx_http_subrequest().
nwl_journey nwl_journey_of_subrequest(const nwl_journey *journey, nwl_str path);

#endif
