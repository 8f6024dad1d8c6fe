#include "model/annotations.h"

typedef struct note {
    nwl_range range;
    bool own_line;
    nwl_annotation_kind kind;
} note;

typedef struct file_notes {
    NWL_ARRAY(note) items; // in order
} file_notes;

struct nwl_annotations {
    const nwl_configuration *configuration;
    file_notes *files; // one for each file of the configuration
};

nwl_str nwl_annotation_text(nwl_str comment)
{
    static const char MARK[] = "nginx-wslint:";
    nwl_str text = comment;
    while (nwl_str_starts_with(text, NWL_STR("#")))
        text = nwl_str_from(text, 1);
    text = nwl_str_trim(text);
    if (!nwl_str_starts_with(text, nwl_str_of(MARK)))
        return NWL_STR("");
    return nwl_str_trim(nwl_str_from(text, sizeof(MARK) - 1));
}

// The first word of what an annotation says.
static nwl_str keyword(nwl_str text)
{
    size_t end = 0;
    while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '\t')
        end++;
    return nwl_str_slice(text, 0, end);
}

static nwl_annotation_kind kind_of(nwl_str text)
{
    nwl_str word = keyword(text);
    if (nwl_str_eq(word, NWL_STR("websocket")))
        return NWL_ANNOTATION_WEBSOCKET;
    if (nwl_str_eq(word, NWL_STR("http-only")))
        return NWL_ANNOTATION_HTTP_ONLY;
    return NWL_ANNOTATION_NONE;
}

static nwl_str comment_text(const nwl_file *file, const nwl_comment *comment)
{
    return nwl_str_slice(file->text, comment->range.begin, comment->range.end);
}

static void collect(nwl_arena *arena, const nwl_file *file, file_notes *notes)
{
    for (uint32_t i = 0; i < file->tree.comments.count; i++) {
        const nwl_comment *comment = &file->tree.comments.items[i];
        nwl_annotation_kind kind =
            kind_of(nwl_annotation_text(comment_text(file, comment)));
        if (kind != NWL_ANNOTATION_NONE)
            *NWL_PUSH(arena, &notes->items) =
                (note){comment->range, comment->own_line, kind};
    }
}

const nwl_annotations *nwl_annotations_new(nwl_arena *arena,
                                           const nwl_configuration *configuration)
{
    nwl_annotations *annotations = NWL_NEW(arena, nwl_annotations);
    annotations->configuration = configuration;
    annotations->files = NWL_NEW_ARRAY(arena, file_notes, configuration->file_count);
    for (uint32_t i = 0; i < configuration->file_count; i++)
        collect(arena, configuration->files->items.items[configuration->first_file + i],
                &annotations->files[i]);
    return annotations;
}

static uint32_t line_breaks(nwl_str text, size_t begin, size_t end)
{
    uint32_t count = 0;
    for (size_t at = nwl_str_find(text, '\n', begin); at < end && at < text.len;
         at = nwl_str_find(text, '\n', at + 1))
        count++;
    return count;
}

static bool speaks_of(const note *n, nwl_str text, nwl_range directive)
{
    if (n->range.begin >= directive.end)
        return line_breaks(text, directive.end, n->range.begin) == 0;
    return n->own_line && n->range.end <= directive.begin &&
           line_breaks(text, n->range.end, directive.begin) == 1;
}

// The index of the first note at or behind offset.
static uint32_t first_behind(const file_notes *notes, uint32_t offset)
{
    uint32_t low = 0, high = notes->items.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (notes->items.items[middle].range.begin < offset)
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
    const nwl_configuration *configuration = annotations->configuration;
    const file_notes *notes =
        &annotations->files[directive->file - configuration->first_file];
    nwl_str text = configuration->files->items.items[directive->file]->text;
    uint32_t behind = first_behind(notes, directive->range.end);
    if (behind < notes->items.count &&
        speaks_of(&notes->items.items[behind], text, directive->range))
        return notes->items.items[behind].kind;
    uint32_t before = first_behind(notes, directive->range.begin);
    if (before > 0 && speaks_of(&notes->items.items[before - 1], text, directive->range))
        return notes->items.items[before - 1].kind;
    return NWL_ANNOTATION_NONE;
}

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
        nwl_str said =
            nwl_annotation_text(comment_text(file, &file->tree.comments.items[i]));
        if (nwl_str_starts_with(said, NWL_STR("context=")))
            return nwl_context_named(keyword(nwl_str_from(said, 8)));
    }
    return (nwl_context)0;
}
