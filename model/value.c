#include "model/value.h"

// Units in falling order; each may come once, and only after the larger ones.
typedef struct time_unit {
    const char *name;
    int64_t ms;
} time_unit;

static const time_unit UNITS[] = {
    {"y", INT64_C(365) * 24 * 3600 * 1000},
    {"M", INT64_C(30) * 24 * 3600 * 1000},
    {"w", INT64_C(7) * 24 * 3600 * 1000},
    {"d", INT64_C(24) * 3600 * 1000},
    {"h", INT64_C(3600) * 1000},
    {"m", INT64_C(60) * 1000},
    {"s", 1000},
    {"ms", 1},
};
enum {
    UNIT_COUNT = sizeof(UNITS) / sizeof(UNITS[0]),
    UNIT_WEEKS = 2, // the largest where milliseconds count
    UNIT_SECONDS = 6,
    UNIT_NONE = UNIT_COUNT
};

// What has been read of a time.
typedef struct time_sum {
    bool in_seconds;
    bool has_digit;
    uint32_t first_allowed; // units before it have been used up
    int64_t number;         // the digits that wait for their unit
    int64_t total;
} time_sum;

// Appends a digit; false on overflow.
static bool add_digit(int64_t *number, char c)
{
    int digit = c - '0';
    if (*number > (INT64_MAX - digit) / 10)
        return false;
    *number = *number * 10 + digit;
    return true;
}

static uint32_t unit_named_at(nwl_str text)
{
    uint32_t found = UNIT_NONE;
    for (uint32_t i = 0; i < UNIT_COUNT; i++) {
        if (nwl_str_starts_with(text, nwl_str_of(UNITS[i].name)))
            found = i; // "ms" stands behind "m" and wins
    }
    return found;
}

static bool add_number(time_sum *sum, uint32_t unit)
{
    int64_t scale = sum->in_seconds ? UNITS[unit].ms / 1000 : UNITS[unit].ms;
    if (scale == 0 || sum->number > (INT64_MAX - sum->total) / scale)
        return false;
    sum->total += sum->number * scale;
    sum->number = 0;
    return true;
}

// Takes the unit at the start of *text and the spaces behind it. A space in place of a unit means seconds, and that no
// further unit comes. A unit without a number counts for nothing, and is no mistake.
static bool read_unit(nwl_str *text, time_sum *sum)
{
    bool by_space = text->ptr[0] == ' ';
    uint32_t unit = by_space ? UNIT_SECONDS : unit_named_at(*text);
    if (unit == UNIT_NONE || unit < sum->first_allowed || !add_number(sum, unit))
        return false;
    sum->first_allowed = by_space ? UNIT_NONE : unit + 1;
    *text = nwl_str_from(*text, by_space ? 1 : nwl_str_of(UNITS[unit].name).len);
    while (nwl_str_starts_with(*text, NWL_STR(" ")))
        *text = nwl_str_from(*text, 1);
    return true;
}

static bool parse_time(nwl_str text, bool in_seconds, int64_t *time)
{
    time_sum sum = {.in_seconds = in_seconds,
                    .first_allowed = in_seconds ? 0 : UNIT_WEEKS};
    while (text.len > 0) {
        if (!nwl_is_digit(text.ptr[0])) {
            if (!read_unit(&text, &sum))
                return false;
            continue;
        }
        if (!add_digit(&sum.number, text.ptr[0]))
            return false;
        sum.has_digit = true;
        text = nwl_str_from(text, 1);
    }
    if (!sum.has_digit || !add_number(&sum, UNIT_SECONDS))
        return false;
    *time = sum.total;
    return true;
}

bool nwl_value_time_ms(nwl_str text, int64_t *ms)
{
    return parse_time(text, false, ms);
}

bool nwl_value_time_s(nwl_str text, int64_t *s)
{
    return parse_time(text, true, s);
}

bool nwl_value_number(nwl_str text, int64_t *number)
{
    int64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!nwl_is_digit(text.ptr[i]) || !add_digit(&value, text.ptr[i]))
            return false;
    }
    if (text.len == 0)
        return false;
    *number = value;
    return true;
}

// A number of bytes, or of the unit that ends it: the n-th of "kmg", of which unit_count are known, is 1024 to the n.
static bool parse_bytes(nwl_str text, size_t unit_count, int64_t *bytes)
{
    static const nwl_str letters = NWL_TEXT("kmg");
    char last = text.len == 0 ? '\0' : nwl_to_lower(text.ptr[text.len - 1]);
    size_t unit = nwl_str_find(letters, last, 0);
    int64_t scale = 1, number;
    if (unit < unit_count) {
        scale = INT64_C(1024) << 10 * unit;
        text.len--;
    }
    if (!nwl_value_number(text, &number) || number > INT64_MAX / scale)
        return false;
    *bytes = number * scale;
    return true;
}

bool nwl_value_size(nwl_str text, int64_t *bytes)
{
    return parse_bytes(text, 2, bytes);
}

bool nwl_value_offset(nwl_str text, int64_t *bytes)
{
    return parse_bytes(text, 3, bytes);
}

bool nwl_value_flag(nwl_str text, bool *on)
{
    *on = nwl_str_eq_nocase(text, NWL_STR("on"));
    return *on || nwl_str_eq_nocase(text, NWL_STR("off"));
}
