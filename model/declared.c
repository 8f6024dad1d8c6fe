#include "model/declared.h"

// Longer ones before those they begin with.
static const struct {
    nwl_str text;
    nwl_declared_form form;
} modifiers[] = {
    {NWL_TEXT("="), NWL_DECLARED_EXACT},
    {NWL_TEXT("^~"), NWL_DECLARED_PREFERRED},
    {NWL_TEXT("~*"), NWL_DECLARED_REGEX_NO_CASE},
    {NWL_TEXT("~"), NWL_DECLARED_REGEX},
    {NWL_TEXT("@"), NWL_DECLARED_EXACT},
};

static bool is_regex(const nwl_declared_path *path)
{
    return path->form == NWL_DECLARED_REGEX || path->form == NWL_DECLARED_REGEX_NO_CASE;
}

// Takes the modifier off the front of *word.
static nwl_declared_form take_modifier(nwl_str *word)
{
    for (size_t i = 0; i < sizeof(modifiers) / sizeof(modifiers[0]); i++) {
        if (!nwl_str_starts_with(*word, modifiers[i].text))
            continue;
        if (word->ptr[0] != '@') // which belongs to the name
            *word = nwl_str_from(*word, modifiers[i].text.len);
        return modifiers[i].form;
    }
    return NWL_DECLARED_PREFIX;
}

uint32_t nwl_declared_read(const nwl_arg *words, uint32_t count, nwl_declared_path *path)
{
    if (count == 0)
        return 0;
    *path = (nwl_declared_path){.path = words[0].value, .range = words[0].range};
    path->form = take_modifier(&path->path);
    if (path->path.len > 0 || path->form == NWL_DECLARED_PREFIX)
        return 1;
    if (count == 1)
        return 0;
    path->path = words[1].value;
    path->range.end = words[1].range.end;
    return 2;
}

static bool speaks_of(const nwl_declared_path *said, const nwl_declared_path *location)
{
    if (is_regex(location))
        return said->form == location->form && nwl_str_eq(said->path, location->path);
    if (is_regex(said))
        return nwl_regex_matches(said->regex, location->path) == NWL_MATCH_YES;
    if (said->form == NWL_DECLARED_EXACT)
        return nwl_str_eq(said->path, location->path);
    return nwl_str_starts_with(location->path, said->path);
}

const nwl_declared_path *nwl_declared_find(const nwl_declared *declared,
                                           const nwl_directive *location)
{
    const nwl_declared_path *prefix = NULL, *regex = NULL;
    nwl_declared_path asked;
    if (location == NULL ||
        nwl_declared_read(location->args, location->arg_count, &asked) == 0)
        return NULL;
    for (uint32_t i = 0; i < declared->count; i++) {
        const nwl_declared_path *said = &declared->items[i];
        if ((is_regex(said) && regex != NULL) || !speaks_of(said, &asked))
            continue;
        if (said->form == NWL_DECLARED_EXACT)
            return said;
        if (is_regex(said))
            regex = said;
        else if (prefix == NULL || said->path.len > prefix->path.len)
            prefix = said;
    }
    bool prefix_wins = prefix != NULL && prefix->form == NWL_DECLARED_PREFERRED;
    return regex == NULL || prefix_wins ? prefix : regex;
}
