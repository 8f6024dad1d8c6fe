// One arena per run: everything is allocated from it and released at once. Nobody frees.
// Out of memory ends the process with one message and status 2 (nwl_out_of_memory).
#ifndef NWL_BASE_ARENA_H
#define NWL_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

typedef struct nwl_arena nwl_arena;

nwl_arena *nwl_arena_new(void);

// Runs the deferred releases, last one first, and gives all memory back. NULL is allowed.
void nwl_arena_free(nwl_arena *arena);

// Runs the deferred releases and takes all allocations back, for a scratch arena between two pieces of work.
void nwl_arena_reset(nwl_arena *arena);

// Zeroed memory for count items of size bytes, aligned for any type; never NULL, also for 0 bytes.
void *nwl_arena_alloc(nwl_arena *arena, size_t count, size_t size);

#define NWL_NEW(arena, type) ((type *)nwl_arena_alloc((arena), 1, sizeof(type)))
#define NWL_NEW_ARRAY(arena, type, count)                                                \
    ((type *)nwl_arena_alloc((arena), (count), sizeof(type)))

// Has release(resource) called when the arena is freed: for what an arena cannot own.
void nwl_arena_defer(nwl_arena *arena, void (*release)(void *resource), void *resource);

// A copy of text in the arena, followed by a NUL that its length does not count.
nwl_str nwl_arena_copy(nwl_arena *arena, nwl_str text);

// The same with the ASCII letters in lower case.
nwl_str nwl_arena_lower(nwl_arena *arena, nwl_str text);

// Bytes as lower-case hexadecimal digits, two each.
nwl_str nwl_arena_hexadecimal(nwl_arena *arena, nwl_str bytes);

// A string in the arena, formatted as printf does, followed by a NUL.
nwl_str nwl_arena_format(nwl_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The same with the arguments as a list, which is indeterminate afterwards.
nwl_str nwl_arena_format_list(nwl_arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

// Bytes asked for so far.
size_t nwl_arena_used(const nwl_arena *arena);

// Grows items, a full array of *capacity items of size bytes, which count are, so that more fit. Returns where the items
// are now.
void *nwl_arena_grow(nwl_arena *arena, void *items, uint32_t count, uint32_t *capacity,
                     size_t size);

// Ends the process: message on stderr, status 2.
_Noreturn void nwl_out_of_memory(void);

#endif
