// Zones of shared memory: limits, caches and TLS sessions.
#include "model/form.h"
#include "model/parameter.h"
#include "model/value.h"

#define LEAST_ZONE (8 * NWL_PAGE_SIZE)
#define LEAST_KEYS_ZONE (2 * NWL_PAGE_SIZE)
#define ZONE_NOUN "a name, a colon and a size from 32k on"
#define FROM_ONE "a number from 1 on"

enum { MOST_CONNECTIONS = 65535, FIRST_STATUS = 100, LAST_STATUS = 599 };

static nwl_str argument(const nwl_argument_line *line, uint32_t index)
{
    return nwl_directive_arg(line->directive, index);
}

static bool is_missing(const nwl_argument_line *line, nwl_argument_fault *fault,
                       const char *parameter)
{
    return nwl_fault_at(line, fault, line->directive->arg_count, "\"%.*s\" has no \"%s\"",
                        NWL_STR_FMT(line->directive->name), parameter);
}

// Whether the zone that counts, which is the last one, has no name.
static bool has_no_name(const nwl_argument_line *line, nwl_argument_fault *fault,
                        const char *parameter)
{
    nwl_str zone;
    if (!nwl_parameter_find(line, nwl_str_of(parameter), 1, &zone))
        return is_missing(line, fault, parameter);
    return nwl_str_starts_with(zone, NWL_STR(":")) &&
           nwl_fault_at(line, fault, line->directive->arg_count,
                        "\"%.*s\" has a \"%s\" without a name",
                        NWL_STR_FMT(line->directive->name), parameter);
}

// ---- limits -----------------------------------------------------------------------------

// "10r/s", "10r/m" or "10".
static bool parse_rate(nwl_str text, int64_t *rate)
{
    bool has_unit = nwl_str_ends_with(text, NWL_STR("r/s")) ||
                    nwl_str_ends_with(text, NWL_STR("r/m"));
    return nwl_value_number(nwl_str_slice(text, 0, text.len - (has_unit ? 3 : 0)), rate);
}

static const nwl_parameter REQ_ZONE[] = {
    {NWL_TEXT("zone="), nwl_parameter_zone, ZONE_NOUN, LEAST_ZONE, 0, 0},
    {NWL_TEXT("rate="), parse_rate, FROM_ONE " with \"r/s\" or \"r/m\"", 1, 0, 0},
    {NWL_TEXT("sync"), NULL, NULL, 0, 0, 0}, // of NGINX Plus
};

// Source: ngx_http_limit_req_zone().
bool nwl_form_limit_req_zone(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return nwl_parameters_refuse(NWL_PARAMETERS(REQ_ZONE), line, fault, 1) ||
           has_no_name(line, fault, "zone=");
}

static const nwl_parameter REQ[] = {
    {NWL_TEXT("zone="), nwl_parameter_anything, NULL, 0, 0, 0},
    {NWL_TEXT("burst="), nwl_value_number, FROM_ONE, 1, 0, 0},
    {NWL_TEXT("delay="), nwl_value_number, FROM_ONE, 1, 0, NWL_VERSION_OF(1u, 15u, 7u)},
    {NWL_TEXT("nodelay"), NULL, NULL, 0, 0, 0},
};

// Source: ngx_http_limit_req().
bool nwl_form_limit_req(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str zone;
    if (nwl_parameters_refuse(NWL_PARAMETERS(REQ), line, fault, 0))
        return true;
    return !nwl_parameter_find(line, NWL_STR("zone="), 0, &zone) &&
           is_missing(line, fault, "zone=");
}

static const nwl_parameter CONN_ZONE[] = {
    {NWL_TEXT("zone="), nwl_parameter_zone, ZONE_NOUN, LEAST_ZONE, 0, 0},
};

// Source: ngx_http_limit_conn_zone(), ngx_stream_limit_conn_zone().
bool nwl_form_limit_conn_zone(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return nwl_parameters_refuse(NWL_PARAMETERS(CONN_ZONE), line, fault, 1) ||
           has_no_name(line, fault, "zone=");
}

// Source: ngx_http_limit_conn(), ngx_stream_limit_conn().
bool nwl_form_limit_conn(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    int64_t connections;
    if (nwl_value_number(argument(line, 1), &connections) && connections > 0 &&
        connections <= MOST_CONNECTIONS)
        return false;
    return nwl_fault_takes(line, fault, 1, "a number of connections from 1 to 65535");
}

// ---- caches -----------------------------------------------------------------------------

// One to three numbers of letters, each 1 or 2, with colons between them; or nothing.
static bool parse_levels(nwl_str text, int64_t *level_count)
{
    enum { MOST_LENGTH = 5 };
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (i % 2 == 0 ? c != '1' && c != '2' : c != ':')
            return false;
    }
    *level_count = (int64_t)(text.len + 1) / 2;
    return text.len == 0 || (text.len % 2 == 1 && text.len <= MOST_LENGTH);
}

