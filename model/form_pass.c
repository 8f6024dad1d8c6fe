// The backends of proxy_pass and its like
//
// Source: ngx_http_proxy_pass(), ngx_http_fastcgi_pass(), ngx_http_uwsgi_pass(), ngx_http_grpc_pass(),
// ngx_http_memcached_pass(), ngx_stream_proxy_pass(); ngx_http_upstream_add().

#include "model/form.h"
#include "model/peer.h"
#include "model/url.h"

static bool has_variables(nwl_str text)
{
    return nwl_str_find(text, '$', 0) < text.len;
}

static size_t prefix_length(nwl_str text, const char *const *prefixes)
{
    for (; *prefixes != NULL; prefixes++) {
        nwl_str prefix = nwl_str_of(*prefixes);
        if (nwl_str_eq_nocase(nwl_str_slice(text, 0, prefix.len), prefix))
            return prefix.len;
    }
    return 0;
}

static bool address_refused(const nwl_argument_line *line, nwl_argument_fault *fault,
                            nwl_str text, nwl_peer_use use, nwl_peer *peer)
{
    const char *wrong = nwl_peer_read(text, use, peer);
    if (wrong == NULL)
        return false;
    nwl_str shown = nwl_argument_shown(line->arena, line->directive->args[0].value);
    nwl_fault_at(line, fault, 0, "\"%.*s\" is no address to pass requests to: %s",
                 NWL_STR_FMT(shown), wrong);
    fault->expected = use == NWL_PEER_WITH_URI
                          ? NWL_STR("it takes http://host[:port][/uri]")
                          : NWL_STR("it takes host:port, unix:/path or an upstream");
    return true;
}

// ---- proxy_pass -------------------------------------------------------------------------

// Where nothing tells which part of the request's URI another one would replace; NULL elsewhere.
static const char *place_without_uri(const nwl_scope *scope)
{
    if (scope->context == NWL_CX_HTTP_LOCATION_IF)
        return "inside \"if\"";
    if (scope->context == NWL_CX_HTTP_LIMIT_EXCEPT)
        return "inside \"limit_except\"";
    if (scope->context != NWL_CX_HTTP_LOCATION || scope->opener.directive == NULL)
        return NULL;
    nwl_str first = nwl_directive_arg(scope->opener.directive, 0);
    if (nwl_str_starts_with(first, NWL_STR("~")))
        return "in a location given by a regular expression";
    bool alone = scope->opener.directive->arg_count == 1;
    return alone && nwl_str_starts_with(first, NWL_STR("@")) ? "in a named location"
                                                             : NULL;
}

static bool uri_refused(const nwl_argument_line *line, nwl_argument_fault *fault,
                        nwl_str uri)
{
    const char *place = place_without_uri(line->scope);
    if (uri.len == 0 || place == NULL)
        return false;
    nwl_fault_at(line, fault, 0, "\"%.*s\" has the URI \"%.*s\", which it cannot have %s",
                 NWL_STR_FMT(line->directive->args[0].value), NWL_STR_FMT(uri), place);
    fault->expected = NWL_STR("it takes an address without URI, or one with variables");
    return true;
}

static bool http_proxy_refused(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    static const char *const PREFIXES[] = {"http://", "https://", NULL};
    nwl_str text = line->directive->args[0].value;
    nwl_peer peer;
    size_t skip = prefix_length(text, PREFIXES);
    if (skip == 0) {
        nwl_str shown = nwl_argument_shown(line->arena, text);
        nwl_fault_at(line, fault, 0, "\"%.*s\" does not begin with http:// or https://",
                     NWL_STR_FMT(shown));
        fault->expected = NWL_STR("it takes http://host[:port][/uri]");
        fault->of_websocket_scheme = nwl_url_is_of_websocket(text);
        return true;
    }
    return address_refused(line, fault, nwl_str_from(text, skip), NWL_PEER_WITH_URI,
                           &peer) ||
           uri_refused(line, fault, peer.uri);
}

// Whether line stands in http, or in stream; neither where a fragment does not tell.
static bool is_in(const nwl_argument_line *line, uint32_t contexts)
{
    return (line->contexts & ~contexts) == 0;
}

bool nwl_form_proxy_pass(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    enum {
        IN_HTTP =
            NWL_CX_HTTP_LOCATION | NWL_CX_HTTP_LOCATION_IF | NWL_CX_HTTP_LIMIT_EXCEPT
    };
    nwl_str text = line->directive->args[0].value;
    nwl_peer peer;
    if (has_variables(text))
        return false;
    if (is_in(line, IN_HTTP))
        return http_proxy_refused(line, fault);
    return is_in(line, NWL_CX_STREAM_SERVER) &&
           address_refused(line, fault, text, NWL_PEER_PLAIN, &peer);
}

// ---- the others -------------------------------------------------------------------------

static bool plain_pass_refused(const nwl_argument_line *line, nwl_argument_fault *fault,
                               const char *const *prefixes)
{
    nwl_str text = line->directive->args[0].value;
    nwl_peer peer;
    if (has_variables(text))
        return false;
    return address_refused(line, fault, nwl_str_from(text, prefix_length(text, prefixes)),
                           NWL_PEER_PLAIN, &peer);
}

bool nwl_form_fastcgi_pass(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    static const char *const NONE[] = {NULL};
    return plain_pass_refused(line, fault, NONE);
}

bool nwl_form_uwsgi_pass(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    static const char *const PREFIXES[] = {"uwsgi://", "suwsgi://", NULL};
    return plain_pass_refused(line, fault, PREFIXES);
}

bool nwl_form_grpc_pass(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    static const char *const PREFIXES[] = {"grpc://", "grpcs://", NULL};
    return plain_pass_refused(line, fault, PREFIXES);
}

// No variables: a '$' is part of a host's name.
bool nwl_form_memcached_pass(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_peer peer;
    return address_refused(line, fault, line->directive->args[0].value, NWL_PEER_PLAIN,
                           &peer);
}
