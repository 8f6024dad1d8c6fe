#include "report/ci.h"

#include "base/utf8.h"
#include "report/visible.h"
#include "report/words.h"

const nwl_ci_escape nwl_ci_github_message[] = {
    {'%', NWL_TEXT("%25")},
    {'\r', NWL_TEXT("%0D")},
    {'\n', NWL_TEXT("%0A")},
    {0},
};

const nwl_ci_escape nwl_ci_github_property[] = {
    {'%', NWL_TEXT("%25")}, {'\r', NWL_TEXT("%0D")}, {'\n', NWL_TEXT("%0A")},
    {':', NWL_TEXT("%3A")}, {',', NWL_TEXT("%2C")},  {0},
};

const nwl_ci_escape nwl_ci_azure_message[] = {
    {'%', NWL_TEXT("%AZP25")},
    {'\r', NWL_TEXT("%0D")},
    {'\n', NWL_TEXT("%0A")},
    {0},
};

const nwl_ci_escape nwl_ci_azure_property[] = {
    {'%', NWL_TEXT("%AZP25")}, {'\r', NWL_TEXT("%0D")}, {'\n', NWL_TEXT("%0A")},
    {';', NWL_TEXT("%3B")},    {']', NWL_TEXT("%5D")},  {0},
};

const nwl_ci_escape nwl_ci_teamcity_value[] = {
    {'|', NWL_TEXT("||")},
    {'\'', NWL_TEXT("|'")},
    {'\n', NWL_TEXT("|n")},
    {'\r', NWL_TEXT("|r")},
    {'[', NWL_TEXT("|[")},
    {']', NWL_TEXT("|]")},
    {0},
};

static const nwl_ci_escape *escape_of(const nwl_ci_escape *escapes, char c)
{
    for (; escapes->character != '\0'; escapes++) {
        if (escapes->character == c)
            return escapes;
    }
    return NULL;
}

void nwl_ci_add_escaped(nwl_buffer *out, nwl_str text, const nwl_ci_escape *escapes)
{
    for (size_t i = 0; i < text.len; i++) {
        const nwl_ci_escape *escape = escape_of(escapes, text.ptr[i]);
        if (escape != NULL)
            nwl_buffer_add(out, escape->text);
        else
            nwl_buffer_add_char(out, text.ptr[i]);
    }
}

nwl_str nwl_ci_cut(nwl_arena *arena, nwl_str text, size_t most)
{
    size_t units = 0;
    size_t fitting = 0; // bytes that leave room for the mark
    for (nwl_str rest = text; rest.len > 0;) {
        nwl_code_point point = nwl_utf8_decode(rest);
        rest = nwl_str_from(rest, point.bytes);
        units += point.value > 0xffff ? 2 : 1;
        if (units < most)
            fitting = text.len - rest.len;
        if (units > most)
            return nwl_arena_format(arena, "%.*s…",
                                    NWL_STR_FMT(nwl_str_slice(text, 0, fitting)));
    }
    return text;
}

nwl_str nwl_ci_path(const nwl_places *places, uint32_t file)
{
    nwl_buffer path = nwl_buffer_new(NULL);
    nwl_visible_add_path(&path, nwl_places_path(places, file), false);
    return nwl_buffer_take(&path, places->report->arena);
}

nwl_str nwl_ci_words(nwl_places *places, const nwl_finding *finding)
{
    nwl_str words = nwl_words_all(places, finding);
    if (finding->suppression == NULL)
        return words;
    return nwl_arena_format(places->report->arena, "(suppressed) %.*s",
                            NWL_STR_FMT(words));
}
