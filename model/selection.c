#include "model/selection.h"

#include <assert.h>

#include "model/uri.h"

nwl_selection *nwl_selection_new(nwl_arena *arena, const nwl_model *model)
{
    nwl_selection *selection = NWL_NEW(arena, nwl_selection);
    *selection = (nwl_selection){
        .arena = arena,
        .model = model,
        .ports = nwl_map_new(arena),
        .regexes = nwl_map_new(arena),
        .locations = nwl_map_new(arena),
        .named = nwl_map_new(arena),
    };
    return selection;
}

// One search: a chain of nested locations that grows, and what has lost so far.
typedef struct search {
    nwl_selection *selection;
    nwl_arena *arena;
    nwl_str path;
    NWL_ARRAY(nwl_candidate) losers;
    NWL_ARRAY(nwl_captures) captures;
    nwl_location_selection result;
} search;

static void lose(search *s, const nwl_scope *location, nwl_loss loss,
                 const nwl_scope *lost_to)
{
    if (s->losers.count == NWL_CANDIDATE_LIMIT)
        s->result.candidates_left_out++;
    else
        *NWL_PUSH(s->arena, &s->losers) = (nwl_candidate){location, lost_to, loss};
}

static bool is_location(const nwl_scope *scope)
{
    return scope->context == NWL_CX_HTTP_LOCATION;
}

// ---- prefixes and exact names of one level --------------------------------------------------

typedef struct static_match {
    const nwl_scope *location; // NULL when nothing matches
    nwl_location_kind kind;
    size_t len;     // of the name
    bool redirects; // the name is the path and a slash
} static_match;

// Locations that hand requests on, and whose name ends with a slash, take the path without it.
static bool is_redirect(const search *s, const nwl_scope *location, nwl_str name)
{
    nwl_handler handler;
    return name.len == s->path.len + 1 && nwl_str_ends_with(name, NWL_STR("/")) &&
           nwl_str_starts_with(name, s->path) &&
           nwl_handler_of(location, &handler).directive != NULL;
}

static bool match_static(const search *s, const nwl_scope *location, static_match *match)
{
    nwl_location name = nwl_location_read(location->opener.directive);
    *match = (static_match){location, name.kind, name.text.len, false};
    switch (name.kind) {
    case NWL_LOCATION_EXACT:
        match->redirects = is_redirect(s, location, name.text);
        return match->redirects || nwl_str_eq(s->path, name.text);
    case NWL_LOCATION_PREFIX:
    case NWL_LOCATION_PREFERRED:
        match->redirects = is_redirect(s, location, name.text);
        return match->redirects || nwl_str_starts_with(s->path, name.text);
    default:
        return false;
    }
}

// An exact name, then the whole path as a prefix, then a redirect, then the longer prefix.
static int rank(const search *s, const static_match *match)
{
    if (match->redirects)
        return 1;
    if (match->kind == NWL_LOCATION_EXACT)
        return 3;
    return match->len == s->path.len ? 2 : 0;
}

static bool is_better(const search *s, const static_match *a, const static_match *b)
{
    int rank_a = rank(s, a), rank_b = rank(s, b);
    return rank_a != rank_b ? rank_a > rank_b : a->len > b->len;
}

// The exact location of the same name has the settings for a redirect, whichever of the two is the reason for it.
static void prefer_exact(const nwl_scope *level, static_match *redirect)
{
    nwl_str wanted = nwl_location_read(redirect->location->opener.directive).text;
    for (const nwl_scope *l = level->first; l != NULL; l = l->next) {
        if (!is_location(l))
            continue;
        nwl_location name = nwl_location_read(l->opener.directive);
        if (name.kind == NWL_LOCATION_EXACT && nwl_str_eq(name.text, wanted)) {
            redirect->location = l;
            redirect->kind = name.kind;
            return;
        }
    }
}

static bool is_regex(const nwl_scope *level)
{
    return is_location(level) &&
           nwl_location_is_regex(nwl_location_read(level->opener.directive));
}

// The best of a level; the others lose. nginx makes the trees of prefixes for server and prefixes alone
// (ngx_http_init_static_location_trees), so inside a regex none is found.
static static_match find_static(search *s, const nwl_scope *level)
{
    bool has_tree = !is_regex(level);
    static_match best = {0}, now;
    for (const nwl_scope *l = level->first; l != NULL; l = l->next) {
        if (has_tree && is_location(l) && match_static(s, l, &now) &&
            (best.location == NULL || is_better(s, &now, &best)))
            best = now;
    }
    if (best.redirects)
        prefer_exact(level, &best);
    for (const nwl_scope *l = level->first; l != NULL; l = l->next) {
        if (is_location(l) && l != best.location && match_static(s, l, &now))
            lose(s, l, has_tree ? NWL_LOSS_OUTRANKED : NWL_LOSS_INSIDE_REGEX,
                 has_tree ? best.location : level);
    }
    return best;
}

