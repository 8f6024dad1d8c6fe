#include "base/array.h"
#include "model/example.h"

enum { MOST_COPIES = 16 }; // of one byte, for "{n}"

// A group around what is being read, or the whole.
typedef struct group {
    uint32_t begin;  // of what it adds to the path
    uint32_t passed; // alternatives that were left behind
} group;

// A regular expression being read, and the path that comes of it.
typedef struct sketch {
    nwl_arena *arena;
    nwl_str pattern;
    size_t at;
    uint32_t
        choice; // of the alternatives of a group, from 0; the last when there are fewer
    bool has_choice; // some group has that many
    NWL_ARRAY(group) groups;
    NWL_ARRAY(char) path;
} sketch;

static char peek(const sketch *s, size_t ahead)
{
    return s->at + ahead < s->pattern.len ? s->pattern.ptr[s->at + ahead] : '\0';
}

static bool stands_here(const sketch *s, nwl_str text)
{
    return nwl_str_starts_with(nwl_str_from(s->pattern, s->at), text);
}

// A byte of the class that a backslash and letter stand for, '\0' for an assertion such as "\b".
static char of_class(char letter)
{
    switch (letter) {
    case 'd':
        return '4';
    case 'w':
    case 'S':
    case 'D':
    case 'N':
        return 'x';
    case 's':
        return ' ';
    case 'W':
        return '-';
    case 'b':
    case 'B':
    case 'A':
    case 'z':
    case 'Z':
    case 'K':
        return '\0';
    default:
        return letter;
    }
}

// Goes behind the set that begins at s->at and gives a byte of it.
static char read_set(sketch *s)
{
    bool negated = peek(s, 1) == '^';
    s->at += negated ? 2 : 1;
    char first = peek(s, 0);
    if (first == '\\')
        first = of_class(peek(s, 1));
    else if (stands_here(s, NWL_STR("[:")))
        first = 'x';
    for (size_t begin = s->at; s->at < s->pattern.len; s->at++) {
        if (peek(s, 0) == ']' && s->at > begin)
            break;
        s->at += peek(s, 0) == '\\';
    }
    s->at++;
    return negated ? 'x' : first;
}

// Goes behind one byte, escape or set.
static char read_atom(sketch *s)
{
    char c = peek(s, 0), next = peek(s, 1);
    if (c == '[')
        return read_set(s);
    s->at += c == '\\' ? 2 : 1;
    switch (c) {
    case '\\':
        return of_class(next);
    case '.':
        return 'x';
    case '^':
    case '$':
        return '\0';
    default:
        return c;
    }
}

// Goes behind "*", "+", "?" or "{n,m}" and says how often the atom before it is to stand there, once unless it has to more
// often.
static uint32_t read_quantifier(sketch *s)
{
    uint32_t copies = 1;
    char c = peek(s, 0);
    if (c == '{' && nwl_is_digit(peek(s, 1))) {
        nwl_str rest = nwl_str_from(s->pattern, s->at + 1);
        size_t end = nwl_str_find(rest, '}', 0), comma = nwl_str_find(rest, ',', 0);
        nwl_str_to_u32(nwl_str_slice(rest, 0, comma < end ? comma : end), &copies);
        s->at += 2 + end;
    } else if (c == '*' || c == '+' || c == '?') {
        s->at++;
    } else {
        return 1;
    }
    s->at += peek(s, 0) == '?' || peek(s, 0) == '+';
    return copies == 0 ? 1 : copies > MOST_COPIES ? MOST_COPIES : copies;
}

// Goes behind the "(" of a group and what is said of it: "(?:", "(?<name>".
static void open_group(sketch *s)
{
    s->at++;
    if (peek(s, 0) != '?')
        return;
    size_t colon = nwl_str_find(s->pattern, ':', s->at),
           name = nwl_str_find(s->pattern, '>', s->at),
           quoted = nwl_str_find(s->pattern, '\'', s->at + 2),
           close = nwl_str_find(s->pattern, ')', s->at);
    size_t end = colon < name ? colon : name;
    end = quoted < end ? quoted : end;
    s->at = end < close ? end + 1 : close;
}

// Goes to the ")" that closes the group around s->at, or to the end.
static void skip_group(sketch *s)
{
    for (uint32_t depth = 0; s->at < s->pattern.len;) {
        char c = peek(s, 0);
        if (c == ')' && depth == 0)
            return;
        if (c == '(' || c == ')') {
            depth += c == '(' ? 1u : -1u;
            s->at++;
        } else {
            read_atom(s);
        }
    }
}

static void enter_group(sketch *s)
{
    NWL_PUSH(s->arena, &s->groups)->begin = s->path.count;
}

static void leave_group(sketch *s)
{
    s->at++;
    if (s->groups.count > 1)
        s->groups.count--;
    read_quantifier(s);
}

// At "|": goes on with the next alternative while the one that is wanted is still to come.
static void end_alternative(sketch *s)
{
    group *around = &s->groups.items[s->groups.count - 1];
    if (around->passed == s->choice) {
        skip_group(s);
        return;
    }
    s->at++;
    s->path.count = around->begin;
    s->has_choice = s->has_choice || ++around->passed == s->choice;
}

static bool is_look_around(const sketch *s)
{
    return stands_here(s, NWL_STR("(?!")) || stands_here(s, NWL_STR("(?=")) ||
           stands_here(s, NWL_STR("(?<!")) || stands_here(s, NWL_STR("(?<="));
}

static void read_piece(sketch *s)
{
    switch (peek(s, 0)) {
    case '(':
        enter_group(s);
        if (!is_look_around(s)) {
            open_group(s);
            return;
        }
        s->at++;
        skip_group(s);
        return;
    case '|':
        end_alternative(s);
        return;
    case ')':
        leave_group(s);
        return;
    default:
        break;
    }
    char c = read_atom(s);
    for (uint32_t copies = read_quantifier(s); c != '\0' && copies > 0; copies--)
        *NWL_PUSH(s->arena, &s->path) = c;
}

static nwl_str read_all(sketch *s)
{
    enter_group(s);
    while (s->at < s->pattern.len)
        read_piece(s);
    nwl_str path = {s->path.items, s->path.count};
    return nwl_str_starts_with(path, NWL_STR("/"))
               ? path
               : nwl_arena_format(s->arena, "/%.*s", NWL_STR_FMT(path));
}

nwl_str nwl_example_of_regex(nwl_arena *arena, nwl_str pattern)
{
    return read_all(&(sketch){.arena = arena, .pattern = pattern});
}

uint32_t nwl_examples_of_regex(nwl_arena *arena, nwl_str pattern,
                               nwl_str paths[NWL_MOST_REGEX_EXAMPLES])
{
    paths[0] = nwl_example_of_regex(arena, pattern);
    uint32_t count = 1;
    for (; count < NWL_MOST_REGEX_EXAMPLES; count++) {
        sketch s = {.arena = arena, .pattern = pattern, .choice = count};
        paths[count] = read_all(&s);
        if (!s.has_choice)
            break;
    }
    return count;
}
