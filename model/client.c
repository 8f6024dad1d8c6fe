#include "model/client.h"

#include "base/distance.h"

// Since then all lines of a header are in its variable (nginx CHANGES).
#define ALL_LINES NWL_VERSION_OF(1u, 23u, 0u)

#define EXACT(text)                                                                      \
    {                                                                                    \
        .certainty = NWL_EXACT, .options = (const nwl_str[]){NWL_TEXT(text)},            \
        .option_count = 1                                                                \
    }
#define EITHER(a, b)                                                                     \
    {                                                                                    \
        .certainty = NWL_ONE_OF, .options = (const nwl_str[]){NWL_TEXT(a), NWL_TEXT(b)}, \
        .option_count = 2                                                                \
    }
#define UNKNOWN                                                                          \
    {                                                                                    \
        .certainty = NWL_UNKNOWN                                                         \
    }
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const nwl_client_header HANDSHAKE[] = {
    {NWL_TEXT("Host"), UNKNOWN},
    {NWL_TEXT("Connection"), EITHER("Upgrade", "keep-alive, Upgrade")},
    {NWL_TEXT("Upgrade"), EXACT("websocket")},
    {NWL_TEXT("Origin"), UNKNOWN},
    {NWL_TEXT("Sec-WebSocket-Version"), EXACT("13")},
    {NWL_TEXT("Sec-WebSocket-Key"), EXACT("dGhlIHNhbXBsZSBub25jZQ==")},
};

const nwl_client nwl_client_handshake = {
    .method = EXACT("GET"),
    .target = UNKNOWN,
    .scheme = UNKNOWN,
    .address = UNKNOWN,
    .port = UNKNOWN,
    .headers = HANDSHAKE,
    .header_count = COUNT(HANDSHAKE),
    .sends_more = true,
};

static const nwl_client_header PLAIN[] = {
    {NWL_TEXT("Host"), UNKNOWN},
    {NWL_TEXT("Connection"), EXACT("keep-alive")},
    {NWL_TEXT("Upgrade"), EXACT("")},
    {NWL_TEXT("Sec-WebSocket-Version"), EXACT("")},
    {NWL_TEXT("Sec-WebSocket-Key"), EXACT("")},
};

const nwl_client nwl_client_plain = {
    .method = EXACT("GET"),
    .target = UNKNOWN,
    .scheme = UNKNOWN,
    .address = UNKNOWN,
    .port = UNKNOWN,
    .headers = PLAIN,
    .header_count = COUNT(PLAIN),
    .sends_more = true,
};

static const nwl_client_header H2C[] = {
    {NWL_TEXT("Host"), UNKNOWN},
    {NWL_TEXT("Connection"), EXACT("Upgrade, HTTP2-Settings")},
    {NWL_TEXT("Upgrade"), EXACT("h2c")},
    {NWL_TEXT("HTTP2-Settings"), UNKNOWN},
    {NWL_TEXT("Sec-WebSocket-Version"), EXACT("")},
    {NWL_TEXT("Sec-WebSocket-Key"), EXACT("")},
};

const nwl_client nwl_client_h2c = {
    .method = EXACT("GET"),
    .target = UNKNOWN,
    .scheme = UNKNOWN,
    .address = UNKNOWN,
    .port = UNKNOWN,
    .headers = H2C,
    .header_count = COUNT(H2C),
    .sends_more = true,
};

// "Sec-WebSocket-Key" is "sec_websocket_key".
static bool is_named(nwl_str header, nwl_str variable)
{
    for (size_t i = 0; i < header.len && header.len == variable.len; i++) {
        char c = header.ptr[i] == '-' ? '_' : nwl_to_lower(header.ptr[i]);
        if (c != nwl_to_lower(variable.ptr[i]))
            return false;
    }
    return header.len == variable.len;
}

// Headers that are meant to be Upgrade or Connection, and that no browser sends.
static bool is_mistaken(nwl_str name)
{
    if (nwl_str_eq_nocase(name, NWL_STR("upgrade_insecure_requests")))
        return false;
    return nwl_str_contains_nocase(name, NWL_STR("_upgrade")) ||
           nwl_str_contains_nocase(name, NWL_STR("upgrade_")) ||
           nwl_distance(name, NWL_STR("upgrade"), 2) <= 2 ||
           nwl_distance(name, NWL_STR("connection"), 2) <= 2;
}

// Headers whose lines every version joins (ngx_http_variables.c).
static nwl_str separator_of(nwl_str name)
{
    return nwl_str_eq_nocase(name, NWL_STR("cookie")) ? NWL_STR("; ") : NWL_STR(", ");
}

static bool is_always_joined(nwl_str name)
{
    return nwl_str_eq_nocase(name, NWL_STR("cookie")) ||
           nwl_str_eq_nocase(name, NWL_STR("x_forwarded_for"));
}

nwl_text_value nwl_client_variable(nwl_arena *arena, const nwl_client *client,
                                   nwl_str name, nwl_version version)
{
    nwl_text_value first, all;
    bool found = false;
    for (uint32_t i = 0; i < client->header_count; i++) {
        const nwl_client_header *header = &client->headers[i];
        if (!is_named(header->name, name))
            continue;
        if (found) {
            all = nwl_text_join(arena, all, nwl_text_exact(arena, separator_of(name)));
            all = nwl_text_join(arena, all, header->value);
            continue;
        }
        first = all = header->value;
        found = true;
    }
    if (!found)
        return client->sends_more && !is_mistaken(name) ? nwl_text_unknown()
                                                        : nwl_text_empty();
    if (is_always_joined(name) || version >= ALL_LINES)
        return all;
    return version == 0 ? nwl_text_either(arena, first, all) : first;
}
