// undefined-zone: a zone of shared memory is used that nothing defines, and nginx refuses to start
//
// nginx finds out when all has been read (ngx_init_cycle, ngx_http_proxy_merge_loc_conf), and then knows no line. What is said
// here is certain only of a whole configuration.

#include "base/distance.h"
#include "base/map.h"
#include "rules/dispatch.h"

// Which directives use a zone, and which define it: in an argument that begins with a word, or as the first one.
typedef struct kind {
    nwl_directive_id user;
    const char *begin; // "" for the first argument
    nwl_directive_id definer;
    const char *definition;
} kind;

static const kind KINDS[] = {
    {NWL_D_limit_req, "zone=", NWL_D_limit_req_zone, "zone="},
    {NWL_D_limit_conn, "", NWL_D_limit_conn_zone, "zone="},
    {NWL_D_proxy_cache, "", NWL_D_proxy_cache_path, "keys_zone="},
    {NWL_D_fastcgi_cache, "", NWL_D_fastcgi_cache_path, "keys_zone="},
    {NWL_D_uwsgi_cache, "", NWL_D_uwsgi_cache_path, "keys_zone="},
    {NWL_D_scgi_cache, "", NWL_D_scgi_cache_path, "keys_zone="},
};

enum {
    KIND_COUNT = sizeof(KINDS) / sizeof(KINDS[0]),
    MOST_HELPED = 50,
    MOST_NAMES = 1000
};

// A zone that is not defined.
typedef struct unknown {
    const kind *kind;
    nwl_str name;
    const nwl_scope *scope;
    nwl_site first;
    uint32_t line_count;
} unknown;

typedef struct search {
    nwl_pass *pass;
    nwl_arena *arena;
    const nwl_scope *side; // http or stream
    const kind *kind;
    nwl_map defined; // of this kind and side
    NWL_ARRAY(nwl_str) names;
    nwl_map by_name; // name -> unknown
    NWL_ARRAY(unknown *) found;
    uint32_t next, helped;
} search;

// The argument that names a zone, without what it begins with; empty when there is none.
static nwl_str zone_of(const nwl_directive *directive, const char *begin)
{
    nwl_str prefix = nwl_str_of(begin);
    for (uint32_t i = 0; i < directive->arg_count; i++) {
        nwl_str word = directive->args[i].value;
        if (nwl_str_starts_with(word, prefix))
            return nwl_str_from(word, prefix.len);
    }
    return NWL_STR("");
}

static void define(search *s, nwl_str zone)
{
    nwl_str name = nwl_str_slice(zone, 0, nwl_str_find(zone, ':', 0));
    if (name.len == 0)
        return;
    nwl_map_put(&s->defined, name, s);
    *NWL_PUSH(s->arena, &s->names) = name;
}

static void collect_definitions(search *s)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(s->side, s->kind->definer, &count);
    for (uint32_t i = 0; i < count; i++)
        define(s, zone_of(sites[i].directive, s->kind->definition));
    // limit_zone NAME $variable SIZE, up to nginx 1.7.5
    sites = nwl_scope_all(s->side, NWL_D_limit_zone, &count);
    for (uint32_t i = 0; s->kind->user == NWL_D_limit_conn && i < count; i++)
        define(s, nwl_directive_arg(sites[i].directive, 0));
}

static void look_at(search *s, const nwl_scope *scope, nwl_site site)
{
    const nwl_directive *d = site.directive;
    nwl_str name = zone_of(d, s->kind->begin);
    bool is_off = s->kind->begin[0] == '\0' && d->arg_count == 1 &&
                  nwl_str_eq(name, NWL_STR("off"));
    if (name.len == 0 || is_off || nwl_str_find(name, '$', 0) < name.len ||
        !nwl_directive_accepts((nwl_directive_id)d->id, scope->context, d->arg_count) ||
        !nwl_dispatch_is_as_written(s->pass, d) || nwl_map_get(&s->defined, name) != NULL)
        return;
    unknown *u = nwl_map_get(&s->by_name, name);
    if (u == NULL) {
        u = NWL_NEW(s->arena, unknown);
        *u = (unknown){.kind = s->kind, .name = name, .scope = scope, .first = site};
        nwl_map_put(&s->by_name, name, u);
        *NWL_PUSH(s->arena, &s->found) = u;
    }
    u->line_count++;
    if (site.order < u->first.order) {
        u->first = site;
        u->scope = scope;
    }
}

