// One request, followed from the client to the backend.
#ifndef NWL_MODEL_TRACE_H
#define NWL_MODEL_TRACE_H

#include "model/judge.h"
#include "model/url.h"

typedef struct nwl_trace_question {
    nwl_url url;
    nwl_str method;                   // empty for GET
    const nwl_client_header *headers; // besides those of a handshake, and instead of them
    uint32_t header_count;
    nwl_str address; // of the client; empty when it is not known
    bool plain;      // no WebSocket is asked for
} nwl_trace_question;

typedef enum nwl_trace_verdict {
    NWL_TRACE_WORKS,
    NWL_TRACE_HANDSHAKE_FAILS,
    NWL_TRACE_REDIRECTED,
    NWL_TRACE_REFUSED,
    NWL_TRACE_NOT_PROXIED,
    NWL_TRACE_NO_SERVER,
    NWL_TRACE_UNKNOWN,
} nwl_trace_verdict;

typedef struct nwl_trace {
    nwl_version version;       // of nginx that the request below is for
    const nwl_server *server;  // NULL when nobody listens
    nwl_str server_why;        // "exact name"
    bool is_ambiguous;         // another server may have it
    const nwl_scope *location; // NULL when none takes the path
    nwl_str location_why;      // "longest prefix"
    nwl_journey journey;
    nwl_judgement judgement;
    bool is_sent;                 // to a backend, by HTTP: with
    nwl_upstream_request request; // this
    nwl_trace_verdict verdict;
} nwl_trace;

nwl_trace nwl_trace_of(nwl_arena *arena, const nwl_model *model,
                       const nwl_trace_question *question);

nwl_str nwl_trace_verdict_name(nwl_trace_verdict verdict); // "handshake-fails"

#endif
