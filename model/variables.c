#include "model/variables.h"

#include <stdlib.h>

enum {
    LONGEST_NAME = 256
}; // longer names are never found; nginx limits them to 4095 bytes with their directive

// http and stream have variables of their own.
enum { HTTP, STREAM, SIDES };

struct nwl_variables {
    nwl_arena *arena;
    nwl_map by_name[SIDES]; // lower-case name -> nwl_variable
    NWL_ARRAY(nwl_str) names[SIDES];
    NWL_ARRAY(const nwl_variable *) mapped;
    NWL_ARRAY(nwl_rewrite_step) steps; // by home, then in reading order
};

typedef struct key {
    char bytes[LONGEST_NAME];
    nwl_str text;
} key;

static bool make_key(key *k, nwl_str name)
{
    if (name.len == 0 || name.len > LONGEST_NAME)
        return false;
    for (size_t i = 0; i < name.len; i++)
        k->bytes[i] = nwl_to_lower(name.ptr[i]);
    k->text = (nwl_str){k->bytes, name.len};
    return true;
}

const nwl_variable *nwl_variables_find(const nwl_variables *variables, nwl_str name)
{
    key k;
    return make_key(&k, name) ? nwl_map_get(&variables->by_name[HTTP], k.text) : NULL;
}

static uint32_t side_of(nwl_context context)
{
    return context == NWL_CX_STREAM ? STREAM : HTTP;
}

bool nwl_variables_defines(const nwl_variables *variables, nwl_str name,
                           nwl_context context)
{
    key k;
    return make_key(&k, name) &&
           nwl_map_get(&variables->by_name[side_of(context)], k.text) != NULL;
}

uint32_t nwl_variables_name_count(const nwl_variables *variables, nwl_context context)
{
    return variables->names[side_of(context)].count;
}

nwl_str nwl_variables_name_at(const nwl_variables *variables, nwl_context context,
                              uint32_t index)
{
    return variables->names[side_of(context)].items[index];
}

// The first step whose home is not before home.
static uint32_t first_step_of(const nwl_variables *variables, const nwl_scope *home)
{
    uint32_t low = 0, high = variables->steps.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if ((uintptr_t)variables->steps.items[middle].home < (uintptr_t)home)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const nwl_rewrite_step *nwl_variables_steps(const nwl_variables *variables,
                                            const nwl_scope *home, uint32_t *count)
{
    uint32_t begin = first_step_of(variables, home), end = begin;
    while (end < variables->steps.count && variables->steps.items[end].home == home)
        end++;
    *count = end - begin;
    return *count == 0 ? NULL : &variables->steps.items[begin];
}

static int by_home(const void *a, const void *b)
{
    const nwl_rewrite_step *l = a, *r = b;
    int order = ((uintptr_t)l->home > (uintptr_t)r->home) -
                ((uintptr_t)l->home < (uintptr_t)r->home);
    return order != 0 ? order
                      : (l->site.order > r->site.order) - (l->site.order < r->site.order);
}

// The variable of a name, made when it is new; NULL when it is no name.
static nwl_variable *define_name(nwl_variables *v, uint32_t side, nwl_str name)
{
    key k;
    if (!make_key(&k, name))
        return NULL;
    nwl_variable *variable = nwl_map_get(&v->by_name[side], k.text);
    if (variable == NULL) {
        variable = NWL_NEW(v->arena, nwl_variable);
        variable->name = name;
        nwl_map_put(&v->by_name[side], nwl_arena_copy(v->arena, k.text), variable);
        *NWL_PUSH(v->arena, &v->names[side]) = name;
    }
    return variable;
}

// The same for an argument "$name".
static nwl_variable *define(nwl_variables *v, uint32_t side, nwl_str argument)
{
    return nwl_str_starts_with(argument, NWL_STR("$"))
               ? define_name(v, side, nwl_str_from(argument, 1))
               : NULL;
}

static void define_opaque(nwl_variables *v, uint32_t side, nwl_str argument)
{
    nwl_variable *variable = define(v, side, argument);
    if (variable != NULL)
        variable->opaque = true;
}

static bool is_if(const nwl_scope *scope)
{
    return (scope->context & (NWL_CX_HTTP_SERVER_IF | NWL_CX_HTTP_LOCATION_IF)) != 0;
}

static void collect_steps(nwl_variables *v, const nwl_scope *scope, nwl_directive_id id)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(scope, id, &count);
    bool in_if = is_if(scope);
    for (uint32_t i = 0; i < count; i++)
        *NWL_PUSH(v->arena, &v->steps) =
            (nwl_rewrite_step){.home = in_if ? scope->parent : scope,
                               .if_block = in_if ? scope : NULL,
                               .site = sites[i]};
}

