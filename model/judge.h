// What a WebSocket would meet at a proxied location: the verdict and the idle limit.
#ifndef NWL_MODEL_JUDGE_H
#define NWL_MODEL_JUDGE_H

#include "model/journey.h"
#include "model/model.h"

typedef struct nwl_judgement {
    nwl_verdict verdict;
    uint32_t reasons; // bit 1u << nwl_reason
    int64_t
        idle_limit_ms; // NWL_IDLE_UNKNOWN when it cannot be decided, or when there is no tunnel
    nwl_site idle_limit_site; // the line that says so, none for the default
    nwl_upstream_request
        sent; // its headers that matter, by the older of the versions that count; only for proxy_pass
} nwl_judgement;

// What a handshake meets whose way is journey's.
nwl_judgement nwl_judge_journey(const nwl_model *model, nwl_journey *journey);

// Sets .setup, .verdict, .reasons, .not_reached, .idle_limit_ms, .idle_limit_site, .plain_connection and .takes_plain of location. What it makes on the way goes
// to scratch, what stays to model->arena. What is taken by another location, see .taken_by, meets what that one does.
void nwl_judge(nwl_arena *scratch, const nwl_model *model,
               nwl_proxied_location *location);

// A request of client that the location hands on, as it is then.
nwl_request nwl_request_served(nwl_arena *arena, const nwl_model *model,
                               const nwl_proxied_location *location,
                               const nwl_client *client);

// Whether the key of a handshake does not arrive, or another one does: a browser takes the answer to its own key alone.
bool nwl_key_is_lost(const nwl_client *client, const nwl_upstream_request *sent);

// The line of proxy_hide_header that keeps a header of the answer from the client; no site when none does.
// Source: ngx_http_upstream_hide_headers_hash().
nwl_site nwl_answer_hidden_by(const nwl_scope *scope, nwl_str header);
// Whether a request of client is handed on by the location, in the very block; *request is what it is then, or would be.
bool nwl_request_arrives(nwl_arena *arena, const nwl_model *model,
                         const nwl_proxied_location *location, const nwl_client *client,
                         nwl_request *request);

// Whether an include that was not read could decide the value of setting at scope.
bool nwl_setting_may_be_elsewhere(const nwl_scope *scope, nwl_setting setting);

#endif
