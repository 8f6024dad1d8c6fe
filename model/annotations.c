#include "model/annotations.h"

#include "parser/parser.h"
#include "model/directive.h"

typedef struct file_annotations {
    const nwl_tree *tree;
    nwl_annotation_list all;
    nwl_annotation_list of_websockets; // those that say whether there is one
} file_annotations;

struct nwl_annotations {
    const nwl_configuration *configuration;
    file_annotations *files; // of each file of the configuration, then of each neighbour
};

static const nwl_annotation_word WORDS[] = {
#define NWL_ANNOTATION(id, word, argument, help)                                         \
    {NWL_TEXT(word), NWL_TEXT(argument), NWL_TEXT(help)},
#include "model/annotations.def"
};

uint32_t nwl_annotation_word_count(void)
{
    return (uint32_t)(sizeof(WORDS) / sizeof(WORDS[0]));
}

const nwl_annotation_word *nwl_annotation_word_at(uint32_t index)
{
    return &WORDS[index];
}

// ---- the words of a comment ---------------------------------------------------------------

static const nwl_str MARK = NWL_TEXT("nginx-wslint:");

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

// The length of the first word of a text, which ends at white space, and behind its first '='.
static size_t word_length(nwl_str text)
{
    size_t end = 0;
    while (end < text.len && !is_blank(text.ptr[end])) {
        if (text.ptr[end++] == '=')
            break;
    }
    return end;
}

// The length of the list of names at the beginning of a text: a comma, with white space around it or not, goes on.
static size_t list_length(nwl_str text)
{
    size_t end = 0, at = 0;
    while (at < text.len) {
        while (at < text.len && !is_blank(text.ptr[at]) && text.ptr[at] != ',')
            at++;
        end = at;
        while (at < text.len && is_blank(text.ptr[at]))
            at++;
        if (at == text.len || text.ptr[at] != ',')
            break;
        end = ++at;
        while (at < text.len && is_blank(text.ptr[at]))
            at++;
    }
    return end;
}

// People set a reason off from the rules: "-- because", ": because".
static nwl_str reason_in(nwl_str text)
{
    static const nwl_str BETWEEN = NWL_TEXT("-: \t");
    while (text.len > 0 && nwl_str_find(BETWEEN, text.ptr[0], 0) < BETWEEN.len)
        text = nwl_str_from(text, 1);
    return nwl_str_trim(text);
}

static nwl_annotation_kind kind_of(nwl_str word)
{
    for (uint32_t i = 0; i < nwl_annotation_word_count(); i++) {
        if (nwl_str_eq(word, WORDS[i].word))
            return (nwl_annotation_kind)(i + 1);
    }
    return NWL_ANNOTATION_NONE;
}

bool nwl_annotation_parse(nwl_str comment, nwl_annotation *annotation)
{
    size_t begin = 0;
    while (begin < comment.len && comment.ptr[begin] == '#')
        begin++;
    while (begin < comment.len && is_blank(comment.ptr[begin]))
        begin++;
    nwl_str text = nwl_str_from(comment, begin);
    if (!nwl_str_starts_with(text, MARK))
        return false;
    text = nwl_str_trim(nwl_str_from(text, MARK.len));
    nwl_annotation found = {.comment = comment};
    found.word = nwl_str_slice(text, 0, word_length(text));
    found.kind = kind_of(found.word);
    text = nwl_str_from(text, found.word.len);
    if (found.kind != NWL_ANNOTATION_CONTEXT)
        text = nwl_str_trim(text);
    found.list = nwl_str_slice(text, 0, list_length(text));
    found.reason = reason_in(nwl_str_from(text, found.list.len));
    *annotation = found;
    return true;
}

bool nwl_annotation_suppresses(const nwl_annotation *annotation)
{
    return annotation->kind == NWL_ANNOTATION_IGNORE ||
           annotation->kind == NWL_ANNOTATION_IGNORE_FILE;
}

bool nwl_annotation_next(nwl_str *list, nwl_str *name)
{
    while (nwl_str_cut(list, ',', name)) {
        *name = nwl_str_trim(*name);
        if (name->len > 0)
            return true;
    }
    return false;
}