static void collect_sets(nwl_variables *v, const nwl_scope *scope)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(scope, NWL_D_set, &count);
    for (uint32_t i = 0; i < count; i++) {
        nwl_variable *variable =
            define(v, HTTP, nwl_directive_arg(sites[i].directive, 0));
        if (variable != NULL)
            variable->is_set = true;
    }
    if (is_if(scope))
        *NWL_PUSH(v->arena, &v->steps) = (nwl_rewrite_step){
            .home = scope->parent, .if_block = scope, .site = scope->opener};
    collect_steps(v, scope, NWL_D_set);
    collect_steps(v, scope, NWL_D_break);
    collect_steps(v, scope, NWL_D_return);
    collect_steps(v, scope, NWL_D_rewrite);
}

// Directives whose argument at .argument is a variable with a value from outside the configuration.
static const struct {
    nwl_directive_id id;
    uint32_t argument;
} DEFINERS[] = {
    {NWL_D_auth_request_set, 0}, {NWL_D_js_set, 0},           {NWL_D_js_var, 0},
    {NWL_D_perl_set, 0},         {NWL_D_set_by_lua, 0},       {NWL_D_set_by_lua_file, 0},
    {NWL_D_keyval, 1},           {NWL_D_set_by_lua_block, 0},
};

// Modules that set a variable name their directives alike: set_md5, geoip2_set, …
static bool is_named_as_definer(nwl_str name)
{
    return nwl_str_starts_with(name, NWL_STR("set_")) ||
           nwl_str_ends_with(name, NWL_STR("_set"));
}

static void collect_opaque(nwl_variables *v, uint32_t side,
                           const nwl_directive *directive)
{
    for (size_t i = 0; i < sizeof(DEFINERS) / sizeof(DEFINERS[0]); i++) {
        if (directive->id == DEFINERS[i].id)
            define_opaque(v, side, nwl_directive_arg(directive, DEFINERS[i].argument));
    }
    if (is_named_as_definer(directive->name) ||
        (side == STREAM && directive->id == NWL_D_set))
        define_opaque(v, side, nwl_directive_arg(directive, 0));
}

// Named groups, "(?<name>", "(?P<name>" and "(?'name'", are variables (ngx_http_regex_compile).
static void collect_groups(nwl_variables *v, uint32_t side, nwl_str regex)
{
    size_t open = nwl_str_find(regex, '(', 0);
    for (; open < regex.len; open = nwl_str_find(regex, '(', open + 1)) {
        nwl_str rest = nwl_str_from(regex, open + 1);
        if (!nwl_str_starts_with(rest, NWL_STR("?")))
            continue;
        rest = nwl_str_from(rest, nwl_str_starts_with(rest, NWL_STR("?P")) ? 2 : 1);
        bool quoted = nwl_str_starts_with(rest, NWL_STR("'"));
        if (!quoted && !nwl_str_starts_with(rest, NWL_STR("<")))
            continue;
        size_t end = nwl_str_find(rest, quoted ? '\'' : '>', 1);
        nwl_str name = nwl_str_slice(rest, 1, end);
        bool looks_behind = name.len > 0 && (name.ptr[0] == '=' || name.ptr[0] == '!');
        nwl_variable *variable =
            end == rest.len || looks_behind ? NULL : define_name(v, side, name);
        if (variable != NULL)
            variable->is_group = true;
    }
}

