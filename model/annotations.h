// What comments say to the linter: "# nginx-wslint: websocket", "# nginx-wslint: ignore RULE REASON", …; annotations.def is
// the only list.
#ifndef NWL_MODEL_ANNOTATIONS_H
#define NWL_MODEL_ANNOTATIONS_H

#include "parser/load.h"
#include "model/context.h"

typedef enum nwl_annotation_kind {
    NWL_ANNOTATION_NONE, // a word that is none of them, or no word
#define NWL_ANNOTATION(id, word, argument, help) NWL_ANNOTATION_##id,
#include "model/annotations.def"
} nwl_annotation_kind;

// A line of annotations.def.
typedef struct nwl_annotation_word {
    nwl_str word, argument, help;
} nwl_annotation_word;

uint32_t nwl_annotation_word_count(void);
const nwl_annotation_word *nwl_annotation_word_at(uint32_t index);

// What one comment says. Its texts are parts of the comment.
//
// It speaks of a line: of its own, or when it stands on a line of its own of the one below it and the comments that follow
// it. That is empty when the line below is blank.
typedef struct nwl_annotation {
    nwl_annotation_kind kind;
    nwl_str comment; // from '#' on
    nwl_str word;    // the first one; up to '=' if it has one
    nwl_str list;    // of what names rules: "RULE, RULE"
    nwl_str reason;  // what follows
    nwl_span at;     // of the comment
    nwl_range line;  // with its end
} nwl_annotation;

typedef NWL_ARRAY(nwl_annotation) nwl_annotation_list;

// Whether it hides what rules find.
bool nwl_annotation_suppresses(const nwl_annotation *annotation);

// Takes the next of the names, separated by commas, off *list. False when there is none.
bool nwl_annotation_next(nwl_str *list, nwl_str *name);

// The place of a part of its comment, of all of it when the part is empty.
nwl_span nwl_annotation_span(const nwl_annotation *annotation, nwl_str part);

typedef struct nwl_annotations nwl_annotations;

// Collects them from every file of a configuration, in arena, also from its neighbours.
const nwl_annotations *nwl_annotations_new(nwl_arena *arena,
                                           const nwl_configuration *configuration);

// Those of a file, in order; *tree is that of the file.
const nwl_annotation_list *nwl_annotations_in(const nwl_annotations *annotations,
                                              uint32_t file, const nwl_tree **tree);

// Whether a directive carries a WebSocket by what a comment on its line or above it says: NWL_ANNOTATION_WEBSOCKET,
// NWL_ANNOTATION_HTTP_ONLY or NWL_ANNOTATION_NONE.
nwl_annotation_kind nwl_annotations_of(const nwl_annotations *annotations,
                                       const nwl_directive *directive);

// Reads what a comment, from '#' on, says to the linter into *annotation, but for its place. False for any other comment.
bool nwl_annotation_parse(nwl_str comment, nwl_annotation *annotation);

// The context a file says it is for; 0 when it says none.
nwl_context nwl_annotated_context(const nwl_file *file);

// The context that a list such as "http,server" or "location" ends in; 0 when a name is wrong.
nwl_context nwl_context_named(nwl_str list);

#endif
