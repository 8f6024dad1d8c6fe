#include "rules/engine.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/digest.h"
#include "source/path.h"
#include "rules/pass.h"

static void visit_files(nwl_pass *pass)
{
    const nwl_configuration *c = pass->model->configuration;
    for (uint32_t i = c->first_file; i < c->first_file + c->file_count; i++) {
        const nwl_tree *tree = &c->files->items.items[i]->tree;
        const nwl_include_step *via = pass->model->first_steps[i - c->first_file];
        for (uint32_t e = 0;
             pass->rule->on_syntax_error != NULL && e < tree->errors.count; e++)
            pass->rule->on_syntax_error(pass, &tree->errors.items[e]);
        for (uint32_t n = 0; pass->rule->on_include != NULL && n < tree->includes.count;
             n++)
            pass->rule->on_include(pass, (nwl_site){tree->includes.items[n], via});
        nwl_arena_reset(pass->scratch);
    }
}

static void visit_locations(nwl_pass *pass)
{
    const nwl_model *model = pass->model;
    for (uint32_t i = 0; i < model->locations.count; i++) {
        pass->rule->on_proxied_location(pass, &model->locations.items[i]);
        nwl_arena_reset(pass->scratch);
    }
}

static void run_rule(nwl_pass *pass)
{
    uint32_t before = pass->findings->count;
    if (pass->rule->on_syntax_error != NULL || pass->rule->on_include != NULL)
        visit_files(pass);
    if (pass->rule->on_proxied_location != NULL)
        visit_locations(pass);
    for (uint32_t i = before; pass->choice.has_severity && i < pass->findings->count; i++)
        pass->findings->items[i]->severity = pass->choice.severity;
}

void nwl_engine_run(nwl_arena *arena, const nwl_model *model,
                    const nwl_engine_options *options, nwl_findings *findings)
{
    nwl_pass pass = {
        .arena = arena, .model = model, .options = options, .findings = findings};
    pass.scratch = nwl_arena_new();
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        pass.rule = nwl_rule_at(i);
        pass.choice =
            options->choices != NULL ? options->choices[i] : (nwl_rule_choice){0};
        if (!pass.choice.disabled)
            run_rule(&pass);
    }
    nwl_arena_free(pass.scratch);
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
        if (kept > 0 && is_same(&order[kept - 1], &order[i]))
            continue;
        order[kept++] = order[i];
    }
    for (uint32_t i = 0; i < kept; i++) {
        give_fingerprint(arena, files, &seen, order[i].finding);
        findings->items[i] = order[i].finding;
    }
    findings->count = kept;
}