// ---- regexes of one level -------------------------------------------------------------------

const nwl_regex *nwl_location_regex(nwl_selection *selection, const nwl_scope *location)
{
    nwl_location name = nwl_location_read(location->opener.directive);
    const nwl_directive *written = location->opener.directive;
    nwl_str error;
    nwl_regex *regex = nwl_map_get_at(&selection->regexes, written);
    if (regex != NULL)
        return regex;
    regex = nwl_regex_compile(selection->arena, name.text,
                              name.kind == NWL_LOCATION_REGEX_NO_CASE, &error);
    if (regex != NULL)
        nwl_map_put_at(&selection->regexes, written, regex);
    return regex;
}

static nwl_match match_regex(search *s, const nwl_scope *location)
{
    nwl_captures captures;
    const nwl_regex *regex = nwl_location_regex(s->selection, location);
    if (regex == NULL)
        return NWL_MATCH_UNDECIDED;
    nwl_match match = nwl_regex_match_groups(s->arena, regex, s->path, &captures);
    if (match == NWL_MATCH_YES)
        *NWL_PUSH(s->arena, &s->captures) = captures;
    return match;
}

// The first regex location of a level that matches; NULL when none does, or one is given up.
static const nwl_scope *find_regex(search *s, const nwl_scope *level)
{
    const nwl_scope *found = NULL;
    for (const nwl_scope *l = level->first; l != NULL && s->result.undecided == NULL;
         l = l->next) {
        if (!is_regex(l))
            continue;
        if (found != NULL) {
            lose(s, l, NWL_LOSS_LATER, found);
            continue;
        }
        nwl_match match = match_regex(s, l);
        if (match == NWL_MATCH_YES)
            found = l;
        else if (match == NWL_MATCH_NO)
            lose(s, l, NWL_LOSS_NO_MATCH, NULL);
        else
            s->result.undecided = l;
    }
    return found;
}

// The regexes of a level lose without being tried.
static void skip_regexes(search *s, const nwl_scope *level, const nwl_scope *because)
{
    for (const nwl_scope *l = level->first; l != NULL; l = l->next) {
        if (is_regex(l))
            lose(s, l, NWL_LOSS_NOT_TRIED, because);
    }
}

// ---- levels ---------------------------------------------------------------------------------

// Goes from base down the chain of the best prefixes. *is_final tells that it ends where no regex is tried any more: at an
// exact name or a redirect.
static const nwl_scope *descend(search *s, const nwl_scope *base, bool *is_final)
{
    const nwl_scope *at = base;
    *is_final = false;
    while (!*is_final) {
        static_match match = find_static(s, at);
        if (match.location == NULL)
            break;
        at = match.location;
        *is_final = match.redirects || match.kind == NWL_LOCATION_EXACT;
        s->result.redirects = match.redirects;
    }
    return at;
}

// Tries the regexes of every level from the end of the chain up to base. One level is left out when the chain leaves it by a
// "^~".
static const nwl_scope *climb(search *s, const nwl_scope *end, const nwl_scope *base)
{
    const nwl_scope *found = NULL, *child = NULL;
    for (const nwl_scope *level = end;; child = level, level = level->parent) {
        if (child != NULL &&
            nwl_location_read(child->opener.directive).kind == NWL_LOCATION_PREFERRED)
            skip_regexes(s, level, child);
        else
            found = find_regex(s, level);
        if (found != NULL || s->result.undecided != NULL || level == base)
            return found;
    }
}

static void overrule(search *s, const nwl_scope *end, const nwl_scope *regex)
{
    for (const nwl_scope *l = end; l != regex->parent; l = l->parent)
        lose(s, l, NWL_LOSS_OVERRULED, regex);
}

static void skip_levels(search *s, const nwl_scope *end, const nwl_scope *base)
{
    for (const nwl_scope *level = end; level != base; level = level->parent)
        skip_regexes(s, level->parent, end);
}

