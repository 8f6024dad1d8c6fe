#include "model/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { MOST_STEPS = 200000, MOST_HEAP_KIB = 2048 };

struct nwl_regex {
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *limits;
};

static void release(void *resource)
{
    nwl_regex *regex = resource;
    pcre2_match_context_free(regex->limits);
    pcre2_match_data_free(regex->data);
    pcre2_code_free(regex->code);
}

static nwl_str message_of(nwl_arena *arena, int number)
{
    PCRE2_UCHAR text[256];
    if (pcre2_get_error_message(number, text, sizeof(text)) < 0)
        return NWL_STR("not a regular expression");
    return nwl_arena_copy(arena, nwl_str_of((const char *)text));
}

static pcre2_code *compile(nwl_str pattern, bool ignore_case, int *error)
{
    PCRE2_SIZE offset;
    return pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len,
                         ignore_case ? PCRE2_CASELESS : 0, error, &offset, NULL);
}

nwl_str nwl_regex_fault(nwl_arena *arena, nwl_str word, nwl_str pattern, bool ignore_case)
{
    int number;
    pcre2_code *code = compile(pattern, ignore_case, &number);
    pcre2_code_free(code);
    if (code != NULL)
        return NWL_STR("");
    return nwl_arena_format(arena, "\"%.*s\" is no regular expression: %.*s",
                            NWL_STR_FMT(word), NWL_STR_FMT(message_of(arena, number)));
}

uint32_t nwl_regex_captures(nwl_str pattern)
{
    int number;
    uint32_t count = 0;
    pcre2_code *code = compile(pattern, false, &number);
    if (code != NULL)
        pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &count);
    pcre2_code_free(code);
    return count;
}

nwl_regex *nwl_regex_compile(nwl_arena *arena, nwl_str pattern, bool ignore_case,
                             nwl_str *error)
{
    int number;
    nwl_regex *regex = NWL_NEW(arena, nwl_regex);
    regex->code = compile(pattern, ignore_case, &number);
    if (regex->code == NULL) {
        *error = message_of(arena, number);
        return NULL;
    }
    regex->data = pcre2_match_data_create_from_pattern(regex->code, NULL);
    regex->limits = pcre2_match_context_create(NULL);
    nwl_arena_defer(arena, release, regex);
    if (regex->data == NULL || regex->limits == NULL)
        nwl_out_of_memory();
    pcre2_set_match_limit(regex->limits, MOST_STEPS);
    pcre2_set_heap_limit(regex->limits, MOST_HEAP_KIB);
    return regex;
}

nwl_match nwl_regex_matches(const nwl_regex *regex, nwl_str subject)
{
    int result = pcre2_match(regex->code, (PCRE2_SPTR)subject.ptr, subject.len, 0, 0,
                             regex->data, regex->limits);
    if (result >= 0)
        return NWL_MATCH_YES;
    return result == PCRE2_ERROR_NOMATCH ? NWL_MATCH_NO : NWL_MATCH_UNDECIDED;
}

bool nwl_regex_has_groups(const nwl_regex *regex)
{
    return pcre2_get_ovector_count(regex->data) > 1;
}

bool nwl_regex_name_at(const nwl_regex *regex, uint32_t index, nwl_str *name,
                       uint32_t *group)
{
    uint32_t count, size;
    PCRE2_SPTR table;
    pcre2_pattern_info(regex->code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(regex->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(regex->code, PCRE2_INFO_NAMETABLE, &table);
    if (index >= count)
        return false;
    const unsigned char *entry =
        table + (size_t)index * size; // the number, then the name
    *group = (uint32_t)entry[0] << 8 | entry[1];
    *name = nwl_str_of((const char *)entry + 2);
    return true;
}

// Gives the groups their names.
static void name_groups(const nwl_regex *regex, nwl_capture *items, uint32_t count)
{
    nwl_str name;
    uint32_t group;
    for (uint32_t i = 0; nwl_regex_name_at(regex, i, &name, &group); i++) {
        if (group < count)
            items[group].name = name;
    }
}

nwl_match nwl_regex_match_groups(nwl_arena *arena, const nwl_regex *regex,
                                 nwl_str subject, nwl_captures *captures)
{
    *captures = (nwl_captures){0};
    nwl_match match = nwl_regex_matches(regex, subject);
    if (match != NWL_MATCH_YES)
        return match;
    uint32_t count = pcre2_get_ovector_count(regex->data);
    const PCRE2_SIZE *bounds = pcre2_get_ovector_pointer(regex->data);
    nwl_capture *items = NWL_NEW_ARRAY(arena, nwl_capture, count);
    for (uint32_t i = 0; i < count; i++) {
        size_t begin = bounds[2 * i], end = bounds[2 * i + 1];
        bool took_part =
            begin != PCRE2_UNSET && begin <= end; // "\K" may turn them around
        items[i].value = took_part ? nwl_str_slice(subject, begin, end) : NWL_STR("");
    }
    name_groups(regex, items, count);
    *captures = (nwl_captures){items, count};
    return match;
}

bool nwl_regex_is_catch_all(nwl_str pattern, bool ignore_case)
{
    enum { LONGEST = 16 };
    static const char *const PATHS[] = {"/", "/a", "/Zq9/x.y", "/socket/7", "/index.php"};
    if (pattern.len > LONGEST)
        return false;
    nwl_str error;
    nwl_arena *arena = nwl_arena_new();
    nwl_regex *regex = nwl_regex_compile(arena, pattern, ignore_case, &error);
    bool all = regex != NULL;
    for (size_t i = 0; all && i < sizeof(PATHS) / sizeof(PATHS[0]); i++)
        all = nwl_regex_matches(regex, nwl_str_of(PATHS[i])) == NWL_MATCH_YES;
    nwl_arena_free(arena);
    return all;
}

nwl_str nwl_regex_library(nwl_arena *arena)
{
    char text[64]; // "10.42 2022-12-11"; pcre2api(3) promises that 24 bytes are enough
    if (pcre2_config(PCRE2_CONFIG_VERSION, text) < 0)
        return NWL_STR("PCRE2");
    nwl_str version = nwl_str_of(text);
    version.len = nwl_str_find(version, ' ', 0);
    return nwl_arena_format(arena, "PCRE2 %.*s", NWL_STR_FMT(version));
}
