// IP addresses and networks as nginx reads them: what it takes is not quite what inet_pton(3) does.
#ifndef NWL_MODEL_ADDRESS_H
#define NWL_MODEL_ADDRESS_H

#include "base/str.h"

// Reads "10.0.0.1" into *address, in host byte order. An octet may be empty and has any number of digits; the address of all
// ones is none. Returns false, leaving *address alone, for anything else. Source: ngx_inet_addr(), nginx src/core/ngx_inet.c.
bool nwl_address_v4(nwl_str text, uint32_t *address);

// Reads "fe80::1" or "::ffff:10.0.0.1", without brackets, into 16 bytes. Returns false for anything else; address is then not
// defined. Source: ngx_inet6_addr().
bool nwl_address_v6(nwl_str text, uint8_t address[16]);

// Whether text is an address, alone or with "/" and the length of its prefix. Source: ngx_ptocidr().
bool nwl_address_is_network(nwl_str text);

// Whether an address lies in a network; false when one of them is none. The form of an IPv4 address in IPv6,
// "::ffff:10.0.0.1", is that address; a network of IPv6 has none of them. Source: ngx_cidr_match().
bool nwl_address_is_in(nwl_str address, nwl_str network);

#endif
