// undefined-variable: a variable that neither nginx nor the configuration defines, and nginx refuses to start
//
// nginx looks names up when all has been read (ngx_http_variables_init_vars), and then knows neither file nor line. What is
// said here is certain only of a whole configuration all of whose modules are known.

#include "base/distance.h"
#include "base/map.h"
#include "model/builtin.h"
#include "model/request.h"
#include "model/usage.h"
#include "model/variables.h"
#include "rules/handshake.h"

// Further lines with the same variable than these are counted, not shown. Of so many variables the nearest name is sought.
enum { MOST_SHOWN = 5, MOST_HELPED = 50 };

// A variable that is not defined, and the lines that use it.
typedef struct unknown {
    nwl_str name;
    nwl_context side; // NWL_CX_HTTP or NWL_CX_STREAM
    nwl_usage first;
    NWL_ARRAY(nwl_site) others;
    uint32_t line_count;
    bool in_handshake; // a line may be the Upgrade or Connection of a handshake
    bool said;         // a rule about handshakes speaks of it
} unknown;

typedef struct search {
    nwl_pass *pass;
    nwl_arena *arena;
    nwl_map by_name; // side and lower-case name -> unknown
    nwl_map lines;   // name and address of a directive that was counted
    NWL_ARRAY(unknown *) found;
    bool has_strangers; // a module that is not known here may define variables
    uint32_t helped;
    uint8_t *
        inherited; // by directive id: whether a server takes the lines of http; see is_inherited()
} search;

static nwl_context side_of(const nwl_scope *scope)
{
    while (scope->context == NWL_CX_RAW && scope->parent != NULL)
        scope = scope->parent;
    uint32_t stream = NWL_CX_STREAM | NWL_CX_STREAM_SERVER | NWL_CX_STREAM_UPSTREAM;
    return (scope->context & stream) != 0 ? NWL_CX_STREAM : NWL_CX_HTTP;
}

static bool is_known(const search *s, nwl_str name, nwl_context side)
{
    const nwl_model *model = nwl_pass_model(s->pass);
    const nwl_builtin *builtin = nwl_builtin_find(name, side);
    nwl_version version = model->options.version;
    bool is_there = builtin != NULL && (version == 0 || builtin->since <= version);
    return is_there || nwl_model_is_placeholder(model, name) ||
           nwl_variables_defines(model->variables, name, side);
}

static unknown *unknown_of(search *s, nwl_str name, nwl_context side)
{
    nwl_str key = nwl_arena_format(s->arena, "%s%.*s", side == NWL_CX_STREAM ? "s" : "h",
                                   NWL_STR_FMT(nwl_arena_lower(s->arena, name)));
    unknown *u = nwl_map_get(&s->by_name, key);
    if (u == NULL) {
        u = NWL_NEW(s->arena, unknown);
        u->name = name;
        u->side = side;
        nwl_map_put(&s->by_name, key, u);
        *NWL_PUSH(s->arena, &s->found) = u;
    }
    return u;
}

static bool is_handshake_header(const nwl_directive *directive)
{
    nwl_str header = nwl_directive_arg(directive, 0);
    return directive->id == NWL_D_proxy_set_header &&
           (nwl_str_eq_nocase(header, NWL_STR("Connection")) ||
            nwl_str_eq_nocase(header, NWL_STR("Upgrade")));
}

// A line counts once, however often it is included and however often it uses the variable.
static bool is_new_line(search *s, const unknown *u, const nwl_directive *directive)
{
    nwl_str key =
        nwl_arena_format(s->arena, "%p %p", (const void *)u, (const void *)directive);
    if (nwl_map_get(&s->lines, key) != NULL)
        return false;
    nwl_map_put(&s->lines, key, s);
    return true;
}

// Whether a server has no line of its own, so that nginx takes those of http apart.
static bool is_inherited(search *s, const nwl_scope *http, uint16_t id)
{
    enum { NOT_KNOWN, NO, YES };
    if (s->inherited[id] != NOT_KNOWN)
        return s->inherited[id] == YES;
    s->inherited[id] = NO;
    for (const nwl_scope *server = http->first; server != NULL; server = server->next) {
        uint32_t count;
        nwl_scope_all(server, (nwl_directive_id)id, &count);
        if (server->context == NWL_CX_HTTP_SERVER && count == 0)
            s->inherited[id] = YES;
    }
    return s->inherited[id] == YES;
}

