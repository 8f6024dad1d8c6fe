// The lines of an upstream
//
// Source: ngx_http_upstream_server(), ngx_stream_upstream_server(), nginx src/http/ngx_http_upstream.c and its twin;
// ngx_http_upstream_*_module.c.

#include "model/form.h"
#include "model/parameter.h"
#include "model/peer.h"
#include "model/url.h"
#include "model/value.h"

#define ANYTHING nwl_parameter_anything, "", 0, 0
#define NUMBER nwl_value_number, "a number", 0, 0
#define WEIGHT nwl_value_number, "a number from 1 on", 1, 0
#define TIME nwl_value_time_s, "a time", 0, 0
#define WORD NULL, NULL, 0, 0

// What only NGINX Plus had for a while is not held against a version.
static const nwl_parameter HTTP[] = {
    {NWL_TEXT("weight="), WEIGHT, 0},       {NWL_TEXT("max_conns="), NUMBER, 0},
    {NWL_TEXT("max_fails="), NUMBER, 0},    {NWL_TEXT("fail_timeout="), TIME, 0},
    {NWL_TEXT("backup"), WORD, 0},          {NWL_TEXT("down"), WORD, 0},
    {NWL_TEXT("resolve"), WORD, 0},         {NWL_TEXT("service="), ANYTHING, 0},
    {NWL_TEXT("slow_start="), ANYTHING, 0}, {NWL_TEXT("route="), ANYTHING, 0},
    {NWL_TEXT("drain"), WORD, 0},
};
static const nwl_parameter STREAM[] = {
    {NWL_TEXT("weight="), WEIGHT, 0},       {NWL_TEXT("max_conns="), NUMBER, 0},
    {NWL_TEXT("max_fails="), NUMBER, 0},    {NWL_TEXT("fail_timeout="), TIME, 0},
    {NWL_TEXT("backup"), WORD, 0},          {NWL_TEXT("down"), WORD, 0},
    {NWL_TEXT("resolve"), WORD, 0},         {NWL_TEXT("service="), ANYTHING, 0},
    {NWL_TEXT("slow_start="), ANYTHING, 0},
};

static const char *server_fault(const nwl_argument_line *line, nwl_str text)
{
    nwl_peer peer;
    nwl_str service;
    const char *wrong = nwl_peer_read(text, NWL_PEER_PLAIN, &peer);
    bool is_unix = nwl_str_eq_nocase(nwl_str_slice(text, 0, 5), NWL_STR("unix:"));
    bool needs_port = line->contexts == NWL_CX_STREAM_UPSTREAM && !is_unix &&
                      !nwl_parameter_find(line, NWL_STR("service="), 1, &service);
    return wrong == NULL && needs_port && !peer.has_port ? "the port is missing" : wrong;
}

bool nwl_form_upstream_server(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str text = nwl_directive_arg(line->directive, 0);
    bool is_http = line->contexts == NWL_CX_HTTP_UPSTREAM;
    if (!is_http && line->contexts != NWL_CX_STREAM_UPSTREAM)
        return false;
    const char *wrong = server_fault(line, text);
    if (wrong == NULL)
        return nwl_parameters_refuse(
            is_http ? NWL_PARAMETERS(HTTP) : NWL_PARAMETERS(STREAM), line, fault, 1);
    nwl_str shown = nwl_argument_shown(line->arena, text);
    nwl_fault_at(line, fault, 0, "\"%.*s\" is no address of a server: %s",
                 NWL_STR_FMT(shown), wrong);
    fault->expected = NWL_STR("it takes host:port or unix:/path, without URI");
    fault->of_websocket_scheme = is_http && nwl_url_is_of_websocket(text);
    return true;
}

static bool word_refused(const nwl_argument_line *line, nwl_argument_fault *fault,
                         uint32_t index, const char *expected)
{
    nwl_str word = line->directive->args[index].value;
    nwl_str shown = nwl_argument_shown(line->arena, word);
    return nwl_fault_at(line, fault, index, "\"%.*s\" takes %s, not \"%.*s\"",
                        NWL_STR_FMT(line->directive->name), expected, NWL_STR_FMT(shown));
}

static bool has_word(const nwl_argument_line *line, uint32_t index, const char *word)
{
    return nwl_str_eq(nwl_directive_arg(line->directive, index), nwl_str_of(word));
}

// 0 switches it off from 1.29.7 on and is an error before.
bool nwl_form_keepalive(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    int64_t connections;
    nwl_str number = nwl_directive_arg(line->directive, 0);
    bool takes_none =
        line->version == 0 || line->version >= NWL_VERSION_HTTP_1_1_BY_DEFAULT;
    if (!nwl_value_number(number, &connections) || (connections == 0 && !takes_none))
        return nwl_fault_takes(line, fault, 0, "a number above 0");
    if (line->directive->arg_count < 2 || has_word(line, 1, "single") ||
        has_word(line, 1, "local"))
        return false;
    return word_refused(line, fault, 1, "\"local\"");
}

bool nwl_form_hash(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return line->directive->arg_count == 2 && !has_word(line, 1, "consistent") &&
           word_refused(line, fault, 1, "\"consistent\"");
}

bool nwl_form_random(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str least_time;
    uint32_t count = line->directive->arg_count;
    if (count > 0 && !has_word(line, 0, "two"))
        return word_refused(line, fault, 0, "\"two\"");
    // "least_time=" is of NGINX Plus.
    return count == 2 && !has_word(line, 1, "least_conn") &&
           !nwl_parameter_find(line, NWL_STR("least_time"), 1, &least_time) &&
           word_refused(line, fault, 1, "\"least_conn\"");
}

// Without a size another "zone" of this name gives it. The smallest page of memory is 4 KiB, and a zone has eight.
bool nwl_form_zone(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    int64_t bytes;
    nwl_str name = nwl_directive_arg(line->directive, 0);
    if (name.len == 0)
        return nwl_fault_at(line, fault, 0, "the name of the zone is empty");
    if (line->directive->arg_count < 2 ||
        (nwl_value_size(line->directive->args[1].value, &bytes) &&
         bytes >= 8 * NWL_PAGE_SIZE))
        return false;
    return nwl_fault_takes(line, fault, 1, "a size from 32k on");
}
