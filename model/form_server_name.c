// Names of servers, and of those that refer to them.
#include "model/form.h"
#include "model/hostname.h"

// "~" and a regular expression.
static bool refuses_regex(const nwl_argument_line *line, nwl_argument_fault *fault,
                          uint32_t index)
{
    nwl_str pattern = nwl_str_from(nwl_directive_arg(line->directive, index), 1);
    if (pattern.len == 0)
        return nwl_fault_at(line, fault, index,
                            "there is no regular expression behind \"~\"");
    return nwl_fault_regex(line, fault, index, pattern, true);
}

static bool is_name(nwl_str text)
{
    if (nwl_str_starts_with(text, NWL_STR("*")))
        return text.len > 2 && text.ptr[1] == '.';
    return !nwl_str_eq(text, NWL_STR("."));
}

static bool refuses_name(const nwl_argument_line *line, nwl_argument_fault *fault,
                         uint32_t index, bool is_taken)
{
    nwl_str text = nwl_directive_arg(line->directive, index);
    nwl_str shown = nwl_argument_shown(line->arena, text);
    if (is_taken)
        return false;
    nwl_fault_at(line, fault, index,
                 "\"%.*s\" is no name of a host, with or without a wildcard",
                 NWL_STR_FMT(shown));
    fault->expected = NWL_STR("such as \"example.com\", \"*.example.com\" or "
                              "\"example.*\"");
    return true;
}

// The one of mail takes anything. Source: ngx_http_core_server_name(), ngx_stream_core_server_name().
bool nwl_form_server_name(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    uint32_t count = line->directive->arg_count;
    if (count == 1 && (line->contexts & (NWL_CX_MAIL | NWL_CX_MAIL_SERVER)) != 0)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        nwl_str text = nwl_directive_arg(line->directive, i);
        if (nwl_str_starts_with(text, NWL_STR("~"))
                ? refuses_regex(line, fault, i)
                : refuses_name(line, fault, i, is_name(text)))
            return true;
    }
    return false;
}

// The part of a referer before its path.
static bool is_referer(nwl_str text)
{
    size_t slash = nwl_str_find(text, '/', 0);
    return text.len > 0 && nwl_hostname_is_key(nwl_str_slice(text, 0, slash));
}

// Source: ngx_http_valid_referers().
bool nwl_form_valid_referers(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    for (uint32_t i = 0; i < line->directive->arg_count; i++) {
        nwl_str text = nwl_directive_arg(line->directive, i);
        if (nwl_str_starts_with(text, NWL_STR("~"))
                ? refuses_regex(line, fault, i)
                : refuses_name(line, fault, i, is_referer(text)))
            return true;
    }
    return false;
}
