#include "model/listen.h"

#include <arpa/inet.h>
#include <string.h>

#include "model/address.h"

enum { DEFAULT_PORT = 80, HIGHEST_PORT = 65535 };

nwl_listen nwl_listen_default(void)
{
    return (nwl_listen){.first_port = DEFAULT_PORT, .last_port = DEFAULT_PORT};
}

// ---- addresses ----------------------------------------------------------------------------

static bool read_inet(nwl_str text, unsigned char bytes[16])
{
    uint32_t address;
    if (!nwl_address_v4(text, &address))
        return false;
    for (int i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(address >> (24 - 8 * i));
    return true;
}

static bool is_bracketed(nwl_str text)
{
    return nwl_str_starts_with(text, NWL_STR("[")) &&
           nwl_str_ends_with(text, NWL_STR("]"));
}

static bool is_unix(nwl_str text)
{
    return nwl_str_eq_nocase(nwl_str_slice(text, 0, 5), NWL_STR("unix:"));
}

nwl_address nwl_address_read(nwl_str text)
{
    nwl_address address = {.text = NWL_STR("")};
    if (is_unix(text))
        return (nwl_address){.kind = NWL_ADDRESS_UNIX, .text = nwl_str_from(text, 5)};
    if (is_bracketed(text) &&
        nwl_address_v6(nwl_str_slice(text, 1, text.len - 1), address.bytes)) {
        address.kind = NWL_ADDRESS_INET6;
        return address;
    }
    if (nwl_str_eq(text, NWL_STR("*")) || read_inet(text, address.bytes))
        return address;
    return (nwl_address){.kind = NWL_ADDRESS_UNKNOWN, .text = text};
}

bool nwl_address_eq(const nwl_address *a, const nwl_address *b)
{
    return a->kind == b->kind && memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0 &&
           nwl_str_eq(a->text, b->text);
}

bool nwl_address_is_wildcard(const nwl_address *address)
{
    static const unsigned char ANY[sizeof(address->bytes)];
    return address->kind <= NWL_ADDRESS_INET6 &&
           memcmp(address->bytes, ANY, sizeof(ANY)) == 0;
}

nwl_str nwl_address_text(nwl_arena *arena, const nwl_address *address, uint32_t port)
{
    char buffer[INET6_ADDRSTRLEN];
    switch (address->kind) {
    case NWL_ADDRESS_INET:
        if (nwl_address_is_wildcard(address))
            return nwl_arena_format(arena, "*:%u", port);
        return nwl_arena_format(arena, "%u.%u.%u.%u:%u", address->bytes[0],
                                address->bytes[1], address->bytes[2], address->bytes[3],
                                port);
    case NWL_ADDRESS_INET6:
        inet_ntop(AF_INET6, address->bytes, buffer, sizeof(buffer));
        return nwl_arena_format(arena, "[%s]:%u", buffer, port);
    case NWL_ADDRESS_UNIX:
        return nwl_arena_format(arena, "unix:%.*s", NWL_STR_FMT(address->text));
    case NWL_ADDRESS_UNKNOWN:
        break;
    }
    return nwl_arena_format(arena, "%.*s:%u", NWL_STR_FMT(address->text), port);
}

// ---- directives ---------------------------------------------------------------------------

static bool read_port(nwl_str text, uint32_t *port)
{
    return nwl_str_to_u32(text, port) && *port >= 1 && *port <= HIGHEST_PORT;
}

// "80" or "8000-8010".
static bool read_ports(nwl_str text, nwl_listen *listen)
{
    size_t dash = nwl_str_find(text, '-', 0);
    if (!read_port(nwl_str_slice(text, 0, dash), &listen->first_port))
        return false;
    listen->last_port = listen->first_port;
    return dash == text.len ||
           (read_port(nwl_str_from(text, dash + 1), &listen->last_port) &&
            listen->last_port >= listen->first_port);
}

// Where the address ends and the port's colon may stand.
static size_t address_end(nwl_str text)
{
    if (!nwl_str_starts_with(text, NWL_STR("[")))
        return nwl_str_find(text, ':', 0);
    size_t bracket = nwl_str_find(text, ']', 0);
    return bracket < text.len ? bracket + 1 : text.len;
}

static bool read_address(nwl_str text, nwl_listen *listen)
{
    if (is_unix(text)) {
        listen->address = nwl_address_read(text);
        listen->first_port = listen->last_port = 0;
        return listen->address.text.len > 0;
    }
    size_t end = address_end(text);
    if (end == text.len && read_ports(text, listen))
        return true;
    nwl_str host = nwl_str_slice(text, 0, end);
    listen->address = nwl_address_read(host);
    bool is_host = listen->address.kind != NWL_ADDRESS_UNKNOWN ||
                   !nwl_str_starts_with(host, NWL_STR("["));
    if (host.len == 0 || !is_host)
        return false;
    *listen = (nwl_listen){listen->address, DEFAULT_PORT, DEFAULT_PORT,
                           .ipv6only = listen->ipv6only};
    return end == text.len ||
           (text.ptr[end] == ':' && read_ports(nwl_str_from(text, end + 1), listen));
}

static void read_parameter(nwl_str word, nwl_listen *listen)
{
    const struct {
        nwl_str name;
        bool *flag;
        bool value;
    } PARAMETERS[] = {
        {NWL_STR("default_server"), &listen->default_server, true},
        {NWL_STR("default"), &listen->default_server, true},
        {NWL_STR("ssl"), &listen->ssl, true},
        {NWL_STR("http2"), &listen->http2, true},
        {NWL_STR("quic"), &listen->quic, true},
        {NWL_STR("proxy_protocol"), &listen->proxy_protocol, true},
        {NWL_STR("ipv6only=off"), &listen->ipv6only, false},
    };
    for (size_t i = 0; i < sizeof(PARAMETERS) / sizeof(PARAMETERS[0]); i++) {
        if (nwl_str_eq(word, PARAMETERS[i].name))
            *PARAMETERS[i].flag = PARAMETERS[i].value;
    }
}

bool nwl_listen_read(const nwl_directive *directive, nwl_listen *listen)
{
    *listen = nwl_listen_default();
    listen->ipv6only = true;
    if (directive->arg_count == 0 || !read_address(directive->args[0].value, listen))
        return false;
    for (uint32_t i = 1; i < directive->arg_count; i++)
        read_parameter(directive->args[i].value, listen);
    return true;
}
