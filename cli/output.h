// Where output goes: standard output, or a file that is there whole or not at all.
#ifndef NWL_CLI_OUTPUT_H
#define NWL_CLI_OUTPUT_H

#include "base/buffer.h"
#include "base/arena.h"

// What prints the output.
typedef struct nwl_printer {
    void (*print)(void *state, nwl_buffer *out);
    void *state;
} nwl_printer;

// Prints to file, or to standard output when file is empty. A regular file is written beside its place and renamed when it is
// complete, so that nobody sees half of it; what exists and is no regular file (/dev/stdout, a FIFO) is written directly. False when
// that failed; a message then went to standard error. A reader who closed standard output has had enough: that is no failure.
bool nwl_output_print(nwl_arena *arena, nwl_str file, nwl_printer printer);

#endif
