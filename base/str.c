#include "base/str.h"

#include <string.h>

nwl_str nwl_str_of(const char *text)
{
    return text == NULL ? NWL_STR_NONE : (nwl_str){text, strlen(text)};
}

bool nwl_str_eq(nwl_str a, nwl_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool nwl_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool nwl_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool nwl_is_alnum(char c)
{
    return nwl_is_digit(c) || nwl_is_alpha(c);
}

char nwl_to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool nwl_str_eq_nocase(nwl_str a, nwl_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (nwl_to_lower(a.ptr[i]) != nwl_to_lower(b.ptr[i]))
            return false;
    }
    return true;
}

int nwl_str_compare(nwl_str a, nwl_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool nwl_str_starts_with(nwl_str text, nwl_str prefix)
{
    return text.len >= prefix.len &&
           nwl_str_eq(nwl_str_slice(text, 0, prefix.len), prefix);
}

bool nwl_str_ends_with(nwl_str text, nwl_str suffix)
{
    return text.len >= suffix.len &&
           nwl_str_eq(nwl_str_from(text, text.len - suffix.len), suffix);
}

nwl_str nwl_str_slice(nwl_str text, size_t begin, size_t end)
{
    if (end > text.len)
        end = text.len;
    if (begin >= end)
        return (nwl_str){"", 0};
    return (nwl_str){text.ptr + begin, end - begin};
}

nwl_str nwl_str_from(nwl_str text, size_t begin)
{
    return nwl_str_slice(text, begin, text.len);
}

size_t nwl_str_find(nwl_str text, char c, size_t from)
{
    if (from >= text.len)
        return text.len;
    const char *hit = memchr(text.ptr + from, c, text.len - from);
    return hit == NULL ? text.len : (size_t)(hit - text.ptr);
}

size_t nwl_str_find_last(nwl_str text, char c)
{
    for (size_t i = text.len; i > 0; i--) {
        if (text.ptr[i - 1] == c)
            return i - 1;
    }
    return text.len;
}

static bool contains(nwl_str text, nwl_str part, bool (*equal)(nwl_str, nwl_str))
{
    for (size_t i = 0; i + part.len <= text.len; i++) {
        if (equal((nwl_str){text.ptr + i, part.len}, part))
            return true;
    }
    return part.len == 0;
}

bool nwl_str_contains(nwl_str text, nwl_str part)
{
    return contains(text, part, nwl_str_eq);
}

bool nwl_str_contains_nocase(nwl_str text, nwl_str part)
{
    return contains(text, part, nwl_str_eq_nocase);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

nwl_str nwl_str_trim(nwl_str text)
{
    while (text.len > 0 && is_space(text.ptr[0]))
        text = (nwl_str){text.ptr + 1, text.len - 1};
    while (text.len > 0 && is_space(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

bool nwl_str_cut(nwl_str *rest, char separator, nwl_str *part)
{
    if (rest->ptr == NULL)
        return false;
    size_t at = nwl_str_find(*rest, separator, 0);
    *part = nwl_str_slice(*rest, 0, at);
    *rest = at < rest->len ? nwl_str_from(*rest, at + 1) : NWL_STR_NONE;
    return true;
}

bool nwl_str_to_u32(nwl_str text, uint32_t *number)
{
    uint64_t value = 0;
    if (text.len == 0)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!nwl_is_digit(text.ptr[i]))
            return false;
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
        if (value > UINT32_MAX)
            return false;
    }
    *number = (uint32_t)value;
    return true;
}
