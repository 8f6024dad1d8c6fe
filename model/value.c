#include "model/value.h"

// Units in falling order; each may come once, and only after the larger ones.
typedef struct time_unit {
    const char *name;
    int64_t ms;
    bool seconds_only; // not for directives that count milliseconds
} time_unit;

static const time_unit UNITS[] = {
    {"y", INT64_C(365) * 24 * 3600 * 1000, true},
    {"M", INT64_C(30) * 24 * 3600 * 1000, true},
    {"w", INT64_C(7) * 24 * 3600 * 1000, false},
    {"d", INT64_C(24) * 3600 * 1000, false},
    {"h", INT64_C(3600) * 1000, false},
    {"m", INT64_C(60) * 1000, false},
    {"s", 1000, false},
    {"ms", 1, false},
};
enum {
    UNIT_COUNT = sizeof(UNITS) / sizeof(UNITS[0]),
    UNIT_SECONDS = 6,
    UNIT_NONE = UNIT_COUNT
};

static bool read_number(nwl_str *text, int64_t *number)
{
    size_t at = 0;
    *number = 0;
    for (; at < text->len && nwl_is_digit(text->ptr[at]); at++) {
        int digit = text->ptr[at] - '0';
        if (*number > (INT64_MAX - digit) / 10)
            return false;
        *number = *number * 10 + digit;
    }
    *text = nwl_str_from(*text, at);
    return at > 0;
}

static void skip_spaces(nwl_str *text)
{
    while (nwl_str_starts_with(*text, NWL_STR(" ")))
        *text = nwl_str_from(*text, 1);
}

static uint32_t unit_named_at(nwl_str text, bool in_seconds)
{
    uint32_t found = UNIT_NONE;
    for (uint32_t i = 0; i < UNIT_COUNT; i++) {
        bool fits = in_seconds ? UNITS[i].ms >= 1000 : !UNITS[i].seconds_only;
        if (nwl_str_starts_with(text, nwl_str_of(UNITS[i].name)))
            found = fits ? i : UNIT_NONE; // "ms" stands behind "m" and wins
    }
    return found;
}

// The unit at the start of text, which moves behind it and the spaces that follow. Units before first_allowed have been
// used up. A space in place of a unit means seconds, and that no further unit comes; so does the end, at any time.
static uint32_t read_unit(nwl_str *text, bool in_seconds, uint32_t *first_allowed)
{
    if (text->len == 0)
        return UNIT_SECONDS;
    bool by_space = text->ptr[0] == ' ';
    uint32_t unit = by_space ? UNIT_SECONDS : unit_named_at(*text, in_seconds);
    if (unit == UNIT_NONE || unit < *first_allowed)
        return UNIT_NONE;
    *first_allowed = by_space ? UNIT_NONE : unit + 1;
    if (!by_space)
        *text = nwl_str_from(*text, nwl_str_of(UNITS[unit].name).len);
    skip_spaces(text);
    return unit;
}

static bool parse_time(nwl_str text, bool in_seconds, int64_t *ms)
{
    int64_t total = 0, number;
    uint32_t first_allowed = 0;
    if (text.len == 0)
        return false;
    while (text.len > 0) {
        if (!read_number(&text, &number))
            return false;
        uint32_t unit = read_unit(&text, in_seconds, &first_allowed);
        if (unit == UNIT_NONE || number > (INT64_MAX - total) / UNITS[unit].ms)
            return false;
        total += number * UNITS[unit].ms;
    }
    *ms = total;
    return true;
}

bool nwl_value_time_ms(nwl_str text, int64_t *ms)
{
    return parse_time(text, false, ms);
}

bool nwl_value_time_s(nwl_str text, int64_t *s)
{
    int64_t ms;
    if (!parse_time(text, true, &ms))
        return false;
    *s = ms / 1000;
    return true;
}

bool nwl_value_size(nwl_str text, int64_t *bytes)
{
    int64_t scale = 1, number;
    char last = text.len == 0 ? '\0' : nwl_to_lower(text.ptr[text.len - 1]);
    if (last == 'k' || last == 'm') {
        scale = last == 'k' ? 1024 : 1024 * 1024;
        text.len--;
    }
    if (!read_number(&text, &number) || text.len > 0 || number > INT64_MAX / scale)
        return false;
    *bytes = number * scale;
    return true;
}

bool nwl_value_flag(nwl_str text, bool *on)
{
    *on = nwl_str_eq_nocase(text, NWL_STR("on"));
    return *on || nwl_str_eq_nocase(text, NWL_STR("off"));
}
