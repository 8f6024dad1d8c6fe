// JSON, written value by value as the report is walked. The output is indented by one space a level, is ASCII, and holds
// no "##", which CI systems look for in logs.
//
//     nwl_emitter emit = nwl_emit_to(out);
//     nwl_emit_open_object(&emit, NULL);
//     nwl_emit_number(&emit, "version", 1);
//     nwl_emit_open_list(&emit, "names");
//     nwl_emit_text(&emit, NULL, name);
//     nwl_emit_close(&emit);
//     nwl_emit_close(&emit);
#ifndef NWL_REPORT_EMIT_H
#define NWL_REPORT_EMIT_H

#include "base/buffer.h"

enum { NWL_EMIT_DEEPEST = 16 };

typedef struct nwl_emitter {
    nwl_buffer *out;
    char closers[NWL_EMIT_DEEPEST]; // of the objects and lists that are open
    uint32_t depth;                 // how many are
    bool is_empty;                  // the innermost of them
} nwl_emitter;

nwl_emitter nwl_emit_to(nwl_buffer *out);

// Each of these writes a value: under key in an object, with NULL for key in a list or as the document. Keys are written
// as they are.
void nwl_emit_open_object(nwl_emitter *emit, const char *key);
void nwl_emit_open_list(nwl_emitter *emit, const char *key);
void nwl_emit_null(nwl_emitter *emit, const char *key);
void nwl_emit_bool(nwl_emitter *emit, const char *key, bool value);
void nwl_emit_number(nwl_emitter *emit, const char *key, int64_t number);

// Bytes that are not UTF-8 become U+FFFD, one each.
void nwl_emit_text(nwl_emitter *emit, const char *key, nwl_str text);

// null for an empty text.
void nwl_emit_text_or_null(nwl_emitter *emit, const char *key, nwl_str text);

// Ends the innermost object or list; the end of the document gets a line end.
void nwl_emit_close(nwl_emitter *emit);

#endif
