// Logs and their formats.
#include "model/form.h"
#include "model/parameter.h"
#include "model/syslog.h"
#include "model/value.h"

enum {
    LEAST_MEMORY = 2048, // bytes: one message fits in
    MOST_FORMATS = 200,  // they are compared one by one
    BEST_COMPRESSION = 9,
};

#define STREAM (NWL_CX_STREAM | NWL_CX_STREAM_SERVER)
#define HTTP                                                                             \
    (NWL_CX_HTTP | NWL_CX_HTTP_SERVER | NWL_CX_HTTP_LOCATION | NWL_CX_HTTP_LOCATION_IF | \
     NWL_CX_HTTP_LIMIT_EXCEPT)

static nwl_str argument(const nwl_argument_line *line, uint32_t index)
{
    return nwl_directive_arg(line->directive, index);
}

// ---- formats ----------------------------------------------------------------------------

// Source: ngx_http_log_compile_format(), and its like in stream.
bool nwl_form_log_format(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    static const nwl_str ESCAPE = NWL_TEXT("escape=");
    nwl_str text = argument(line, 1);
    nwl_str escaping = nwl_str_from(text, ESCAPE.len);
    bool has_escape = nwl_str_starts_with(text, ESCAPE);
    if ((line->contexts & ~(uint32_t)(HTTP | STREAM)) != 0)
        return false;
    if (has_escape && !nwl_str_eq(escaping, NWL_STR("default")) &&
        !nwl_str_eq(escaping, NWL_STR("json")) && !nwl_str_eq(escaping, NWL_STR("none")))
        return nwl_fault_at(
            line, fault, 1,
            "\"escape=\" takes \"default\", \"json\" or \"none\", not \"%.*s\"",
            NWL_STR_FMT(nwl_argument_shown(line->arena, escaping)));
    for (uint32_t i = has_escape ? 2 : 1; i < line->directive->arg_count; i++) {
        if (nwl_fault_script(line, fault, i, argument(line, i)))
            return true;
    }
    return false;
}

// The http or stream block around the line; NULL when not all of it is known.
static const nwl_scope *whole_block(const nwl_argument_line *line)
{
    const nwl_scope *s = line->scope;
    if (s != NULL && s->server != NULL)
        s = s->server->parent;
    bool is_known = s != NULL && s->opener.directive != NULL && !s->incomplete &&
                    (s->context == NWL_CX_HTTP || s->context == NWL_CX_STREAM);
    return is_known ? s : NULL;
}

// Whether the block may define a format. One that has a variable for a name may come to any.
static bool may_define(const nwl_scope *block, nwl_str name)
{
    uint32_t count;
    const nwl_site *formats = nwl_scope_all(block, NWL_D_log_format, &count);
    for (uint32_t i = 0; i < count && count <= MOST_FORMATS; i++) {
        nwl_str defined = nwl_directive_arg(formats[i].directive, 0);
        if (nwl_str_eq_nocase(defined, name) ||
            nwl_str_find(defined, '$', 0) < defined.len)
            return true;
    }
    return count > MOST_FORMATS;
}

static bool refuses_format(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    const nwl_scope *block = whole_block(line);
    nwl_str name = argument(line, 1);
    if (line->directive->arg_count < 2)
        return (line->contexts & ~(uint32_t)STREAM) == 0 &&
               nwl_fault_at(line, fault, line->directive->arg_count,
                            "\"%.*s\" has no format, which stream needs",
                            NWL_STR_FMT(line->directive->name));
    if (block == NULL ||
        (block->context == NWL_CX_HTTP && nwl_str_eq_nocase(name, NWL_STR("combined"))) ||
        may_define(block, name))
        return false;
    return nwl_fault_at(line, fault, 1, "no \"log_format\" defines \"%.*s\"",
                        NWL_STR_FMT(nwl_argument_shown(line->arena, name)));
}

// ---- access logs ------------------------------------------------------------------------

// "gzip" or "gzip=6", and nothing like "gzipped".
static bool parse_compression(nwl_str text, int64_t *level)
{
    *level = 1;
    return text.len == 0 || (nwl_str_starts_with(text, NWL_STR("=")) &&
                             nwl_value_number(nwl_str_from(text, 1), level));
}

static const nwl_parameter ACCESS_LOG[] = {
    {NWL_TEXT("buffer="), nwl_value_size, "a size from 1 on", 1, 0, 0},
    {NWL_TEXT("flush="), nwl_value_time_ms, "a time from 1ms on", 1, 0, 0},
    {NWL_TEXT("gzip"), parse_compression, "a level from \"=1\" to \"=9\" or nothing", 1,
     BEST_COMPRESSION, 0},
    {NWL_TEXT("if="), nwl_parameter_anything, NULL, 0, 0, NWL_VERSION_OF(1u, 7u, 0u)},
};

