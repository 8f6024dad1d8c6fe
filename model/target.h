// Where a proxied request goes: the argument of proxy_pass taken apart, and the upstream block behind it.
#ifndef NWL_MODEL_TARGET_H
#define NWL_MODEL_TARGET_H

#include "base/map.h"
#include "model/scope.h"

typedef struct nwl_target {
    nwl_str scheme; // "http"; empty when there is none
    nwl_str host;   // or the name of an upstream; empty for a unix socket
    bool unix_socket;
    uint32_t port;             // 0 when not given
    nwl_str uri;               // "/x"; empty without one
    const nwl_scope *upstream; // the block of that name, NULL when there is none
} nwl_target;

// The upstream blocks of http by lower-case name.
nwl_map nwl_upstreams_new(nwl_arena *arena, const nwl_scope *top);

// .upstream stays NULL without upstreams.
nwl_target nwl_target_parse(const nwl_map *upstreams, nwl_str argument);

// What the URL of a proxied request is called in "Host" ($proxy_host), and its port. Source: ngx_http_proxy_set_vars().
nwl_str nwl_target_host(nwl_arena *arena, const nwl_target *target);
uint32_t nwl_target_port(const nwl_target *target);

// The port of server number index in an upstream block; 0 when it has none, false past the last server.
bool nwl_upstream_port(const nwl_scope *upstream, uint32_t index, uint32_t *port);

#endif
