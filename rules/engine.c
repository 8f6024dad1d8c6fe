#include "rules/engine.h"

#include <stdlib.h>

#include "rules/fingerprint.h"
#include "rules/pass.h"

// A model, what the user decided about the rules for it, and what its comments hide.
struct nwl_judged {
    const nwl_model *model;
    nwl_engine_options options;
    nwl_visit visit;
};

static void visit_file(nwl_pass *pass, const void *place)
{
    uint32_t index = *(const uint32_t *)place;
    const nwl_configuration *c = pass->model->configuration;
    const nwl_tree *tree;
    const nwl_annotation_list *annotations =
        nwl_annotations_in(pass->model->annotations, index, &tree);
    const nwl_include_step *via = pass->model->first_steps[index - c->first_file];
    for (uint32_t i = 0; pass->rule->on_syntax_error != NULL && i < tree->errors.count;
         i++)
        pass->rule->on_syntax_error(pass, &tree->errors.items[i]);
    for (uint32_t i = 0; pass->rule->on_include != NULL && i < tree->includes.count; i++)
        pass->rule->on_include(
            pass, (nwl_site){.directive = tree->includes.items[i], .via = via});
    for (uint32_t i = 0; pass->rule->on_annotation != NULL && i < annotations->count; i++)
        pass->rule->on_annotation(pass, &annotations->items[i]);
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

static void visit_blame(nwl_pass *pass, const void *blame)
{
    pass->rule->on_blame(pass, blame);
}

static void visit_suppression(nwl_pass *pass, const void *suppression)
{
    if (pass->rule->on_suppression != NULL)
        pass->rule->on_suppression(pass, suppression);
}

typedef void (*visitor)(nwl_pass *pass, const void *place);

// Hides a finding if a comment says so.
static void suppress(nwl_pass *pass, nwl_finding *finding)
{
    nwl_suppression *suppression =
        nwl_suppressions_find(&pass->visit->suppressions, pass->index, finding);
    finding->suppression = suppression;
    if (suppression != NULL)
        suppression->use = NWL_SUPPRESSION_USED;
}

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
        finding->stops_nginx = finding->stops_nginx && finding->severity == NWL_ERROR;
        if (choice->has_severity)
            finding->severity = choice->severity;
        suppress(pass, finding);
        finding->asked =
            finding->asked || nwl_answering_for(&pass->visit->answering, finding);
        finding->fails = finding->suppression == NULL && finding->asked &&
                         fail_on != NWL_OFF && finding->severity >= fail_on;
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

// Has a rule say what it has gathered.
static void tell_blames(nwl_pass *pass)
{
    for (uint32_t i = 0; i < pass->blames.items.count; i++) {
        look(pass, nwl_blames_at(&pass->blames, i), visit_blame);
        forget(pass->visit);
    }
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
    for (uint32_t i = 0; i < all->count; i++)
        tell_blames(&all->items[i]);
}

// A pass for each rule that is not disabled everywhere.
static passes make_passes(nwl_arena *arena, nwl_judged *judged, nwl_findings *findings)
{
    passes all = {.items = NWL_NEW_ARRAY(arena, nwl_pass, nwl_rule_count())};
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        if (!nwl_chooser_disables(&judged->visit.chooser, i))
            all.items[all.count++] = (nwl_pass){.arena = arena,
                                                .visit = &judged->visit,
                                                .model = judged->model,
                                                .rule = nwl_rule_at(i),
                                                .index = i,
                                                .options = &judged->options,
                                                .findings = findings,
                                                .blames = nwl_blames_new(arena)};
    }
    return all;
}

void nwl_engine_run(nwl_arena *arena, const nwl_model *model,
                    const nwl_engine_options *options, nwl_findings *findings)
{
    nwl_judged *judged = NWL_NEW(arena, nwl_judged);
    *NWL_PUSH(arena, &findings->judged) = judged;
    judged->model = model;
    judged->options = *options;
    judged->visit = (nwl_visit){
        .scratch = nwl_arena_new(),
        .chooser = nwl_chooser_new(arena, model->configuration, &judged->options),
        .suppressions = nwl_suppressions_new(arena, model),
        .answering = nwl_answering_new(arena, model, options->given),
    };
    passes all = make_passes(arena, judged, findings);
    show_all(&all, model);
    nwl_arena_free(judged->visit.scratch);
}

// ---- suppressions -----------------------------------------------------------------------

// Whether all that nginx would read was looked at, so that what was not found is not there.
static bool is_whole(const nwl_model *model)
{
    const nwl_configuration *c = model->configuration;
    bool whole = model->context == NWL_CX_MAIN && model->gaps == 0 &&
                 !model->has_templates && !model->too_large;
    for (uint32_t i = c->first_file; whole && i < c->first_file + c->file_count; i++)
        whole = c->files->items.items[i]->tree.errors.count == 0;
    for (const nwl_scope *s = model->top; whole && s != NULL;
         s = nwl_scope_following(s, model->top))
        whole = !s->incomplete;
    return whole;
}

