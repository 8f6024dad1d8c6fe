#include "model/peer.h"

#include "model/address.h"
#include "model/value.h"

enum { LAST_PORT = 65535, LONGEST_SOCKET_PATH = 107 }; // the latter in bytes, on Linux

static bool is_port(nwl_str text)
{
    int64_t port;
    return nwl_value_number(text, &port) && port >= 1 && port <= LAST_PORT;
}

static bool is_ip(nwl_str text)
{
    uint32_t v4;
    uint8_t v6[16];
    return nwl_address_v4(text, &v4) || nwl_address_v6(text, v6);
}

static const char *fault_of_port(nwl_str port)
{
    return is_port(port) ? NULL : "the port is no number from 1 to 65535";
}

static const char *fault_of_socket(nwl_str path)
{
    if (path.len == 0)
        return "the path of the socket is missing";
    return path.len > LONGEST_SOCKET_PATH ? "the path of the socket is too long" : NULL;
}

// "[::1]" or "[::1]:53".
static const char *fault_of_v6(nwl_str text)
{
    uint8_t address[16];
    size_t bracket = nwl_str_find(text, ']', 0);
    nwl_str rest = nwl_str_from(text, bracket + 1);
    if (bracket == text.len)
        return "the \"]\" is missing";
    if (rest.len > 0 && rest.ptr[0] != ':')
        return "a port stands behind \"]:\"";
    if (rest.len > 0 && !is_port(nwl_str_from(rest, 1)))
        return fault_of_port(nwl_str_from(rest, 1));
    return nwl_address_v6(nwl_str_slice(text, 1, bracket), address)
               ? NULL
               : "it is no IPv6 address";
}

static const char *fault_of_host(nwl_str text)
{
    size_t colon = nwl_str_find(text, ':', 0);
    if (nwl_str_find(text, '/', 0) < text.len || nwl_str_find(text, '?', 0) < text.len)
        return "it is no name of a host";
    if (nwl_str_find(text, ':', colon + 1) < text.len)
        return "an IPv6 address stands in brackets";
    if (colon < text.len && !is_port(nwl_str_from(text, colon + 1)))
        return fault_of_port(nwl_str_from(text, colon + 1));
    return colon == 0 ? "the host is missing" : NULL;
}

const char *nwl_peer_fault(nwl_str text)
{
    nwl_str scheme = NWL_STR("unix:");
    if (nwl_str_eq_nocase(nwl_str_slice(text, 0, scheme.len), scheme))
        return fault_of_socket(nwl_str_from(text, scheme.len));
    return nwl_str_starts_with(text, NWL_STR("[")) ? fault_of_v6(text)
                                                   : fault_of_host(text);
}

bool nwl_peer_is_address(nwl_str text)
{
    if (is_ip(text))
        return true;
    bool has_bracket = nwl_str_starts_with(text, NWL_STR("["));
    size_t end = nwl_str_find(text, has_bracket ? ']' : ':', 0);
    nwl_str port = nwl_str_from(text, end + (has_bracket ? 1 : 0));
    return nwl_str_starts_with(port, NWL_STR(":")) && is_port(nwl_str_from(port, 1)) &&
           is_ip(nwl_str_slice(text, has_bracket ? 1 : 0, end));
}
