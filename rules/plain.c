#include "rules/plain.h"

#include "model/judge.h"
#include "model/target.h"

// What needs a client to stay with one backend does so for the sake of the requests before and beside the socket.
bool nwl_falls_back(const nwl_proxied_location *location)
{
    return location->expectation.falls_back;
}

bool nwl_has_plain_requests(const nwl_proxied_location *location)
{
    const nwl_expectation *expectation = &location->expectation;
    return location->takes_plain &&
           (expectation->catch_all || !expectation->socket_path ||
            nwl_falls_back(location));
}

nwl_upstream_request nwl_plain_request_of(nwl_arena *arena, const nwl_pass *pass,
                                          const nwl_proxied_location *location,
                                          nwl_version version)
{
    nwl_request request =
        nwl_request_served(arena, nwl_pass_model(pass), location, &nwl_client_plain);
    request.version = version;
    return nwl_upstream_handshake_of(&request);
}

nwl_site nwl_value_line(const nwl_upstream_header *header)
{
    const nwl_text_value *value = &header->value;
    if (value->origin.kind != NWL_FROM_DIRECTIVE)
        return (nwl_site){0};
    return value->decided_by.directive != NULL ? value->decided_by : value->origin.site;
}

bool nwl_sets_header_twice(const nwl_proxied_location *location, nwl_str name)
{
    uint32_t count, found = 0;
    const nwl_site *sites = nwl_headers_at(location->scope, &count);
    for (uint32_t i = 0; i < count; i++)
        found += nwl_str_eq_nocase(nwl_directive_arg(sites[i].directive, 0), name);
    return found > 1;
}

const nwl_scope *nwl_upstream_of(const nwl_pass *pass,
                                 const nwl_proxied_location *location)
{
    return nwl_target_parse(&nwl_pass_model(pass)->upstreams, location->upstream)
        .upstream;
}
