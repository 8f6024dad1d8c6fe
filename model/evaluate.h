// The value of a text with variables for a given client request.
#ifndef NWL_MODEL_EVALUATE_H
#define NWL_MODEL_EVALUATE_H

#include "model/condition.h"
#include "model/upstream_request.h"

// What text ("$http_upgrade", "prefix-${x}") is worth when a request of client is served in scope. .decided_by is set when
// text is a single map variable.
nwl_text_value nwl_evaluate(nwl_arena *arena, const nwl_model *model,
                            const nwl_scope *scope, nwl_client client, nwl_str text);

// How the rewrite directives of a server and its location end for the requests of a client.
typedef enum nwl_phase_end {
    NWL_PHASE_GOES_ON,
    NWL_PHASE_ANSWERED, // by nginx itself
    NWL_PHASE_UNKNOWN, // some are answered or led away, or it cannot be decided; a condition that is not known is taken not to hold
} nwl_phase_end;

// Runs the rewrite directives that a request to scope meets. Source: ngx_http_rewrite_handler().
nwl_phase_end nwl_rewrite_phase(nwl_arena *arena, const nwl_model *model,
                                const nwl_scope *scope, nwl_client client);

// Whether a limit_except block leaves GET, and with it every handshake, alone.
bool nwl_limit_except_names_get(const nwl_scope *limit_except);

// Whether the condition of an if block holds for a request of client.
nwl_holds nwl_if_holds(nwl_arena *arena, const nwl_model *model,
                       const nwl_scope *if_block, nwl_client client);

// The name in a text that is one variable and nothing else ("$name" or "${name}"); empty otherwise.
nwl_str nwl_only_variable(nwl_str text);

#endif
