#include "model/handler.h"

static const struct {
    nwl_directive_id id;
    nwl_handler handler;
} HANDLERS[] = {
    {NWL_D_proxy_pass, NWL_HANDLER_PROXY}, {NWL_D_uwsgi_pass, NWL_HANDLER_UWSGI},
    {NWL_D_scgi_pass, NWL_HANDLER_SCGI},   {NWL_D_fastcgi_pass, NWL_HANDLER_FASTCGI},
    {NWL_D_grpc_pass, NWL_HANDLER_GRPC},   {NWL_D_memcached_pass, NWL_HANDLER_MEMCACHED},
};

nwl_site nwl_handler_of(const nwl_scope *scope, nwl_handler *handler)
{
    nwl_site found = {0};
    for (size_t i = 0; i < sizeof(HANDLERS) / sizeof(HANDLERS[0]); i++) {
        nwl_site site = nwl_scope_last(scope, HANDLERS[i].id);
        if (site.directive == NULL ||
            (found.directive != NULL && site.order < found.order))
            continue;
        found = site;
        *handler = HANDLERS[i].handler;
    }
    return found;
}

nwl_site nwl_handler_at(const nwl_scope *scope, nwl_handler *handler)
{
    nwl_site own = nwl_handler_of(scope, handler);
    bool inherits = scope->context == NWL_CX_HTTP_LOCATION_IF ||
                    scope->context == NWL_CX_HTTP_LIMIT_EXCEPT;
    return own.directive != NULL || !inherits || scope->parent == NULL
               ? own
               : nwl_handler_of(scope->parent, handler);
}
