// Addresses of servers, of others and of one's own: "10.0.0.1:53", "[::1]:53", "example.com", "unix:/path".
//
// Source: ngx_parse_url(), nginx src/core/ngx_inet.c.
#ifndef NWL_MODEL_PEER_H
#define NWL_MODEL_PEER_H

#include "base/str.h"

typedef enum nwl_peer_use {
    NWL_PEER_PLAIN,
    NWL_PEER_LISTEN,       // a port alone is an address, too
    NWL_PEER_LISTEN_RANGE, // and so is a range of ports
    NWL_PEER_WITH_URI,     // "/uri" may follow, or ":/uri" after the path of a socket
} nwl_peer_use;

typedef struct nwl_peer {
    nwl_str host; // or the path of a socket; empty for a port alone
    nwl_str uri;  // empty without one
    bool has_port;
} nwl_peer;

// Reads text into *peer. Returns NULL, or what is wrong with it: "the port is no number from 1 to 65535"; *peer is
// indeterminate then. The names of hosts are not resolved.
const char *nwl_peer_read(nwl_str text, nwl_peer_use use, nwl_peer *peer);

// The same for a plain address of which nothing but that is asked.
const char *nwl_peer_fault(nwl_str text);

// Whether text is an IP address, alone or with a port. Source: ngx_parse_addr_port().
bool nwl_peer_is_address(nwl_str text);

#endif