static void collect_uses(search *s)
{
    for (const nwl_scope *at = s->side; at != NULL;
         at = nwl_scope_following(at, s->side)) {
        uint32_t count;
        const nwl_site *sites = nwl_scope_all(at, s->kind->user, &count);
        for (uint32_t i = 0; at->context != NWL_CX_RAW && i < count; i++)
            look_at(s, at, sites[i]);
    }
}

static bool next_name(void *state, nwl_str *name)
{
    search *s = state;
    if (s->next == s->names.count || s->next == MOST_NAMES)
        return false;
    *name = s->names.items[s->next++];
    return true;
}

static void report(search *s, const unknown *u)
{
    nwl_str nearest, definer = nwl_directive_name(u->kind->definer);
    nwl_finding *f =
        nwl_flag(s->pass, u->first, u->scope, "no %.*s defines the zone \"%.*s\"",
                 NWL_STR_FMT(definer), NWL_STR_FMT(u->name));
    nwl_finding_label(s->pass, f, "nginx refuses to start");
    if (u->line_count > 1)
        nwl_finding_note(s->pass, f, "used %u times", u->line_count);
    s->next = 0;
    if (s->helped++ < MOST_HELPED && nwl_nearest(u->name, next_name, s, &nearest))
        nwl_finding_help(s->pass, f, "there is \"%.*s\"", NWL_STR_FMT(nearest));
}

static void check_side(nwl_pass *pass, const nwl_scope *side)
{
    nwl_arena *arena = nwl_pass_scratch(pass);
    for (size_t i = 0; i < KIND_COUNT; i++) {
        search s = {.pass = pass,
                    .arena = arena,
                    .side = side,
                    .kind = &KINDS[i],
                    .defined = nwl_map_new(arena),
                    .by_name = nwl_map_new(arena)};
        collect_definitions(&s);
        collect_uses(&s);
        for (uint32_t at = 0; at < s.found.count; at++)
            report(&s, s.found.items[at]);
    }
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    const nwl_model *model = nwl_pass_model(pass);
    bool is_side = scope->context == NWL_CX_HTTP || scope->context == NWL_CX_STREAM;
    if (is_side && model->context == NWL_CX_MAIN && model->gaps == 0 && !model->too_large)
        check_side(pass, scope);
}

const nwl_rule nwl_rule_undefined_zone = {
    .id = NWL_TEXT("undefined-zone"),
    .title = NWL_TEXT("a zone of shared memory is defined nowhere"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT(
        "limit_req, limit_conn and the caches keep what they know in a zone of shared "
        "memory that another directive in http defines, before or after them. nginx "
        "looks "
        "for it when it has read everything and refuses to start without it: \"zero size "
        "shared memory zone\", or \"zone is unknown\", in either case without the line "
        "that uses it. Most often the line was copied without the one that defines the "
        "zone.\n\n"
        "Each kind has zones of its own: limit_req takes those of limit_req_zone, "
        "limit_conn those of limit_conn_zone, proxy_cache the keys_zone of a "
        "proxy_cache_path. Nothing is said when an included file could not be read."),
    .remedy = NWL_TEXT("Add the directive that defines the zone, or correct its name."),
    .when_to_ignore = NWL_TEXT("Never: nginx does not start."),
    .sources =
        {NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_limit_req_module.html"),
         NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_limit_conn_module.html"),
         NWL_TEXT(
             "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache")},
    .on_scope = check,
};