nwl_span nwl_annotation_span(const nwl_annotation *annotation, nwl_str part)
{
    if (part.len == 0)
        return annotation->at;
    uint32_t begin =
        annotation->at.range.begin + (uint32_t)(part.ptr - annotation->comment.ptr);
    return (nwl_span){annotation->at.file, {begin, begin + (uint32_t)part.len}};
}

// ---- the line that a comment speaks of ----------------------------------------------------

// The line that holds offset, with its end; a last line without one gets it all the same.
static nwl_range line_at(nwl_str text, size_t offset)
{
    size_t begin = offset;
    while (begin > 0 && text.ptr[begin - 1] != '\n')
        begin--;
    size_t end = nwl_str_find(text, '\n', offset) + 1;
    return (nwl_range){(uint32_t)begin, (uint32_t)end};
}

// The line below the comment that ends at end.
static nwl_range line_below(nwl_str text, uint32_t end)
{
    const nwl_range nothing = {end, end};
    if (end >= text.len)
        return nothing;
    nwl_range line = line_at(text, end + 1);
    bool is_empty = nwl_str_trim(nwl_str_slice(text, line.begin, line.end)).len == 0;
    return is_empty ? nothing : line;
}

// Whether a comment stands on a line of its own, right below the line that ends at end.
static bool stands_below(nwl_str text, const nwl_comment *comment, uint32_t end)
{
    nwl_str between = nwl_str_slice(text, (size_t)end + 1, comment->range.begin);
    return comment->own_line && nwl_str_find(between, '\n', 0) == between.len;
}

// ---- collecting ---------------------------------------------------------------------------

// What the comments of one file are read with.
typedef struct collecting {
    nwl_arena *arena;
    nwl_str text;
    uint32_t file;
    file_annotations *found;
} collecting;

static nwl_str comment_text(nwl_str text, const nwl_comment *comment)
{
    return nwl_str_slice(text, comment->range.begin, comment->range.end);
}

static void collect(const collecting *c)
{
    const nwl_tree *tree = c->found->tree;
    for (uint32_t i = 0; i < tree->comments.count; i++) {
        const nwl_comment *comment = &tree->comments.items[i];
        nwl_annotation found;
        if (!nwl_annotation_parse(comment_text(c->text, comment), &found))
            continue;
        found.at = (nwl_span){c->file, comment->range};
        *NWL_PUSH(c->arena, &c->found->all) = found;
    }
}

// From the last comment to the first, so that the line below a pile of comments is looked for once.
static void find_lines(const collecting *c)
{
    const nwl_tree *tree = c->found->tree;
    uint32_t next = c->found->all.count;
    nwl_range below = {0};
    for (uint32_t i = tree->comments.count; next > 0; i--) {
        const nwl_comment *comment = &tree->comments.items[i - 1];
        bool goes_on = i < tree->comments.count &&
                       stands_below(c->text, comment + 1, comment->range.end);
        if (!goes_on)
            below = line_below(c->text, comment->range.end);
        nwl_annotation *annotation = &c->found->all.items[next - 1];
        if (annotation->at.range.begin != comment->range.begin)
            continue;
        annotation->line =
            comment->own_line ? below : line_at(c->text, comment->range.begin);
        next--;
    }
}

static void collect_of_websockets(const collecting *c)
{
    for (uint32_t i = 0; i < c->found->all.count; i++) {
        const nwl_annotation *annotation = &c->found->all.items[i];
        if (annotation->kind == NWL_ANNOTATION_WEBSOCKET ||
            annotation->kind == NWL_ANNOTATION_HTTP_ONLY)
            *NWL_PUSH(c->arena, &c->found->of_websockets) = *annotation;
    }
}

static void read_file(nwl_arena *arena, const nwl_configuration *configuration,
                      uint32_t file, const nwl_tree *tree, file_annotations *found)
{
    collecting c = {arena, configuration->files->items.items[file]->text, file, found};
    found->tree = tree;
    collect(&c);
    find_lines(&c);
    collect_of_websockets(&c);
}