static nwl_location_selection finished(search *s, const nwl_scope *end,
                                       const nwl_scope *server)
{
    nwl_location_selection result = s->result;
    result.candidates = s->losers.items;
    result.candidate_count = s->losers.count;
    result.captures = s->captures.items;
    result.capture_count = s->captures.count;
    if (end == server)
        return result;
    result.location = end;
    result.kind = nwl_location_read(end->opener.directive).kind;
    result.nested = end->parent != server;
    return result;
}

nwl_location_selection nwl_select_location(nwl_selection *selection, nwl_arena *arena,
                                           const nwl_scope *server, nwl_str path)
{
    assert(server->context == NWL_CX_HTTP_SERVER);
    search s = {.selection = selection, .arena = arena, .path = path};
    for (const nwl_scope *base = server, *found;; base = found) {
        bool is_final;
        const nwl_scope *end = descend(&s, base, &is_final);
        found = is_final ? NULL : climb(&s, end, base);
        if (is_final)
            skip_levels(&s, end, base);
        if (found == NULL)
            return finished(&s, end, server);
        overrule(&s, end, found);
    }
}

static nwl_str key_of(nwl_selection *selection, const nwl_scope *server, nwl_str text)
{
    return nwl_arena_format(selection->arena, "%p%.*s", (const void *)server,
                            NWL_STR_FMT(text));
}

const nwl_location_selection *
nwl_select_location_once(nwl_selection *selection, const nwl_scope *server, nwl_str path)
{
    nwl_arena *arena = selection->arena;
    nwl_str key = key_of(selection, server, path);
    nwl_location_selection *selected = nwl_map_get(&selection->locations, key);
    if (selected == NULL) {
        selected = NWL_NEW(arena, nwl_location_selection);
        *selected =
            nwl_select_location(selection, arena, server, nwl_arena_copy(arena, path));
        nwl_map_put(&selection->locations, key, selected);
    }
    return selected;
}

bool nwl_location_out_of_reach(const nwl_scope *location)
{
    for (const nwl_scope *l = location; l->parent != NULL; l = l->parent) {
        if (is_regex(l->parent) && !is_regex(l))
            return true;
    }
    return false;
}

// Of several locations of one name the first counts.
static void keep_named(nwl_selection *selection, const nwl_scope *server)
{
    for (const nwl_scope *l = server->first; l != NULL; l = l->next) {
        nwl_location own = nwl_location_read(l->opener.directive);
        if (!is_location(l) || own.kind != NWL_LOCATION_NAMED)
            continue;
        nwl_str key = key_of(selection, server, own.text);
        if (nwl_map_get(&selection->named, key) == NULL)
            nwl_map_put(&selection->named, key, (void *)(uintptr_t)l);
    }
}

const nwl_scope *nwl_select_named_location(nwl_selection *selection,
                                           const nwl_scope *server, nwl_str name)
{
    nwl_str asked = key_of(selection, server, NWL_STR(""));
    if (nwl_map_get(&selection->named, asked) == NULL) {
        nwl_map_put(&selection->named, asked, (void *)(uintptr_t)server);
        keep_named(selection, server);
    }
    return name.len == 0
               ? NULL
               : nwl_map_get(&selection->named, key_of(selection, server, name));
}

// ---- words ----------------------------------------------------------------------------------

nwl_str nwl_location_selection_text(nwl_arena *arena,
                                    const nwl_location_selection *selected)
{
    if (selected->location == NULL)
        return NWL_STR("no location");
    nwl_str kind = nwl_location_kind_name(selected->kind);
    nwl_str regex = NWL_STR("");
    if (nwl_location_is_regex(nwl_location_read(selected->location->opener.directive)))
        regex = nwl_location_read(selected->location->opener.directive).text;
    return nwl_arena_format(arena, "%s%.*s%s%.*s", selected->nested ? "nested " : "",
                            NWL_STR_FMT(kind), regex.len > 0 ? " " : "",
                            NWL_STR_FMT(regex));
}

nwl_str nwl_loss_text(nwl_loss loss)
{
    static const nwl_str TEXTS[] = {
#define X(id, text) NWL_TEXT(text),
        NWL_LOSSES(X)
#undef X
    };
    return TEXTS[loss];
}

nwl_str nwl_location_redirect(nwl_arena *arena, const nwl_scope *location, nwl_str args)
{
    nwl_str name = nwl_uri_escape(
        arena, nwl_location_read(location->opener.directive).text, NWL_ESCAPE_URI);
    return nwl_arena_format(arena, "%.*s%s%.*s", NWL_STR_FMT(name),
                            args.len > 0 ? "?" : "", NWL_STR_FMT(args));
}
