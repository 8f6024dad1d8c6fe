// The addresses that servers listen on. Source: ngx_http_add_listen(), ngx_stream_core_listen(), ngx_mail_core_listen().
#ifndef NWL_RULES_LISTENS_H
#define NWL_RULES_LISTENS_H

#include "rules/rule.h"

// Flags what nginx takes once for an address: a server's listen, the default server, the options of the socket. Only addresses
// that are written out are compared, not names of hosts and ranges of ports. Does nothing unless scope is an http, a stream or
// a mail block.
void nwl_listens_report_duplicates(nwl_pass *pass, const nwl_scope *scope);

#endif
