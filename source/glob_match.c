// One component of a pattern against one name, as fnmatch(3) with FNM_PERIOD decides it in the "C" locale.

#include "source/glob.h"

enum { LONGEST_NAME = 255 };

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
    {"alnum", "09AZaz"},   {"alpha", "AZaz"},
    {"blank", "\t\t  "},   {"cntrl", "\1\37\177\177"},
    {"digit", "09"},       {"graph", "!~"},
    {"lower", "az"},       {"print", " ~"},
    {"punct", "!/:@[`{~"}, {"space", "\t\r  "},
    {"upper", "AZ"},       {"xdigit", "09AFaf"},
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

// Takes "[=x=]", which is x in the "C" locale.
static bool take_equivalence(reader *r, byte_set *set)
{
    if (peek(r, 0) != '[' || peek(r, 1) != '=' || peek(r, 3) != '=' || peek(r, 4) != ']')
        return false;
    set->has[(unsigned char)peek(r, 2)] = true;
    r->at += 5;
    return true;
}

// Takes a byte, which may be escaped or written "[.x.]". False at the end and for any other "[.".
static bool take_byte(reader *r, char *c)
{
    if (peek(r, 0) != '[' || peek(r, 1) != '.') {
        *c = take_escaped(r);
        return *c != '\0';
    }
    bool is_complete = peek(r, 3) == '.' && peek(r, 4) == ']';
    *c = peek(r, 2);
    r->at += is_complete ? 5 : 1;
    return is_complete;
}

// Takes a class, a range or a byte of a bracket expression. False for one that makes no sense.
static bool take_item(reader *r, byte_set *set)
{
    nwl_str class_name;
    if (take_class(r, &class_name))
        return add_class(set, class_name);
    if (take_equivalence(r, set))
        return true;
    char first, last;
    if (!take_byte(r, &first))
        return false;
    last = first;
    if (peek(r, 0) == '-' && peek(r, 1) != ']') {
        take(r);
        if (!take_byte(r, &last))
            return false;
    }
    add_range(set, first, last);
    return true;
}

// Takes what follows a '['. False when no ']' ends it. Behind an item that makes no sense nothing matches any more;
// with a negation, or without a ']', nothing at all.
static bool take_bracket(reader *r, byte_set *set)
{
    bool is_negated = peek(r, 0) == '!' || peek(r, 0) == '^';
    bool is_spoiled = false;
    byte_set ignored;
    r->at += is_negated;
    do {
        if (r->at >= r->pattern.len)
            break;
        is_spoiled |= !take_item(r, is_spoiled ? &ignored : set);
    } while (peek(r, 0) != ']');
    bool is_open = take(r) != ']';
    for (size_t i = 0; i < sizeof(set->has); i++)
        set->has[i] = is_spoiled ? set->has[i] && !is_negated && !is_open
                                 : set->has[i] != is_negated;
    return is_spoiled || !is_open;
}

static byte_set take_element(reader *r)
{
    byte_set set = {0};
    if (peek(r, 0) == '[') {
        take(r);
        size_t begin = r->at;
        if (take_bracket(r, &set))
            return set;
        set = (byte_set){.has['['] = true};
        r->at = begin;
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