static bool refuses_buffer(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    enum { FIRST = 2 };
    nwl_str log = argument(line, 0), value;
    bool has_buffer = nwl_parameter_find(line, NWL_STR("buffer="), FIRST, &value) ||
                      nwl_parameter_find(line, NWL_STR("gzip"), FIRST, &value);
    uint32_t whole = line->directive->arg_count;
    if (!has_buffer)
        return nwl_parameter_find(line, NWL_STR("flush="), FIRST, &value) &&
               nwl_fault_at(line, fault, whole, "\"flush=\" needs a \"buffer=\"");
    if (nwl_syslog_is_meant(log))
        return nwl_fault_at(line, fault, whole, "a log to syslog has no buffer");
    return nwl_str_find(log, '$', 0) < log.len &&
           nwl_fault_at(line, fault, whole,
                        "a log with variables in its name has no buffer");
}

// The module of RTMP has formats of its own. Source: ngx_http_log_set_log(), ngx_stream_log_set_log().
bool nwl_form_access_log(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    if ((line->contexts & ~(uint32_t)(HTTP | STREAM)) != 0)
        return false;
    if (nwl_str_eq(argument(line, 0), NWL_STR("off")))
        return line->directive->arg_count > 1 &&
               nwl_fault_at(line, fault, 1, "\"%.*s off\" takes nothing else",
                            NWL_STR_FMT(line->directive->name));
    return (nwl_syslog_is_meant(argument(line, 0)) && nwl_syslog_refuses(line, fault)) ||
           refuses_format(line, fault) ||
           nwl_parameters_refuse(NWL_PARAMETERS(ACCESS_LOG), line, fault, 2) ||
           refuses_buffer(line, fault);
}

// ---- error logs -------------------------------------------------------------------------

static bool is_debug_level(nwl_str text)
{
    static const nwl_str LEVELS[] = {
        NWL_TEXT("debug_core"),   NWL_TEXT("debug_alloc"), NWL_TEXT("debug_mutex"),
        NWL_TEXT("debug_event"),  NWL_TEXT("debug_http"),  NWL_TEXT("debug_mail"),
        NWL_TEXT("debug_stream"),
    };
    for (size_t i = 0; i < sizeof(LEVELS) / sizeof(LEVELS[0]); i++) {
        if (nwl_str_eq(text, LEVELS[i]))
            return true;
    }
    return false;
}

static const nwl_parameter LEVELS[] = {
    {NWL_TEXT("debug"), NULL, NULL, 0, 0, 0},  {NWL_TEXT("info"), NULL, NULL, 0, 0, 0},
    {NWL_TEXT("notice"), NULL, NULL, 0, 0, 0}, {NWL_TEXT("warn"), NULL, NULL, 0, 0, 0},
    {NWL_TEXT("error"), NULL, NULL, 0, 0, 0},  {NWL_TEXT("crit"), NULL, NULL, 0, 0, 0},
    {NWL_TEXT("alert"), NULL, NULL, 0, 0, 0},  {NWL_TEXT("emerg"), NULL, NULL, 0, 0, 0},
};

// One level, or some of the debug levels. Source: ngx_log_set_levels(), nginx src/core/ngx_log.c.
static bool refuses_levels(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    bool has_level = false, has_debug_level = false;
    for (uint32_t i = 1; i < line->directive->arg_count; i++) {
        bool is_debug = is_debug_level(argument(line, i));
        if (!is_debug && nwl_parameter_refuses(NWL_PARAMETERS(LEVELS), line, fault, i))
            return true;
        if (has_level || (has_debug_level && !is_debug))
            return nwl_fault_at(line, fault, i, "\"%.*s\" takes one level",
                                NWL_STR_FMT(line->directive->name));
        has_level = !is_debug;
        has_debug_level = is_debug;
    }
    return false;
}

static bool refuses_memory(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    static const nwl_str MEMORY = NWL_TEXT("memory:");
    int64_t bytes;
    nwl_str text = argument(line, 0);
    if (!nwl_str_starts_with(text, MEMORY) ||
        (nwl_value_size(nwl_str_from(text, MEMORY.len), &bytes) && bytes >= LEAST_MEMORY))
        return false;
    return nwl_fault_takes(line, fault, 0, "a size from 2k on behind \"memory:\"");
}

// Source: ngx_log_set_log().
bool nwl_form_error_log(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    if (nwl_syslog_is_meant(argument(line, 0)) && nwl_syslog_refuses(line, fault))
        return true;
    return refuses_memory(line, fault) || refuses_levels(line, fault);
}
