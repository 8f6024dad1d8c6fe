// What comments say to the linter: "# nginx-wslint: websocket", "# nginx-wslint: http-only", "… context=http,server".
#ifndef NWL_MODEL_ANNOTATIONS_H
#define NWL_MODEL_ANNOTATIONS_H

#include "parser/load.h"
#include "model/context.h"

typedef enum nwl_annotation_kind {
    NWL_ANNOTATION_NONE,
    NWL_ANNOTATION_WEBSOCKET,
    NWL_ANNOTATION_HTTP_ONLY,
} nwl_annotation_kind;

typedef struct nwl_annotations nwl_annotations;

// Collects them from every file of a configuration, in arena.
const nwl_annotations *nwl_annotations_new(nwl_arena *arena,
                                           const nwl_configuration *configuration);

// What is said of a directive: by a comment behind it on its line, or on a line of its own right above it.
nwl_annotation_kind nwl_annotations_of(const nwl_annotations *annotations,
                                       const nwl_directive *directive);

// The words behind "nginx-wslint:" in a comment; empty for any other comment.
nwl_str nwl_annotation_text(nwl_str comment);

// The context a file says it is for; 0 when it says none.
nwl_context nwl_annotated_context(const nwl_file *file);

// The context that a list such as "http,server" or "location" ends in; 0 when a name is wrong.
nwl_context nwl_context_named(nwl_str list);

#endif
