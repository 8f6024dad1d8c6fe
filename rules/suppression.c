#include "rules/suppression.h"

#include "parser/parser.h"
#include "rules/engine.h"

// A line that comments speak of, and from where to where what stands on it goes.
typedef struct extent {
    nwl_range line, all;
} extent;

typedef NWL_ARRAY(extent) extents;

// ---- what a comment covers ----------------------------------------------------------------

// Each line once, however many comments speak of it.
static extents lines_of(nwl_arena *arena, const nwl_annotation_list *annotations)
{
    extents lines = {0};
    for (uint32_t i = 0; i < annotations->count; i++) {
        nwl_range line = annotations->items[i].line;
        if (lines.count == 0 || lines.items[lines.count - 1].line.begin != line.begin)
            *NWL_PUSH(arena, &lines) = (extent){line, line};
    }
    return lines;
}

static void include(extent *e, const nwl_directive *directive)
{
    uint32_t end = directive->block.end > directive->range.end ? directive->block.end
                                                               : directive->range.end;
    if (directive->range.begin < e->all.begin)
        e->all.begin = directive->range.begin;
    if (end > e->all.end)
        e->all.end = end;
}

// Lets each line go as far as the statements that it has a part of. Both come in the order of the file.
static void extend(extents *lines, const nwl_tree *tree)
{
    uint32_t first = 0;
    nwl_walk walk = nwl_walk_of(tree->first);
    while (first < lines->count && nwl_walk_next(&walk)) {
        const nwl_directive *directive = walk.directive;
        if (!walk.entering)
            continue;
        while (first < lines->count &&
               lines->items[first].line.end <= directive->range.begin)
            first++;
        for (uint32_t i = first;
             i < lines->count && lines->items[i].line.begin < directive->range.end; i++)
            include(&lines->items[i], directive);
    }
}

// From the comment on, so that what is said of the comment itself can be hidden as well.
static nwl_range covered(const nwl_annotation *annotation, const extent *e)
{
    nwl_range at = annotation->at.range;
    return (nwl_range){at.begin < e->all.begin ? at.begin : e->all.begin,
                       at.end > e->all.end ? at.end : e->all.end};
}

// ---- reading ------------------------------------------------------------------------------

// A place of the configuration as one number.
static uint64_t key_of(uint32_t file, uint32_t offset)
{
    return (uint64_t)file << 32 | offset;
}

static void add(nwl_arena *arena, nwl_suppressions *all, nwl_suppression *suppression)
{
    uint32_t file = suppression->by->at.file;
    if (all->by_rule == NULL)
        all->by_rule = NWL_NEW_ARRAY(arena, nwl_cover, nwl_rule_count());
    *NWL_PUSH(arena, &all->items) = suppression;
    nwl_cover_add(arena, &all->by_rule[suppression->rule],
                  key_of(file, suppression->covers.begin),
                  key_of(file, suppression->covers.end), suppression);
}

static void add_names(nwl_arena *arena, nwl_suppressions *all,
                      const nwl_annotation *annotation, nwl_range covers)
{
    nwl_str list = annotation->list, name;
    for (uint32_t i = 0; i < nwl_rule_count() && nwl_annotation_next(&list, &name); i++) {
        uint32_t rule = nwl_rule_index(name);
        if (rule == nwl_rule_count())
            continue;
        nwl_suppression *suppression = NWL_NEW(arena, nwl_suppression);
        *suppression = (nwl_suppression){
            .by = annotation,
            .rule = rule,
            .name = nwl_annotation_span(annotation, name),
            .covers = covers,
            .of_file = annotation->kind == NWL_ANNOTATION_IGNORE_FILE,
        };
        add(arena, all, suppression);
    }
}

static void read_file(nwl_arena *arena, const nwl_annotations *annotations, uint32_t file,
                      nwl_suppressions *all)
{
    static const nwl_range EVERYTHING = {0, UINT32_MAX};
    const nwl_tree *tree;
    const nwl_annotation_list *list = nwl_annotations_in(annotations, file, &tree);
    extents lines = lines_of(arena, list);
    uint32_t line = 0;
    extend(&lines, tree);
    for (uint32_t i = 0; i < list->count; i++) {
        const nwl_annotation *annotation = &list->items[i];
        if (annotation->line.begin != lines.items[line].line.begin)
            line++;
        if (annotation->kind == NWL_ANNOTATION_IGNORE)
            add_names(arena, all, annotation, covered(annotation, &lines.items[line]));
        else if (annotation->kind == NWL_ANNOTATION_IGNORE_FILE)
            add_names(arena, all, annotation, EVERYTHING);
    }
}

nwl_suppressions nwl_suppressions_new(nwl_arena *arena, const nwl_model *model)
{
    const nwl_configuration *c = model->configuration;
    nwl_suppressions all = {0};
    for (uint32_t i = 0; i < c->file_count + c->neighbours.count; i++)
        read_file(arena, model->annotations, c->first_file + i, &all);
    for (uint32_t i = 0; all.by_rule != NULL && i < nwl_rule_count(); i++)
        nwl_cover_settle(arena, &all.by_rule[i]);
    return all;
}

// ---- asking -------------------------------------------------------------------------------

static nwl_suppression *at(const nwl_cover *cover, nwl_span place)
{
    return nwl_cover_at(cover, key_of(place.file, place.range.begin));
}

// At one of the includes that lead to a file. What is said of the file of an include is not said of what it includes.
static nwl_suppression *on_the_way(const nwl_cover *cover, const nwl_include_step *via)
{
    for (; via != NULL; via = via->parent) {
        nwl_suppression *found =
            at(cover, (nwl_span){via->include->file, via->include->range});
        if (found != NULL && !found->of_file)
            return found;
    }
    return NULL;
}

nwl_suppression *nwl_suppressions_find(const nwl_suppressions *suppressions,
                                       uint32_t rule, const nwl_finding *finding)
{
    if (suppressions->by_rule == NULL || suppressions->by_rule[rule].ranges.count == 0)
        return NULL;
    const nwl_cover *cover = &suppressions->by_rule[rule];
    const nwl_scope *scope = finding->scope;
    nwl_suppression *found = at(cover, finding->at);
    // What is said of a line in every place of inclusion is hidden at the line alone.
    if (found != NULL || scope == NULL)
        return found;
    found = on_the_way(cover, finding->via);
    if (found == NULL && scope->opener.directive != NULL)
        found = at(cover, nwl_site_span(scope->opener));
    return found != NULL ? found : on_the_way(cover, scope->opener.via);
}
