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

// "80", or "80-90" where a range may stand.
static const char *fault_of_port(nwl_str port, bool may_be_range)
{
    int64_t first, last;
    size_t dash = may_be_range ? nwl_str_find(port, '-', 0) : port.len;
    nwl_str begin = nwl_str_slice(port, 0, dash), end = nwl_str_from(port, dash + 1);
    if (!is_port(begin) || (dash < port.len && !is_port(end)))
        return "the port is no number from 1 to 65535";
    bool falls = dash < port.len && nwl_value_number(begin, &first) &&
                 nwl_value_number(end, &last) && first > last;
    return falls ? "the first port is above the last" : NULL;
}

static bool is_number(nwl_str text)
{
    int64_t number;
    return nwl_value_number(text, &number);
}

// Whether a text without colon is a port, or a range of ports, and no host.
static bool is_port_alone(nwl_str text, nwl_peer_use use)
{
    size_t dash = use == NWL_PEER_LISTEN_RANGE ? nwl_str_find(text, '-', 0) : text.len;
    bool listens = use == NWL_PEER_LISTEN || use == NWL_PEER_LISTEN_RANGE;
    return listens && is_number(nwl_str_slice(text, 0, dash)) &&
           (dash == text.len || is_number(nwl_str_from(text, dash + 1)));
}

static const char *read_socket(nwl_str path, nwl_peer_use use, nwl_peer *peer)
{
    size_t colon = use == NWL_PEER_WITH_URI ? nwl_str_find(path, ':', 0) : path.len;
    peer->uri = nwl_str_from(path, colon + 1);
    peer->host = nwl_str_slice(path, 0, colon);
    if (peer->host.len == 0)
        return "the path of the socket is missing";
    return peer->host.len > LONGEST_SOCKET_PATH ? "the path of the socket is too long"
                                                : NULL;
}

// Cuts the URI off text, which begins with '/' or '?' behind the host; false where none may stand.
static bool cut_uri(nwl_str *text, nwl_peer_use use, size_t from, nwl_peer *peer)
{
    size_t slash = nwl_str_find(*text, '/', from), query = nwl_str_find(*text, '?', from);
    size_t at = slash < query ? slash : query;
    bool has_uri = at < text->len;
    peer->uri = nwl_str_from(*text, at);
    *text = nwl_str_slice(*text, 0, at);
    return !has_uri || use == NWL_PEER_WITH_URI;
}

// "[::1]" or "[::1]:53".
static const char *read_v6(nwl_str text, nwl_peer_use use, nwl_peer *peer)
{
    uint8_t address[16];
    size_t bracket = nwl_str_find(text, ']', 0);
    if (bracket == text.len)
        return "the \"]\" is missing";
    if (!cut_uri(&text, use, bracket, peer))
        return "it is no name of a host";
    nwl_str rest = nwl_str_from(text, bracket + 1);
    peer->has_port = rest.len > 0;
    peer->host = nwl_str_slice(text, 0, bracket + 1);
    if (peer->has_port && rest.ptr[0] != ':')
        return "a port stands behind \"]:\"";
    const char *wrong = peer->has_port ? fault_of_port(nwl_str_from(rest, 1),
                                                       use == NWL_PEER_LISTEN_RANGE)
                                       : NULL;
    if (wrong != NULL)
        return wrong;
    return nwl_address_v6(nwl_str_slice(text, 1, bracket), address)
               ? NULL
               : "it is no IPv6 address";
}

static const char *read_host(nwl_str text, nwl_peer_use use, nwl_peer *peer)
{
    bool may_be_range = use == NWL_PEER_LISTEN_RANGE;
    if (!cut_uri(&text, use, 0, peer))
        return "it is no name of a host";
    size_t colon = nwl_str_find(text, ':', 0);
    peer->has_port = colon < text.len;
    peer->host = nwl_str_slice(text, 0, colon);
    if (!peer->has_port && is_port_alone(text, use)) {
        peer->has_port = true;
        peer->host = NWL_STR("");
        return fault_of_port(text, may_be_range);
    }
    if (nwl_str_find(text, ':', colon + 1) < text.len)
        return "an IPv6 address stands in brackets";
    const char *wrong = peer->has_port
                            ? fault_of_port(nwl_str_from(text, colon + 1), may_be_range)
                            : NULL;
    if (wrong != NULL)
        return wrong;
    return colon == 0 ? "the host is missing" : NULL;
}

const char *nwl_peer_read(nwl_str text, nwl_peer_use use, nwl_peer *peer)
{
    nwl_str scheme = NWL_STR("unix:");
    *peer = (nwl_peer){.host = NWL_STR(""), .uri = NWL_STR("")};
    if (nwl_str_eq_nocase(nwl_str_slice(text, 0, scheme.len), scheme))
        return read_socket(nwl_str_from(text, scheme.len), use, peer);
    return nwl_str_starts_with(text, NWL_STR("[")) ? read_v6(text, use, peer)
                                                   : read_host(text, use, peer);
}

const char *nwl_peer_fault(nwl_str text)
{
    nwl_peer peer;
    return nwl_peer_read(text, NWL_PEER_PLAIN, &peer);
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
