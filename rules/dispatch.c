#include "rules/dispatch.h"

#include <stdlib.h>

#include "source/path.h"
#include "model/annotations.h"
#include "rules/pass.h"

enum {
    // So many findings of one rule in one file; one more says that there are others.
    MOST_IN_FILE = 100,
    MISPLACED = NWL_REFUSED_CONTEXT | NWL_REFUSED_BLOCK | NWL_REFUSED_NO_BLOCK,
};

typedef NWL_ARRAY(nwl_refused) refused_list;

// The directives of one scope: the simple ones, then the blocks.
typedef struct members {
    const nwl_scope *scope;
    uint32_t next_site;
    const nwl_scope *next_block;
} members;

static members members_of(const nwl_scope *scope)
{
    return (members){.scope = scope, .next_block = scope->first};
}

static bool next_member(members *m, nwl_site *site)
{
    if (m->next_site < m->scope->site_count) {
        *site = m->scope->sites[m->next_site++];
        return true;
    }
    if (m->next_block == NULL)
        return false;
    *site = m->next_block->opener;
    m->next_block = m->next_block->next;
    return true;
}

// ---- which block is it? -----------------------------------------------------------------

// Only the top of a configuration takes these, whatever else stands beside them.
static bool is_whole_configuration(const nwl_model *model)
{
    for (const nwl_scope *s = model->top->first; s != NULL; s = s->next) {
        if (nwl_context_is_of_main((nwl_directive_id)s->opener.directive->id))
            return true;
    }
    return false;
}

// The first level of the root file, as far as it is known: all bits for a file of which nobody says where it is included.
static uint32_t contexts_of_top(const nwl_model *model)
{
    const nwl_configuration *c = model->configuration;
    if (model->options.context != 0 ||
        nwl_annotated_context(c->files->items.items[c->root]) != 0)
        return model->context;
    return is_whole_configuration(model) ? NWL_CX_MAIN : NWL_CX_ANY;
}

static bool takes_all(const nwl_scope *scope, nwl_context context)
{
    members all = members_of(scope);
    nwl_site site;
    while (next_member(&all, &site)) {
        nwl_directive_id id = (nwl_directive_id)site.directive->id;
        if (id != NWL_D_UNKNOWN && !nwl_directive_allowed(id, context))
            return false;
    }
    return true;
}

// A block at the first level of a fragment may be of several kinds: "server" of http, stream and mail, "if" of a server
// and a location. The model's own choice stands unless another one fits better.
static uint32_t context_in_fragment(const nwl_scope *scope)
{
    if (takes_all(scope, scope->context))
        return scope->context;
    for (uint32_t outer = NWL_CX_MAIN; outer < NWL_CX_RAW; outer <<= 1) {
        nwl_context inner = nwl_context_inside(
            (nwl_context)outer, (nwl_directive_id)scope->opener.directive->id);
        if (inner != NWL_CX_RAW && takes_all(scope, inner))
            return inner;
    }
    return scope->context;
}

static bool is_known_here(const nwl_pass *pass, nwl_directive_id id, uint32_t contexts)
{
    uint32_t count;
    const nwl_definition *all = nwl_directive_definitions(id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_dispatch_considers(pass, &all[i], contexts))
            return true;
    }
    return false;
}

// Whether a block around scope is not there in the version that is asked for. A location is in all of them, and nothing but
// locations nests deeply.
static bool is_in_refused_block(const nwl_pass *pass, const nwl_scope *scope)
{
    if (pass->model->options.version == 0)
        return false;
    for (const nwl_scope *s = scope;
         s->parent != NULL && s->context != NWL_CX_HTTP_LOCATION; s = s->parent) {
        if (!is_known_here(pass, (nwl_directive_id)s->opener.directive->id, NWL_CX_ANY))
            return true;
    }
    return false;
}

// 0 where nothing can be said.
static uint32_t contexts_of(const nwl_pass *pass, const nwl_scope *scope, uint32_t top)
{
    if (scope->parent == NULL)
        return top;
    if (scope->context == NWL_CX_RAW || is_in_refused_block(pass, scope))
        return 0;
    if (top == NWL_CX_ANY && scope->parent->parent == NULL)
        return context_in_fragment(scope);
    return scope->context;
}

// ---- what is refused --------------------------------------------------------------------

bool nwl_dispatch_considers(const nwl_pass *pass, const nwl_definition *definition,
                            uint32_t contexts)
{
    return (definition->contexts & contexts) != 0 &&
           nwl_definition_holds_in(definition, pass->model->options.version);
}

static nwl_directive_id id_of(const nwl_directive *directive)
{
    // A file that a map includes, too, was read as lines.
    return directive->id != NWL_D_UNKNOWN ? (nwl_directive_id)directive->id
                                          : nwl_directive_lookup(directive->name);
}

