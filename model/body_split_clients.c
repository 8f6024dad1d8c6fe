// The lines of split_clients: "50% value", and "* value" for the rest. What stands behind the percentage is not counted.
// Source: ngx_http_split_clients(), ngx_atofp().

#include "model/body_reader.h"

enum { WHOLE = 10000, DECIMALS = 2 }; // hundredths of a percent

static bool times_ten(int64_t *value, int digit)
{
    if (*value > (INT64_MAX - digit) / 10)
        return false;
    *value = *value * 10 + digit;
    return true;
}

// Reads "12.5" as 1250.
static bool read_hundredths(nwl_str text, int64_t *hundredths)
{
    int missing = DECIMALS;
    bool dot = false;
    *hundredths = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (missing == 0 || (c == '.' ? dot : !nwl_is_digit(c)))
            return false;
        if (c != '.' && !times_ten(hundredths, c - '0'))
            return false;
        missing -= c != '.' && dot;
        dot = dot || c == '.';
    }
    for (; missing > 0; missing--) {
        if (!times_ten(hundredths, 0))
            return false;
    }
    return *hundredths > 0;
}

// 0 for the rest. nginx keeps 32 bits of a part.
static bool read_part(nwl_str word, uint32_t *part)
{
    int64_t hundredths = 0;
    bool is_rest = nwl_str_eq(word, NWL_STR("*"));
    if (!is_rest && (!nwl_str_ends_with(word, NWL_STR("%")) ||
                     !read_hundredths(nwl_str_slice(word, 0, word.len - 1), &hundredths)))
        return false;
    *part = (uint32_t)hundredths;
    return true;
}

void nwl_body_read_split_clients(nwl_body_reader *r)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < r->line_count; i++) {
        uint32_t part;
        nwl_str word = r->lines[i].directive->name;
        if (nwl_body_tell_include(r, r->lines[i]))
            continue;
        if (!read_part(word, &part)) {
            nwl_body_tell(r, NWL_BODY_INVALID, r->lines[i],
                          "\"%.*s\" is no percentage above 0 with at most two decimals",
                          NWL_STR_FMT(word));
            continue;
        }
        if (sum > WHOLE) // told already
            continue;
        sum = part == 0 ? WHOLE : sum + part;
        if (sum > WHOLE)
            nwl_body_tell(r, NWL_BODY_INVALID, r->lines[i],
                          "with \"%.*s\" the parts are more than 100%%",
                          NWL_STR_FMT(word));
    }
}
