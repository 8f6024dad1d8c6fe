// "listen" of http, stream and mail
//
// Source: ngx_http_core_listen(), ngx_stream_core_listen(), ngx_mail_core_listen().

#include "model/form.h"
#include "model/parameter.h"
#include "model/peer.h"
#include "model/value.h"

#define PORT_RANGES NWL_VERSION_OF(1u, 15u, 10u)
#define WITHOUT_SPDY NWL_VERSION_OF(1u, 22u, 0u)

static nwl_str next_part(nwl_str *rest)
{
    size_t colon = nwl_str_find(*rest, ':', 0);
    nwl_str part = nwl_str_slice(*rest, 0, colon);
    *rest = nwl_str_from(*rest, colon + 1);
    return part;
}

// "on", "off", or "idle:interval:count", of which some are there and one is not 0.
static bool parse_keepalive(nwl_str value, int64_t *count)
{
    int64_t idle = 0, interval = 0;
    if (nwl_parameter_switch(value, count))
        return true;
    *count = 0;
    nwl_str first = next_part(&value), second = next_part(&value);
    return (first.len == 0 || nwl_value_time_s(first, &idle)) &&
           (second.len == 0 || nwl_value_time_s(second, &interval)) &&
           (value.len == 0 || nwl_value_number(value, count)) &&
           (idle != 0 || interval != 0 || *count != 0);
}

#define SINCE(major, minor, patch) NWL_VERSION_OF(major##u, minor##u, patch##u)
#define ANYTHING nwl_parameter_anything, "", 0, 0
#define BACKLOG nwl_value_number, "a number from 1 on", 1, 0
#define KEEPALIVE parse_keepalive, "\"on\", \"off\" or idle:interval:count", 0, 0
#define NUMBER nwl_value_number, "a number", 0, 0
#define SIZE nwl_value_size, "a size", 0, 0
#define SWITCH nwl_parameter_switch, "\"on\" or \"off\"", 0, 0
#define WORD NULL, NULL, 0, 0

static const nwl_parameter HTTP[] = {
    {NWL_TEXT("default_server"), WORD, 0},
    {NWL_TEXT("default"), WORD, 0},
    {NWL_TEXT("ssl"), WORD, 0},
    {NWL_TEXT("http2"), WORD, SINCE(1, 9, 5)},
    {NWL_TEXT("quic"), WORD, SINCE(1, 25, 0)},
    {NWL_TEXT("proxy_protocol"), WORD, SINCE(1, 5, 12)},
    {NWL_TEXT("reuseport"), WORD, SINCE(1, 9, 1)},
    {NWL_TEXT("multipath"), WORD, SINCE(1, 29, 7)},
    {NWL_TEXT("deferred"), WORD, 0},
    {NWL_TEXT("bind"), WORD, 0},
    {NWL_TEXT("accept_filter="), ANYTHING, 0},
    {NWL_TEXT("setfib="), NUMBER, 0},
    {NWL_TEXT("fastopen="), NUMBER, SINCE(1, 5, 8)},
    {NWL_TEXT("backlog="), BACKLOG, 0},
    {NWL_TEXT("rcvbuf="), SIZE, 0},
    {NWL_TEXT("sndbuf="), SIZE, 0},
    {NWL_TEXT("ipv6only="), SWITCH, 0},
    {NWL_TEXT("so_keepalive="), KEEPALIVE, 0},
    {NWL_TEXT("spdy"), WORD, 0}, // the last one, see below
};