// nginx does not read it, and so nobody has parsed it.
static void read_neighbour(nwl_arena *arena, const nwl_configuration *configuration,
                           uint32_t file, file_annotations *found)
{
    nwl_str text = configuration->files->items.items[file]->text;
    nwl_tree *tree = NWL_NEW(arena, nwl_tree);
    if (nwl_str_contains(text, MARK))
        *tree = nwl_parse(arena, file, text, nwl_directive_word);
    read_file(arena, configuration, file, tree, found);
}

const nwl_annotations *nwl_annotations_new(nwl_arena *arena,
                                           const nwl_configuration *configuration)
{
    const nwl_configuration *c = configuration;
    nwl_annotations *annotations = NWL_NEW(arena, nwl_annotations);
    annotations->configuration = c;
    annotations->files =
        NWL_NEW_ARRAY(arena, file_annotations, c->file_count + c->neighbours.count);
    for (uint32_t i = 0; i < c->file_count; i++)
        read_file(arena, c, c->first_file + i,
                  &c->files->items.items[c->first_file + i]->tree,
                  &annotations->files[i]);
    for (uint32_t i = 0; i < c->neighbours.count; i++) {
        uint32_t file = c->neighbours.items[i].file;
        read_neighbour(arena, c, file, &annotations->files[file - c->first_file]);
    }
    return annotations;
}

// ---- asking -------------------------------------------------------------------------------

const nwl_annotation_list *nwl_annotations_in(const nwl_annotations *annotations,
                                              uint32_t file, const nwl_tree **tree)
{
    const file_annotations *found =
        &annotations->files[file - annotations->configuration->first_file];
    *tree = found->tree;
    return &found->all;
}

// The number of annotations whose line begins before offset.
static uint32_t count_before(const nwl_annotation_list *list, uint32_t offset)
{
    uint32_t low = 0, high = list->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list->items[middle].line.begin < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

nwl_annotation_kind nwl_annotations_of(const nwl_annotations *annotations,
                                       const nwl_directive *directive)
{
    if (directive == NULL)
        return NWL_ANNOTATION_NONE;
    const nwl_annotation_list *list =
        &annotations->files[directive->file - annotations->configuration->first_file]
             .of_websockets;
    uint32_t before = count_before(list, directive->range.end);
    bool speaks = before > 0 && list->items[before - 1].line.end > directive->range.begin;
    return speaks ? list->items[before - 1].kind : NWL_ANNOTATION_NONE;
}

// ---- contexts -----------------------------------------------------------------------------

// A block on its own: "location", or "http.location" in full.
static nwl_context named(nwl_str name)
{
    for (uint32_t bit = 1; bit < NWL_CX_RAW; bit <<= 1) {
        nwl_str known = nwl_context_name((nwl_context)bit);
        size_t dot = nwl_str_find_last(known, '.');
        if (nwl_str_eq(name, known) ||
            (dot < known.len && nwl_str_eq(name, nwl_str_from(known, dot + 1))))
            return (nwl_context)bit;
    }
    return (nwl_context)0;
}

nwl_context nwl_context_named(nwl_str list)
{
    nwl_str name;
    nwl_context context = (nwl_context)0;
    while (nwl_str_cut(&list, ',', &name)) {
        name = nwl_str_trim(name);
        context = context == 0 ? named(name)
                               : nwl_context_inside(context, nwl_directive_lookup(name));
        if (context == 0 || context == NWL_CX_RAW)
            return (nwl_context)0;
    }
    return context;
}

nwl_context nwl_annotated_context(const nwl_file *file)
{
    for (uint32_t i = 0; i < file->tree.comments.count; i++) {
        nwl_annotation said;
        nwl_str comment = comment_text(file->text, &file->tree.comments.items[i]);
        if (nwl_annotation_parse(comment, &said) && said.kind == NWL_ANNOTATION_CONTEXT)
            return nwl_context_named(said.list);
    }
    return (nwl_context)0;
}
