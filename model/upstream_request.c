#include "model/upstream_request.h"

#include "model/evaluate.h"
#include "model/model.h"

typedef struct request_builder {
    nwl_arena *arena;
    const nwl_model *model;
    const nwl_scope *scope;
    nwl_client client;
    nwl_version version;
    bool handshake_only; // the headers that matter to a WebSocket
    NWL_ARRAY(nwl_upstream_header) headers;
} request_builder;

// The sites that give a setting its value at scope, *count of them.
static const nwl_site *setting_sites(const nwl_scope *scope, nwl_setting setting,
                                     nwl_directive_id id, uint32_t *count)
{
    const nwl_scope *from =
        scope->settings == NULL ? NULL : scope->settings->from[setting];
    *count = 0;
    return from == NULL ? NULL : nwl_scope_all(from, id, count);
}

static bool has_header(const request_builder *b, uint32_t count, nwl_str name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_str_eq_nocase(b->headers.items[i].name, name))
            return true;
    }
    return false;
}

// Whether a header matters to a WebSocket. Each of their names has a length of its own.
static bool is_of_handshake(nwl_str name)
{
    switch (name.len) {
    case sizeof("Upgrade") - 1:
        return nwl_str_eq_nocase(name, NWL_STR("Upgrade"));
    case sizeof("Connection") - 1:
        return nwl_str_eq_nocase(name, NWL_STR("Connection"));
    case sizeof("Sec-WebSocket-Key") - 1:
        return nwl_str_eq_nocase(name, NWL_STR("Sec-WebSocket-Key"));
    case sizeof("Sec-WebSocket-Version") - 1:
        return nwl_str_eq_nocase(name, NWL_STR("Sec-WebSocket-Version"));
    default:
        return false;
    }
}

static void add(request_builder *b, nwl_str name, nwl_text_value value, nwl_origin origin)
{
    value.origin = origin;
    *NWL_PUSH(b->arena, &b->headers) = (nwl_upstream_header){name, value};
}

static void add_configured(request_builder *b)
{
    uint32_t count;
    const nwl_site *sites =
        setting_sites(b->scope, NWL_SET_proxy_set_header, NWL_D_proxy_set_header, &count);
    for (uint32_t i = 0; i < count; i++) {
        const nwl_directive *line = sites[i].directive;
        if (b->handshake_only && !is_of_handshake(nwl_directive_arg(line, 0)))
            continue;
        nwl_text_value value = nwl_evaluate(b->arena, b->model, b->scope, b->client,
                                            nwl_directive_arg(line, 1));
        add(b, nwl_directive_arg(line, 0), value,
            (nwl_origin){NWL_FROM_DIRECTIVE, sites[i]});
    }
}

// ngx_http_proxy_headers[]: what nginx sets when the configuration does not. A text of NULL is not known here.
typedef struct default_header {
    nwl_str name;
    const char *value;
    nwl_version
        until; // the first version without this value, which is empty from then on; 0 for none
    bool of_handshake; // as is_of_handshake says
} default_header;

static const default_header DEFAULTS[] = {
    {NWL_TEXT("Host"), NULL, 0, false},
    {NWL_TEXT("Connection"), "close", NWL_VERSION_HTTP_1_1_BY_DEFAULT, true},
    {NWL_TEXT("Content-Length"), "", 0, false},
    {NWL_TEXT("Transfer-Encoding"), "", 0, false},
    {NWL_TEXT("TE"), "", 0, false},
    {NWL_TEXT("Keep-Alive"), "", 0, false},
    {NWL_TEXT("Expect"), "", 0, false},
    {NWL_TEXT("Upgrade"), "", 0, true},
};

static void add_defaults(request_builder *b)
{
    uint32_t configured = b->headers.count;
    nwl_origin origin = {.kind = NWL_FROM_DEFAULT};
    for (size_t i = 0; i < sizeof(DEFAULTS) / sizeof(DEFAULTS[0]); i++) {
        const default_header *d = &DEFAULTS[i];
        if ((b->handshake_only && !d->of_handshake) || has_header(b, configured, d->name))
            continue;
        bool gone = d->until != 0 && b->version >= d->until;
        nwl_text_value value =
            d->value == NULL ? nwl_text_unknown()
                             : nwl_text_exact(b->arena, nwl_str_of(gone ? "" : d->value));
        add(b, d->name, value, origin);
    }
}

// What the client of a handshake sends besides the headers nginx replaces.
static const struct {
    nwl_str name;
    const char *value;
    bool of_handshake; // as is_of_handshake says
} HANDSHAKE_HEADERS[] = {
    {NWL_TEXT("Sec-WebSocket-Version"), "13", true},
    {NWL_TEXT("Sec-WebSocket-Key"), NULL, true},
    {NWL_TEXT("Origin"), NULL, false},
};

