#include "model/server_names.h"

// ---- hosts --------------------------------------------------------------------------------

// The end of the name in a host; it may stand in brackets.
static size_t name_end(nwl_str text)
{
    if (!nwl_str_starts_with(text, NWL_STR("[")))
        return nwl_str_find(text, ':', 0);
    size_t bracket = nwl_str_find(text, ']', 0);
    return bracket < text.len ? bracket + 1 : text.len;
}

static bool is_host(nwl_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= 0x20 || c == 0x7f || c == '/' ||
            (c == '.' && i > 0 && text.ptr[i - 1] == '.'))
            return false;
    }
    return true;
}

bool nwl_host_read(nwl_arena *arena, nwl_str text, nwl_str *host)
{
    size_t end = name_end(text);
    bool ends_with_dot = end > 0 && text.ptr[end - 1] == '.';
    if (ends_with_dot)
        end--;
    if (!is_host(text) || end == 0)
        return false;
    *host = nwl_arena_lower(arena, nwl_str_slice(text, 0, end));
    return true;
}

// ---- names --------------------------------------------------------------------------------

nwl_server_names nwl_server_names_new(nwl_arena *arena)
{
    return (nwl_server_names){arena,
                              nwl_map_new(arena),
                              nwl_map_new(arena),
                              nwl_map_new(arena),
                              nwl_map_new(arena),
                              {0}};
}

// Stores the name under key unless another one is there.
static bool put_first(nwl_map *map, nwl_str key, nwl_server_name *name)
{
    if (nwl_map_get(map, key) != NULL)
        return false;
    nwl_map_put(map, key, name);
    return true;
}

static bool has_upper_case(nwl_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (nwl_to_lower(text.ptr[i]) != text.ptr[i])
            return true;
    }
    return false;
}

static void add_regex(nwl_server_names *names, nwl_server_name *name)
{
    nwl_str error, pattern = nwl_str_from(name->text, 1);
    name->kind = NWL_NAME_REGEX;
    name->regex =
        nwl_regex_compile(names->arena, pattern, has_upper_case(pattern), &error);
    *NWL_PUSH(names->arena, &names->regexes) = name;
}

// ".example.com" stands for "example.com" too, and takes that from later names even where its wildcard came too late.
static void add_head(nwl_server_names *names, nwl_server_name *name, nwl_str domain)
{
    bool with_domain = name->text.ptr[0] == '.';
    name->kind = NWL_NAME_HEAD;
    if (with_domain && !put_first(&names->reserved, domain, name))
        return;
    if (put_first(&names->heads, domain, name) && with_domain)
        nwl_map_put(&names->exact, domain, name);
}

static bool is_wildcard_free(nwl_str text)
{
    return nwl_str_find(text, '*', 0) == text.len &&
           !nwl_str_contains(text, NWL_STR(".."));
}

static void add_name(nwl_server_names *names, nwl_server_name *name)
{
    if (nwl_str_starts_with(name->text, NWL_STR("~"))) {
        add_regex(names, name);
        return;
    }
    nwl_str text = nwl_arena_lower(names->arena, name->text);
    size_t skip = nwl_str_starts_with(text, NWL_STR("*.")) ? 2 : 1;
    nwl_str rest = nwl_str_from(text, skip);
    bool is_head = (skip == 2 || nwl_str_starts_with(text, NWL_STR("."))) && rest.len > 0;
    if (is_head && is_wildcard_free(nwl_str_from(text, skip - 1))) {
        add_head(names, name, rest);
    } else if (text.len > 2 && nwl_str_ends_with(text, NWL_STR(".*")) &&
               is_wildcard_free(nwl_str_slice(text, 0, text.len - 1))) {
        name->kind = NWL_NAME_TAIL;
        put_first(&names->tails, nwl_str_slice(text, 0, text.len - 2), name);
    } else if (is_wildcard_free(text) && put_first(&names->reserved, text, name)) {
        nwl_map_put(&names->exact, text, name);
    }
}

void nwl_server_names_add(nwl_server_names *names, const nwl_server *server)
{
    const nwl_str none = NWL_STR("");
    const nwl_str *texts = server->name_count > 0 ? server->names : &none;
    uint32_t count = server->name_count > 0 ? server->name_count : 1;
    for (uint32_t i = 0; i < count; i++) {
        nwl_server_name *name = NWL_NEW(names->arena, nwl_server_name);
        name->text = texts[i];
        name->server = server;
        add_name(names, name);
    }
}

// ---- finding ------------------------------------------------------------------------------

// The wildcard with the most labels behind its "*".
static const nwl_server_name *find_head(const nwl_server_names *names, nwl_str host)
{
    const nwl_server_name *found = NULL;
    for (size_t dot = nwl_str_find(host, '.', 0); dot < host.len && found == NULL;
         dot = nwl_str_find(host, '.', dot + 1))
        found = nwl_map_get(&names->heads, nwl_str_from(host, dot + 1));
    return found;
}

static const nwl_server_name *find_tail(const nwl_server_names *names, nwl_str host)
{
    const nwl_server_name *found = NULL;
    nwl_str front = host;
    for (size_t dot = nwl_str_find_last(front, '.'); dot < front.len && found == NULL;
         dot = nwl_str_find_last(front, '.')) {
        front = nwl_str_slice(front, 0, dot);
        found = nwl_map_get(&names->tails, front);
    }
    return found;
}

static const nwl_server_name *find_regex(const nwl_server_names *names, nwl_arena *arena,
                                         nwl_str host, nwl_captures *captures,
                                         bool *undecided)
{
    for (uint32_t i = 0; host.len > 0 && i < names->regexes.count; i++) {
        const nwl_server_name *name = names->regexes.items[i];
        nwl_match match = name->regex == NULL ? NWL_MATCH_UNDECIDED
                                              : nwl_regex_match_groups(arena, name->regex,
                                                                       host, captures);
        *undecided = match == NWL_MATCH_UNDECIDED;
        if (match != NWL_MATCH_NO)
            return match == NWL_MATCH_YES ? name : NULL;
    }
    return NULL;
}

const nwl_server_name *nwl_server_names_find(const nwl_server_names *names,
                                             nwl_arena *arena, nwl_str host,
                                             nwl_captures *captures, bool *undecided)
{
    *captures = (nwl_captures){0};
    *undecided = false;
    const nwl_server_name *found = nwl_map_get(&names->exact, host);
    if (found == NULL)
        found = find_head(names, host);
    if (found == NULL)
        found = find_tail(names, host);
    return found != NULL ? found : find_regex(names, arena, host, captures, undecided);
}
