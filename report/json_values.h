// Values of JSON from bytes of any kind, and a document of any depth that is written piece by piece.
#ifndef NWL_REPORT_JSON_VALUES_H
#define NWL_REPORT_JSON_VALUES_H

#include <jansson.h>

#include "base/buffer.h"

// value; ends the process when it is NULL, which means that memory ran out.
json_t *nwl_json_must(json_t *value);

// A string; bytes that are not UTF-8 become U+FFFD, one each.
json_t *nwl_json_text(nwl_str text);

// These take over the reference to value.
void nwl_json_set(json_t *object, const char *key, json_t *value);
void nwl_json_append(json_t *array, json_t *value);

// Writes a flat value in one line and gives it up. The output is ASCII and holds no "##", which CI systems look for in logs.
void nwl_json_line(nwl_buffer *out, json_t *value);

// A document of any depth, written piece by piece. What an object or a list holds comes in lines of
// their own, indented by its depth up to a limit: deep nesting makes the output no longer than it is.
typedef struct nwl_json_outline {
    nwl_buffer *out;
    uint32_t depth;
    bool has_items; // the innermost object or list
} nwl_json_outline;

// Begins and ends the value of what was begun last: an object with '{' and '}', a list with '[' and ']'.
void nwl_json_open(nwl_json_outline *outline, char bracket);
void nwl_json_close(nwl_json_outline *outline, char bracket);

// Begins an item of a list, or the member key of an object; its value is to be written next.
void nwl_json_item(nwl_json_outline *outline);
void nwl_json_key(nwl_json_outline *outline, const char *key);

#endif
