// The caches of open files: "off", or parameters of which "max" is one.
#include "model/correction.h"
#include "model/form.h"
#include "model/value.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

typedef struct cache_parameter {
    nwl_str name; // with its '='
    nwl_value_parse *parse;
    int64_t least;
    uint32_t directives; // that have it: bits of cache_kind
} cache_parameter;

typedef enum cache_kind {
    OPEN_FILES = 1 << 0,
    LOG_FILES = 1 << 1,
    CERTIFICATES = 1 << 2,
} cache_kind;

static const cache_parameter PARAMETERS[] = {
    {NWL_TEXT("max="), nwl_value_number, 1, OPEN_FILES | LOG_FILES | CERTIFICATES},
    {NWL_TEXT("inactive="), nwl_value_time_s, 0, OPEN_FILES | LOG_FILES | CERTIFICATES},
    {NWL_TEXT("valid="), nwl_value_time_s, 0, LOG_FILES | CERTIFICATES},
    {NWL_TEXT("min_uses="), nwl_value_number, 0, LOG_FILES},
};

static bool takes(const cache_parameter *parameter, nwl_str text)
{
    int64_t value;
    return nwl_str_starts_with(text, parameter->name) &&
           parameter->parse(nwl_str_from(text, parameter->name.len), &value) &&
           value >= parameter->least;
}

static bool is_parameter(cache_kind kind, nwl_str text)
{
    for (size_t i = 0; i < COUNT_OF(PARAMETERS); i++) {
        if ((PARAMETERS[i].directives & kind) != 0 && takes(&PARAMETERS[i], text))
            return true;
    }
    return false;
}

static nwl_str expected(const nwl_argument_line *line, cache_kind kind, nwl_str text)
{
    for (size_t i = 0; i < COUNT_OF(PARAMETERS); i++) {
        nwl_str name = PARAMETERS[i].name;
        if ((PARAMETERS[i].directives & kind) == 0 || !nwl_str_starts_with(text, name))
            continue;
        nwl_str meant = nwl_correction_of_number(
            line->arena, nwl_str_from(text, name.len), PARAMETERS[i].parse);
        if (meant.len > 0)
            return nwl_arena_format(line->arena, "did you mean \"%.*s%.*s\"?",
                                    NWL_STR_FMT(name), NWL_STR_FMT(meant));
    }
    return kind == OPEN_FILES  ? NWL_STR("\"off\", or max=number and inactive=time")
           : kind == LOG_FILES ? NWL_STR("\"off\", or max=number, inactive=time, "
                                         "valid=time and min_uses=number")
                               : NWL_STR("\"off\", or max=number, inactive=time and "
                                         "valid=time");
}

static bool refuses(const nwl_argument_line *line, nwl_argument_fault *fault,
                    cache_kind kind)
{
    bool has_max = false;
    for (uint32_t i = 0; i < line->directive->arg_count; i++) {
        nwl_str text = nwl_directive_arg(line->directive, i);
        bool is_off = nwl_str_eq(text, NWL_STR("off"));
        has_max = has_max || is_off || nwl_str_starts_with(text, PARAMETERS[0].name);
        if (is_off || is_parameter(kind, text))
            continue;
        nwl_str shown = nwl_argument_shown(line->arena, text);
        nwl_fault_at(line, fault, i, "\"%.*s\" does not take \"%.*s\"",
                     NWL_STR_FMT(line->directive->name), NWL_STR_FMT(shown));
        fault->expected = expected(line, kind, text);
        return true;
    }
    return !has_max &&
           nwl_fault_at(line, fault, line->directive->arg_count,
                        "\"%.*s\" has no \"max=\"", NWL_STR_FMT(line->directive->name));
}

// Source: ngx_http_core_open_file_cache().
bool nwl_form_open_file_cache(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return refuses(line, fault, OPEN_FILES);
}

// Source: ngx_http_log_open_file_cache().
bool nwl_form_open_log_file_cache(const nwl_argument_line *line,
                                  nwl_argument_fault *fault)
{
    return refuses(line, fault, LOG_FILES);
}

// Source: ngx_http_ssl_certificate_cache().
bool nwl_form_certificate_cache(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return refuses(line, fault, CERTIFICATES);
}
