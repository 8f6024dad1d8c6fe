#include "model/app.h"

#include <assert.h>

// clang-format off
#define TEXT(literal) {"" literal, sizeof(literal) - 1}

// A pointer to a constant array, and its length.
#define LIST(type, ...) \
    (const type[]){__VA_ARGS__}, sizeof((const type[]){__VA_ARGS__}) / sizeof(type)

static const nwl_app apps[] = {
#define NWL_APP(name, ping_interval_s, ping_from, docs_read_timeout_s, flags, ...) \
    {TEXT(name), ping_interval_s, ping_from, docs_read_timeout_s, flags, __VA_ARGS__},
#define NWL_APP_PATHS(...) LIST(nwl_app_path, __VA_ARGS__)
#define NWL_APP_PATH(pattern, strength) {TEXT(pattern), strength}
#define NWL_APP_PORTS(...) LIST(nwl_app_port, __VA_ARGS__)
#define NWL_APP_PORT(port, distinctive) {port, distinctive}
#define NWL_APP_NAMES(...) LIST(nwl_str, __VA_ARGS__)
#define NWL_APP_NAME(name) TEXT(name)
#define NWL_APP_NONE NULL, 0
#include "model/apps.def"
};
// clang-format on

enum { APP_COUNT = sizeof(apps) / sizeof(apps[0]) };

uint32_t nwl_app_count(void)
{
    return APP_COUNT;
}

const nwl_app *nwl_app_at(uint32_t index)
{
    assert(index < APP_COUNT);
    return &apps[index];
}

// Where a path stands to a pattern.
typedef enum relation {
    APART,
    ABOVE,  // the pattern goes on below it
    SAME,   // but for a slash at the end
    INSIDE, // it goes on below the pattern
} relation;

// The segments of a path: without its first byte, a slash, and one slash at its end.
// NWL_STR_NONE for "/".
static nwl_str segments_of(nwl_str path)
{
    size_t end = path.len;
    if (end > 1 && path.ptr[end - 1] == '/')
        end--;
    return end > 1 ? nwl_str_slice(path, 1, end) : NWL_STR_NONE;
}

static bool segment_matches(nwl_str pattern, nwl_str segment)
{
    size_t star = nwl_str_find(pattern, '*', 0);
    if (star == pattern.len)
        return nwl_str_eq(pattern, segment);
    return segment.len >= pattern.len &&
           nwl_str_starts_with(segment, nwl_str_slice(pattern, 0, star)) &&
           nwl_str_ends_with(segment, nwl_str_from(pattern, star + 1));
}

static relation relation_of(nwl_str path, nwl_str pattern)
{
    if (path.len == 0 || path.ptr[0] != '/')
        return APART;
    nwl_str path_rest = segments_of(path);
    nwl_str pattern_rest = segments_of(pattern);
    bool says_something = path_rest.len == 0;
    for (;;) {
        nwl_str segment, expected;
        bool path_goes_on = nwl_str_cut(&path_rest, '/', &segment);
        bool pattern_goes_on = nwl_str_cut(&pattern_rest, '/', &expected);
        if (!path_goes_on && !pattern_goes_on)
            return SAME;
        if (!path_goes_on)
            return says_something ? ABOVE : APART;
        if (!pattern_goes_on)
            return INSIDE;
        if (!segment_matches(expected, segment))
            return APART;
        says_something = says_something || !nwl_str_eq(expected, NWL_STR("*"));
    }
}

nwl_path_strength nwl_app_path_strength(const nwl_app *app, nwl_str uri)
{
    nwl_path_strength strongest = NWL_PATH_NONE;
    for (uint32_t i = 0; i < app->path_count; i++) {
        const nwl_app_path *path = &app->paths[i];
        relation standing = relation_of(uri, path->pattern);
        bool directory = nwl_str_ends_with(path->pattern, NWL_STR("/"));
        if (standing != SAME && (standing != INSIDE || !directory))
            continue;
        if (path->strength > strongest)
            strongest = path->strength;
    }
    return strongest;
}

nwl_str nwl_app_path_example(nwl_arena *arena, nwl_str pattern)
{
    char *path = nwl_arena_alloc(arena, pattern.len, 1);
    for (size_t i = 0; i < pattern.len; i++)
        path[i] = pattern.ptr[i] == '*' ? '4' : pattern.ptr[i];
    return (nwl_str){path, pattern.len};
}

bool nwl_app_path_matches(const nwl_app *app, nwl_str uri)
{
    return nwl_app_path_strength(app, uri) != NWL_PATH_NONE;
}

bool nwl_app_path_below(const nwl_app *app, nwl_str prefix)
{
    for (uint32_t i = 0; i < app->path_count; i++) {
        if (relation_of(prefix, app->paths[i].pattern) == ABOVE)
            return true;
    }
    return false;
}

bool nwl_app_port_matches(const nwl_app *app, uint32_t port, bool *distinctive)
{
    *distinctive = false;
    for (uint32_t i = 0; i < app->port_count; i++) {
        if (app->ports[i].port == port) {
            *distinctive = app->ports[i].distinctive;
            return true;
        }
    }
    return false;
}

// The name stands at begin, in one word or in some words in a row, and ends with a word.
static bool name_stands_at(nwl_str text, size_t begin, nwl_str name)
{
    size_t at = begin;
    for (size_t i = 0; i < name.len; i++) {
        while (at < text.len && !nwl_is_alnum(text.ptr[at]))
            at++;
        if (at == text.len || nwl_to_lower(text.ptr[at]) != name.ptr[i])
            return false;
        at++;
    }
    return at == text.len || !nwl_is_alnum(text.ptr[at]);
}

static bool contains_name(nwl_str text, nwl_str name)
{
    bool in_word = false;
    for (size_t i = 0; i < text.len; i++) {
        bool begins_word = !in_word && nwl_is_alnum(text.ptr[i]);
        in_word = nwl_is_alnum(text.ptr[i]);
        if (begins_word && name_stands_at(text, i, name))
            return true;
    }
    return false;
}

// The bit of a letter in lower case, or of a digit.
static nwl_app_initials initial(char c)
{
    return UINT64_C(1) << (nwl_is_digit(c) ? c - '0' : 10 + c - 'a');
}

nwl_app_initials nwl_app_initials_of(nwl_str text)
{
    nwl_app_initials initials = 0;
    bool in_word = false;
    for (size_t i = 0; i < text.len; i++) {
        if (!in_word && nwl_is_alnum(text.ptr[i]))
            initials |= initial(nwl_to_lower(text.ptr[i]));
        in_word = nwl_is_alnum(text.ptr[i]);
    }
    return initials;
}

bool nwl_app_name_may_match(const nwl_app *app, nwl_app_initials initials)
{
    for (uint32_t i = 0; i < app->name_count; i++) {
        if ((initials & initial(app->names[i].ptr[0])) != 0)
            return true;
    }
    return false;
}

bool nwl_app_name_matches(const nwl_app *app, nwl_str text)
{
    for (uint32_t i = 0; i < app->name_count; i++) {
        if (contains_name(text, app->names[i]))
            return true;
    }
    return false;
}
