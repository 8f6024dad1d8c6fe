#include "rules/engine.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/digest.h"
#include "source/path.h"
#include "rules/pass.h"

static void visit_file(nwl_pass *pass, const void *place)
{
    uint32_t index = *(const uint32_t *)place;
    const nwl_configuration *c = pass->model->configuration;
    const nwl_tree *tree = &c->files->items.items[index]->tree;
    const nwl_include_step *via = pass->model->first_steps[index - c->first_file];
    for (uint32_t i = 0; pass->rule->on_syntax_error != NULL && i < tree->errors.count;
         i++)
        pass->rule->on_syntax_error(pass, &tree->errors.items[i]);
    for (uint32_t i = 0; pass->rule->on_include != NULL && i < tree->includes.count; i++)
        pass->rule->on_include(
            pass, (nwl_site){.directive = tree->includes.items[i], .via = via});
}

static void visit_neighbour(nwl_pass *pass, const void *neighbour)
{
    if (pass->rule->on_neighbour != NULL)
        pass->rule->on_neighbour(pass, neighbour);
}

static void visit_scope(nwl_pass *pass, const void *scope)
{
    if (pass->rule->on_scope != NULL)
        pass->rule->on_scope(pass, scope);
}

static void visit_location(nwl_pass *pass, const void *location)
{
    if (pass->rule->on_proxied_location != NULL)
        pass->rule->on_proxied_location(pass, location);
}

typedef void (*visitor)(nwl_pass *pass, const void *place);

// Makes the findings from index first on final: what the user said of the rule stands above what the rule says.
static void settle(nwl_pass *pass, uint32_t first)
{
    nwl_severity fail_on = pass->options->fail_on;
    uint32_t kept = first;
    for (uint32_t i = first; i < pass->findings->count; i++) {
        nwl_finding *finding = pass->findings->items[i];
        const nwl_rule_choice *choice =
            nwl_chooser_at(&pass->visit->chooser, pass->index, finding->at.file);
        if (choice->disabled)
            continue;
        if (choice->has_severity)
            finding->severity = choice->severity;
        finding->fails = fail_on != NWL_OFF && finding->severity >= fail_on;
        pass->findings->items[kept++] = finding;
    }
    pass->findings->count = kept;
}

// Has one rule look at one place.
static void look(nwl_pass *pass, const void *place, visitor visit)
{
    uint32_t before = pass->findings->count;
    visit(pass, place);
    settle(pass, before);
}

typedef struct passes {
    nwl_pass *items;
    uint32_t count;
} passes;

// The diagnosis and the faults lie in scratch.
static void forget(nwl_visit *visit)
{
    visit->diagnosed = NULL;
    visit->sampled = NULL;
    visit->read = NULL;
    nwl_arena_reset(visit->scratch);
}

// Shows a place to every rule, so that what one of them works out serves the others.
static void show(const passes *all, const void *place, visitor visit)
{
    for (uint32_t i = 0; i < all->count; i++)
        look(&all->items[i], place, visit);
    if (all->count > 0)
        forget(all->items[0].visit);
}

static void show_all(const passes *all, const nwl_model *model)
{
    const nwl_configuration *c = model->configuration;
    for (uint32_t i = c->first_file; i < c->first_file + c->file_count; i++)
        show(all, &i, visit_file);
    for (uint32_t i = 0; i < c->neighbours.count; i++)
        show(all, &c->neighbours.items[i], visit_neighbour);
    for (const nwl_scope *s = model->top; s != NULL;
         s = nwl_scope_following(s, model->top))
        show(all, s, visit_scope);
    for (uint32_t i = 0; i < model->locations.count; i++)
        show(all, &model->locations.items[i], visit_location);
}

// A pass for each rule that is not disabled everywhere.
static passes make_passes(const nwl_pass *common)
{
    passes all = {.items = NWL_NEW_ARRAY(common->arena, nwl_pass, nwl_rule_count())};
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        nwl_pass pass = *common;
        pass.rule = nwl_rule_at(i);
        pass.index = i;
        if (!nwl_chooser_disables(&common->visit->chooser, i))
            all.items[all.count++] = pass;
    }
    return all;
}

void nwl_engine_run(nwl_arena *arena, const nwl_model *model,
                    const nwl_engine_options *options, nwl_findings *findings)
{
    nwl_visit visit = {
        .scratch = nwl_arena_new(),
        .chooser = nwl_chooser_new(arena, model->configuration, options),
    };
    nwl_pass common = {.arena = arena,
                       .visit = &visit,
                       .model = model,
                       .options = options,
                       .findings = findings};
    passes all = make_passes(&common);
    show_all(&all, model);
    nwl_arena_free(visit.scratch);
}

// What qsort(3) compares; the files are needed for their paths.
typedef struct sortable {
    nwl_finding *finding;
    nwl_str path;
} sortable;

