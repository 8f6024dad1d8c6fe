// The lines of charset_map: two bytes in hexadecimal digits; for UTF-8 the second one is a character of two or three.
// Source: ngx_http_charset_map(), ngx_hextoi(), ngx_utf8_decode().

#include "model/body_reader.h"

enum { LONGEST = 3 };

static int digit_of(char c)
{
    char lower = nwl_to_lower(c);
    if (nwl_is_digit(c))
        return c - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// One byte, with as many zeros before it as there are.
static bool read_byte(nwl_str text, uint32_t *byte)
{
    *byte = 0;
    for (size_t i = 0; i < text.len && *byte < 256; i++) {
        if (digit_of(text.ptr[i]) < 0)
            return false;
        *byte = *byte << 4 | (uint32_t)digit_of(text.ptr[i]);
    }
    return text.len > 0 && *byte < 256;
}

// What stands behind a character is not looked at, and of no byte at all nginx takes what is left of an earlier line.
static bool is_character(nwl_str text)
{
    uint32_t bytes[LONGEST] = {0}, count = (uint32_t)(text.len / 2);
    if (text.len % 2 != 0 || count > LONGEST)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (!read_byte(nwl_str_slice(text, 2 * i, 2 * i + 2), &bytes[i]))
            return false;
    }
    if (bytes[0] < 0xe0)
        return count == 0 || (bytes[0] >= 0xc2 && bytes[1] >= 0x80);
    bool is_short = bytes[0] == 0xe0 && (bytes[1] & 0x20) == 0; // two bytes would do
    return bytes[0] < 0xf0 && bytes[1] >= 0x80 && bytes[2] >= 0x80 && !is_short;
}

static void read_line(nwl_body_reader *r, nwl_site line, bool is_utf8)
{
    uint32_t byte;
    nwl_str from = line.directive->name, to = line.directive->args[0].value;
    if (!read_byte(from, &byte))
        nwl_body_tell(r, NWL_BODY_INVALID, line,
                      "\"%.*s\" is no byte in hexadecimal digits", NWL_STR_FMT(from));
    if (is_utf8 && !is_character(to))
        nwl_body_tell(r, NWL_BODY_INVALID, line,
                      "\"%.*s\" is no character of UTF-8 of two or three bytes in "
                      "hexadecimal digits",
                      NWL_STR_FMT(to));
    if (!is_utf8 && !read_byte(to, &byte))
        nwl_body_tell(r, NWL_BODY_INVALID, line,
                      "\"%.*s\" is no byte in hexadecimal digits", NWL_STR_FMT(to));
}

void nwl_body_read_charset_map(nwl_body_reader *r)
{
    nwl_str to = nwl_directive_arg(r->block->opener.directive, 1);
    bool is_utf8 = nwl_str_eq_nocase(to, NWL_STR("utf-8"));
    for (uint32_t i = 0; i < r->line_count; i++) {
        if (r->lines[i].directive->arg_count != 1)
            nwl_body_tell_count(r, r->lines[i]);
        else if (!nwl_body_tell_include(r, r->lines[i]))
            read_line(r, r->lines[i], is_utf8);
    }
}