static bool is_of_nginx(const nwl_definition *definition)
{
    return definition->origin == NWL_ORIGIN_CORE ||
           definition->origin == NWL_ORIGIN_BUNDLED;
}

// How far nginx gets with one definition, 0 when to the end.
static nwl_refusal compare(const nwl_definition *definition,
                           const nwl_directive *directive, uint32_t contexts)
{
    bool block = directive->ending == NWL_ENDS_WITH_BLOCK;
    if ((definition->contexts & contexts) == 0)
        return NWL_REFUSED_CONTEXT;
    if (((definition->flags & NWL_DF_BLOCK) != 0) != block)
        return block ? NWL_REFUSED_BLOCK : NWL_REFUSED_NO_BLOCK;
    return nwl_definition_takes(definition, directive->arg_count) ? 0
                                                                  : NWL_REFUSED_ARGUMENTS;
}

// What the definitions that hold come to. What nginx itself has here in another version counts more than that some module
// has the name elsewhere.
static nwl_refusal judge(const nwl_pass *pass, const nwl_directive *directive,
                         uint32_t contexts)
{
    nwl_refusal why = NWL_REFUSED_NAME;
    bool is_nginx_s = false, is_of_other_version = false;
    uint32_t count;
    const nwl_definition *all = nwl_directive_definitions(id_of(directive), &count);
    for (uint32_t i = 0; i < count; i++) {
        if (!nwl_dispatch_considers(pass, &all[i], NWL_CX_ANY)) {
            is_of_other_version =
                is_of_other_version || (all[i].contexts & contexts) != 0;
            continue;
        }
        nwl_refusal here = compare(&all[i], directive, contexts);
        if (here == 0)
            return 0;
        why = here > why ? here : why;
        is_nginx_s = is_nginx_s || is_of_nginx(&all[i]);
    }
    return why == NWL_REFUSED_CONTEXT && is_of_other_version && !is_nginx_s
               ? NWL_REFUSED_NAME
               : why;
}

// ---- what is left to others -------------------------------------------------------------

static const nwl_file *file_of(const nwl_pass *pass, const nwl_directive *directive)
{
    return pass->model->configuration->files->items.items[directive->file];
}