// Calls what has hidden nothing unused if it could have: a neighbour is not read, and a rule may be disabled in a file.
static void decide_use(nwl_judged *judged, nwl_suppression *suppression)
{
    const nwl_configuration *c = judged->model->configuration;
    uint32_t file = suppression->name.file;
    if (suppression->use == NWL_SUPPRESSION_UNDECIDED &&
        file < c->first_file + c->file_count &&
        !nwl_chooser_at(&judged->visit.chooser, suppression->rule, file)->disabled)
        suppression->use = NWL_SUPPRESSION_UNUSED;
}

// Shows the suppressions of one model to the rules: those of rules that judge suppressions themselves in the last round, as
// the others show what these hide. What is said then can not be hidden.
static void judge_suppressions(nwl_arena *arena, nwl_judged *judged,
                               nwl_findings *findings, bool last)
{
    nwl_suppressions *all = &judged->visit.suppressions;
    if (all->items.count == 0)
        return;
    if (last)
        all->by_rule = NULL;
    judged->visit.scratch = nwl_arena_new();
    passes rules = make_passes(arena, judged, findings);
    bool whole = is_whole(judged->model);
    for (uint32_t i = 0; i < all->items.count; i++) {
        nwl_suppression *suppression = all->items.items[i];
        if ((nwl_rule_at(suppression->rule)->on_suppression != NULL) != last)
            continue;
        if (whole)
            decide_use(judged, suppression);
        show(&rules, suppression, visit_suppression);
    }
    nwl_arena_free(judged->visit.scratch);
}

// The place of a suppression, the same for each root that reads its file.
static nwl_str place_key(nwl_arena *arena, const nwl_files *files,
                         const nwl_suppression *suppression)
{
    nwl_span at = suppression->name;
    return nwl_arena_format(arena, "%u %.*s", (unsigned)at.range.begin,
                            NWL_STR_FMT(files->items.items[at.file]->path));
}

static void enter_used(nwl_map *used, const nwl_files *files, const nwl_judged *judged)
{
    const nwl_suppressions *all = &judged->visit.suppressions;
    for (uint32_t i = 0; i < all->items.count; i++) {
        nwl_suppression *suppression = all->items.items[i];
        if (suppression->use == NWL_SUPPRESSION_USED)
            nwl_map_put(used, place_key(used->arena, files, suppression), suppression);
    }
}

static void mark_used(const nwl_map *used, const nwl_files *files,
                      const nwl_judged *judged)
{
    const nwl_suppressions *all = &judged->visit.suppressions;
    for (uint32_t i = 0; i < all->items.count; i++) {
        nwl_suppression *suppression = all->items.items[i];
        if (nwl_map_get(used, place_key(used->arena, files, suppression)) != NULL)
            suppression->use = NWL_SUPPRESSION_USED;
    }
}

// What a comment hides in one root is reason enough for it in all that read its file.
static void share_uses(const nwl_files *files, const nwl_findings *findings)
{
    if (findings->judged.count < 2)
        return;
    nwl_arena *scratch = nwl_arena_new();
    nwl_map used = nwl_map_new(scratch);
    for (uint32_t i = 0; i < findings->judged.count; i++)
        enter_used(&used, files, findings->judged.items[i]);
    for (uint32_t i = 0; i < findings->judged.count; i++)
        mark_used(&used, files, findings->judged.items[i]);
    nwl_arena_free(scratch);
}

static void judge_all_suppressions(nwl_arena *arena, const nwl_files *files,
                                   nwl_findings *findings)
{
    for (int round = 0; round < 2; round++) {
        share_uses(files, findings);
        for (uint32_t i = 0; i < findings->judged.count; i++)
            judge_suppressions(arena, findings->judged.items[i], findings, round == 1);
    }
}

// ---- order and identity -----------------------------------------------------------------

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
        order = (int)r->asked - (int)l->asked;
    if (order == 0)
        order = (l->suppression != NULL) - (r->suppression != NULL);
    if (order == 0)
        order = (int)r->severity - (int)l->severity;
    return order;
}

// Said twice: by two includes of one file, or by two roots. In two servers it is said of each. What is asked for and not hidden
// comes first and stays.
static bool is_same(const sortable *a, const sortable *b)
{
    const nwl_finding *l = a->finding, *r = b->finding;
    return l->rule == r->rule && l->at.range.begin == r->at.range.begin &&
           l->at.range.end == r->at.range.end && nwl_str_eq(a->path, b->path) &&
           nwl_str_eq(l->message, r->message) && nwl_str_eq(l->location, r->location) &&
           server_offset(l) == server_offset(r);
}

void nwl_engine_finish(nwl_arena *arena, const nwl_files *files, nwl_findings *findings)
{
    judge_all_suppressions(arena, files, findings);
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
    for (uint32_t i = 0; i < kept; i++)
        findings->items[i] = order[i].finding;
    findings->count = kept;
    nwl_fingerprint_give(arena, files, findings);
}