static void look_at(void *state, const nwl_usage *usage)
{
    search *s = state;
    nwl_context side = side_of(usage->scope);
    if ((nwl_pass_model(s->pass)->gaps & (uint32_t)side) != 0 ||
        is_known(s, usage->name, side) ||
        (usage->lazy && !is_inherited(s, usage->scope, usage->site.directive->id)))
        return;
    unknown *u = unknown_of(s, usage->name, side);
    if (!is_new_line(s, u, usage->site.directive))
        return;
    u->in_handshake = u->in_handshake || is_handshake_header(usage->site.directive);
    if (u->line_count++ == 0)
        u->first = *usage;
    else if (u->others.count < MOST_SHOWN)
        *NWL_PUSH(s->arena, &u->others) = usage->site;
}

// Dynamic modules of nginx itself, whose variables are known.
static bool is_own_module(nwl_str path)
{
    static const char *const NAMES[] = {
        "ngx_stream_module",     "ngx_mail_module",        "ngx_http_image_filter_module",
        "ngx_http_geoip_module", "ngx_http_perl_module",   "ngx_http_xslt_filter_module",
        "ngx_rtmp_module",       "ngx_stream_geoip_module"};
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        if (nwl_str_contains(path, nwl_str_of(NAMES[i])))
            return true;
    }
    return false;
}

// Whether a directive shows that nginx has a module whose variables are not known here.
static bool is_strange(const nwl_directive *directive)
{
    if (directive->include != NULL)
        return false;
    if (directive->id == NWL_D_load_module)
        return !is_own_module(nwl_directive_arg(directive, 0));
    uint32_t count;
    const nwl_definition *definitions =
        nwl_directive_definitions((nwl_directive_id)directive->id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (definitions[i].origin == NWL_ORIGIN_CORE ||
            definitions[i].origin == NWL_ORIGIN_BUNDLED)
            return false;
    }
    return true;
}

static void look_at_scope(search *s, const nwl_scope *scope)
{
    const nwl_directive *opener = scope->opener.directive;
    bool is_map = opener != NULL && opener->id == NWL_D_map;
    if (scope->parent != NULL) {
        nwl_usages_of_opener(scope, look_at, s);
        s->has_strangers = s->has_strangers ||
                           (scope->parent->context != NWL_CX_RAW && is_strange(opener));
    }
    for (uint32_t i = 0; i < scope->site_count; i++) {
        if (is_map)
            nwl_usages_of_map_line(scope, scope->sites[i], look_at, s);
        if (scope->context == NWL_CX_RAW)
            continue;
        nwl_usages_of_line(scope, scope->sites[i], look_at, s);
        s->has_strangers = s->has_strangers || is_strange(scope->sites[i].directive);
    }
}

// The variable of a header line that a rule about handshakes reports as an error.
static void mark_said(search *s, const nwl_upstream_header *header)
{
    nwl_str name =
        nwl_only_variable(nwl_directive_arg(header->value.origin.site.directive, 1));
    nwl_str key =
        nwl_arena_format(s->arena, "h%.*s", NWL_STR_FMT(nwl_arena_lower(s->arena, name)));
    unknown *u = name.len == 0 ? NULL : nwl_map_get(&s->by_name, key);
    if (u != NULL)
        u->said = true;
}

// Those rules say more of a handshake's variable than this one does.
static void leave_handshakes(search *s)
{
    const nwl_model *model = nwl_pass_model(s->pass);
    bool any = false;
    for (uint32_t i = 0; i < s->found.count; i++)
        any = any || s->found.items[i]->in_handshake;
    for (uint32_t i = 0; any && i < model->locations.count; i++) {
        const nwl_handshake *h = nwl_handshake_of(s->pass, &model->locations.items[i]);
        if (h->severity != NWL_ERROR)
            continue;
        if (h->connection_undefined)
            mark_said(s, h->connection);
        if (h->upgrade_mistyped && h->cause == NWL_CAUSE_UPGRADE_WRONG)
            mark_said(s, h->upgrade);
    }
}

// All names of one side: what the configuration defines, then what nginx defines.
typedef struct names {
    const nwl_variables *variables;
    nwl_context side;
    uint32_t next;
} names;