static void collect_regexes(nwl_variables *v, uint32_t side,
                            const nwl_directive *directive)
{
    for (uint32_t i = 0; i < directive->arg_count; i++) {
        if (directive->id == NWL_D_rewrite || directive->id == NWL_D_if ||
            directive->id == NWL_D_location ||
            nwl_str_starts_with(directive->args[i].value, NWL_STR("~")))
            collect_groups(v, side, directive->args[i].value);
    }
}

// Lines of a block that holds no directives: the regexes of a map, the variables of geoip2.
static void collect_line(nwl_variables *v, uint32_t side, nwl_directive_id block,
                         const nwl_directive *line)
{
    if (block == NWL_D_geoip2)
        define_opaque(v, side, line->name);
    if (block == NWL_D_map && nwl_str_starts_with(line->name, NWL_STR("~")))
        collect_groups(v, side, line->name);
}

// The opener of such a block names the variable as its last argument.
nwl_str nwl_variables_defined_by(const nwl_scope *block)
{
    const nwl_directive *opener = block->opener.directive;
    if (opener == NULL || opener->arg_count == 0 ||
        (opener->id != NWL_D_map && opener->id != NWL_D_geo &&
         opener->id != NWL_D_split_clients && opener->id != NWL_D_set_by_lua_block))
        return NWL_STR_NONE;
    nwl_str argument = nwl_directive_arg(opener, opener->arg_count - 1);
    return nwl_str_starts_with(argument, NWL_STR("$")) ? nwl_str_from(argument, 1)
                                                       : NWL_STR_NONE;
}

static void collect_block(nwl_variables *v, uint32_t side, const nwl_scope *scope)
{
    const nwl_directive *opener = scope->opener.directive;
    nwl_variable *variable = define_name(v, side, nwl_variables_defined_by(scope));
    if (variable == NULL)
        return;
    if (opener->id == NWL_D_map && opener->arg_count == 2 && side == HTTP) {
        if (variable->map == NULL)
            *NWL_PUSH(v->arena, &v->mapped) = variable;
        variable->map = nwl_map_block_new(v->arena, scope);
    } else {
        variable->opaque = true;
    }
}

uint32_t nwl_variables_map_count(const nwl_variables *variables)
{
    return variables->mapped.count;
}

const nwl_map_block *nwl_variables_map_at(const nwl_variables *variables, uint32_t index)
{
    return variables->mapped.items[index]->map;
}

static bool is_of_stream(nwl_context context)
{
    return (context & (NWL_CX_STREAM | NWL_CX_STREAM_SERVER | NWL_CX_STREAM_UPSTREAM)) !=
           0;
}

static void collect(nwl_variables *v, uint32_t side, const nwl_scope *scope)
{
    const nwl_directive *opener = scope->opener.directive;
    bool is_raw = scope->context == NWL_CX_RAW && opener != NULL;
    collect_block(v, side, scope);
    if (opener != NULL)
        collect_regexes(v, side, opener);
    for (uint32_t i = 0; i < scope->site_count; i++) {
        const nwl_directive *directive = scope->sites[i].directive;
        if (is_raw) {
            collect_line(v, side, opener->id, directive);
            continue;
        }
        collect_opaque(v, side, directive);
        collect_regexes(v, side, directive);
    }
}

nwl_variables *nwl_variables_new(nwl_arena *arena, const nwl_scope *top)
{
    nwl_variables *v = NWL_NEW(arena, nwl_variables);
    *v = (nwl_variables){.arena = arena,
                         .by_name = {nwl_map_new(arena), nwl_map_new(arena)}};
    for (const nwl_scope *s = top; s != NULL; s = nwl_scope_following(s, top)) {
        const nwl_scope *parent = s->parent;
        if (s->settings != NULL || (parent != NULL && parent->settings != NULL))
            collect(v, HTTP, s);
        else if (is_of_stream(s->context) ||
                 (parent != NULL && is_of_stream(parent->context)))
            collect(v, STREAM, s);
        if (s->settings != NULL)
            collect_sets(v, s);
    }
    if (v->steps.count > 1)
        qsort(v->steps.items, v->steps.count, sizeof(*v->steps.items), by_home);
    return v;
}