static const nwl_parameter STREAM[] = {
    {NWL_TEXT("default_server"), WORD, SINCE(1, 25, 5)},
    {NWL_TEXT("ssl"), WORD, 0},
    {NWL_TEXT("udp"), WORD, 0},
    {NWL_TEXT("proxy_protocol"), WORD, SINCE(1, 11, 4)},
    {NWL_TEXT("reuseport"), WORD, SINCE(1, 9, 1)},
    {NWL_TEXT("multipath"), WORD, SINCE(1, 29, 7)},
    {NWL_TEXT("deferred"), WORD, SINCE(1, 25, 5)},
    {NWL_TEXT("bind"), WORD, 0},
    {NWL_TEXT("accept_filter="), ANYTHING, SINCE(1, 25, 5)},
    {NWL_TEXT("setfib="), NUMBER, SINCE(1, 25, 5)},
    {NWL_TEXT("fastopen="), NUMBER, SINCE(1, 21, 0)},
    {NWL_TEXT("backlog="), BACKLOG, 0},
    {NWL_TEXT("rcvbuf="), SIZE, SINCE(1, 11, 13)},
    {NWL_TEXT("sndbuf="), SIZE, SINCE(1, 11, 13)},
    {NWL_TEXT("ipv6only="), SWITCH, 0},
    {NWL_TEXT("so_keepalive="), KEEPALIVE, 0},
};

static const nwl_parameter MAIL[] = {
    {NWL_TEXT("ssl"), WORD, 0},
    {NWL_TEXT("proxy_protocol"), WORD, SINCE(1, 19, 8)},
    {NWL_TEXT("multipath"), WORD, SINCE(1, 29, 7)},
    {NWL_TEXT("bind"), WORD, 0},
    {NWL_TEXT("backlog="), BACKLOG, 0},
    {NWL_TEXT("rcvbuf="), SIZE, SINCE(1, 11, 13)},
    {NWL_TEXT("sndbuf="), SIZE, SINCE(1, 11, 13)},
    {NWL_TEXT("ipv6only="), SWITCH, 0},
    {NWL_TEXT("so_keepalive="), KEEPALIVE, 0},
};

// Those of the side that the line stands in; none where a fragment does not tell.
static nwl_parameters parameters_of(const nwl_argument_line *line)
{
    nwl_parameters http = NWL_PARAMETERS(HTTP);
    switch (line->contexts) {
    case NWL_CX_HTTP_SERVER:
        http.count -= line->version >= WITHOUT_SPDY;
        return http;
    case NWL_CX_STREAM_SERVER:
        return NWL_PARAMETERS(STREAM);
    case NWL_CX_MAIL_SERVER:
        return NWL_PARAMETERS(MAIL);
    default:
        return (nwl_parameters){0};
    }
}

// What makes no sense for datagrams.
static bool is_for_tcp_alone(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    static const char *const OF_TCP[] = {"backlog=",      "deferred",  "ssl",
                                         "so_keepalive=", "fastopen=", "proxy_protocol"};
    nwl_str value;
    if (line->contexts != NWL_CX_STREAM_SERVER ||
        !nwl_parameter_find(line, NWL_STR("udp"), 1, &value))
        return false;
    for (uint32_t i = 1; i < line->directive->arg_count; i++) {
        nwl_str word = line->directive->args[i].value;
        for (size_t k = 0; k < sizeof(OF_TCP) / sizeof(OF_TCP[0]); k++) {
            if (nwl_str_starts_with(word, nwl_str_of(OF_TCP[k])))
                return nwl_fault_at(line, fault, i, "\"%.*s\" does not go with \"udp\"",
                                    NWL_STR_FMT(word));
        }
    }
    return false;
}

bool nwl_form_listen(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_peer peer;
    nwl_parameters parameters = parameters_of(line);
    nwl_str text = nwl_directive_arg(line->directive, 0);
    bool may_be_range = line->version == 0 || line->version >= PORT_RANGES;
    const char *wrong = nwl_peer_read(
        text, may_be_range ? NWL_PEER_LISTEN_RANGE : NWL_PEER_LISTEN, &peer);
    if (parameters.count == 0)
        return false;
    if (wrong != NULL) {
        nwl_str shown = nwl_argument_shown(line->arena, text);
        return nwl_fault_at(line, fault, 0, "\"%.*s\" is no address to listen on: %s",
                            NWL_STR_FMT(shown), wrong);
    }
    return nwl_parameters_refuse(parameters, line, fault, 1) ||
           is_for_tcp_alone(line, fault);
}
