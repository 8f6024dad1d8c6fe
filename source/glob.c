#include "source/glob.h"

#include <stdlib.h>

#include "base/array.h"

enum { LONGEST_NAME = 255, PATH_BUDGET = 64 * 1024 * 1024 };

// ---- one element of a component: a byte, '?' or a bracket expression --------------------

typedef struct byte_set {
    bool has[256];
} byte_set;

typedef struct reader {
    nwl_str pattern;
    size_t at;
} reader;

// In pairs of first and last byte.
static const struct {
    const char *name, *ranges;
} classes[] = {
    {"alnum", "09AZaz"},        {"alpha", "AZaz"}, {"blank", "\t\t  "},
    {"cntrl", "\1\37\177\177"}, {"digit", "09"},   {"graph", "!~"},
    {"lower", "az"},            {"print", " ~"},   {"punct", "!/:@[`{~"},
    {"space", "\t\r  "},        {"upper", "AZ"},   {"xdigit", "09AFaf"},
};

static char peek(const reader *r, size_t ahead)
{
    return r->at + ahead < r->pattern.len ? r->pattern.ptr[r->at + ahead] : '\0';
}

static char take(reader *r)
{
    return r->at < r->pattern.len ? r->pattern.ptr[r->at++] : '\0';
}

static char take_escaped(reader *r)
{
    char c = take(r);
    return c == '\\' ? take(r) : c;
}

static void add_range(byte_set *set, char first, char last)
{
    for (unsigned c = (unsigned char)first; c <= (unsigned char)last; c++)
        set->has[c] = true;
}

static bool add_class(byte_set *set, nwl_str name)
{
    for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
        if (!nwl_str_eq(nwl_str_of(classes[i].name), name))
            continue;
        for (const char *range = classes[i].ranges; *range != '\0'; range += 2)
            add_range(set, range[0], range[1]);
        return true;
    }
    return false;
}

// Takes "[:name:]". What only looks like it at the start is left to be an ordinary '['.
static bool take_class(reader *r, nwl_str *name)
{
    if (peek(r, 0) != '[' || peek(r, 1) != ':')
        return false;
    size_t length = 0;
    while (peek(r, 2 + length) >= 'a' && peek(r, 2 + length) <= 'z')
        length++;
    if (peek(r, 2 + length) != ':' || peek(r, 3 + length) != ']')
        return false;
    *name = nwl_str_slice(r->pattern, r->at + 2, r->at + 2 + length);
    r->at += length + 4;
    return true;
}

// Takes "[=x=]" or "[.x.]", which in the "C" locale are x.
static bool take_symbol(reader *r, char *c)
{
    char mark = peek(r, 1);
    if (peek(r, 0) != '[' || (mark != '=' && mark != '.'))
        return false;
    if (peek(r, 2) == '\0' || peek(r, 3) != mark || peek(r, 4) != ']')
        return false;
    *c = peek(r, 2);
    r->at += 5;
    return true;
}

// Takes a class, a range or a byte of a bracket expression. False for a class that does not exist.
static bool take_item(reader *r, byte_set *set)
{
    nwl_str class_name;
    if (take_class(r, &class_name))
        return add_class(set, class_name);
    char first, last;
    if (!take_symbol(r, &first))
        first = take_escaped(r);
    last = first;
    if (peek(r, 0) == '-' && peek(r, 1) != ']') {
        take(r);
        if (!take_symbol(r, &last))
            last = take_escaped(r);
    }
    add_range(set, first, last);
    return true;
}

// Takes what follows a '['. False when no ']' ends it. With an unknown class in it only what stands before that
// class matches, and nothing when it is negated.
static bool take_bracket(reader *r, byte_set *set)
{
    bool negated = peek(r, 0) == '!' || peek(r, 0) == '^';
    byte_set ignored, *items = set;
    r->at += negated;
    do {
        if (r->at >= r->pattern.len)
            return false;
        if (!take_item(r, items))
            items = &ignored;
    } while (peek(r, 0) != ']');
    take(r);
    for (size_t i = 0; negated && i < sizeof(set->has); i++)
        set->has[i] = items == set && !set->has[i];
    return true;
}

static byte_set take_element(reader *r)
{
    byte_set set = {0};
    size_t begin = r->at;
    if (peek(r, 0) == '[') {
        take(r);
        if (take_bracket(r, &set))
            return set;
        set = (byte_set){.has['['] = true};
        r->at = begin + 1;
    } else if (peek(r, 0) == '?') {
        take(r);
        add_range(&set, '\1', '\377');
    } else {
        set.has[(unsigned char)take_escaped(r)] = true;
    }
    return set;
}

// ---- one component ----------------------------------------------------------------------

// The pattern read so far matches the first i bytes of the name where reached[i].
typedef struct match {
    bool reached[LONGEST_NAME + 1];
    nwl_str name;
} match;

static void take_any_bytes(match *m)
{
    for (size_t i = 1; i <= m->name.len; i++)
        m->reached[i] = m->reached[i] || m->reached[i - 1];
}

// False when the name is lost.
static bool take_one_byte(match *m, const byte_set *set)
{
    bool any = false;
    for (size_t i = m->name.len; i > 0; i--) {
        m->reached[i] = m->reached[i - 1] && set->has[(unsigned char)m->name.ptr[i - 1]];
        any = any || m->reached[i];
    }
    m->reached[0] = false;
    return any;
}

static bool may_be_hidden(nwl_str pattern)
{
    return nwl_str_starts_with(pattern, NWL_STR(".")) ||
           nwl_str_starts_with(pattern, NWL_STR("\\."));
}

bool nwl_glob_matches(nwl_str pattern, nwl_str name)
{
    if (name.len > LONGEST_NAME)
        return false;
    if (nwl_str_starts_with(name, NWL_STR(".")) && !may_be_hidden(pattern))
        return false;
    match m = {.reached = {true}, .name = name};
    for (reader r = {pattern, 0}; r.at < pattern.len;) {
        if (peek(&r, 0) == '*') {
            take(&r);
            take_any_bytes(&m);
            continue;
        }
        byte_set set = take_element(&r);
        if (!take_one_byte(&m, &set))
            return false;
    }
    return m.reached[name.len];
}

// ---- paths ------------------------------------------------------------------------------

bool nwl_glob_is_pattern(nwl_str path)
{
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] == '*' || path.ptr[i] == '?' || path.ptr[i] == '[')
            return true;
    }
    return false;
}

static nwl_str without_slashes_at_end(nwl_str path)
{
    while (nwl_str_ends_with(path, NWL_STR("/")))
        path.len--;
    return path;
}

// Position of the first wildcard that no '\' stands before, pattern.len when there is none.
static size_t find_wildcard(nwl_str pattern)
{
    for (size_t i = 0; i < pattern.len; i++) {
        if (nwl_glob_is_pattern(nwl_str_slice(pattern, i, i + 1)))
            return i;
        i += pattern.ptr[i] == '\\';
    }
    return pattern.len;
}

nwl_str nwl_glob_literal_part(nwl_str pattern, nwl_str *rest)
{
    nwl_str trimmed = without_slashes_at_end(pattern);
    size_t slash = nwl_str_find_last(nwl_str_slice(trimmed, 0, find_wildcard(trimmed)), '/');
    if (...)
}
