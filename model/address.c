#include "model/address.h"

#include <string.h>

enum { GROUPS = 8, NO_GAP = -1 };

// The 16-bit groups of an IPv6 address; "::" stands for zeros before the group at .gap.
typedef struct groups {
    uint16_t items[GROUPS];
    int count, gap;
} groups;

bool nwl_address_v4(nwl_str text, uint32_t *address)
{
    uint32_t octet = 0, octets = 1, result = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '.') {
            result = result << 8 | octet;
            octet = 0;
            octets++;
            continue;
        }
        if (!nwl_is_digit(text.ptr[i]))
            return false;
        octet = octet * 10 + (uint32_t)(text.ptr[i] - '0');
        if (octet > 255)
            return false;
    }
    result = result << 8 | octet;
    if (octets != 4 || result == UINT32_MAX)
        return false;
    *address = result;
    return true;
}

static bool add_digit(char c, uint32_t *word)
{
    char lower = nwl_to_lower(c);
    bool is_letter = lower >= 'a' && lower <= 'f';
    if (!is_letter && !nwl_is_digit(c))
        return false;
    *word = *word << 4 | (uint32_t)(is_letter ? lower - 'a' + 10 : c - '0');
    return true;
}

// A colon behind so many digits. The eighth group has none.
static bool end_group(groups *g, uint32_t digits, uint32_t word)
{
    if (digits > 0) {
        g->items[g->count++] = (uint16_t)word;
        return g->count < GROUPS;
    }
    if (g->gap != NO_GAP)
        return false;
    g->gap = g->count;
    return true;
}

static bool add_v4(groups *g, nwl_str text)
{
    uint32_t address;
    if (g->count + 2 > GROUPS || !nwl_address_v4(text, &address))
        return false;
    g->items[g->count++] = (uint16_t)(address >> 16);
    g->items[g->count++] = (uint16_t)address;
    return true;
}

// There is a gap when groups are missing, and none when they are not.
static bool expand(const groups *g, uint8_t address[16])
{
    int missing = GROUPS - g->count, at = 0;
    if ((missing > 0) != (g->gap != NO_GAP))
        return false;
    memset(address, 0, 2 * GROUPS);
    for (int i = 0; i < g->count; i++) {
        if (i == g->gap)
            at += missing;
        address[2 * at] = (uint8_t)(g->items[i] >> 8);
        address[2 * at + 1] = (uint8_t)g->items[i];
        at++;
    }
    return true;
}

bool nwl_address_v6(nwl_str text, uint8_t address[16])
{
    groups g = {.gap = NO_GAP};
    uint32_t word = 0, digits = 0;
    size_t begin = 0;
    for (size_t i = nwl_str_starts_with(text, NWL_STR(":")); i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ':') {
            if (!end_group(&g, digits, word))
                return false;
            word = digits = 0;
            begin = i + 1;
        } else if (c == '.' && digits > 0) {
            return begin > 0 && add_v4(&g, nwl_str_from(text, begin)) &&
                   expand(&g, address);
        } else if (!add_digit(c, &word) || ++digits > 4) {
            return false;
        }
    }
    if (digits == 0 && g.gap == NO_GAP)
        return false;
    g.items[g.count++] = (uint16_t)word;
    return expand(&g, address);
}

// An address as 16 bytes, that of IPv4 as the one in ::ffff:0:0/96.
typedef struct any_address {
    uint8_t bytes[16];
    bool is_v4;
} any_address;

enum { V6_BITS = 128, V4_BITS = 32 };

static const uint8_t OF_V4[12] = {[10] = 0xff, [11] = 0xff};

static bool read_any(nwl_str text, any_address *address)
{
    uint32_t v4;
    address->is_v4 = nwl_address_v4(text, &v4);
    if (!address->is_v4)
        return nwl_address_v6(text, address->bytes);
    memcpy(address->bytes, OF_V4, sizeof(OF_V4));
    for (uint32_t i = 0; i < 4; i++)
        address->bytes[12 + i] = (uint8_t)(v4 >> (24 - 8 * i));
    return true;
}

// Reads "10.0.0.0/8"; *length counts from the beginning of the 16 bytes.
static bool read_network(nwl_str text, any_address *network, uint32_t *length)
{
    size_t slash = nwl_str_find(text, '/', 0);
    if (!read_any(nwl_str_slice(text, 0, slash), network))
        return false;
    uint32_t most = network->is_v4 ? V4_BITS : V6_BITS;
    *length = most;
    if (slash < text.len && !nwl_str_to_u32(nwl_str_from(text, slash + 1), length))
        return false;
    bool fits = *length <= most;
    *length += V6_BITS - most;
    return fits;
}

bool nwl_address_is_network(nwl_str text)
{
    any_address network;
    uint32_t length;
    return read_network(text, &network, &length);
}

bool nwl_address_is_in(nwl_str address, nwl_str network)
{
    any_address a, n;
    uint32_t length;
    if (!read_any(address, &a) || !read_network(network, &n, &length))
        return false;
    a.is_v4 = memcmp(a.bytes, OF_V4, sizeof(OF_V4)) == 0;
    uint32_t whole = length / 8, rest = length % 8;
    return a.is_v4 == n.is_v4 && memcmp(a.bytes, n.bytes, whole) == 0 &&
           (rest == 0 || (a.bytes[whole] ^ n.bytes[whole]) >> (8 - rest) == 0);
}
