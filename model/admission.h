// The access phase: allow and deny, auth_basic and auth_request, as "satisfy" combines them.
// Source: ngx_http_core_access_phase(), ngx_http_auth_basic_module.c, ngx_http_auth_request_module.c.
#ifndef NWL_MODEL_ADMISSION_H
#define NWL_MODEL_ADMISSION_H

#include "model/journey.h"

// Whether the request is kept out of the block it is in: true, with the line that does it and the status of the answer. Who
// may be let in is taken to be, which is noted. A service that auth_request asks with a handshake may answer it, which
// makes the journey uncertain.
bool nwl_admission_refuses(nwl_journey *journey, nwl_site *site, uint32_t *status);

// Whether the subrequest of a handshake is handed to a backend that is told of the upgrade: it may take the subrequest for a
// handshake.
bool nwl_subrequest_may_send_upgrade(nwl_journey *asked);

#endif
