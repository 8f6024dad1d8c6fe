#include "model/builtin_value.h"

#include "model/handler.h"
#include "model/model.h"
#include "model/server_names.h"
#include "model/target.h"

static nwl_text_value exact(const nwl_request *r, nwl_str value)
{
    return nwl_text_exact(r->arena, value);
}

static nwl_text_value header(const nwl_request *r, nwl_str name)
{
    return nwl_client_variable(r->arena, r->client, name, r->version);
}

// ---- the request line -------------------------------------------------------------------

static nwl_text_value request_method(nwl_request *r)
{
    return r->method;
}

static nwl_text_value request_uri(nwl_request *r)
{
    return r->client->target;
}

static nwl_text_value server_protocol(nwl_request *r)
{
    return exact(r, NWL_STR("HTTP/1.1"));
}

static nwl_text_value request_line(nwl_request *r)
{
    nwl_text_value space = exact(r, NWL_STR(" "));
    nwl_text_value line = nwl_text_join(r->arena, r->client->method, space);
    line = nwl_text_join(r->arena, line, r->client->target);
    return nwl_text_join(r->arena, line, exact(r, NWL_STR(" HTTP/1.1")));
}

static nwl_text_value uri(nwl_request *r)
{
    r->uri_was_asked = true;
    return r->uri;
}

static nwl_text_value args(nwl_request *r)
{
    return r->args;
}

static nwl_text_value is_args(nwl_request *r)
{
    if (r->args.certainty != NWL_EXACT)
        return nwl_text_unknown();
    return exact(r, r->args.options[0].len > 0 ? NWL_STR("?") : NWL_STR(""));
}

// The first of its name, case ignored. Source: ngx_http_arg().
static nwl_text_value arg(nwl_request *r, nwl_str name)
{
    if (r->args.certainty != NWL_EXACT)
        return nwl_text_unknown();
    nwl_str rest = r->args.options[0], part;
    while (nwl_str_cut(&rest, '&', &part)) {
        size_t equals = nwl_str_find(part, '=', 0);
        if (equals < part.len && nwl_str_eq_nocase(nwl_str_slice(part, 0, equals), name))
            return exact(r, nwl_str_from(part, equals + 1));
    }
    return exact(r, NWL_STR(""));
}

static nwl_text_value content_length(nwl_request *r)
{
    return header(r, NWL_STR("content_length"));
}

static nwl_text_value content_type(nwl_request *r)
{
    return header(r, NWL_STR("content_type"));
}

// ---- the connection ---------------------------------------------------------------------

static nwl_text_value remote_addr(nwl_request *r)
{
    return r->client->address;
}

static nwl_text_value server_addr(nwl_request *r)
{
    return r->client->server_address;
}

static nwl_text_value server_port(nwl_request *r)
{
    return r->client->port;
}

static bool is_tls(nwl_str listen)
{
    return nwl_str_contains(listen, NWL_STR(" ssl")) ||
           nwl_str_contains(listen, NWL_STR(" quic"));
}

// By the listen lines of the server, unless the client's is known; whoever ends TLS in front of nginx does not change it.
static nwl_text_value scheme(nwl_request *r)
{
    if (r->client->scheme.certainty != NWL_UNKNOWN)
        return r->client->scheme;
    const nwl_server *server = nwl_model_server(r->model, r->scope);
    uint32_t tls = 0;
    for (uint32_t i = 0; server != NULL && i < server->listen_count; i++)
        tls += is_tls(server->listens[i]);
    if (server == NULL || (tls > 0 && tls < server->listen_count))
        return nwl_text_either(r->arena, exact(r, NWL_STR("http")),
                               exact(r, NWL_STR("https")));
    return exact(r, tls > 0 ? NWL_STR("https") : NWL_STR("http"));
}

static nwl_text_value https(nwl_request *r)
{
    nwl_text_value known = scheme(r);
    if (known.certainty != NWL_EXACT)
        return nwl_text_either(r->arena, exact(r, NWL_STR("")), exact(r, NWL_STR("on")));
    return exact(r, known.options[0].len == 5 ? NWL_STR("on") : NWL_STR(""));
}

