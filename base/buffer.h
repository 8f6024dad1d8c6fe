// An output buffer that grows in memory. Errors stick: after the first failed write nothing more is written and
// nwl_buffer_flush reports it.
#ifndef NWL_BASE_BUFFER_H
#define NWL_BASE_BUFFER_H

#include <stdio.h>

#include "base/arena.h"

typedef struct nwl_buffer {
    char *bytes;
    size_t len, capacity;
    FILE *sink; // where full parts go; NULL keeps everything in memory
    int error;  // errno of the first failed write, 0 when all went well
} nwl_buffer;

// A buffer that writes to sink whenever it holds 64 KiB; NULL for one that only collects.
nwl_buffer nwl_buffer_new(FILE *sink);

void nwl_buffer_add(nwl_buffer *buffer, nwl_str text);
void nwl_buffer_add_char(nwl_buffer *buffer, char c);
void nwl_buffer_repeat(nwl_buffer *buffer, char c, size_t count);
void nwl_buffer_format(nwl_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// What was collected and not yet written; valid until the next call.
nwl_str nwl_buffer_text(const nwl_buffer *buffer);

// Writes what is left to the sink and flushes it. Returns 0 or the errno of the first failure.
int nwl_buffer_flush(nwl_buffer *buffer);

void nwl_buffer_free(nwl_buffer *buffer);

// Copies what was collected to the arena, followed by a NUL that its length does not count, and frees the buffer.
nwl_str nwl_buffer_take(nwl_buffer *buffer, nwl_arena *arena);

#endif
