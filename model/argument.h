// What nginx's handlers say of the arguments of a directive that the dispatcher has let through.
#ifndef NWL_MODEL_ARGUMENT_H
#define NWL_MODEL_ARGUMENT_H

#include "model/scope.h"

// The first fault of a line: nginx stops there.
typedef struct nwl_argument_fault {
    uint32_t index;   // of the argument at fault; arg_count for the line as a whole
    nwl_str message;  // "\"5x\" is no time": what is wrong, in the reader's words
    nwl_str expected; // one line that says what nginx takes here; may be empty
    bool of_nesting;  // it is about the block around the line
    bool
        of_websocket_scheme; // it is about "ws://" or "wss://" where a URL of HTTP is meant
} nwl_argument_fault;

// A line to look at.
typedef struct nwl_argument_line {
    nwl_arena *arena;       // for the texts of the fault
    const nwl_scope *scope; // what the line stands in (for a block: the scope around it)
    const nwl_directive *directive;
    uint32_t contexts; // of scope, as NWL_CX_ bits: all where a fragment does not tell
    nwl_version
        version; // of nginx; 0 when not known: then what any version takes is right
} nwl_argument_line;

// Whether nginx refuses the arguments of the line; *fault is set when it does and left alone otherwise. A directive the list
// (model/arguments.def) does not have, and a line of which nothing certain can be said, is not refused.
bool nwl_argument_refused(const nwl_argument_line *line, nwl_argument_fault *fault);

// Sets *fault for the argument at index, message formatted as printf does, and returns true.
bool nwl_fault_at(const nwl_argument_line *line, nwl_argument_fault *fault,
                  uint32_t index, const char *message, ...)
    __attribute__((format(printf, 4, 5)));

// The same with the message that the directive takes something else, such as "a number": "\"gzip_comp_level\" takes a
// number, not \"high\"".
bool nwl_fault_takes(const nwl_argument_line *line, nwl_argument_fault *fault,
                     uint32_t index, const char *noun);

// The same when PCRE2 refuses pattern, which is written in the argument at index; else false, leaving *fault alone.
bool nwl_fault_regex(const nwl_argument_line *line, nwl_argument_fault *fault,
                     uint32_t index, nwl_str pattern, bool ignore_case);

// The same when a '$' of text, which is written in the argument at index, begins no variable.
bool nwl_fault_script(const nwl_argument_line *line, nwl_argument_fault *fault,
                      uint32_t index, nwl_str text);

// An argument as a message shows it: all of it, or the beginning of a long one and "...".
nwl_str nwl_argument_shown(nwl_arena *arena, nwl_str value);

#endif
