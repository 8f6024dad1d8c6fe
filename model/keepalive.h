// Which upstreams keep connections to their servers open between requests.
#ifndef NWL_MODEL_KEEPALIVE_H
#define NWL_MODEL_KEEPALIVE_H

#include "model/scope.h"
#include "model/version.h"

// Whether an upstream block does with a version of nginx, 0 when it is not known: then only what it says counts. *line is its
// keepalive line; no site for the default, which is 32 from 1.29.7 on.
// Source: ngx_http_upstream_keepalive_module.c.
bool nwl_upstream_keeps_connections(const nwl_scope *upstream, nwl_version version,
                                    nwl_site *line);

#endif