static bool passes_client_headers(const nwl_scope *scope)
{
    uint32_t count;
    const nwl_site *sites = setting_sites(scope, NWL_SET_proxy_pass_request_headers,
                                          NWL_D_proxy_pass_request_headers, &count);
    return count == 0 ||
           !nwl_str_eq_nocase(nwl_directive_arg(sites[count - 1].directive, 0),
                              NWL_STR("off"));
}

static void add_client(request_builder *b)
{
    nwl_origin origin = {.kind = NWL_FROM_CLIENT};
    uint32_t set_by_nginx = b->headers.count;
    if (b->client != NWL_CLIENT_HANDSHAKE || !passes_client_headers(b->scope))
        return;
    for (size_t i = 0; i < sizeof(HANDSHAKE_HEADERS) / sizeof(HANDSHAKE_HEADERS[0]);
         i++) {
        if ((b->handshake_only && !HANDSHAKE_HEADERS[i].of_handshake) ||
            has_header(b, set_by_nginx, HANDSHAKE_HEADERS[i].name))
            continue;
        const char *value = HANDSHAKE_HEADERS[i].value;
        add(b, HANDSHAKE_HEADERS[i].name,
            value == NULL ? nwl_text_unknown()
                          : nwl_text_exact(b->arena, nwl_str_of(value)),
            origin);
    }
}

static void choose_http_version(const request_builder *b, nwl_upstream_request *request)
{
    uint32_t count;
    const nwl_site *sites = setting_sites(b->scope, NWL_SET_proxy_http_version,
                                          NWL_D_proxy_http_version, &count);
    if (count == 0) {
        bool new_default = b->version >= NWL_VERSION_HTTP_1_1_BY_DEFAULT;
        request->http_version = new_default ? NWL_HTTP_1_1 : NWL_HTTP_1_0;
        request->http_version_origin = (nwl_origin){.kind = NWL_FROM_DEFAULT};
        return;
    }
    nwl_str value = nwl_directive_arg(sites[count - 1].directive, 0);
    request->http_version = nwl_str_eq(value, NWL_STR("1.0")) ? NWL_HTTP_1_0
                            : nwl_str_eq(value, NWL_STR("2")) ? NWL_HTTP_2
                                                              : NWL_HTTP_1_1;
    request->http_version_origin = (nwl_origin){NWL_FROM_DIRECTIVE, sites[count - 1]};
}

static nwl_text_value method_of(const request_builder *b)
{
    uint32_t count;
    const nwl_site *sites =
        setting_sites(b->scope, NWL_SET_proxy_method, NWL_D_proxy_method, &count);
    if (count == 0)
        return nwl_text_exact(b->arena, NWL_STR("GET"));
    nwl_text_value method =
        nwl_evaluate(b->arena, b->model, b->scope, b->client,
                     nwl_directive_arg(sites[count - 1].directive, 0));
    method.origin = (nwl_origin){NWL_FROM_DIRECTIVE, sites[count - 1]};
    return method;
}

static nwl_upstream_request build(request_builder *b)
{
    nwl_upstream_request request = {0};
    choose_http_version(b, &request);
    request.method = method_of(b);
    add_configured(b);
    add_defaults(b);
    add_client(b);
    request.headers = b->headers.items;
    request.header_count = b->headers.count;
    return request;
}

nwl_upstream_request nwl_upstream_request_of(nwl_arena *arena, const nwl_model *model,
                                             const nwl_scope *scope, nwl_client client,
                                             nwl_version version)
{
    request_builder b = {arena, model, scope, client, version, false, {0}};
    return build(&b);
}

nwl_upstream_request nwl_upstream_handshake_of(nwl_arena *arena, const nwl_model *model,
                                               const nwl_scope *scope, nwl_client client,
                                               nwl_version version)
{
    request_builder b = {arena, model, scope, client, version, true, {0}};
    return build(&b);
}

const nwl_upstream_header *nwl_request_header(const nwl_upstream_request *request,
                                              nwl_str name)
{
    const nwl_upstream_header *emptied = NULL;
    for (uint32_t i = 0; i < request->header_count; i++) {
        const nwl_upstream_header *header = &request->headers[i];
        if (!nwl_str_eq_nocase(header->name, name))
            continue;
        if (!nwl_text_must_be_empty(&header->value))
            return header;
        if (emptied == NULL)
            emptied = header;
    }
    return emptied;
}

static bool some_header_has(const nwl_upstream_request *request, nwl_str name,
                            nwl_str token, bool (*has)(const nwl_text_value *, nwl_str))
{
    for (uint32_t i = 0; i < request->header_count; i++) {
        const nwl_upstream_header *header = &request->headers[i];
        if (nwl_str_eq_nocase(header->name, name) && has(&header->value, token))
            return true;
    }
    return false;
}

bool nwl_request_may_have_token(const nwl_upstream_request *request, nwl_str name,
                                nwl_str token)
{
    return some_header_has(request, name, token, nwl_text_may_contain_token);
}

bool nwl_request_must_have_token(const nwl_upstream_request *request, nwl_str name,
                                 nwl_str token)
{
    return some_header_has(request, name, token, nwl_text_must_contain_token);
}
