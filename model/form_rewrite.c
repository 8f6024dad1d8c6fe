// What the rewrite module does, but for its conditions.
#include "model/form.h"
#include "model/value.h"

enum { MOST_CODE = 999 };

static nwl_str argument(const nwl_argument_line *line, uint32_t index)
{
    return nwl_directive_arg(line->directive, index);
}

static bool is_flag(nwl_str text)
{
    return nwl_str_eq(text, NWL_STR("last")) || nwl_str_eq(text, NWL_STR("break")) ||
           nwl_str_eq(text, NWL_STR("redirect")) ||
           nwl_str_eq(text, NWL_STR("permanent"));
}

// Source: ngx_http_rewrite().
bool nwl_form_rewrite(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    if (argument(line, 1).len == 0)
        return nwl_fault_at(line, fault, 1, "the replacement is empty");
    if (nwl_fault_regex(line, fault, 0, argument(line, 0), false))
        return true;
    return line->directive->arg_count == 3 && !is_flag(argument(line, 2)) &&
           nwl_fault_takes(line, fault, 2,
                           "\"last\", \"break\", \"redirect\" or \"permanent\" at the "
                           "end");
}

static bool is_url(nwl_str text)
{
    return nwl_str_starts_with(text, NWL_STR("http://")) ||
           nwl_str_starts_with(text, NWL_STR("https://")) ||
           nwl_str_starts_with(text, NWL_STR("$scheme"));
}

// The one of stream takes any text. Source: ngx_http_rewrite_return().
bool nwl_form_return(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    bool alone = line->directive->arg_count == 1;
    nwl_str text = argument(line, 0);
    int64_t code;
    if (alone && ((line->contexts & NWL_CX_STREAM_SERVER) != 0 || is_url(text)))
        return false;
    if (nwl_value_number(text, &code) && code <= MOST_CODE)
        return false;
    nwl_fault_takes(line, fault, 0, "a code up to 999");
    if (alone && text.len > 0 && !nwl_is_digit(text.ptr[0]))
        fault->expected = NWL_STR("alone, a URL begins with \"http://\", \"https://\" or "
                                  "\"$scheme\"");
    return true;
}

// Source: ngx_http_rewrite_set(), ngx_stream_set(), ngx_http_auth_request_set().
bool nwl_form_set(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str text = argument(line, 0);
    if (text.len > 1 && text.ptr[0] == '$')
        return false;
    nwl_fault_takes(line, fault, 0, "a variable");
    if (text.len > 0 && text.ptr[0] != '$')
        fault->expected =
            nwl_arena_format(line->arena, "did you mean \"$%.*s\"?", NWL_STR_FMT(text));
    return true;
}
