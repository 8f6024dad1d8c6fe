// What the arguments of "listen" mean: the sockets, and how they speak.
// Source: ngx_parse_url(), ngx_http_core_listen().
#ifndef NWL_MODEL_LISTEN_H
#define NWL_MODEL_LISTEN_H

#include "base/arena.h"
#include "parser/tree.h"

typedef enum nwl_address_kind {
    NWL_ADDRESS_INET,
    NWL_ADDRESS_INET6,
    NWL_ADDRESS_UNIX,
    NWL_ADDRESS_UNKNOWN, // those of a host name
} nwl_address_kind;

typedef struct nwl_address {
    nwl_address_kind kind;
    unsigned char
        bytes[16]; // of INET the first four, of INET6 all; zero for all addresses
    nwl_str text;  // path of UNIX, host name of UNKNOWN
} nwl_address;

typedef struct nwl_listen {
    nwl_address address;
    uint32_t first_port, last_port; // 0 of a UNIX socket
    bool default_server, ssl, http2, quic, proxy_protocol;
    bool ipv6only; // an INET6 socket takes no IPv4 connections
} nwl_listen;

// That of a server without any "listen": *:80, as nginx started by root has it.
nwl_listen nwl_listen_default(void);

// Reads a "listen" directive; its strings are borrowed. False, leaving *listen undefined, when nginx refuses the address.
bool nwl_listen_read(const nwl_directive *directive, nwl_listen *listen);

// Reads an address without a port: "127.0.0.1", "[::1]", "*", "unix:/x". Anything else is a host name, of kind UNKNOWN.
nwl_address nwl_address_read(nwl_str text);

bool nwl_address_eq(const nwl_address *a, const nwl_address *b);

// Whether it is that of all addresses of its family.
bool nwl_address_is_wildcard(const nwl_address *address);

// "*:80", "127.0.0.1:80", "[::1]:80", "unix:/x", in arena.
nwl_str nwl_address_text(nwl_arena *arena, const nwl_address *address, uint32_t port);

#endif
