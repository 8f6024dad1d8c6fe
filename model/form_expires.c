// The times of "expires".
#include "model/correction.h"
#include "model/form.h"
#include "model/value.h"

enum { SECONDS_OF_DAY = 24 * 3600 };

static nwl_str argument(const nwl_argument_line *line, uint32_t index)
{
    return nwl_directive_arg(line->directive, index);
}

static bool is_moment(nwl_str text)
{
    return nwl_str_eq(text, NWL_STR("epoch")) || nwl_str_eq(text, NWL_STR("max")) ||
           nwl_str_eq(text, NWL_STR("off"));
}

// Empty for none.
static nwl_str sign_of(nwl_str text)
{
    bool has_sign = nwl_str_starts_with(text, NWL_STR("@")) ||
                    nwl_str_starts_with(text, NWL_STR("+")) ||
                    nwl_str_starts_with(text, NWL_STR("-"));
    return nwl_str_slice(text, 0, has_sign ? 1 : 0);
}

static nwl_str expected(const nwl_argument_line *line, nwl_str sign, nwl_str wrong,
                        bool modified)
{
    nwl_str meant = nwl_correction_of_number(line->arena, wrong, nwl_value_time_s);
    if (meant.len > 0)
        return nwl_arena_format(line->arena, "did you mean \"%.*s%.*s\"?",
                                NWL_STR_FMT(sign), NWL_STR_FMT(meant));
    return modified ? NWL_STR("such as \"1h\", \"-1d\" or \"+1M\"")
                    : NWL_STR("such as \"1h\", \"-1d\" or \"@15h30m\", else \"epoch\", "
                              "\"max\" or \"off\"");
}

// The last argument. Source: ngx_http_parse_expires().
static bool refuses_moment(const nwl_argument_line *line, nwl_argument_fault *fault,
                           bool modified)
{
    uint32_t last = line->directive->arg_count - 1;
    nwl_str text = argument(line, last);
    nwl_str sign = sign_of(text);
    nwl_str time = nwl_str_from(text, sign.len);
    bool daily = nwl_str_eq(sign, NWL_STR("@"));
    int64_t seconds;
    if (nwl_str_find(text, '$', 0) < text.len || (!modified && is_moment(text)))
        return false;
    if (daily && modified)
        return nwl_fault_at(line, fault, last,
                            "a time of day cannot be used with \"modified\"");
    if (!nwl_value_time_s(time, &seconds)) {
        nwl_fault_takes(line, fault, last, "a time in seconds");
        fault->expected = expected(line, sign, time, modified);
        return true;
    }
    return daily && seconds > SECONDS_OF_DAY &&
           nwl_fault_takes(line, fault, last, "a time of day up to \"@24h\"");
}

// Source: ngx_http_headers_expires().
bool nwl_form_expires(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    bool modified = line->directive->arg_count == 2;
    if (modified && !nwl_str_eq(argument(line, 0), NWL_STR("modified")))
        return nwl_fault_takes(line, fault, 0, "\"modified\" before a time");
    return refuses_moment(line, fault, modified);
}
