// Texts with variables, as nginx takes them apart when it starts.
//
// Source: ngx_http_script_compile() and its twin in nginx src/stream.
#ifndef NWL_MODEL_SCRIPT_H
#define NWL_MODEL_SCRIPT_H

#include "base/arena.h"

typedef enum nwl_script_part {
    NWL_SCRIPT_END, // no '$' is left
    NWL_SCRIPT_VARIABLE,
    NWL_SCRIPT_CAPTURE,  // $1 to $9
    NWL_SCRIPT_NO_NAME,  // a '$' with no name behind it: nginx stops there
    NWL_SCRIPT_UNCLOSED, // a "${" without its '}': nginx stops there, too
} nwl_script_part;

// Looks for the next '$' of text from *at on; says what begins there, moves *at behind it and sets *name, without '$' and
// braces. Where there are no captures, $1 is a variable.
nwl_script_part nwl_script_next(nwl_str text, bool has_captures, size_t *at,
                                nwl_str *name);

// What is wrong with text, as a message in arena; empty when nginx takes it.
nwl_str nwl_script_fault(nwl_arena *arena, nwl_str text);

#endif
