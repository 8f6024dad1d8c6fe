#include "model/upstream_request.h"

#include "model/handler.h"
#include "model/location.h"
#include "model/model.h"
#include "model/target.h"

typedef struct request_builder {
    nwl_request *request;
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
    *NWL_PUSH(b->request->arena, &b->headers) = (nwl_upstream_header){name, value};
}

static void add_configured(request_builder *b)
{
    uint32_t count;
    const nwl_site *sites = setting_sites(b->request->scope, NWL_SET_proxy_set_header,
                                          NWL_D_proxy_set_header, &count);
    for (uint32_t i = 0; i < count; i++) {
        const nwl_directive *line = sites[i].directive;
        if (b->handshake_only && !is_of_handshake(nwl_directive_arg(line, 0)))
            continue;
        nwl_text_value value = nwl_evaluate(b->request, nwl_directive_arg(line, 1));
        add(b, nwl_directive_arg(line, 0), value,
            (nwl_origin){NWL_FROM_DIRECTIVE, sites[i]});
    }
}

// ngx_http_proxy_headers[] and ngx_http_proxy_cache_headers[]: what nginx sets when the configuration does not.
static const struct {
    nwl_str name;
    nwl_str value;
    nwl_version
        until; // the first version without this value, which is empty from then on; 0 for none
    bool of_handshake; // as is_of_handshake says
    bool of_cache;     // only where answers are cached
} DEFAULTS[] = {
    {NWL_TEXT("Host"), NWL_TEXT("$proxy_host"), 0, false, false},
    {NWL_TEXT("Connection"), NWL_TEXT("close"), NWL_VERSION_HTTP_1_1_BY_DEFAULT, true,
     false},
    {NWL_TEXT("Content-Length"), NWL_TEXT("$proxy_internal_body_length"), 0, false,
     false},
    {NWL_TEXT("Transfer-Encoding"), NWL_TEXT(""), 0, false, false},
    {NWL_TEXT("TE"), NWL_TEXT(""), 0, false, false},
    {NWL_TEXT("Keep-Alive"), NWL_TEXT(""), 0, false, false},
    {NWL_TEXT("Expect"), NWL_TEXT(""), 0, false, false},
    {NWL_TEXT("Upgrade"), NWL_TEXT(""), 0, true, false},
    {NWL_TEXT("If-Modified-Since"), NWL_TEXT(""), 0, false, true},
    {NWL_TEXT("If-Unmodified-Since"), NWL_TEXT(""), 0, false, true},
    {NWL_TEXT("If-None-Match"), NWL_TEXT(""), 0, false, true},
    {NWL_TEXT("If-Match"), NWL_TEXT(""), 0, false, true},
    {NWL_TEXT("Range"), NWL_TEXT(""), 0, false, true},
    {NWL_TEXT("If-Range"), NWL_TEXT(""), 0, false, true},
};

static bool is_cached(const nwl_scope *scope)
{
    return nwl_scope_setting(scope, NWL_SET_proxy_cache).directive != NULL &&
           !nwl_scope_setting_says(scope, NWL_SET_proxy_cache, NWL_STR("off"));
}

static void add_defaults(request_builder *b)
{
    uint32_t configured = b->headers.count;
    nwl_origin origin = {.kind = NWL_FROM_DEFAULT};
    bool cached = is_cached(b->request->scope);
    for (size_t i = 0; i < sizeof(DEFAULTS) / sizeof(DEFAULTS[0]); i++) {
        if ((b->handshake_only && !DEFAULTS[i].of_handshake) ||
            (DEFAULTS[i].of_cache && !cached) ||
            has_header(b, configured, DEFAULTS[i].name))
            continue;
        nwl_version until = DEFAULTS[i].until;
        bool gone = until != 0 && b->request->version >= until;
        nwl_str text = gone ? NWL_STR("") : DEFAULTS[i].value;
        add(b, DEFAULTS[i].name, nwl_evaluate(b->request, text), origin);
    }
}

static bool passes_client_headers(const nwl_scope *scope)
{
    uint32_t count;
    const nwl_site *sites = setting_sites(scope, NWL_SET_proxy_pass_request_headers,
                                          NWL_D_proxy_pass_request_headers, &count);
    return count == 0 ||
           !nwl_str_eq_nocase(nwl_directive_arg(sites[count - 1].directive, 0),
                              NWL_STR("off"));
}

