#include "report/visible.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static nwl_glyph glyph_of_bytes(nwl_str bytes, uint32_t columns)
{
    nwl_glyph glyph = {.len = (uint32_t)bytes.len, .columns = columns};
    memcpy(glyph.bytes, bytes.ptr, bytes.len);
    return glyph;
}

static nwl_glyph glyph_of_code_point(uint32_t code_point)
{
    nwl_glyph glyph = {.columns = nwl_utf8_width(code_point)};
    glyph.len = nwl_utf8_encode(code_point, glyph.bytes);
    return glyph;
}

static nwl_glyph glyph_of_escape(uint32_t value)
{
    nwl_glyph glyph = {0};
    int len =
        value <= 0xff
            ? snprintf(glyph.bytes, sizeof(glyph.bytes), "\\x%02x", (unsigned)value)
            : snprintf(glyph.bytes, sizeof(glyph.bytes), "\\u{%x}", (unsigned)value);
    glyph.len = (uint32_t)len;
    glyph.columns = glyph.len;
    return glyph;
}

// Whether text begins with marker for who compares as people read: in any case, and without the characters that weigh
// nothing. Which these are differs from system to system; all of them lie beyond ASCII.
static bool reads_as(nwl_str text, nwl_str marker)
{
    size_t read = 0;
    for (size_t i = 0; i < text.len && read < marker.len; i++) {
        if ((unsigned char)text.ptr[i] >= 0x80)
            continue;
        if (nwl_to_lower(text.ptr[i]) != marker.ptr[read])
            return false;
        read++;
    }
    return read == marker.len;
}

// True where a CI system sees a command.
static bool is_command_marker(nwl_str text)
{
    return text.ptr[0] == '#' &&
           (reads_as(text, NWL_STR("##[")) || reads_as(text, NWL_STR("##vso[")) ||
            reads_as(text, NWL_STR("##teamcity[")));
}

// What stands for a control character, U+2400 and on where Unicode has a picture of it.
static uint32_t picture_of(uint32_t code_point)
{
    if (code_point < 0x20)
        return 0x2400 + code_point;
    return code_point == 0x7f ? 0x2421 : NWL_REPLACEMENT_CHARACTER;
}

// Printable ASCII that no command begins with is nearly all there is to draw.
static bool is_plain(char c)
{
    return c >= ' ' && c <= '~' && c != '#';
}

nwl_glyph nwl_glyph_next(nwl_str *rest, bool ascii)
{
    nwl_str text = *rest;
    if (is_plain(text.ptr[0])) {
        *rest = (nwl_str){text.ptr + 1, text.len - 1};
        return (nwl_glyph){.bytes = {text.ptr[0]}, .len = 1, .columns = 1};
    }
    nwl_code_point point = nwl_utf8_decode(text);
    nwl_str bytes = nwl_str_slice(text, 0, point.bytes);
    *rest = nwl_str_from(text, point.bytes);

    if (!point.valid)
        return ascii ? glyph_of_escape((unsigned char)text.ptr[0])
                     : glyph_of_code_point(NWL_REPLACEMENT_CHARACTER);
    if (point.value == '\t')
        return glyph_of_bytes(NWL_STR("    "), NWL_TAB_COLUMNS);
    if (nwl_utf8_is_hostile(point.value))
        return ascii ? glyph_of_escape(point.value)
                     : glyph_of_code_point(picture_of(point.value));
    if (is_command_marker(text))
        return ascii ? glyph_of_escape('#') : glyph_of_code_point(0xff03);
    return glyph_of_bytes(bytes, nwl_utf8_width(point.value));
}

nwl_str nwl_ellipsis(bool ascii)
{
    return ascii ? NWL_STR("...") : NWL_STR("…");
}

// Cuts the plain bytes, most of them at most, off the start of *rest.
static nwl_str cut_plain(nwl_str *rest, uint32_t most)
{
    size_t len = 0;
    while (len < rest->len && len < most && is_plain(rest->ptr[len]))
        len++;
    nwl_str plain = nwl_str_slice(*rest, 0, len);
    *rest = nwl_str_from(*rest, len);
    return plain;
}

void nwl_visible_add(nwl_buffer *out, nwl_str text, bool ascii)
{
    // Characters without a width count as well, or they would have no end.
    uint32_t drawn = 0;
    while (text.len > 0 && drawn < NWL_VISIBLE_MOST_COLUMNS) {
        nwl_str plain = cut_plain(&text, NWL_VISIBLE_MOST_COLUMNS - drawn);
        nwl_buffer_add(out, plain);
        drawn += (uint32_t)plain.len;
        if (text.len == 0 || drawn == NWL_VISIBLE_MOST_COLUMNS)
            break;
        nwl_glyph glyph = nwl_glyph_next(&text, ascii);
        nwl_buffer_add(out, (nwl_str){glyph.bytes, glyph.len});
        drawn += glyph.columns > 0 ? glyph.columns : 1;
    }
    if (text.len > 0)
        nwl_buffer_add(out, nwl_ellipsis(ascii));
}

void nwl_visible_add_path(nwl_buffer *out, nwl_str path, bool ascii)
{
    bool is_plain = path.len == 0 || path.ptr[0] == '/' || path.ptr[0] == '.' ||
                    path.ptr[0] == '_' || path.ptr[0] == '<' || nwl_is_alnum(path.ptr[0]);
    if (!is_plain)
        nwl_buffer_add(out, NWL_STR("./"));
    nwl_visible_add(out, path, ascii);
}
