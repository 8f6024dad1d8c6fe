#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Under AddressSanitizer what nobody asked for is poisoned, and a gap follows every piece.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_ADDRESS_SANITIZER
#endif

#ifdef HAS_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(memory, size) ((void)(memory), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(memory, size) ((void)(memory), (void)(size))
enum { GAP = 0 };
#endif

enum { SHORT_TEXT = 256 }; // bytes; longer texts are formatted twice

enum { FIRST_BLOCK = 64 * 1024, LARGEST_BLOCK = 4 * 1024 * 1024, STATUS_FAILURE = 2 };

// Blocks double up to LARGEST_BLOCK. A larger request gets a block of its own, put behind the current one, whose
// rest stays in use.
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
    ASAN_UNPOISON_MEMORY_REGION(kept->bytes, kept->used);
    memset(kept->bytes, 0, kept->used);
    ASAN_POISON_MEMORY_REGION(kept->bytes, kept->size);
    kept->previous = NULL;
    kept->used = 0;
}

static block *new_block(block *previous, size_t size)
{
    block *b = calloc(1, sizeof(block) + size);
    if (b == NULL)
        nwl_out_of_memory();
    b->previous = previous;
    b->size = size;
    ASAN_POISON_MEMORY_REGION(b->bytes, size);
    return b;
}

static block *block_with_room(nwl_arena *arena, size_t bytes)
{
    block *current = arena->current;
    if (current != NULL && current->size - current->used >= bytes)
        return current;
    if (current != NULL && bytes > arena->next_block)
        return current->previous = new_block(current->previous, bytes);
    size_t size = bytes > arena->next_block ? bytes : arena->next_block;
    if (arena->next_block < LARGEST_BLOCK)
        arena->next_block *= 2;
    return arena->current = new_block(current, size);
}

// Spares most requests the division.
static bool may_overflow(size_t count, size_t size)
{
    const size_t half = (size_t)1 << (sizeof(size_t) * 4 - 1);
    return count >= half || size >= half;
}

void *nwl_arena_alloc(nwl_arena *arena, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (may_overflow(count, size) && size != 0 && count > (SIZE_MAX / 2) / size)
        nwl_out_of_memory();
    size_t bytes = count * size;
    size_t taken = (bytes + GAP + align - 1) / align * align;
    block *b = block_with_room(arena, taken);
    void *memory = b->bytes + b->used;
    b->used += taken;
    arena->used += bytes;
    ASAN_UNPOISON_MEMORY_REGION(memory, bytes);
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

nwl_str nwl_arena_hexadecimal(nwl_arena *arena, nwl_str bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *text = NWL_NEW_ARRAY(arena, char, 2 * bytes.len + 1);
    for (size_t i = 0; i < bytes.len; i++) {
        text[2 * i] = digits[(unsigned char)bytes.ptr[i] >> 4];
        text[2 * i + 1] = digits[(unsigned char)bytes.ptr[i] & 15];
    }
    return (nwl_str){text, 2 * bytes.len};
}

nwl_str nwl_arena_lower(nwl_arena *arena, nwl_str text)
{
    char *copy = NWL_NEW_ARRAY(arena, char, text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        copy[i] = nwl_to_lower(text.ptr[i]);
    return (nwl_str){copy, text.len};
}

nwl_str nwl_arena_format_list(nwl_arena *arena, const char *format, va_list arguments)
{
    char first[SHORT_TEXT];
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(first, sizeof(first), format, arguments);
    if (length < 0)
        nwl_out_of_memory();
    char *text = NWL_NEW_ARRAY(arena, char, (size_t)length + 1);
    if ((size_t)length < sizeof(first))
        memcpy(text, first, (size_t)length);
    else
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return (nwl_str){text, (size_t)length};
}

nwl_str nwl_arena_format(nwl_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    nwl_str text = nwl_arena_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}

size_t nwl_arena_used(const nwl_arena *arena)
{
    return arena->used;
}

void *nwl_arena_grow(nwl_arena *arena, void *items, uint32_t count, uint32_t *capacity,
                     size_t size)
{
    if (*capacity > UINT32_MAX / 2)
        nwl_out_of_memory();
    *capacity = *capacity == 0 ? 4 : *capacity * 2;
    void *larger = nwl_arena_alloc(arena, *capacity, size);
    if (count > 0)
        memcpy(larger, items, count * size);
    return larger;
}
