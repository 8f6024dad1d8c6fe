#include "model/location.h"

// Longer ones before those they begin with.
static const struct {
    nwl_str text;
    nwl_location_kind kind;
} MODIFIERS[] = {
    {NWL_TEXT("="), NWL_LOCATION_EXACT},
    {NWL_TEXT("^~"), NWL_LOCATION_PREFERRED},
    {NWL_TEXT("~*"), NWL_LOCATION_REGEX_NO_CASE},
    {NWL_TEXT("~"), NWL_LOCATION_REGEX},
};

nwl_location nwl_location_read(const nwl_directive *opener)
{
    if (opener == NULL)
        return (nwl_location){.kind = NWL_LOCATION_INVALID};
    bool glued = opener->arg_count == 1;
    nwl_str first = nwl_directive_arg(opener, 0), second = nwl_directive_arg(opener, 1);
    for (size_t i = 0; i < sizeof(MODIFIERS) / sizeof(MODIFIERS[0]); i++) {
        nwl_str modifier = MODIFIERS[i].text;
        if (glued && nwl_str_starts_with(first, modifier))
            return (nwl_location){MODIFIERS[i].kind, nwl_str_from(first, modifier.len)};
        if (opener->arg_count == 2 && nwl_str_eq(first, modifier))
            return (nwl_location){MODIFIERS[i].kind, second};
    }
    if (!glued)
        return (nwl_location){NWL_LOCATION_INVALID, second};
    bool named = nwl_str_starts_with(first, NWL_STR("@"));
    return (nwl_location){named ? NWL_LOCATION_NAMED : NWL_LOCATION_PREFIX, first};
}

bool nwl_location_is_regex(nwl_location location)
{
    return location.kind == NWL_LOCATION_REGEX ||
           location.kind == NWL_LOCATION_REGEX_NO_CASE;
}

nwl_str nwl_location_kind_name(nwl_location_kind kind)
{
    static const char *const NAMES[] = {
        [NWL_LOCATION_INVALID] = "invalid",     [NWL_LOCATION_PREFIX] = "longest prefix",
        [NWL_LOCATION_PREFERRED] = "^~ prefix", [NWL_LOCATION_EXACT] = "exact",
        [NWL_LOCATION_REGEX] = "regex ~",       [NWL_LOCATION_REGEX_NO_CASE] = "regex ~*",
        [NWL_LOCATION_NAMED] = "named",
    };
    return nwl_str_of(NAMES[kind]);
}