static bool next_name(void *state, nwl_str *name)
{
    names *n = state;
    uint32_t defined = nwl_variables_name_count(n->variables, n->side);
    if (n->next < defined) {
        *name = nwl_variables_name_at(n->variables, n->side, n->next++);
        return true;
    }
    for (; n->next - defined < nwl_builtin_count(); n->next++) {
        const nwl_builtin *builtin = nwl_builtin_at(n->next - defined);
        if (builtin->context != n->side || builtin->is_family)
            continue;
        *name = builtin->name;
        n->next++;
        return true;
    }
    return false;
}

static void suggest(search *s, nwl_finding *f, const unknown *u)
{
    nwl_str nearest;
    names n = {nwl_pass_model(s->pass)->variables, u->side, 0};
    if (s->helped++ < MOST_HELPED && nwl_nearest(u->name, next_name, &n, &nearest))
        nwl_finding_help(s->pass, f, "there is \"$%.*s\"", NWL_STR_FMT(nearest));
}

static void add_notes(search *s, nwl_finding *f, const unknown *u)
{
    bool is_stream = u->side == NWL_CX_STREAM;
    const nwl_builtin *builtin = nwl_builtin_find(u->name, u->side);
    for (uint32_t i = 0; i < u->others.count; i++)
        nwl_finding_related(s->pass, f, u->others.items[i], "used here too");
    if (u->line_count > 1 + u->others.count)
        nwl_finding_note(s->pass, f, "%u more lines use it",
                         u->line_count - 1 - u->others.count);
    if (builtin != NULL)
        nwl_finding_note(s->pass, f, "nginx has it from %.*s on",
                         NWL_STR_FMT(nwl_version_text(s->arena, builtin->since)));
    else if (is_known(s, u->name, is_stream ? NWL_CX_HTTP : NWL_CX_STREAM))
        nwl_finding_note(s->pass, f, "it is known in %s only",
                         is_stream ? "http" : "stream");
    else
        suggest(s, f, u);
}

static void report(search *s, const unknown *u)
{
    nwl_finding *f = nwl_flag(s->pass, u->first.site, u->first.scope,
                              "nothing defines \"$%.*s\"", NWL_STR_FMT(u->name));
    nwl_finding_label(s->pass, f, "nginx refuses to start: unknown \"%.*s\" variable",
                      NWL_STR_FMT(u->name));
    add_notes(s, f, u);
    if (!s->has_strangers)
        return;
    f->severity = NWL_NOTE;
    f->confidence = NWL_POSSIBLE;
    nwl_finding_label(s->pass, f, "unless a module defines it, nginx refuses to start");
    nwl_finding_note(s->pass, f,
                     "the configuration uses modules that are no part of nginx");
}

// The whole configuration at once, from its top.
static void check(nwl_pass *pass, const nwl_scope *top)
{
    const nwl_model *model = nwl_pass_model(pass);
    if (top->parent != NULL || model->context != NWL_CX_MAIN || model->too_large)
        return;
    nwl_arena *arena = nwl_pass_scratch(pass);
    search s = {.pass = pass,
                .arena = arena,
                .by_name = nwl_map_new(arena),
                .lines = nwl_map_new(arena),
                .inherited = NWL_NEW_ARRAY(arena, uint8_t, NWL_D_COUNT)};
    for (const nwl_scope *at = top; at != NULL; at = nwl_scope_following(at, top))
        look_at_scope(&s, at);
    leave_handshakes(&s);
    for (uint32_t i = 0; i < s.found.count; i++) {
        if (!s.found.items[i]->said)
            report(&s, s.found.items[i]);
    }
}

const nwl_rule nwl_rule_undefined_variable = {
    .id = NWL_TEXT("undefined-variable"),
    .title = NWL_TEXT("a variable is defined nowhere"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT(
        "nginx looks for the variables when it has read everything, so where in http a "
        "map or set stands does not matter; that there is one does. It refuses to start "
        "over a name that nothing defines, and says neither in which file nor in which "
        "line it stands. Most often a snippet was copied without its map, or a name is "
        "mistyped.\n\n"
        "Defined are the variables of nginx, what begins with http_, arg_, cookie_ and "
        "the like, and what map, geo, split_clients, set, named groups of regular "
        "expressions and the directives of modules define anywhere in http. stream has "
        "variables of its own. Where modules are used that are no part of nginx it is "
        "only noted. Nothing is said of http, or of stream, when a file that it includes "
        "could not be read and may define variables there."),
    .remedy = NWL_TEXT("Correct the name, or add the map or set that defines it."),
    .when_to_ignore = NWL_TEXT("Where a module of your own defines the variable."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/varindex.html"),
                NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_map_module.html")},
    .on_scope = check,
};
