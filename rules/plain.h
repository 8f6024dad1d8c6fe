// What requests that are no handshakes meet.
#ifndef NWL_RULES_PLAIN_H
#define NWL_RULES_PLAIN_H

#include "model/upstream_request.h"
#include "rules/rule.h"

// Whether the application of a location has a way without WebSocket on the very path of its socket: long polling, for one.
bool nwl_falls_back(const nwl_proxied_location *location);

// Whether more than a stray plain request comes to a location: its path is not that of a socket, or it is and others come
// there, too.
bool nwl_has_plain_requests(const nwl_proxied_location *location);

// The plain request that a location sends on, in arena, by a version of nginx; the headers that matter to a WebSocket only.
nwl_upstream_request nwl_plain_request_of(nwl_arena *arena, const nwl_pass *pass,
                                          const nwl_proxied_location *location,
                                          nwl_version version);

// The line that gives a header its value: the arm of a map, or the proxy_set_header. No site for a default.
nwl_site nwl_value_line(const nwl_upstream_header *header);

// Whether the list that counts at a location names a header more than once, of which duplicate-header speaks.
bool nwl_sets_header_twice(const nwl_proxied_location *location, nwl_str name);

// The upstream block that a location sends requests to; NULL without one.
const nwl_scope *nwl_upstream_of(const nwl_pass *pass,
                                 const nwl_proxied_location *location);

#endif