// What the client sends besides the headers nginx replaces.
static void add_client(request_builder *b)
{
    const nwl_client *client = b->request->client;
    nwl_origin origin = {.kind = NWL_FROM_CLIENT};
    uint32_t set_by_nginx = b->headers.count;
    if (!passes_client_headers(b->request->scope))
        return;
    for (uint32_t i = 0; i < client->header_count; i++) {
        const nwl_client_header *header = &client->headers[i];
        if ((!b->handshake_only || is_of_handshake(header->name)) &&
            !has_header(b, set_by_nginx, header->name) &&
            !nwl_text_must_be_empty(&header->value))
            add(b, header->name, header->value, origin);
    }
}

static void choose_http_version(const request_builder *b, nwl_upstream_request *request)
{
    uint32_t count;
    const nwl_site *sites = setting_sites(b->request->scope, NWL_SET_proxy_http_version,
                                          NWL_D_proxy_http_version, &count);
    if (count == 0) {
        bool new_default = b->request->version >= NWL_VERSION_HTTP_1_1_BY_DEFAULT;
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
    const nwl_site *sites = setting_sites(b->request->scope, NWL_SET_proxy_method,
                                          NWL_D_proxy_method, &count);
    if (count == 0)
        return b->request->method;
    nwl_text_value method =
        nwl_evaluate(b->request, nwl_directive_arg(sites[count - 1].directive, 0));
    method.origin = (nwl_origin){NWL_FROM_DIRECTIVE, sites[count - 1]};
    return method;
}

// The location whose name the URI part of a proxy_pass replaces: that of the block which the request is in.
static nwl_str replaced_name(const nwl_scope *scope)
{
    const nwl_scope *location = nwl_scope_enclosing(scope, NWL_CX_HTTP_LOCATION);
    if (location == NULL)
        return NWL_STR("");
    nwl_location name = nwl_location_read(location->opener.directive);
    bool is_path = name.kind == NWL_LOCATION_PREFIX || name.kind == NWL_LOCATION_EXACT ||
                   name.kind == NWL_LOCATION_PREFERRED;
    return is_path ? name.text : NWL_STR("");
}

// What is asked for, where the client's target, what became of it and the URL of proxy_pass are known.
static nwl_text_value target_of(nwl_request *request)
{
    nwl_handler handler;
    nwl_str target;
    nwl_site site = nwl_handler_at(request->scope, &handler);
    nwl_str url = nwl_directive_arg(site.directive, 0);
    nwl_text_value value = nwl_evaluate(request, url);
    if (request->client->target.certainty != NWL_EXACT ||
        request->uri.certainty != NWL_EXACT || request->args.certainty != NWL_EXACT ||
        value.certainty != NWL_EXACT)
        return nwl_text_unknown();
    bool evaluated = nwl_str_find(url, '$', 0) < url.len;
    nwl_target parts = nwl_target_parse(NULL, value.options[0]);
    nwl_pass_uri pass = {.location =
                             evaluated ? NWL_STR("") : replaced_name(request->scope),
                         .uri = parts.uri,
                         .evaluated = evaluated};
    return nwl_uri_upstream(request->arena, &request->parts, &pass, &target)
               ? nwl_text_exact(request->arena, target)
               : nwl_text_unknown();
}

static nwl_upstream_request build(nwl_request *of, bool handshake_only)
{
    request_builder b = {.request = of, .handshake_only = handshake_only};
    nwl_upstream_request request = {0};
    choose_http_version(&b, &request);
    request.method = method_of(&b);
    request.target = handshake_only ? nwl_text_unknown() : target_of(of);
    add_configured(&b);
    add_defaults(&b);
    add_client(&b);
    request.headers = b.headers.items;
    request.header_count = b.headers.count;
    return request;
}

nwl_upstream_request nwl_upstream_request_of(nwl_request *request)
{
    return build(request, false);
}

nwl_upstream_request nwl_upstream_handshake_of(nwl_request *request)
{
    return build(request, true);
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

nwl_text_value nwl_request_line(nwl_arena *arena, const nwl_upstream_request *request)
{
    static const char *const VERSIONS[] = {[NWL_HTTP_1_0] = " HTTP/1.0",
                                           [NWL_HTTP_1_1] = " HTTP/1.1",
                                           [NWL_HTTP_2] = " HTTP/2.0"};
    nwl_str version = nwl_str_of(VERSIONS[request->http_version]);
    nwl_text_value line =
        nwl_text_join(arena, request->method, nwl_text_exact(arena, NWL_STR(" ")));
    line = nwl_text_join(arena, line, request->target);
    return nwl_text_join(arena, line, nwl_text_exact(arena, version));
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
