// JSON, written value by value as the report is walked. The output is indented by one space a level, is printable
// ASCII, and holds no "##", which CI systems look for in logs.
//
//     nwl_emitter emit = nwl_emit_to(arena, out);
//     nwl_emit_open_object(&emit, NULL);
//     nwl_emit_number(&emit, "version", 1);
//     nwl_emit_open_list(&emit, "names");
//     nwl_emit_text(&emit, NULL, name);
//     nwl_emit_close(&emit);
//     nwl_emit_close(&emit);
#ifndef NWL_REPORT_EMIT_H
#define NWL_REPORT_EMIT_H

#include "base/array.h"
#include "base/buffer.h"

// An object or a list that is open.
typedef struct nwl_emit_level {
    char closer;
    bool is_empty;
    bool in_line;       // what it holds does not begin lines of its own
    uint32_t enclosing; // how many levels around it have lines
} nwl_emit_level;

typedef struct nwl_emitter {
    nwl_arena *arena; // for the levels
    nwl_buffer *out;
    NWL_ARRAY(nwl_emit_level) levels;
} nwl_emitter;

nwl_emitter nwl_emit_to(nwl_arena *arena, nwl_buffer *out);

// Each of these writes a value: under key in an object, with NULL for key in a list or as the document. Keys are written
// as they are.
void nwl_emit_open_object(nwl_emitter *emit, const char *key);
void nwl_emit_open_list(nwl_emitter *emit, const char *key);
void nwl_emit_null(nwl_emitter *emit, const char *key);
void nwl_emit_bool(nwl_emitter *emit, const char *key, bool value);
void nwl_emit_number(nwl_emitter *emit, const char *key, int64_t number);

// An object that stays in one line with all that it holds, but for a list opened as rows.
void nwl_emit_open_row(nwl_emitter *emit, const char *key);

// A list whose items begin lines of their own, wherever it stands.
void nwl_emit_open_rows(nwl_emitter *emit, const char *key);

// Bytes that are not UTF-8 become U+FFFD, one each.
void nwl_emit_text(nwl_emitter *emit, const char *key, nwl_str text);

// null for an empty text.
void nwl_emit_text_or_null(nwl_emitter *emit, const char *key, nwl_str text);

// Ends the innermost object or list; the end of a document gets a line end, and another document may follow.
void nwl_emit_close(nwl_emitter *emit);

#endif