static nwl_text_value nginx_version(nwl_request *r)
{
    return r->version == 0 ? nwl_text_unknown()
                           : exact(r, nwl_version_text(r->arena, r->version));
}

// ---- names ------------------------------------------------------------------------------

// The first name of the server, without a dot in front. Source: ngx_http_core_server_name(), ngx_http_core_merge_srv_conf().
static nwl_text_value server_name(nwl_request *r)
{
    const nwl_server *server = nwl_model_server(r->model, r->scope);
    if (server == NULL)
        return nwl_text_unknown();
    nwl_str name = server->name_count > 0 ? server->names[0] : NWL_STR("");
    if (nwl_str_eq(name, NWL_STR("$hostname")))
        return nwl_text_unknown();
    return exact(
        r, nwl_arena_lower(r->arena,
                           nwl_str_from(name, nwl_str_starts_with(name, NWL_STR(".")))));
}

static nwl_text_value host(nwl_request *r)
{
    nwl_text_value sent = header(r, NWL_STR("host"));
    if (sent.certainty != NWL_EXACT)
        return nwl_text_unknown();
    nwl_str name = NWL_STR("");
    if (sent.options[0].len > 0 && !nwl_host_read(r->arena, sent.options[0], &name))
        return nwl_text_unknown();
    return name.len > 0 ? exact(r, name) : server_name(r);
}

// ---- for the upstream -------------------------------------------------------------------

// Where the proxy_pass of the block, or of the location around it, sends the request; false when that is not known.
static bool find_target(nwl_request *r, nwl_target *target)
{
    nwl_handler handler;
    nwl_site site = nwl_handler_at(r->scope, &handler);
    if (site.directive == NULL)
        return false;
    r->depth++; // it may name itself
    nwl_text_value url = nwl_evaluate(r, nwl_directive_arg(site.directive, 0));
    r->depth--;
    if (url.certainty == NWL_EXACT)
        *target = nwl_target_parse(NULL, url.options[0]);
    return url.certainty == NWL_EXACT;
}

static nwl_text_value proxy_host(nwl_request *r)
{
    nwl_target target;
    return find_target(r, &target) ? exact(r, nwl_target_host(r->arena, &target))
                                   : nwl_text_unknown();
}

static nwl_text_value proxy_port(nwl_request *r)
{
    nwl_target target;
    if (!find_target(r, &target))
        return nwl_text_unknown();
    return exact(r, nwl_arena_format(r->arena, "%u", (unsigned)nwl_target_port(&target)));
}

// The length of the body that is sent. Source: ngx_http_proxy_create_request().
static nwl_text_value proxy_internal_body_length(nwl_request *r)
{
    uint32_t length;
    nwl_client client = *r->client;
    nwl_site set_body = nwl_scope_setting(r->scope, NWL_SET_proxy_set_body);
    if (set_body.directive != NULL) {
        nwl_text_value body = nwl_evaluate(r, nwl_directive_arg(set_body.directive, 0));
        return body.certainty != NWL_EXACT
                   ? nwl_text_unknown()
                   : exact(r, nwl_arena_format(r->arena, "%zu", body.options[0].len));
    }
    client.sends_more = false; // at least no body
    nwl_text_value sent =
        nwl_client_variable(r->arena, &client, NWL_STR("content_length"), r->version);
    if (sent.certainty != NWL_EXACT || !nwl_str_to_u32(sent.options[0], &length))
        return sent;
    if (r->body_dropped)
        length = 0;
    return exact(r, nwl_arena_format(r->arena, "%u", (unsigned)length));
}

static nwl_text_value proxy_add_x_forwarded_for(nwl_request *r)
{
    nwl_text_value before = header(r, NWL_STR("x_forwarded_for"));
    if (before.certainty == NWL_EXACT && before.options[0].len == 0)
        return r->client->address;
    before = nwl_text_join(r->arena, before, exact(r, NWL_STR(", ")));
    return nwl_text_join(r->arena, before, r->client->address);
}

