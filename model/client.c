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

// A GET with these headers and perhaps more, for whatever it may be, from whoever it may be.
#define ASKING_ANYTHING(names)                                                           \
    {                                                                                    \
        .method = EXACT("GET"), .target = UNKNOWN, .scheme = UNKNOWN,                    \
        .address = UNKNOWN, .server_address = UNKNOWN, .port = UNKNOWN,                  \
        .headers = (names), .header_count = COUNT(names), .sends_more = true,            \
    }

static const nwl_client_header HANDSHAKE[] = {
    {NWL_TEXT("Host"), UNKNOWN},
    {NWL_TEXT("Connection"), EITHER("Upgrade", "keep-alive, Upgrade")},
    {NWL_TEXT("Upgrade"), EXACT("websocket")},
    {NWL_TEXT("Origin"), UNKNOWN},
    {NWL_TEXT("Sec-WebSocket-Version"), EXACT("13")},
    {NWL_TEXT("Sec-WebSocket-Key"), EXACT("dGhlIHNhbXBsZSBub25jZQ==")},
};

const nwl_client nwl_client_handshake = ASKING_ANYTHING(HANDSHAKE);

static const nwl_client_header PLAIN[] = {
    {NWL_TEXT("Host"), UNKNOWN},
    {NWL_TEXT("Connection"), EXACT("keep-alive")},
    {NWL_TEXT("Upgrade"), EXACT("")},
    {NWL_TEXT("Sec-WebSocket-Version"), EXACT("")},
    {NWL_TEXT("Sec-WebSocket-Key"), EXACT("")},
};

const nwl_client nwl_client_plain = ASKING_ANYTHING(PLAIN);

static const nwl_client_header H2C[] = {
    {NWL_TEXT("Host"), UNKNOWN},
    {NWL_TEXT("Connection"), EXACT("Upgrade, HTTP2-Settings")},
    {NWL_TEXT("Upgrade"), EXACT("h2c")},
    {NWL_TEXT("HTTP2-Settings"), UNKNOWN},
    {NWL_TEXT("Sec-WebSocket-Version"), EXACT("")},
    {NWL_TEXT("Sec-WebSocket-Key"), EXACT("")},
};

const nwl_client nwl_client_h2c = ASKING_ANYTHING(H2C);

static bool has_forbidden_byte(nwl_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        if ((unsigned char)name.ptr[i] <= ' ' || name.ptr[i] == 0x7f)
            return true;
    }
    return name.len == 0;
}

static bool is_taken(nwl_str name, nwl_header_names names)
{
    for (size_t i = 0; i < name.len && !names.any; i++) {
        char c = name.ptr[i];
        if (!nwl_is_alnum(c) && c != '-' && !(c == '_' && names.with_underscores))
            return false;
    }
    return true;
}

static const nwl_str UNIQUE[] = {
    NWL_TEXT("Authorization"),
    NWL_TEXT("Content-Length"),
    NWL_TEXT("Content-Range"),
    NWL_TEXT("Expect"),
    NWL_TEXT("Host"),
    NWL_TEXT("If-Match"),
    NWL_TEXT("If-Modified-Since"),
    NWL_TEXT("If-None-Match"),
    NWL_TEXT("If-Range"),
    NWL_TEXT("If-Unmodified-Since"),
    NWL_TEXT("Transfer-Encoding"),
};

// Whether the lines of each such header are one at most.
static bool are_unique(const nwl_client *client)
{
    for (size_t i = 0; i < COUNT(UNIQUE); i++) {
        uint32_t lines = 0;
        for (uint32_t j = 0; j < client->header_count; j++)
            lines += nwl_str_eq_nocase(client->headers[j].name, UNIQUE[i]);
        if (lines > 1)
            return false;
    }
    return true;
}

static bool is_number(nwl_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!nwl_is_digit(text.ptr[i]))
            return false;
    }
    return text.len > 0;
}

static bool is_readable(const nwl_client_header *header)
{
    bool is_length = nwl_str_eq_nocase(header->name, NWL_STR("Content-Length")) &&
                     header->value.certainty == NWL_EXACT;
    return !has_forbidden_byte(header->name) &&
           (!is_length || is_number(header->value.options[0]));
}

bool nwl_client_read_headers(nwl_arena *arena, nwl_client *client,
                             nwl_header_names before_host, nwl_header_names names)
{
    nwl_client_header *kept =
        NWL_NEW_ARRAY(arena, nwl_client_header, client->header_count);
    uint32_t count = 0;
    nwl_header_names now = before_host;
    for (uint32_t i = 0; i < client->header_count; i++) {
        const nwl_client_header *header = &client->headers[i];
        if (!is_readable(header))
            return false;
        if (nwl_str_eq_nocase(header->name, NWL_STR("Host")))
            now = names;
        if (is_taken(header->name, now))
            kept[count++] = *header;
    }
    client->headers = kept;
    client->header_count = count;
    return are_unique(client);
}

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
