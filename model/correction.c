#include "model/correction.h"

#include <inttypes.h>
#include <string.h>

enum { LONGEST_NUMBER = 18 }; // digits; they fit into 64 bits

typedef struct unit_name {
    const char *name;
    const char *unit;
} unit_name;

// What follows the number, in small letters, and what nginx calls it. One of several with the same name is right: parse
// tells which.
static const unit_name UNIT_NAMES[] = {
    {"ms", "ms"},     {"msec", "ms"},   {"msecs", "ms"}, {"millis", "ms"},
    {"s", "s"},       {"sec", "s"},     {"secs", "s"},   {"second", "s"},
    {"seconds", "s"}, {"m", "m"},       {"min", "m"},    {"mins", "m"},
    {"minute", "m"},  {"minutes", "m"}, {"h", "h"},      {"hr", "h"},
    {"hrs", "h"},     {"hour", "h"},    {"hours", "h"},  {"d", "d"},
    {"day", "d"},     {"days", "d"},    {"w", "w"},      {"week", "w"},
    {"weeks", "w"},   {"month", "M"},   {"months", "M"}, {"y", "y"},
    {"year", "y"},    {"years", "y"},   {"k", "k"},      {"kb", "k"},
    {"kib", "k"},     {"mb", "m"},      {"mib", "m"},    {"megabytes", "m"},
    {"g", "g"},       {"gb", "g"},      {"gib", "g"},    {"b", ""},
    {"bytes", ""},
};

enum { UNIT_NAME_COUNT = sizeof(UNIT_NAMES) / sizeof(UNIT_NAMES[0]) };

// Without what people put between the digits.
static nwl_str without_separators(nwl_arena *arena, nwl_str text)
{
    char *kept = nwl_arena_alloc(arena, text.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (strchr(" ,_'", text.ptr[i]) == NULL)
            kept[len++] = text.ptr[i];
    }
    return (nwl_str){kept, len};
}

static nwl_str checked(nwl_str text, nwl_value_parse *parse)
{
    int64_t value;
    return parse(text, &value) ? text : NWL_STR("");
}

// Of a size that may not end in g.
static nwl_str in_megabytes(nwl_arena *arena, nwl_str digits)
{
    int64_t number = 0;
    for (size_t i = 0; i < digits.len; i++)
        number = number * 10 + (digits.ptr[i] - '0');
    return nwl_arena_format(arena, "%" PRId64 "m", number * 1024);
}

static nwl_str with_unit(nwl_arena *arena, nwl_str digits, nwl_str name,
                         nwl_value_parse *parse)
{
    if (nwl_str_eq(name, NWL_STR("M"))) // months, or minutes?
        return NWL_STR("");
    for (uint32_t i = 0; i < UNIT_NAME_COUNT; i++) {
        const unit_name *known = &UNIT_NAMES[i];
        if (!nwl_str_eq_nocase(name, nwl_str_of(known->name)))
            continue;
        nwl_str text =
            nwl_arena_format(arena, "%.*s%s", NWL_STR_FMT(digits), known->unit);
        if (checked(text, parse).len > 0)
            return text;
        if (*known->unit == 'g' && digits.len < LONGEST_NUMBER - 4)
            return checked(in_megabytes(arena, digits), parse);
    }
    return NWL_STR("");
}

nwl_str nwl_correction_of_number(nwl_arena *arena, nwl_str wrong, nwl_value_parse *parse)
{
    size_t digit_count = 0;
    if (wrong.len > 2 * LONGEST_NUMBER)
        return NWL_STR("");
    nwl_str text = without_separators(arena, wrong);
    while (digit_count < text.len && nwl_is_digit(text.ptr[digit_count]))
        digit_count++;
    if (digit_count == 0 || digit_count > LONGEST_NUMBER)
        return NWL_STR("");
    if (checked(text, parse).len > 0)
        return text;
    return with_unit(arena, nwl_str_slice(text, 0, digit_count),
                     nwl_str_from(text, digit_count), parse);
}

static bool is_one_of(nwl_str text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (nwl_str_eq_nocase(text, nwl_str_of(*words)))
            return true;
    }
    return false;
}

nwl_str nwl_correction_of_flag(nwl_str wrong)
{
    static const char *const ON[] = {"yes", "true", "1", "enable", "enabled", NULL};
    static const char *const OFF[] = {"no",       "false", "0", "disable",
                                      "disabled", "none",  NULL};
    if (is_one_of(wrong, ON))
        return NWL_STR("on");
    return is_one_of(wrong, OFF) ? NWL_STR("off") : NWL_STR("");
}
