#include "model/location.h"

typedef struct modifier {
    nwl_str text;
    nwl_location_kind kind;
} modifier;

// One that begins with another stands in front of it.
static const modifier MODIFIERS[] = {
    {NWL_TEXT("="), NWL_LOCATION_EXACT},
    {NWL_TEXT("^~"), NWL_LOCATION_FINAL_PREFIX},
    {NWL_TEXT("~*"), NWL_LOCATION_REGEX_ANY_CASE},
    {NWL_TEXT("~"), NWL_LOCATION_REGEX},
};

enum { MODIFIER_COUNT = sizeof(MODIFIERS) / sizeof(MODIFIERS[0]) };

static nwl_location_name glued_name(nwl_str word)
{
    for (int i = 0; i < MODIFIER_COUNT; i++) {
        if (nwl_str_starts_with(word, MODIFIERS[i].text))
            return (nwl_location_name){MODIFIERS[i].kind,
                                       nwl_str_from(word, MODIFIERS[i].text.len)};
    }
    bool is_named = nwl_str_starts_with(word, NWL_STR("@"));
    return (nwl_location_name){is_named ? NWL_LOCATION_NAMED : NWL_LOCATION_PREFIX, word};
}

nwl_location_name nwl_location_name_of(const nwl_scope *location)
{
    const nwl_directive *opener = location->opener.directive;
    nwl_str first = nwl_directive_arg(opener, 0), second = nwl_directive_arg(opener, 1);
    if (opener != NULL && opener->arg_count == 1)
        return glued_name(first);
    for (int i = 0; opener != NULL && i < MODIFIER_COUNT; i++) {
        if (opener->arg_count == 2 && nwl_str_eq(first, MODIFIERS[i].text))
            return (nwl_location_name){MODIFIERS[i].kind, second};
    }
    return (nwl_location_name){.kind = NWL_LOCATION_INVALID};
}

bool nwl_location_is_regex(nwl_location_kind kind)
{
    return kind == NWL_LOCATION_REGEX || kind == NWL_LOCATION_REGEX_ANY_CASE;
}

nwl_str nwl_location_kind_name(nwl_location_kind kind)
{
    static const nwl_str NAMES[] = {
#define X(id, name) NWL_TEXT(name),
        NWL_LOCATION_KINDS(X)
#undef X
    };
    return NAMES[kind];
}
