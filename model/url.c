#include "model/url.h"

static const struct {
    nwl_str prefix;
    bool is_tls;
    uint32_t port;
} SCHEMES[] = {
    {NWL_TEXT("ws://"), false, 80},
    {NWL_TEXT("wss://"), true, 443},
    {NWL_TEXT("http://"), false, 80},
    {NWL_TEXT("https://"), true, 443},
};
enum { SCHEME_COUNT = sizeof(SCHEMES) / sizeof(SCHEMES[0]), HIGHEST_PORT = 65535 };

static size_t scheme_of(nwl_str text)
{
    size_t i = 0;
    while (i < SCHEME_COUNT &&
           !nwl_str_eq_nocase(nwl_str_slice(text, 0, SCHEMES[i].prefix.len),
                              SCHEMES[i].prefix))
        i++;
    return i;
}

// Bytes that cannot stand in a request line.
static bool has_forbidden_byte(nwl_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= ' ' || c == 0x7f)
            return true;
    }
    return false;
}

static size_t authority_end(nwl_str rest)
{
    size_t end = 0;
    while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != '?' &&
           rest.ptr[end] != '#')
        end++;
    return end;
}

// Splits "host:port"; false when what stands behind the colon is no port.
static bool split_authority(nwl_str authority, nwl_url *url)
{
    size_t bracket = nwl_str_find_last(authority, ']');
    size_t colon = nwl_str_find_last(authority, ':');
    bool has_port =
        colon < authority.len && (bracket == authority.len || colon > bracket);
    url->host = has_port ? nwl_str_slice(authority, 0, colon) : authority;
    if (!has_port)
        return true;
    return nwl_str_to_u32(nwl_str_from(authority, colon + 1), &url->port) &&
           url->port > 0 && url->port <= HIGHEST_PORT;
}

static nwl_str target_of(nwl_arena *arena, nwl_str rest)
{
    rest = nwl_str_slice(rest, 0, nwl_str_find(rest, '#', 0));
    if (nwl_str_starts_with(rest, NWL_STR("/")))
        return rest;
    return nwl_arena_format(arena, "/%.*s", NWL_STR_FMT(rest));
}

const char *nwl_url_parse(nwl_arena *arena, nwl_str text, nwl_url *url)
{
    size_t scheme = scheme_of(text);
    if (scheme == SCHEME_COUNT)
        return "it has to begin with ws://, wss://, http:// or https://";
    if (has_forbidden_byte(text))
        return "a space or control character has to be written as %20 and the like";
    nwl_str rest = nwl_str_from(text, SCHEMES[scheme].prefix.len);
    size_t end = authority_end(rest);
    nwl_str authority = nwl_str_slice(rest, 0, end);
    if (nwl_str_find(authority, '@', 0) < authority.len)
        return "a user name has no place in it; use -H 'Authorization: ...'";
    nwl_url found = {.is_tls = SCHEMES[scheme].is_tls, .port = SCHEMES[scheme].port};
    if (!split_authority(authority, &found))
        return "its port is not a number from 1 to 65535";
    if (found.host.len == 0)
        return "it names no host";
    found.authority =
        found.port == SCHEMES[scheme].port
            ? found.host
            : nwl_arena_format(arena, "%.*s:%u", NWL_STR_FMT(found.host), found.port);
    found.target = target_of(arena, nwl_str_from(rest, end));
    *url = found;
    return NULL;
}

bool nwl_url_is_of_websocket(nwl_str text)
{
    return nwl_str_eq_nocase(nwl_str_slice(text, 0, 5), NWL_STR("ws://")) ||
           nwl_str_eq_nocase(nwl_str_slice(text, 0, 6), NWL_STR("wss://"));
}
