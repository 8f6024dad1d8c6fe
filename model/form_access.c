// Who is let in, whose word counts, and which addresses nginx uses itself.
#include "model/address.h"
#include "model/form.h"
#include "model/parameter.h"
#include "model/peer.h"
#include "model/value.h"

enum {
    RTMP = NWL_CX_RTMP | NWL_CX_RTMP_SERVER | NWL_CX_RTMP_APPLICATION,
};

static nwl_str argument(const nwl_argument_line *line, uint32_t index)
{
    return nwl_directive_arg(line->directive, index);
}

static bool has_variable(nwl_str text)
{
    return nwl_str_find(text, '$', 0) < text.len;
}

static bool is_network_or_sockets(nwl_str text)
{
    return nwl_str_eq(text, NWL_STR("unix:")) || nwl_address_is_network(text);
}

// The module of RTMP has other words. Source: ngx_http_access_rule(), ngx_stream_access_rule().
bool nwl_form_access(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str text = argument(line, 0);
    if ((line->contexts & RTMP) != 0 || nwl_str_eq(text, NWL_STR("all")) ||
        is_network_or_sockets(text))
        return false;
    return nwl_fault_takes(line, fault, 0, "an address, a network, \"unix:\" or \"all\"");
}

// What has a '/' is no name of a host. Source: ngx_http_realip_from(), and its like in stream and mail.
bool nwl_form_real_ip_from(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    static const nwl_version NAMES_SINCE = NWL_VERSION_OF(1u, 13u, 1u);
    nwl_str text = argument(line, 0);
    bool takes_names = line->version == 0 || line->version >= NAMES_SINCE;
    bool may_be_name = text.len > 0 && nwl_str_find(text, '/', 0) == text.len;
    if (is_network_or_sockets(text) || (takes_names && may_be_name))
        return false;
    return nwl_fault_takes(line, fault, 0,
                           takes_names
                               ? "an address, a network, \"unix:\" or the name of a host"
                               : "an address, a network or \"unix:\"");
}

// ---- resolver ---------------------------------------------------------------------------

static const nwl_parameter RESOLVER[] = {
    {NWL_TEXT("valid="), nwl_value_time_s, "a time in seconds", 0, 0, 0},
    {NWL_TEXT("ipv4="), nwl_parameter_switch, "\"on\" or \"off\"", 0, 0,
     NWL_VERSION_OF(1u, 23u, 1u)},
    {NWL_TEXT("ipv6="), nwl_parameter_switch, "\"on\" or \"off\"", 0, 0,
     NWL_VERSION_OF(1u, 5u, 8u)},
    {NWL_TEXT("status_zone="), nwl_parameter_anything, NULL, 0, 0, 0}, // of NGINX Plus
};

static bool is_off(const nwl_argument_line *line, nwl_str parameter)
{
    nwl_str value;
    return nwl_parameter_find(line, parameter, 0, &value) &&
           nwl_str_eq(value, NWL_STR("off"));
}

static bool refuses_name_server(const nwl_argument_line *line, nwl_argument_fault *fault,
                                uint32_t index)
{
    nwl_str text = argument(line, index);
    const char *why = nwl_peer_fault(text);
    nwl_str shown = nwl_argument_shown(line->arena, text);
    return why != NULL &&
           nwl_fault_at(line, fault, index, "\"%.*s\" is no address of a name server: %s",
                        NWL_STR_FMT(shown), why);
}

// Source: ngx_resolver_create(), nginx src/core/ngx_resolver.c.
bool nwl_form_resolver(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    uint32_t server_count = 0;
    for (uint32_t i = 0; i < line->directive->arg_count; i++) {
        bool is_parameter =
            nwl_parameters_have(NWL_PARAMETERS(RESOLVER), argument(line, i));
        server_count += !is_parameter;
        if (is_parameter ? nwl_parameter_refuses(NWL_PARAMETERS(RESOLVER), line, fault, i)
                         : refuses_name_server(line, fault, i))
            return true;
    }
    if (server_count == 0)
        return nwl_fault_at(line, fault, line->directive->arg_count,
                            "\"%.*s\" has no name server",
                            NWL_STR_FMT(line->directive->name));
    return is_off(line, NWL_STR("ipv4=")) && is_off(line, NWL_STR("ipv6=")) &&
           nwl_fault_at(line, fault, line->directive->arg_count,
                        "\"ipv4=off\" and \"ipv6=off\" leave nothing to resolve");
}

// ---- the address of nginx ---------------------------------------------------------------

// Source: ngx_http_upstream_bind_set_slot(), ngx_stream_proxy_bind().
bool nwl_form_bind(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str address = argument(line, 0);
    bool alone = line->directive->arg_count == 1;
    if (alone && nwl_str_eq(address, NWL_STR("off")))
        return false;
    if (!has_variable(address) && !nwl_peer_is_address(address))
        return nwl_fault_takes(line, fault, 0, "an address, a variable or \"off\"");
    return !alone && !nwl_str_eq(argument(line, 1), NWL_STR("transparent")) &&
           nwl_fault_takes(line, fault, 1, "\"transparent\" behind the address");
}
