#include "rules/dependents.h"

#include "base/array.h"
#include "model/usage.h"
#include "model/variables.h"

// A variable that is made of another one.
typedef struct made {
    const nwl_variable *variable;
    const struct made *next;
} made;

typedef struct finder {
    nwl_arena *arena;
    const nwl_variables *variables;
    nwl_map made_of; // addresses of variables -> what is made of them
    nwl_map reached; // addresses of variables
    NWL_ARRAY(const nwl_variable *) pending;
    const nwl_variable *defined; // by what is being read
    bool takes;                  // what is being read takes a variable that is reached
    nwl_map lines;
} finder;

// ---- what is made of what ---------------------------------------------------------------

static void note_made(void *state, const nwl_usage *usage)
{
    finder *f = state;
    const nwl_variable *of = nwl_variables_find(f->variables, usage->name);
    if (of == NULL || f->defined == NULL)
        return;
    made *entry = NWL_NEW(f->arena, made);
    *entry = (made){f->defined, nwl_map_get_at(&f->made_of, of)};
    nwl_map_put_at(&f->made_of, of, entry);
}

static void read_sets(finder *f, const nwl_scope *scope)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(scope, NWL_D_set, &count);
    for (uint32_t i = 0; scope->settings != NULL && i < count; i++) {
        nwl_str name = nwl_directive_arg(sites[i].directive, 0);
        f->defined = nwl_variables_find(f->variables, nwl_str_from(name, 1));
        nwl_usages_of_line(scope, sites[i], note_made, f);
    }
}

static void read_map(finder *f, const nwl_scope *block)
{
    nwl_usages_of_opener(block, note_made, f);
    for (uint32_t i = 0; i < block->site_count; i++)
        nwl_usages_of_map_line(block, block->sites[i], note_made, f);
}

// ---- what is reached --------------------------------------------------------------------

static void reach(finder *f, const nwl_variable *variable)
{
    if (nwl_map_get_at(&f->reached, variable) != NULL)
        return;
    nwl_map_put_at(&f->reached, variable, f);
    *NWL_PUSH(f->arena, &f->pending) = variable;
}

static void reach_all(finder *f)
{
    while (f->pending.count > 0) {
        const nwl_variable *next = f->pending.items[--f->pending.count];
        for (const made *m = nwl_map_get_at(&f->made_of, next); m != NULL; m = m->next)
            reach(f, m->variable);
    }
}

// ---- lines ------------------------------------------------------------------------------

static void note_taken(void *state, const nwl_usage *usage)
{
    finder *f = state;
    const nwl_variable *taken = nwl_variables_find(f->variables, usage->name);
    f->takes = f->takes || (taken != NULL && nwl_map_get_at(&f->reached, taken) != NULL);
}

static nwl_str key_of(const nwl_span *at)
{
    return (nwl_str){(const char *)at, sizeof(*at)};
}

static void enter(finder *f, nwl_site line)
{
    nwl_span *at = NWL_NEW(f->arena, nwl_span);
    *at = nwl_site_span(line);
    nwl_map_put(&f->lines, key_of(at), f);
}

static void read_lines(finder *f, const nwl_scope *scope)
{
    bool is_if =
        (scope->context & (NWL_CX_HTTP_SERVER_IF | NWL_CX_HTTP_LOCATION_IF)) != 0;
    f->takes = false;
    if (is_if)
        nwl_usages_of_opener(scope, note_taken, f);
    bool if_takes = f->takes;
    for (uint32_t i = 0; i < scope->site_count; i++) {
        f->takes = if_takes;
        nwl_usages_of_line(scope, scope->sites[i], note_taken, f);
        if (f->takes)
            enter(f, scope->sites[i]);
    }
}

nwl_map nwl_dependents_find(nwl_arena *arena, const nwl_model *model,
                            nwl_is_source *is_source, void *state)
{
    finder f = {.arena = arena,
                .variables = model->variables,
                .made_of = nwl_map_new(arena),
                .reached = nwl_map_new(arena),
                .lines = nwl_map_new(arena)};
    for (const nwl_scope *s = model->top; s != NULL;
         s = nwl_scope_following(s, model->top)) {
        f.defined = nwl_variables_find(f.variables, nwl_variables_defined_by(s));
        read_sets(&f, s);
        if (f.defined == NULL)
            continue;
        read_map(&f, s);
        if (is_source(state, s))
            reach(&f, f.defined);
    }
    reach_all(&f);
    for (const nwl_scope *s = model->top; f.reached.count > 0 && s != NULL;
         s = nwl_scope_following(s, model->top)) {
        if (s->settings != NULL)
            read_lines(&f, s);
    }
    return f.lines;
}

bool nwl_dependents_have(const nwl_map *dependents, nwl_span at)
{
    return nwl_map_get(dependents, key_of(&at)) != NULL;
}