// Where the server of a finding begins in its file, to tell servers apart.
static uint32_t server_offset(const nwl_finding *finding)
{
    return finding->server == NULL
               ? UINT32_MAX
               : nwl_site_span(finding->server->scope->opener).range.begin;
}

static int by_place(const void *a, const void *b)
{
    const sortable *left = a, *right = b;
    const nwl_finding *l = left->finding, *r = right->finding;
    int order = nwl_str_compare(left->path, right->path);
    if (order == 0)
        order = (l->at.range.begin > r->at.range.begin) -
                (l->at.range.begin < r->at.range.begin);
    if (order == 0)
        order = nwl_str_compare(l->rule->id, r->rule->id);
    if (order == 0)
        order = (l->at.range.end > r->at.range.end) - (l->at.range.end < r->at.range.end);
    if (order == 0)
        order = nwl_str_compare(l->message, r->message);
    if (order == 0)
        order = nwl_str_compare(l->location, r->location);
    if (order == 0)
        order =
            (server_offset(l) > server_offset(r)) - (server_offset(l) < server_offset(r));
    if (order == 0)
        order = (int)r->severity - (int)l->severity;
    return order;
}

// Said twice: by two includes of one file, or by two roots. In two servers it is said of each.
static bool is_same(const sortable *a, const sortable *b)
{
    const nwl_finding *l = a->finding, *r = b->finding;
    return l->rule == r->rule && l->at.range.begin == r->at.range.begin &&
           l->at.range.end == r->at.range.end && nwl_str_eq(a->path, b->path) &&
           nwl_str_eq(l->message, r->message) && nwl_str_eq(l->location, r->location) &&
           server_offset(l) == server_offset(r);
}

// The chain of blocks a finding stands in, as far as it is known.
static void add_context(nwl_buffer *key, const nwl_finding *finding)
{
    nwl_buffer_add(key, NWL_STR("server"));
    for (uint32_t i = 0; finding->server != NULL && i < finding->server->name_count;
         i++) {
        nwl_buffer_add_char(key, ' ');
        nwl_buffer_add(key, finding->server->names[i]);
    }
    nwl_buffer_add(key, NWL_STR(" > location "));
    nwl_buffer_add(key, finding->location);
}

// The bytes of text with every run of white space as one space.
static void add_normalised(nwl_buffer *key, nwl_str text)
{
    bool in_space = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!space)
            nwl_buffer_add_char(key, c);
        else if (!in_space)
            nwl_buffer_add_char(key, ' ');
        in_space = space;
    }
}

// Identity without line numbers: rule, path, blocks, text, and an ordinal among findings alike in all of these.
static void give_fingerprint(nwl_arena *arena, const nwl_files *files, nwl_map *seen,
                             nwl_finding *finding)
{
    nwl_buffer key = nwl_buffer_new(NULL);
    const nwl_file *file = files->items.items[finding->at.file];
    nwl_buffer_format(&key, "v1%c%s%c", '\0', finding->rule->id.ptr, '\0');
    bool inside = nwl_path_is_below(file->path, file->base);
    nwl_buffer_add(&key, nwl_str_from(file->path, inside ? file->base.len : 0));
    nwl_buffer_add_char(&key, '\0');
    add_context(&key, finding);
    nwl_buffer_add_char(&key, '\0');
    add_normalised(
        &key, nwl_str_slice(file->text, finding->at.range.begin, finding->at.range.end));
    nwl_str text = nwl_arena_copy(arena, nwl_buffer_text(&key));
    uintptr_t ordinal = (uintptr_t)nwl_map_get(seen, text) + 1;
    nwl_map_put(seen, text, (void *)ordinal);
    nwl_buffer_format(&key, "%c%zu", '\0', (size_t)ordinal);
    finding->fingerprint = nwl_digest_short(arena, nwl_buffer_text(&key));
    nwl_buffer_free(&key);
}

void nwl_engine_finish(nwl_arena *arena, const nwl_files *files, nwl_findings *findings)
{
    nwl_map seen = nwl_map_new(arena);
    sortable *order = NWL_NEW_ARRAY(arena, sortable, findings->count);
    uint32_t count = findings->count, kept = 0;
    for (uint32_t i = 0; i < count; i++)
        order[i] = (sortable){findings->items[i],
                              files->items.items[findings->items[i]->at.file]->path};
    if (count > 1)
        qsort(order, count, sizeof(*order), by_place);
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || !is_same(&order[kept - 1], &order[i]))
            order[kept++] = order[i];
        else if (order[i].finding->fails)
            order[kept - 1].finding->fails = true;
    }
    for (uint32_t i = 0; i < kept; i++) {
        give_fingerprint(arena, files, &seen, order[i].finding);
        findings->items[i] = order[i].finding;
    }
    findings->count = kept;
}
