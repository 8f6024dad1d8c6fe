#include "model/target.h"

enum { LONGEST_UPSTREAM_NAME = 255 };

// An upstream name as a key: nginx compares them without case.
static nwl_str lower(char buffer[LONGEST_UPSTREAM_NAME], nwl_str name)
{
    if (name.len > LONGEST_UPSTREAM_NAME)
        return NWL_STR("");
    for (size_t i = 0; i < name.len; i++)
        buffer[i] = nwl_to_lower(name.ptr[i]);
    return (nwl_str){buffer, name.len};
}

nwl_map nwl_upstreams_new(nwl_arena *arena, const nwl_scope *top)
{
    nwl_map upstreams = nwl_map_new(arena);
    char buffer[LONGEST_UPSTREAM_NAME];
    for (const nwl_scope *s = top; s != NULL; s = nwl_scope_following(s, top)) {
        if (s->context != NWL_CX_HTTP_UPSTREAM)
            continue;
        nwl_str name = lower(buffer, nwl_directive_arg(s->opener.directive, 0));
        if (nwl_map_get(&upstreams, name) == NULL)
            nwl_map_put(&upstreams, nwl_arena_copy(arena, name), (void *)(uintptr_t)s);
    }
    return upstreams;
}

// Splits "host:port"; an IPv6 address stands in brackets.
static void split_port(nwl_str address, nwl_str *host, uint32_t *port)
{
    size_t bracket = nwl_str_find_last(address, ']');
    size_t colon = nwl_str_find_last(address, ':');
    bool has_port = colon < address.len && (bracket == address.len || colon > bracket);
    *host = has_port ? nwl_str_slice(address, 0, colon) : address;
    *port = 0;
    if (has_port)
        nwl_str_to_u32(nwl_str_from(address, colon + 1), port);
}

nwl_target nwl_target_parse(const nwl_map *upstreams, nwl_str argument)
{
    nwl_target target = {0};
    char buffer[LONGEST_UPSTREAM_NAME];
    nwl_str rest = argument;
    for (size_t at = nwl_str_find(rest, ':', 0);
         at + 2 < rest.len && target.scheme.len == 0; at = rest.len) {
        if (nwl_str_eq(nwl_str_slice(rest, at, at + 3), NWL_STR("://"))) {
            target.scheme = nwl_str_slice(rest, 0, at);
            rest = nwl_str_from(rest, at + 3);
        }
    }
    target.unix_socket = nwl_str_starts_with(rest, NWL_STR("unix:"));
    if (target.unix_socket) {
        size_t colon = nwl_str_find(rest, ':', 5);
        target.uri = nwl_str_from(rest, colon + 1);
        return target;
    }
    size_t slash = nwl_str_find(rest, '/', 0), question = nwl_str_find(rest, '?', 0);
    size_t end = slash < question ? slash : question;
    target.uri = nwl_str_from(rest, end);
    split_port(nwl_str_slice(rest, 0, end), &target.host, &target.port);
    if (upstreams != NULL && target.host.len > 0 && target.port == 0)
        target.upstream = nwl_map_get(upstreams, lower(buffer, target.host));
    return target;
}

uint32_t nwl_target_port(const nwl_target *target)
{
    uint32_t by_scheme = nwl_str_eq_nocase(target->scheme, NWL_STR("https")) ? 443 : 80;
    return target->port == 0 ? by_scheme : target->port;
}

nwl_str nwl_target_host(nwl_arena *arena, const nwl_target *target)
{
    nwl_target without_port = {.scheme = target->scheme};
    if (target->unix_socket)
        return NWL_STR("localhost");
    if (target->port == 0 || target->port == nwl_target_port(&without_port))
        return target->host;
    return nwl_arena_format(arena, "%.*s:%u", NWL_STR_FMT(target->host), target->port);
}

bool nwl_upstream_port(const nwl_scope *upstream, uint32_t index, uint32_t *port)
{
    uint32_t count;
    nwl_str host;
    const nwl_site *servers = nwl_scope_all(upstream, NWL_D_server, &count);
    if (index >= count)
        return false;
    split_port(nwl_directive_arg(servers[index].directive, 0), &host, port);
    return true;
}
