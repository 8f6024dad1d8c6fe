// The lines of a map. Source: ngx_http_map(), ngx_hash_add_key().

#include "model/body_reader.h"
#include "model/hostname.h"
#include "model/regex.h"

// The tables of nginx, in which a key stands once. A leading wildcard with or without '*' is the same there.
#define EXACT "e"
#define LEADING "l"
#define TRAILING "t"

typedef struct map_lines {
    nwl_body_reader *reader;
    nwl_map keys; // table and lower-case key -> nwl_site
    nwl_site otherwise;
    bool hostnames;
} map_lines;

static void check_regex(map_lines *m, nwl_site line)
{
    nwl_str key = line.directive->name, pattern = nwl_str_from(key, 1);
    bool ignore_case = nwl_str_starts_with(pattern, NWL_STR("*"));
    if (ignore_case)
        pattern = nwl_str_from(pattern, 1);
    nwl_str fault = nwl_regex_fault(m->reader->arena, key, pattern, ignore_case);
    if (fault.len > 0)
        nwl_body_tell(m->reader, NWL_BODY_INVALID, line, "%.*s", NWL_STR_FMT(fault));
}

static nwl_str entry_of(nwl_arena *arena, char table, nwl_str key)
{
    char *text = NWL_NEW_ARRAY(arena, char, key.len + 1);
    text[0] = table;
    for (size_t i = 0; i < key.len; i++)
        text[i + 1] = nwl_to_lower(key.ptr[i]);
    return (nwl_str){text, key.len + 1};
}

// Puts a key into the tables, each of which has room for one.
static void put(map_lines *m, const char *tables, nwl_str key, const nwl_site *line)
{
    for (const char *table = tables; *table != '\0'; table++) {
        const nwl_site *first =
            nwl_map_get(&m->keys, entry_of(m->reader->arena, *table, key));
        if (first == NULL)
            continue;
        nwl_body_tell_duplicate(m->reader, *line, *first, line->directive->name);
        return;
    }
    for (const char *table = tables; *table != '\0'; table++)
        nwl_map_put(&m->keys, entry_of(m->reader->arena, *table, key), (void *)line);
}

static void put_hostname(map_lines *m, nwl_str key, const nwl_site *line)
{
    if (key.len > 1 && key.ptr[0] == '.')
        put(m, EXACT LEADING, nwl_str_from(key, 1), line);
    else if (key.len > 2 && nwl_str_starts_with(key, NWL_STR("*.")))
        put(m, LEADING, nwl_str_from(key, 2), line);
    else if (key.len > 2 && nwl_str_ends_with(key, NWL_STR(".*")))
        put(m, TRAILING, key, line);
    else
        put(m, EXACT, key, line);
}

static void read_key(map_lines *m, const nwl_site *line)
{
    nwl_str key = line->directive->name;
    if (nwl_str_starts_with(key, NWL_STR("\\")))
        key = nwl_str_from(key, 1);
    if (!m->hostnames)
        put(m, EXACT, key, line);
    else if (nwl_hostname_is_key(key))
        put_hostname(m, key, line);
    else
        nwl_body_tell(m->reader, NWL_BODY_INVALID, *line,
                      "\"%.*s\" is no name of a host, with or without a wildcard",
                      NWL_STR_FMT(key));
}

static void read_default(map_lines *m, nwl_site line)
{
    if (m->otherwise.directive == NULL)
        m->otherwise = line;
    else
        nwl_body_tell_duplicate(m->reader, line, m->otherwise, NWL_STR("default"));
}

static void read_pair(map_lines *m, const nwl_site *line)
{
    nwl_str key = line->directive->name;
    nwl_body_check_script(m->reader, *line, line->directive->args[0].value);
    if (nwl_str_eq(key, NWL_STR("default")))
        read_default(m, *line);
    else if (nwl_str_starts_with(key, NWL_STR("~")))
        check_regex(m, *line);
    else
        read_key(m, line);
}

void nwl_body_read_map(nwl_body_reader *r)
{
    map_lines m = {.reader = r, .keys = nwl_map_new(r->arena)};
    for (uint32_t i = 0; i < r->line_count; i++) {
        const nwl_site *line = &r->lines[i];
        if (nwl_body_is_switch(r, *line, NWL_STR("hostnames"), 0))
            m.hostnames = true;
        else if (nwl_body_is_switch(r, *line, NWL_STR("volatile"),
                                    NWL_VERSION_OF(1u, 11u, 7u)))
            continue;
        else if (line->directive->arg_count != 1)
            nwl_body_tell_count(r, *line);
        else
            read_pair(&m, line);
    }
}
