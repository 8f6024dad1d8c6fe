#include "model/map_block.h"

enum { LONGEST_KEY = 4096 }; // NGX_CONF_BUFFER: no word is longer

static void add_regex(nwl_arena *arena, nwl_map_block *map, nwl_map_arm *arm)
{
    nwl_str error;
    bool ignore_case = nwl_str_starts_with(arm->key, NWL_STR("~*"));
    nwl_str pattern = nwl_str_from(arm->key, ignore_case ? 2 : 1);
    arm->is_regex = true;
    arm->regex = nwl_regex_compile(arena, pattern, ignore_case, &error);
    *NWL_PUSH(arena, &map->regexes) = arm;
}

static bool is_wildcard(nwl_str key)
{
    return nwl_str_starts_with(key, NWL_STR("*.")) ||
           nwl_str_starts_with(key, NWL_STR(".")) ||
           nwl_str_ends_with(key, NWL_STR(".*"));
}

// nginx takes one backslash off a key, so that "\default" and "\~x" are ordinary keys.
static void add_exact(nwl_arena *arena, nwl_map_block *map, nwl_map_arm *arm)
{
    nwl_str key = nwl_str_starts_with(arm->key, NWL_STR("\\")) ? nwl_str_from(arm->key, 1)
                                                               : arm->key;
    key = nwl_arena_lower(arena, key);
    nwl_map *keys = map->hostnames && is_wildcard(key) ? &map->wildcards : &map->exact;
    if (nwl_map_get(keys, key) == NULL)
        nwl_map_put(keys, key, arm);
}

static void add_line(nwl_arena *arena, nwl_map_block *map, nwl_map_arm *arm)
{
    const nwl_directive *line = arm->site.directive;
    arm->key = line->name;
    arm->value = nwl_directive_arg(line, 0);
    if (line->arg_count == 0) {
        map->hostnames = map->hostnames || nwl_str_eq(line->name, NWL_STR("hostnames"));
        map->is_volatile =
            map->is_volatile || nwl_str_eq(line->name, NWL_STR("volatile"));
    } else if (nwl_str_eq(line->name, NWL_STR("default")))
        map->otherwise = arm;
    else if (nwl_str_starts_with(line->name, NWL_STR("~")))
        add_regex(arena, map, arm);
    else
        add_exact(arena, map, arm);
}

nwl_map_block *nwl_map_block_new(nwl_arena *arena, const nwl_scope *scope)
{
    nwl_map_block *map = NWL_NEW(arena, nwl_map_block);
    nwl_map_arm *arms = NWL_NEW_ARRAY(arena, nwl_map_arm, scope->site_count);
    map->scope = scope;
    map->source = nwl_directive_arg(scope->opener.directive, 0);
    map->variable = nwl_str_from(nwl_directive_arg(scope->opener.directive, 1), 1);
    map->incomplete = scope->incomplete;
    map->exact = nwl_map_new(arena);
    map->wildcards = nwl_map_new(arena);
    map->arms = arms;
    for (uint32_t i = 0; i < scope->site_count; i++) {
        if (scope->sites[i].directive->include != NULL)
            continue;
        nwl_map_arm *arm = &arms[map->arm_count++];
        arm->site = scope->sites[i];
        add_line(arena, map, arm);
    }
    return map;
}

// ngx_hash_find_wc_head(): "*.example.com" matches below it, ".example.com" also the name itself; the longest wins.
static const nwl_map_arm *find_leading_wildcard(const nwl_map_block *map, nwl_str value)
{
    char key[LONGEST_KEY];
    for (size_t at = 0; at < value.len; at = nwl_str_find(value, '.', at + 1)) {
        nwl_str rest = nwl_str_from(value, at);
        if (rest.len + 2 > sizeof(key))
            continue;
        key[0] = at == 0 ? '.' : '*';
        for (size_t i = 0; i < rest.len; i++)
            key[i + 1] = nwl_to_lower(rest.ptr[i]);
        nwl_str wanted = {key, rest.len + 1};
        const nwl_map_arm *arm = nwl_map_get(&map->wildcards, wanted);
        if (arm == NULL && at > 0)
            arm = nwl_map_get(&map->wildcards, nwl_str_from(wanted, 1));
        if (arm != NULL)
            return arm;
    }
    return NULL;
}

// ngx_hash_find_wc_tail(): "www.*"; the longest wins.
static const nwl_map_arm *find_trailing_wildcard(const nwl_map_block *map, nwl_str value)
{
    char key[LONGEST_KEY];
    for (size_t end = value.len; end > 0; end--) {
        if (value.ptr[end - 1] != '.' || end + 1 > sizeof(key))
            continue;
        for (size_t i = 0; i < end; i++)
            key[i] = nwl_to_lower(value.ptr[i]);
        key[end] = '*';
        const nwl_map_arm *arm = nwl_map_get(&map->wildcards, (nwl_str){key, end + 1});
        if (arm != NULL)
            return arm;
    }
    return NULL;
}

static const nwl_map_arm *find_exact(const nwl_map_block *map, nwl_str value)
{
    char key[LONGEST_KEY];
    if (value.len > sizeof(key))
        return NULL;
    for (size_t i = 0; i < value.len; i++)
        key[i] = nwl_to_lower(value.ptr[i]);
    return nwl_map_get(&map->exact, (nwl_str){key, value.len});
}

static const nwl_map_arm *find_hostname(const nwl_map_block *map, nwl_str value)
{
    if (nwl_str_ends_with(value, NWL_STR(".")))
        value.len--;
    const nwl_map_arm *arm = find_exact(map, value);
    if (arm == NULL)
        arm = find_leading_wildcard(map, value);
    return arm != NULL ? arm : find_trailing_wildcard(map, value);
}

static nwl_map_result find_regex(const nwl_map_block *map, nwl_str value,
                                 const nwl_map_arm **arm)
{
    for (uint32_t i = 0; i < map->regexes.count; i++) {
        nwl_match match = map->regexes.items[i]->regex == NULL
                              ? NWL_MATCH_UNDECIDED
                              : nwl_regex_matches(map->regexes.items[i]->regex, value);
        if (match == NWL_MATCH_NO)
            continue;
        *arm = map->regexes.items[i];
        return match == NWL_MATCH_YES ? NWL_MAP_ARM : NWL_MAP_UNDECIDED;
    }
    return NWL_MAP_NO_ARM;
}

nwl_map_result nwl_map_block_find(const nwl_map_block *map, nwl_str value,
                                  const nwl_map_arm **arm)
{
    *arm = find_exact(map, value);
    if (*arm == NULL && map->hostnames)
        *arm = find_hostname(map, value);
    if (*arm != NULL)
        return NWL_MAP_ARM;
    if (map->incomplete)
        return NWL_MAP_UNDECIDED;
    nwl_map_result result = value.len > 0 ? find_regex(map, value, arm) : NWL_MAP_NO_ARM;
    if (result != NWL_MAP_NO_ARM)
        return result;
    *arm = map->otherwise;
    return *arm != NULL ? NWL_MAP_ARM : NWL_MAP_NO_ARM;
}
