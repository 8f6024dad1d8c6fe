// What speaks for and against a WebSocket at a proxied location.
#ifndef NWL_MODEL_EVIDENCE_H
#define NWL_MODEL_EVIDENCE_H

#include "model/expectation.h"

typedef struct nwl_evidence {
    bool catch_all;
    bool is_side_target; // of auth_request, mirror or error_page, or internal
    bool
        not_reached; // an if or limit_except block or another location takes every handshake, or this is one that takes none
    nwl_site dead_setup; // a line that sets Upgrade where its requests come from, in vain
    nwl_site lost_setup; // a line on a level above that sets Upgrade and does not count
    bool lost_by_itself; // because of the location's own list
    bool
        mixed_path; // plain requests and WebSockets come to such a path: it says nothing by itself
    nwl_site asked;    // the location whose path it is: not the same for a named location
    nwl_str path_word; // the segment that names a WebSocket
    nwl_str plain_word; // the segment that names plain HTTP
    nwl_str name_word;  // the upstream or server name that does
    nwl_site name_site;
    nwl_site if_site;     // if ($http_upgrade …)
    nwl_recognised known; // the application
    bool
        falls_back; // one that is known begins with plain requests, or falls back to them
    uint32_t port;  // of the backend, 0 when not known
} nwl_evidence;

nwl_evidence nwl_evidence_of(nwl_expectations *expectations,
                             const nwl_proxied_location *location);

// Whether a location says itself that Upgrade is to be sent, whoever gets its requests.
bool nwl_evidence_is_set_up(const nwl_scope *location);

#endif