#define NUMBER nwl_value_number, "a number", 0, 0
#define TIME_MS nwl_value_time_ms, "a time", 0, 0
#define TIME_S nwl_value_time_s, "a time in seconds", 0, 0
#define OFFSET nwl_value_offset, "a size", 0, 0
#define SWITCH nwl_parameter_switch, "\"on\" or \"off\"", 0, 0

static const nwl_parameter CACHE_PATH[] = {
    {NWL_TEXT("levels="), parse_levels, "up to three of 1 and 2 with colons between them",
     0, 0, 0},
    {NWL_TEXT("use_temp_path="), SWITCH, NWL_VERSION_OF(1u, 7u, 10u)},
    {NWL_TEXT("keys_zone="), nwl_parameter_zone, "a name, a colon and a size from 8k on",
     LEAST_KEYS_ZONE, 0, 0},
    {NWL_TEXT("inactive="), TIME_S, 0},
    {NWL_TEXT("max_size="), OFFSET, 0},
    {NWL_TEXT("min_free="), OFFSET, NWL_VERSION_OF(1u, 19u, 1u)},
    {NWL_TEXT("loader_files="), NUMBER, 0},
    {NWL_TEXT("loader_sleep="), TIME_MS, 0},
    {NWL_TEXT("loader_threshold="), TIME_MS, 0},
    {NWL_TEXT("manager_files="), NUMBER, NWL_VERSION_OF(1u, 11u, 5u)},
    {NWL_TEXT("manager_sleep="), TIME_MS, NWL_VERSION_OF(1u, 11u, 5u)},
    {NWL_TEXT("manager_threshold="), TIME_MS, NWL_VERSION_OF(1u, 11u, 5u)},
    {NWL_TEXT("purger="), SWITCH, 0}, // these are of NGINX Plus
    {NWL_TEXT("purger_files="), NUMBER, 0},
    {NWL_TEXT("purger_sleep="), TIME_MS, 0},
    {NWL_TEXT("purger_threshold="), TIME_MS, 0},
};

// Several "levels=" are judged one by one. Source: ngx_http_file_cache_set_slot().
bool nwl_form_cache_path(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return nwl_parameters_refuse(NWL_PARAMETERS(CACHE_PATH), line, fault, 1) ||
           has_no_name(line, fault, "keys_zone=");
}

static bool is_status(nwl_str text)
{
    int64_t status;
    return nwl_str_eq(text, NWL_STR("any")) ||
           (nwl_value_number(text, &status) && status >= FIRST_STATUS &&
            status <= LAST_STATUS);
}

static bool refuses_valid_time(const nwl_argument_line *line, nwl_argument_fault *fault,
                               uint32_t index)
{
    int64_t seconds;
    if (nwl_value_time_s(argument(line, index), &seconds))
        return false;
    nwl_fault_takes(line, fault, index, "a time in seconds as its last argument");
    nwl_str meant =
        nwl_correction_of_number(line->arena, argument(line, index), nwl_value_time_s);
    if (meant.len > 0)
        fault->expected =
            nwl_arena_format(line->arena, "did you mean \"%.*s\"?", NWL_STR_FMT(meant));
    return true;
}

// Source: ngx_http_file_cache_valid_set_slot().
bool nwl_form_cache_valid(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    uint32_t last = line->directive->arg_count - 1;
    if (refuses_valid_time(line, fault, last))
        return true;
    for (uint32_t i = 0; i < last; i++) {
        if (!is_status(argument(line, i)))
            return nwl_fault_takes(line, fault, i, "\"any\" or a status from 100 to 599");
    }
    return false;
}

// ---- TLS sessions -----------------------------------------------------------------------

static bool parse_shared(nwl_str text, int64_t *bytes)
{
    return !nwl_str_starts_with(text, NWL_STR(":")) && nwl_parameter_zone(text, bytes);
}

static const nwl_parameter SESSION_CACHE[] = {
    {NWL_TEXT("off"), NULL, NULL, 0, 0, 0},
    {NWL_TEXT("none"), NULL, NULL, 0, 0, 0},
    {NWL_TEXT("builtin"), NULL, NULL, 0, 0, 0},
    {NWL_TEXT("builtin:"), nwl_value_number, "a number of sessions", 0, 0, 0},
    {NWL_TEXT("shared:"), parse_shared, ZONE_NOUN, LEAST_ZONE, 0, 0},
};

// Source: ngx_http_ssl_session_cache(), and its like in stream and mail.
bool nwl_form_ssl_session_cache(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return nwl_parameters_refuse(NWL_PARAMETERS(SESSION_CACHE), line, fault, 0);
}
