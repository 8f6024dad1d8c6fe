#include "model/script.h"

#include "model/argument.h"

static bool is_name_byte(char c)
{
    return nwl_is_alnum(c) || c == '_';
}

// A capture has one digit.
static size_t name_end(nwl_str text, size_t begin, bool is_capture)
{
    size_t end = begin;
    while (end < text.len && is_name_byte(text.ptr[end]))
        end++;
    return is_capture ? begin + 1 : end;
}

nwl_script_part nwl_script_next(nwl_str text, bool has_captures, size_t *at,
                                nwl_str *name)
{
    size_t begin = nwl_str_find(text, '$', *at) + 1;
    if (begin > text.len)
        return NWL_SCRIPT_END;
    bool braces = begin < text.len && text.ptr[begin] == '{';
    begin += braces;
    bool is_capture = has_captures && !braces && begin < text.len &&
                      nwl_is_digit(text.ptr[begin]) && text.ptr[begin] != '0';
    size_t end = name_end(text, begin, is_capture);
    bool is_closed = !braces || (end < text.len && text.ptr[end] == '}');
    *name = nwl_str_slice(text, begin, end);
    *at = end + (braces && is_closed);
    if (!is_closed && begin < text.len)
        return NWL_SCRIPT_UNCLOSED;
    if (end == begin)
        return NWL_SCRIPT_NO_NAME;
    return is_capture ? NWL_SCRIPT_CAPTURE : NWL_SCRIPT_VARIABLE;
}

nwl_str nwl_script_fault(nwl_arena *arena, nwl_str text)
{
    nwl_script_part part;
    nwl_str name;
    size_t at = 0;
    do
        part = nwl_script_next(text, true, &at, &name);
    while (part == NWL_SCRIPT_VARIABLE || part == NWL_SCRIPT_CAPTURE);
    if (part == NWL_SCRIPT_END)
        return NWL_STR("");
    nwl_str shown = nwl_argument_shown(arena, text);
    return nwl_arena_format(arena,
                            part == NWL_SCRIPT_UNCLOSED
                                ? "a \"${\" in \"%.*s\" has no \"}\" behind its name"
                                : "no variable begins at the \"$\" of \"%.*s\"",
                            NWL_STR_FMT(shown));
}
