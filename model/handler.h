// What has a request in the end: the *_pass directives.
#ifndef NWL_MODEL_HANDLER_H
#define NWL_MODEL_HANDLER_H

#include "model/scope.h"

typedef enum nwl_handler {
    NWL_HANDLER_PROXY,
    NWL_HANDLER_UWSGI,
    NWL_HANDLER_SCGI,
    NWL_HANDLER_FASTCGI,
    NWL_HANDLER_GRPC,
    NWL_HANDLER_MEMCACHED,
} nwl_handler;

// The line of scope's own handler, of several the one that is read last; no site when it has none.
nwl_site nwl_handler_of(const nwl_scope *scope, nwl_handler *handler);

// The same for a block that has the handler of the location around it unless it has its own: an if or a limit_except.
nwl_site nwl_handler_at(const nwl_scope *scope, nwl_handler *handler);

#endif
