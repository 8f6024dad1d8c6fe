// The request nginx sends to the backend. Source: ngx_http_proxy_create_request(), ngx_http_proxy_init_headers().
#ifndef NWL_MODEL_UPSTREAM_REQUEST_H
#define NWL_MODEL_UPSTREAM_REQUEST_H

#include "model/request.h"

typedef enum nwl_http_version {
    NWL_HTTP_1_0,
    NWL_HTTP_1_1,
    NWL_HTTP_2,
} nwl_http_version;

typedef struct nwl_upstream_header {
    nwl_str name;         // as it is sent
    nwl_text_value value; // nothing is sent where it is empty; .origin says who set it
} nwl_upstream_header;

typedef struct nwl_upstream_request {
    nwl_http_version http_version;
    nwl_origin http_version_origin;
    nwl_text_value method;
    nwl_text_value target;              // what is asked for
    const nwl_upstream_header *headers; // in the order in which nginx sends them
    uint32_t header_count;
} nwl_upstream_request;

// What nginx of request->version sends when the request is handed on by the proxy_pass of its block.
nwl_upstream_request nwl_upstream_request_of(nwl_request *request);

// The same with nothing but the headers that matter to a WebSocket: Upgrade, Connection, Sec-WebSocket-Key and
// Sec-WebSocket-Version.
nwl_upstream_request nwl_upstream_handshake_of(nwl_request *request);

// The first header of this name, ASCII case ignored, that may be sent; else the first of this name that is set empty; else NULL.
const nwl_upstream_header *nwl_request_header(const nwl_upstream_request *request,
                                              nwl_str name);

// "GET /ws?x=1 HTTP/1.1"
nwl_text_value nwl_request_line(nwl_arena *arena, const nwl_upstream_request *request);

// Whether some, or every, possible request has token in one of the header lines of this name.
bool nwl_request_may_have_token(const nwl_upstream_request *request, nwl_str name,
                                nwl_str token);
bool nwl_request_must_have_token(const nwl_upstream_request *request, nwl_str name,
                                 nwl_str token);

#endif