// Index of the first syntax error that does not end before offset at.
static uint32_t first_error(const nwl_tree *tree, uint32_t at)
{
    uint32_t begin = 0, end = tree->errors.count;
    while (begin < end) {
        uint32_t middle = begin + (end - begin) / 2;
        if (tree->errors.items[middle].at.range.begin < at)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

static bool has_error(const nwl_tree *tree, nwl_range range)
{
    uint32_t i = first_error(tree, range.begin);
    if (i < tree->errors.count && tree->errors.items[i].at.range.begin <= range.end)
        return true;
    return i > 0 && tree->errors.items[i - 1].at.range.end > range.begin;
}

// Behind the last syntax error that is listed.
static bool is_beyond_errors(const nwl_tree *tree, nwl_range range)
{
    uint32_t count = tree->errors.count;
    return count > 0 && tree->errors.items[count - 1].kind == NWL_SYNTAX_TOO_MANY &&
           tree->errors.items[count - 1].at.range.begin <= range.begin;
}

static bool is_broken(const nwl_pass *pass, const nwl_directive *directive)
{
    const nwl_tree *tree = &file_of(pass, directive)->tree;
    return directive->ending == NWL_ENDS_WITH_ERROR ||
           has_error(tree, directive->range) || is_beyond_errors(tree, directive->range);
}

static bool is_told_by_parser(const nwl_directive *directive)
{
    nwl_word_info info = nwl_directive_word(directive->name);
    return directive->ending == NWL_ENDS_WITH_BLOCK ? !info.may_be_block
                                                    : !info.may_be_simple;
}

bool nwl_dispatch_is_as_written(const nwl_pass *pass, const nwl_directive *directive)
{
    return !is_broken(pass, directive) && !nwl_pass_is_prose(pass, directive->file) &&
           !nwl_pass_has_placeholder(pass, directive);
}

static bool is_left_to_others(const nwl_pass *pass, const nwl_directive *directive)
{
    return is_told_by_parser(directive) || !nwl_dispatch_is_as_written(pass, directive);
}

// ---- the report -------------------------------------------------------------------------

// Whether the handler refuses what the dispatcher has let through.
static bool is_refused_by_handler(const nwl_pass *pass, nwl_refused *here)
{
    nwl_argument_line line = {
        .arena = pass->arena,
        .scope = here->scope,
        .directive = here->site.directive,
        .contexts = here->contexts,
        .version = pass->model->options.version,
    };
    if (!nwl_argument_refused(&line, &here->fault))
        return false;
    nwl_argument_fault other;
    line.version = 0;
    here->by_version = !nwl_argument_refused(&line, &other);
    return true;
}

static void find_in_scope(const nwl_pass *pass, refused_list *list, nwl_refused here,
                          uint32_t reasons)
{
    members all = members_of(here.scope);
    while (next_member(&all, &here.site)) {
        here.why = judge(pass, here.site.directive, here.contexts);
        if (here.why == 0 && (reasons & NWL_REFUSED_VALUE) != 0 &&
            is_refused_by_handler(pass, &here))
            here.why = NWL_REFUSED_VALUE;
        if ((here.why & reasons) != 0 && !is_left_to_others(pass, here.site.directive))
            *NWL_PUSH(pass->visit->scratch, list) = here;
    }
}

static refused_list find_all(const nwl_pass *pass, uint32_t reasons)
{
    const nwl_scope *top = pass->model->top;
    uint32_t contexts_of_root = contexts_of_top(pass->model);
    refused_list list = {0};
    for (const nwl_scope *s = top; s != NULL; s = nwl_scope_following(s, top)) {
        uint32_t contexts = contexts_of(pass, s, contexts_of_root);
        if (contexts != 0)
            find_in_scope(pass, &list, (nwl_refused){.scope = s, .contexts = contexts},
                          reasons);
    }
    return list;
}

static int by_order(const void *a, const void *b)
{
    const nwl_refused *left = a, *right = b;
    return (left->site.order > right->site.order) -
           (left->site.order < right->site.order);
}

// A brace is missing in this file, or there is one too many, so what follows may be meant for another block.
static bool is_unbalanced(const nwl_tree *tree)
{
    for (uint32_t i = 0; i < tree->errors.count; i++) {
        nwl_syntax_kind kind = tree->errors.items[i].kind;
        if (kind == NWL_SYNTAX_UNCLOSED || kind == NWL_SYNTAX_UNEXPECTED_CLOSE)
            return true;
    }
    return false;
}

// What one rule has said so far.
typedef struct record {
    nwl_map seen;     // told_key of a finding -> anything
    uint32_t *counts; // for each file of the configuration
} record;

// A mistake in the name or in a value stays the same wherever the file is included; the others are one for each kind of
// block.
typedef struct told_key {
    const nwl_directive *directive;
    uint64_t contexts;
} told_key;

static bool is_new(const nwl_pass *pass, record *told, const nwl_refused *refused)
{
    told_key *key = NWL_NEW(pass->visit->scratch, told_key);
    key->directive = refused->site.directive;
    bool anywhere = (refused->why & (NWL_REFUSED_NAME | NWL_REFUSED_VALUE)) != 0;
    key->contexts = anywhere ? 0 : refused->contexts;
    nwl_str bytes = {(const char *)key, sizeof(*key)};
    if (nwl_map_get(&told->seen, bytes) != NULL)
        return false;
    nwl_map_put(&told->seen, bytes, key);
    return true;
}

// In an unbalanced file only the first misplaced directive is worth a word: it is where nginx stops.
static void tell(nwl_pass *pass, record *told, nwl_refused *refused,
                 nwl_refused_flag flag)
{
    const nwl_directive *directive = refused->site.directive;
    uint32_t *count =
        &told->counts[directive->file - pass->model->configuration->first_file];
    bool misplaced = (refused->why & MISPLACED) != 0;
    if (*count > MOST_IN_FILE)
        return;
    refused->unbalanced = is_unbalanced(&file_of(pass, directive)->tree);
    if (refused->unbalanced && refused->why == NWL_REFUSED_VALUE &&
        refused->fault.of_nesting)
        return;
    if (refused->why == NWL_REFUSED_VALUE && refused->fault.of_websocket_scheme)
        return; // websocket-scheme-in-proxy-pass speaks of it
    if ((misplaced && refused->unbalanced && *count > 0) || !is_new(pass, told, refused))
        return;
    if (++*count <= MOST_IN_FILE)
        flag(pass, refused);
    else
        nwl_flag(pass, refused->site, NULL,
                 "more than %d mistakes of this kind; the others in this file are not "
                 "listed",
                 MOST_IN_FILE);
}

void nwl_dispatch_report(nwl_pass *pass, const nwl_scope *scope, uint32_t reasons,
                         nwl_refused_flag flag)
{
    const nwl_configuration *c = pass->model->configuration;
    if (scope->parent != NULL)
        return;
    refused_list list = find_all(pass, reasons);
    if (list.count == 0)
        return;
    qsort(list.items, list.count, sizeof(*list.items), by_order);
    record told = {.seen = nwl_map_new(pass->visit->scratch)};
    told.counts = NWL_NEW_ARRAY(pass->visit->scratch, uint32_t, c->file_count);
    for (uint32_t i = 0; i < list.count; i++)
        tell(pass, &told, &list.items[i], flag);
}

// ---- versions ---------------------------------------------------------------------------

void nwl_dispatch_note_version(nwl_pass *pass, nwl_finding *finding)
{
    nwl_str version = nwl_version_text(pass->arena, pass->model->options.version);
    nwl_finding_note(pass, finding, "judged for nginx %.*s", NWL_STR_FMT(version));
}
