#include "model/text.h"

#include <string.h>

nwl_text_value nwl_text_exact(nwl_arena *arena, nwl_str value)
{
    nwl_str *option = NWL_NEW(arena, nwl_str);
    *option = value;
    return (nwl_text_value){.certainty = NWL_EXACT, .options = option, .option_count = 1};
}

nwl_text_value nwl_text_empty(void)
{
    static const nwl_str EMPTY = NWL_TEXT("");
    return (nwl_text_value){.certainty = NWL_EXACT, .options = &EMPTY, .option_count = 1};
}

nwl_text_value nwl_text_unknown(void)
{
    return (nwl_text_value){.certainty = NWL_UNKNOWN};
}

static bool has_option(const nwl_str *options, uint32_t count, nwl_str option)
{
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_str_eq(options[i], option))
            return true;
    }
    return false;
}

// A value that is one of options, of which some may be alike; takes them over.
static nwl_text_value one_of(nwl_str *options, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!has_option(options, kept, options[i]))
            options[kept++] = options[i];
    }
    if (kept > NWL_TEXT_MOST_OPTIONS)
        return nwl_text_unknown();
    return (nwl_text_value){.certainty = kept == 1 ? NWL_EXACT : NWL_ONE_OF,
                            .options = options,
                            .option_count = kept};
}

nwl_text_value nwl_text_either(nwl_arena *arena, nwl_text_value a, nwl_text_value b)
{
    if (a.certainty == NWL_UNKNOWN || b.certainty == NWL_UNKNOWN)
        return nwl_text_unknown();
    nwl_str *options = NWL_NEW_ARRAY(arena, nwl_str, a.option_count + b.option_count);
    memcpy(options, a.options, a.option_count * sizeof(*options));
    memcpy(options + a.option_count, b.options, b.option_count * sizeof(*options));
    return one_of(options, a.option_count + b.option_count);
}

static nwl_str concatenated(nwl_arena *arena, nwl_str a, nwl_str b)
{
    char *text = NWL_NEW_ARRAY(arena, char, a.len + b.len + 1);
    memcpy(text, a.ptr, a.len);
    memcpy(text + a.len, b.ptr, b.len);
    return (nwl_str){text, a.len + b.len};
}

nwl_text_value nwl_text_join(nwl_arena *arena, nwl_text_value a, nwl_text_value b)
{
    if (a.certainty == NWL_UNKNOWN || b.certainty == NWL_UNKNOWN)
        return nwl_text_unknown();
    if (a.certainty == NWL_EXACT && a.options[0].len == 0)
        return b;
    if (b.certainty == NWL_EXACT && b.options[0].len == 0)
        return a;
    uint32_t count = 0;
    nwl_str *options = NWL_NEW_ARRAY(arena, nwl_str, a.option_count * b.option_count);
    for (uint32_t i = 0; i < a.option_count; i++) {
        for (uint32_t j = 0; j < b.option_count; j++) {
            if (a.options[i].len + b.options[j].len > NWL_TEXT_LONGEST)
                return nwl_text_unknown();
            options[count++] = concatenated(arena, a.options[i], b.options[j]);
        }
    }
    return one_of(options, count);
}

static bool list_has_token(nwl_str list, nwl_str token)
{
    nwl_str element;
    while (nwl_str_cut(&list, ',', &element)) {
        if (nwl_str_eq_nocase(nwl_str_trim(element), token))
            return true;
    }
    return false;
}

// How many of the options have token.
static uint32_t options_with_token(const nwl_text_value *text, nwl_str token)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < text->option_count; i++)
        count += list_has_token(text->options[i], token);
    return count;
}

bool nwl_text_may_contain_token(const nwl_text_value *text, nwl_str token)
{
    return text->certainty == NWL_UNKNOWN || options_with_token(text, token) > 0;
}

bool nwl_text_must_contain_token(const nwl_text_value *text, nwl_str token)
{
    return text->certainty != NWL_UNKNOWN &&
           options_with_token(text, token) == text->option_count;
}

static uint32_t empty_options(const nwl_text_value *text)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < text->option_count; i++)
        count += text->options[i].len == 0;
    return count;
}

bool nwl_text_may_be_empty(const nwl_text_value *text)
{
    return text->certainty == NWL_UNKNOWN || empty_options(text) > 0;
}

bool nwl_text_must_be_empty(const nwl_text_value *text)
{
    return text->certainty != NWL_UNKNOWN && empty_options(text) == text->option_count;
}
