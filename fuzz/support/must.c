#include "fuzz/support/must.h"

#include <stdio.h>
#include <stdlib.h>

enum { BYTES_AT_ALL = 4 * 1024 * 1024, BYTES_FOR_EACH = 4 * 1024 };

void must(bool holds)
{
    if (!holds)
        abort();
}

void must_be_linear(const nwl_arena *arena, size_t size)
{
    size_t used = nwl_arena_used(arena), most = BYTES_AT_ALL + BYTES_FOR_EACH * size;
    if (used <= most)
        return;
    fprintf(stderr, "%zu bytes of input took %zu bytes of memory, more than %zu\n", size,
            used, most);
    abort();
}
