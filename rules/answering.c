#include "rules/answering.h"

#include "model/entries.h"
#include "rules/dependents.h"

// ---- files ------------------------------------------------------------------------------

static const bool *find_given(nwl_arena *arena, const nwl_configuration *c,
                              const nwl_map *paths)
{
    uint32_t count = c->file_count + c->neighbours.count;
    bool *given = NWL_NEW_ARRAY(arena, bool, count);
    for (uint32_t i = 0; i < count; i++) {
        const nwl_file *file = c->files->items.items[c->first_file + i];
        given[i] = nwl_map_get(paths, file->path) != NULL ||
                   nwl_map_get(paths, file->name) != NULL;
    }
    return given;
}

static bool is_given(const nwl_answering *a, uint32_t file)
{
    return file != NWL_NO_FILE && a->given[file - a->configuration->first_file];
}

// ---- ways -------------------------------------------------------------------------------

static bool comes_through(nwl_answering *a, const nwl_include_step *via)
{
    static const bool NO = false, YES = true;
    const bool *answer = NULL;
    const nwl_include_step *end = via;
    while (end != NULL && answer == NULL) {
        answer = is_given(a, end->target->file) ? &YES : nwl_map_get_at(&a->steps, end);
        end = answer == NULL ? end->parent : end;
    }
    answer = answer != NULL ? answer : &NO;
    for (const nwl_include_step *step = via; step != end; step = step->parent)
        nwl_map_put_at(&a->steps, step, (void *)(uintptr_t)answer);
    return *answer;
}

static bool is_at(nwl_answering *a, nwl_span at, const nwl_include_step *via)
{
    return is_given(a, at.file) || comes_through(a, via);
}

bool nwl_answering_for_site(nwl_answering *a, nwl_site site)
{
    return a->given == NULL ||
           (site.directive != NULL && is_at(a, nwl_site_span(site), site.via));
}

// ---- blocks -----------------------------------------------------------------------------

// Blocks in which lines of many kinds meet, most of which say nothing of how requests are handed on.
static const uint32_t MIXED = NWL_CX_MAIN | NWL_CX_HTTP | NWL_CX_HTTP_SERVER;

static bool hands_on(nwl_str module)
{
    static const nwl_str MODULES[] = {
        NWL_TEXT("ngx_http_proxy_module"),   NWL_TEXT("ngx_http_uwsgi_module"),
        NWL_TEXT("ngx_http_scgi_module"),    NWL_TEXT("ngx_http_grpc_module"),
        NWL_TEXT("ngx_http_fastcgi_module"), NWL_TEXT("ngx_http_rewrite_module")};
    for (size_t i = 0; i < sizeof(MODULES) / sizeof(MODULES[0]); i++) {
        if (nwl_str_eq(module, MODULES[i]))
            return true;
    }
    return false;
}

// Whether a directive says which requests come to a block, or how they are handed on.
static bool steers(nwl_directive_id id)
{
    uint32_t count;
    const nwl_definition *definitions = nwl_directive_definitions(id, &count);
    if (id == NWL_D_listen || id == NWL_D_server_name || id == NWL_D_try_files)
        return true;
    for (uint32_t i = 0; i < NWL_SETTING_COUNT; i++) {
        if (nwl_setting_directives[i] == id)
            return true;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (hands_on(definitions[i].module))
            return true;
    }
    return false;
}

// A file without a single line may have had some: the change has taken them away.
static bool includes_emptied(const nwl_answering *a, const nwl_include *include)
{
    for (uint32_t i = 0; include != NULL && i < include->target_count; i++) {
        const nwl_include_target *target = &include->targets[i];
        if (target->state == NWL_TARGET_READ && is_given(a, target->file) &&
            a->configuration->files->items.items[target->file]->tree.first == NULL)
            return true;
    }
    return false;
}

static bool takes_lines(const nwl_answering *a, const nwl_scope *scope)
{
    bool is_mixed = (scope->context & MIXED) != 0;
    for (uint32_t i = 0; i < scope->site_count; i++) {
        const nwl_directive *d = scope->sites[i].directive;
        if (includes_emptied(a, d->include))
            return true;
        if (is_given(a, d->file) && (!is_mixed || steers((nwl_directive_id)d->id)))
            return true;
    }
    return false;
}

// A path that a location does not take any more, or a socket that it does not carry any more, is left to the catch-all.
static void find_catch_alls(nwl_answering *a, const nwl_scope *server)
{
    bool has_given = false;
    for (const nwl_scope *s = server->first; s != NULL && !has_given; s = s->next)
        has_given =
            s->context == NWL_CX_HTTP_LOCATION && nwl_answering_for_site(a, s->opener);
    for (const nwl_scope *s = server->first; s != NULL && has_given; s = s->next) {
        if (s->context == NWL_CX_HTTP_LOCATION && nwl_is_catch_all(s))
            nwl_map_put_at(&a->blocks, s, a);
    }
}

// Blocks around come first, and what they take counts inside.
static void find_blocks(nwl_answering *a, const nwl_scope *top)
{
    for (const nwl_scope *s = top; s != NULL; s = nwl_scope_following(s, top)) {
        bool inherits =
            s->parent != NULL && nwl_map_get_at(&a->blocks, s->parent) != NULL;
        if (inherits || takes_lines(a, s))
            nwl_map_put_at(&a->blocks, s, a);
        else if (s->context == NWL_CX_HTTP_SERVER)
            find_catch_alls(a, s);
    }
}

static bool is_about_given(nwl_answering *a, const nwl_scope *scope)
{
    return scope != NULL && (nwl_map_get_at(&a->blocks, scope) != NULL ||
                             nwl_answering_for_site(a, scope->opener));
}

static bool is_source(void *answering, const nwl_scope *block)
{
    return is_about_given(answering, block);
}

// ---- findings ---------------------------------------------------------------------------

nwl_answering nwl_answering_new(nwl_arena *arena, const nwl_model *model,
                                const nwl_map *given)
{
    nwl_answering a = {.configuration = model->configuration};
    if (given == NULL)
        return a;
    a.given = find_given(arena, model->configuration, given);
    a.steps = nwl_map_new(arena);
    a.blocks = nwl_map_new(arena);
    find_blocks(&a, model->top);
    a.dependents = nwl_dependents_find(arena, model, is_source, &a);
    return a;
}

bool nwl_answering_for(nwl_answering *a, const nwl_finding *finding)
{
    if (a->given == NULL || finding->stops_nginx || is_at(a, finding->at, finding->via) ||
        is_about_given(a, finding->scope) ||
        nwl_dependents_have(&a->dependents, finding->at))
        return true;
    for (uint32_t i = 0; i < finding->related.count; i++) {
        if (is_at(a, finding->related.items[i].at, finding->related.items[i].via))
            return true;
    }
    return false;
}
