// What a client sends to nginx: as much of its request as is known.
#ifndef NWL_MODEL_CLIENT_H
#define NWL_MODEL_CLIENT_H

#include "model/text.h"
#include "model/version.h"

typedef struct nwl_client_header {
    nwl_str name; // as it is sent
    nwl_text_value value;
} nwl_client_header;

typedef struct nwl_client {
    nwl_text_value method;
    nwl_text_value
        target; // as sent: "/a%20b?x=1"; unknown where a location stands for any of its requests
    nwl_text_value
        scheme; // "http" or "https"; where it is unknown, the listen lines of the server tell
    nwl_text_value address;           // of the client
    nwl_text_value server_address;    // it has connected to,
    nwl_text_value port;              // and where there
    const nwl_client_header *headers; // in the order in which it sends them
    uint32_t header_count;
    bool sends_more; // other headers than these, such as cookies
} nwl_client;

extern const nwl_client nwl_client_handshake; // a browser that opens a WebSocket
extern const nwl_client nwl_client_plain;     // a GET over a keep-alive connection
extern const nwl_client
    nwl_client_h2c; // a GET that asks for HTTP/2 over cleartext (RFC 7540, 3.2)

// Which header names a server takes besides those of letters, digits and "-".
typedef struct nwl_header_names {
    bool with_underscores; // underscores_in_headers
    bool any;              // "ignore_invalid_headers off"
} nwl_header_names;

// Takes out the headers whose names nginx ignores: up to Host by the settings of the server that takes the connection, behind
// it by those of the server that Host names. False for what is answered with 400: a name with a space, a second line of a
// header that may have one, a Content-Length that is no number.
// Source: ngx_http_process_request_headers(), ngx_http_parse_header_line() of 1.21.1 and later, ngx_http_headers_in[].
bool nwl_client_read_headers(nwl_arena *arena, nwl_client *client,
                             nwl_header_names before_host, nwl_header_names names);

// What the variable $http_… of this name (without "$http_") is worth, by a version of nginx, 0 when it is not known: the
// values of repeated headers are joined from 1.23.0 on. Source: ngx_http_variable_unknown_header().
nwl_text_value nwl_client_variable(nwl_arena *arena, const nwl_client *client,
                                   nwl_str name, nwl_version version);

#endif
