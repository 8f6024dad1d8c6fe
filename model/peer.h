// Addresses of servers that nginx talks to: "10.0.0.1:53", "[::1]:53", "unix:/path".
#ifndef NWL_MODEL_PEER_H
#define NWL_MODEL_PEER_H

#include "base/str.h"

// What is wrong with a server's address that may have a port and no URI: "the port is no number from 1 to 65535". NULL when
// nothing is; the names of hosts are not resolved. Source: ngx_parse_url(), nginx src/core/ngx_inet.c.
const char *nwl_peer_fault(nwl_str text);

// Whether text is an IP address, alone or with a port. Source: ngx_parse_addr_port().
bool nwl_peer_is_address(nwl_str text);

#endif
