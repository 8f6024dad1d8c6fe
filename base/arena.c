#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 64 * 1024, LARGEST_BLOCK = 4 * 1024 * 1024, STATUS_FAILURE = 2 };

// Blocks double up to LARGEST_BLOCK; a larger request gets a block of its own.
typedef struct block {
    struct block *previous;
    size_t size, used;
    alignas(max_align_t) char bytes[];
} block;

typedef struct deferred {
    struct deferred *previous;
    void (*release)(void *resource);
    void *resource;
} deferred;

struct nwl_arena {
    block *current;
    deferred *last_deferred;
    size_t next_block, used;
};

_Noreturn void nwl_out_of_memory(void)
{
    fputs("nginx-wslint: error: out of memory\n", stderr);
    exit(STATUS_FAILURE);
}

nwl_arena *nwl_arena_new(void)
{
    nwl_arena *arena = calloc(1, sizeof(*arena));
    if (arena == NULL)
        nwl_out_of_memory();
    arena->next_block = FIRST_BLOCK;
    return arena;
}

static void release_deferred(nwl_arena *arena)
{
    for (deferred *d = arena->last_deferred; d != NULL; d = d->previous)
        d->release(d->resource);
    arena->last_deferred = NULL;
}

static void free_blocks(block *b)
{
    while (b != NULL) {
        block *previous = b->previous;
        free(b);
        b = previous;
    }
}

void nwl_arena_free(nwl_arena *arena)
{
    if (arena == NULL)
        return;
    release_deferred(arena);
    free_blocks(arena->current);
    free(arena);
}

void nwl_arena_reset(nwl_arena *arena)
{
    block *kept = arena->current;
    release_deferred(arena);
    if (kept == NULL)
        return;
    free_blocks(kept->previous);
    memset(kept->bytes, 0, kept->used);
    kept->previous = NULL;
    kept->used = 0;
}

static void add_block(nwl_arena *arena, size_t at_least)
{
    size_t size = at_least > arena->next_block ? at_least : arena->next_block;
    if (size > SIZE_MAX - sizeof(block))
        nwl_out_of_memory();
    block *b = calloc(1, sizeof(block) + size);
    if (b == NULL)
        nwl_out_of_memory();
    b->size = size;
    b->previous = arena->current;
    arena->current = b;
    if (arena->next_block < LARGEST_BLOCK)
        arena->next_block *= 2;
}

void *nwl_arena_alloc(nwl_arena *arena, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size != 0 && count > (SIZE_MAX / 2) / size)
        nwl_out_of_memory();
    size_t bytes = (count * size + align - 1) / align * align;
    if (arena->current == NULL || arena->current->size - arena->current->used < bytes)
        add_block(arena, bytes);
    void *memory = arena->current->bytes + arena->current->used;
    arena->current->used += bytes;
    arena->used += bytes;
    return memory;
}

void nwl_arena_defer(nwl_arena *arena, void (*release)(void *resource), void *resource)
{
    deferred *d = NWL_NEW(arena, deferred);
    *d = (deferred){arena->last_deferred, release, resource};
    arena->last_deferred = d;
}

nwl_str nwl_arena_copy(nwl_arena *arena, nwl_str text)
{
    char *copy = NWL_NEW_ARRAY(arena, char, text.len + 1);
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    return (nwl_str){copy, text.len};
}

nwl_str nwl_arena_format(nwl_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        nwl_out_of_memory();
    char *text = NWL_NEW_ARRAY(arena, char, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return (nwl_str){text, (size_t)length};
}

size_t nwl_arena_used(const nwl_arena *arena)
{
    return arena->used;
}

void *nwl_arena_grow(nwl_arena *arena, void *items, uint32_t count, uint32_t *capacity,
                     size_t size)
{
    if (count < *capacity)
        return items;
    if (*capacity > UINT32_MAX / 2)
        nwl_out_of_memory();
    *capacity = *capacity == 0 ? 8 : *capacity * 2;
    void *larger = nwl_arena_alloc(arena, *capacity, size);
    if (count > 0)
        memcpy(larger, items, count * size);
    return larger;
}