// ---- by name ----------------------------------------------------------------------------

// Takes "name = value" apart; false for anything else. Spaces around the value's end belong to it.
static bool read_cookie(nwl_str part, nwl_str *name, nwl_str *value)
{
    size_t equals = nwl_str_find(part, '=', 0), begin = equals + 1;
    if (equals == part.len)
        return false;
    while (begin < part.len && part.ptr[begin] == ' ')
        begin++;
    *name = nwl_str_trim(nwl_str_slice(part, 0, equals));
    *value = nwl_str_from(part, begin);
    return true;
}

// The value of the first cookie of its name, case ignored. Source: ngx_http_parse_multi_header_lines().
static nwl_text_value cookie(nwl_request *r, nwl_str name)
{
    nwl_text_value all = header(r, NWL_STR("cookie"));
    if (all.certainty != NWL_EXACT)
        return nwl_text_unknown();
    nwl_str rest = all.options[0], part, found, value;
    while (nwl_str_cut(&rest, ';', &part)) {
        if (read_cookie(part, &found, &value) && nwl_str_eq_nocase(found, name))
            return exact(r, value);
    }
    return exact(r, NWL_STR(""));
}

static const struct {
    nwl_str name;
    nwl_text_value (*value)(nwl_request *r);
} VARIABLES[] = {
    {NWL_TEXT("args"), args},
    {NWL_TEXT("content_length"), content_length},
    {NWL_TEXT("content_type"), content_type},
    {NWL_TEXT("document_uri"), uri},
    {NWL_TEXT("host"), host},
    {NWL_TEXT("https"), https},
    {NWL_TEXT("is_args"), is_args},
    {NWL_TEXT("nginx_version"), nginx_version},
    {NWL_TEXT("proxy_add_x_forwarded_for"), proxy_add_x_forwarded_for},
    {NWL_TEXT("proxy_host"), proxy_host},
    {NWL_TEXT("proxy_internal_body_length"), proxy_internal_body_length},
    {NWL_TEXT("proxy_port"), proxy_port},
    {NWL_TEXT("query_string"), args},
    {NWL_TEXT("remote_addr"), remote_addr},
    {NWL_TEXT("request"), request_line},
    {NWL_TEXT("request_method"), request_method},
    {NWL_TEXT("request_uri"), request_uri},
    {NWL_TEXT("scheme"), scheme},
    {NWL_TEXT("server_addr"), server_addr},
    {NWL_TEXT("server_name"), server_name},
    {NWL_TEXT("server_port"), server_port},
    {NWL_TEXT("server_protocol"), server_protocol},
    {NWL_TEXT("uri"), uri},
};

static const struct {
    nwl_str prefix;
    nwl_text_value (*value)(nwl_request *r, nwl_str name);
} FAMILIES[] = {
    {NWL_TEXT("arg_"), arg},
    {NWL_TEXT("cookie_"), cookie},
};

static bool starts_with_nocase(nwl_str text, nwl_str prefix)
{
    return nwl_str_eq_nocase(nwl_str_slice(text, 0, prefix.len), prefix);
}

nwl_text_value nwl_builtin_value(nwl_request *request, nwl_str name)
{
    if (starts_with_nocase(name, NWL_STR("http_")))
        return header(request, nwl_str_from(name, 5));
    for (size_t i = 0; i < sizeof(VARIABLES) / sizeof(VARIABLES[0]); i++) {
        if (nwl_str_eq_nocase(name, VARIABLES[i].name))
            return VARIABLES[i].value(request);
    }
    for (size_t i = 0; i < sizeof(FAMILIES) / sizeof(FAMILIES[0]); i++) {
        if (starts_with_nocase(name, FAMILIES[i].prefix))
            return FAMILIES[i].value(request, nwl_str_from(name, FAMILIES[i].prefix.len));
    }
    return nwl_text_unknown();
}
