// upstream blocks and what sends requests to them. Source: ngx_http_upstream_add(), ngx_stream_upstream_add().
#ifndef NWL_RULES_UPSTREAMS_H
#define NWL_RULES_UPSTREAMS_H

#include "rules/rule.h"

// Both do nothing unless scope is an http or a stream block.

// Flags each upstream whose name another one has, in whatever case.
void nwl_upstreams_report_duplicates(nwl_pass *pass, const nwl_scope *scope);

// Flags proxy_pass and the like with the name of an upstream and a port, which are the upstream's own to give.
void nwl_upstreams_report_ports(nwl_pass *pass, const nwl_scope *scope);

#endif
