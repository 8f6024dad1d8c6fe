#include "rules/listens.h"

#include "base/map.h"
#include "model/address.h"
#include "rules/dispatch.h"
#include "rules/repetition.h"

// From here on servers of stream share an address by their names.
#define NAMED_STREAM_SERVERS NWL_VERSION_OF(1u, 25u, 5u)

// What is known of one address.
typedef struct address {
    const nwl_scope *server; // the last one with a listen for it
    nwl_site listen;         // that listen
    nwl_site default_server, options;
} address;

typedef struct search {
    nwl_pass *pass;
    const nwl_scope *server;
    nwl_map addresses; // text of text_of() -> address
    bool shared;       // several servers may listen on one address
} search;

static bool read_port(nwl_str text, uint32_t *port)
{
    return nwl_str_to_u32(text, port) && *port > 0 && *port <= UINT16_MAX;
}

static nwl_str text_of_v4(nwl_arena *arena, uint32_t a, uint32_t port)
{
    return nwl_arena_format(arena, "%u.%u.%u.%u:%u", a >> 24, a >> 16 & 255, a >> 8 & 255,
                            a & 255, port);
}

static nwl_str text_of_v6(nwl_arena *arena, nwl_str text)
{
    uint8_t bytes[16];
    uint32_t port = 80;
    size_t close = nwl_str_find(text, ']', 0);
    nwl_str behind = nwl_str_from(text, close + 1);
    bool has_port = nwl_str_starts_with(behind, NWL_STR(":"));
    if (close == text.len || (behind.len > 0 && !has_port) ||
        (has_port && !read_port(nwl_str_from(behind, 1), &port)) ||
        !nwl_address_v6(nwl_str_slice(text, 1, close), bytes))
        return NWL_STR("");
    nwl_str key = NWL_STR("");
    for (uint32_t i = 0; i < 16; i += 2)
        key = nwl_arena_format(arena, "%.*s%s%x", NWL_STR_FMT(key), i == 0 ? "[" : ":",
                               (unsigned)bytes[i] << 8 | bytes[i + 1]);
    return nwl_arena_format(arena, "%.*s]:%u", NWL_STR_FMT(key), port);
}

// The same for all that is the same to nginx; empty for what is not written out.
static nwl_str text_of(nwl_arena *arena, nwl_str text)
{
    uint32_t any = 0, port = 80;
    if (nwl_str_starts_with(text, NWL_STR("unix:")))
        return text;
    if (nwl_str_starts_with(text, NWL_STR("[")))
        return text_of_v6(arena, text);
    if (read_port(text, &port))
        return text_of_v4(arena, any, port);
    size_t colon = nwl_str_find(text, ':', 0);
    nwl_str host = nwl_str_slice(text, 0, colon);
    if (colon < text.len && !read_port(nwl_str_from(text, colon + 1), &port))
        return NWL_STR("");
    if (!nwl_str_eq(host, NWL_STR("*")) && !nwl_address_v4(host, &any))
        return NWL_STR("");
    return text_of_v4(arena, any, port);
}

static bool has_parameter(const nwl_directive *listen, const char *name)
{
    for (uint32_t i = 1; i < listen->arg_count; i++) {
        if (nwl_str_eq(listen->args[i].value, nwl_str_of(name)))
            return true;
    }
    return false;
}

static bool is_default(const nwl_directive *listen)
{
    return has_parameter(listen, "default_server") || has_parameter(listen, "default");
}

// Whether a parameter is one of the socket's, which nginx takes once.
static bool has_options(const nwl_directive *listen)
{
    static const char *const BEGINS[] = {
        "setfib=", "fastopen=",      "backlog=",  "rcvbuf=",
        "sndbuf=", "accept_filter=", "ipv6only=", "so_keepalive="};
    static const char *const WORDS[] = {"bind", "deferred", "reuseport"};
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (has_parameter(listen, WORDS[i]))
            return true;
    }
    for (uint32_t a = 1; a < listen->arg_count; a++) {
        for (size_t i = 0; i < sizeof(BEGINS) / sizeof(BEGINS[0]); i++) {
            if (nwl_str_starts_with(listen->args[a].value, nwl_str_of(BEGINS[i])))
                return true;
        }
    }
    return false;
}

static void flag(search *s, nwl_site first, nwl_site second, const char *what,
                 nwl_str text)
{
    if (nwl_repetition_is_of_file(first, second))
        return;
    nwl_finding *f =
        nwl_flag(s->pass, second, s->server, "%s %.*s", what, NWL_STR_FMT(text));
    nwl_finding_label(s->pass, f, "nginx refuses to start");
    nwl_finding_first(s->pass, f, first, second);
}

// Keeps the first listen that sets something, and tells of the others.
static void take(search *s, nwl_site *first, nwl_site listen, const char *what,
                 nwl_str text)
{
    if (first->directive == NULL)
        *first = listen;
    else
        flag(s, *first, listen, what, text);
}

static void compare(search *s, address *known, nwl_site listen, nwl_str text)
{
    if (known->server == s->server) {
        flag(s, known->listen, listen, "a duplicate listen for", text);
        return;
    }
    if (known->server != NULL && !s->shared) {
        flag(s, known->listen, listen, "another server listens on", text);
        return;
    }
    if (has_options(listen.directive))
        take(s, &known->options, listen, "duplicate listen options for", text);
    if (is_default(listen.directive))
        take(s, &known->default_server, listen, "a duplicate default server for", text);
    known->server = s->server;
    known->listen = listen;
}

static void read_listen(search *s, nwl_site listen)
{
    const nwl_directive *d = listen.directive;
    nwl_arena *scratch = nwl_pass_scratch(s->pass);
    nwl_str text = text_of(scratch, nwl_directive_arg(d, 0));
    if (text.len == 0 || !nwl_dispatch_is_as_written(s->pass, d))
        return;
    bool is_datagram = has_parameter(d, "udp") || has_parameter(d, "quic");
    nwl_str key =
        nwl_arena_format(scratch, "%c%.*s", is_datagram ? 'd' : 's', NWL_STR_FMT(text));
    address *known = nwl_map_get(&s->addresses, key);
    if (known == NULL) {
        known = NWL_NEW(scratch, address);
        nwl_map_put(&s->addresses, key, known);
    }
    compare(s, known, listen, text);
}

static bool servers_share(const nwl_pass *pass, nwl_context context)
{
    nwl_version version = nwl_pass_model(pass)->options.version;
    return context == NWL_CX_HTTP || (context == NWL_CX_STREAM &&
                                      (version == 0 || version >= NAMED_STREAM_SERVERS));
}

void nwl_listens_report_duplicates(nwl_pass *pass, const nwl_scope *scope)
{
    if ((scope->context & (NWL_CX_HTTP | NWL_CX_STREAM | NWL_CX_MAIL)) == 0)
        return;
    search s = {.pass = pass,
                .addresses = nwl_map_new(nwl_pass_scratch(pass)),
                .shared = servers_share(pass, scope->context)};
    for (s.server = scope->first; s.server != NULL; s.server = s.server->next) {
        uint32_t count;
        bool is_server = (s.server->context & (NWL_CX_HTTP_SERVER | NWL_CX_STREAM_SERVER |
                                               NWL_CX_MAIL_SERVER)) != 0;
        const nwl_site *sites = nwl_scope_all(s.server, NWL_D_listen, &count);
        for (uint32_t i = 0; is_server && i < count; i++)
            read_listen(&s, sites[i]);
    }
}
