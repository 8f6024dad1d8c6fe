#include "model/keepalive.h"

#include "model/value.h"

bool nwl_upstream_keeps_connections(const nwl_scope *upstream, nwl_version version,
                                    nwl_site *line)
{
    int64_t connections;
    *line = nwl_scope_last(upstream, NWL_D_keepalive);
    if (line->directive == NULL)
        return version >= NWL_VERSION_HTTP_1_1_BY_DEFAULT;
    return !nwl_value_number(nwl_directive_arg(line->directive, 0), &connections) ||
           connections > 0;
}
