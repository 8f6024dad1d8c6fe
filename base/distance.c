#include "base/distance.h"

#include <assert.h>

enum { LONGEST = 64 };

// Row i of the table: row[j] is the distance between the first i bytes of a and the first j of b.
typedef struct table {
    nwl_str a, b;
    uint32_t rows[3][LONGEST + 1];
} table;

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static bool same(const table *t, size_t i, size_t j)
{
    return nwl_to_lower(t->a.ptr[i]) == nwl_to_lower(t->b.ptr[j]);
}

static uint32_t cell(const table *t, size_t i, size_t j)
{
    const uint32_t *row = t->rows[i % 3];
    const uint32_t *above = t->rows[(i - 1) % 3];
    uint32_t best = smaller(row[j - 1], above[j]) + 1;
    best = smaller(best, above[j - 1] + !same(t, i - 1, j - 1));
    if (i > 1 && j > 1 && same(t, i - 1, j - 2) && same(t, i - 2, j - 1))
        best = smaller(best, t->rows[(i - 2) % 3][j - 2] + 1);
    return best;
}

// Fills row i from the two above it and returns its least value, which never falls from row to row.
static uint32_t fill_row(table *t, size_t i)
{
    uint32_t *row = t->rows[i % 3];
    uint32_t least = row[0] = (uint32_t)i;
    for (size_t j = 1; j <= t->b.len; j++) {
        row[j] = cell(t, i, j);
        least = smaller(least, row[j]);
    }
    return least;
}

uint32_t nwl_distance(nwl_str a, nwl_str b, uint32_t limit)
{
    assert(limit < UINT32_MAX);
    if (a.len > LONGEST || b.len > LONGEST)
        return limit + 1;
    if (a.len > b.len + limit || b.len > a.len + limit)
        return limit + 1;
    table t = {.a = a, .b = b};
    for (uint32_t j = 0; j <= b.len; j++)
        t.rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        if (fill_row(&t, i) > limit)
            return limit + 1;
    }
    return smaller(t.rows[a.len % 3][b.len], limit + 1);
}

bool nwl_nearest(nwl_str wrong, bool (*next)(void *state, nwl_str *name), void *state,
                 nwl_str *nearest)
{
    if (wrong.len > LONGEST)
        return false;
    uint32_t limit = wrong.len < 3 ? 1 : (uint32_t)wrong.len / 3;
    bool found = false;
    nwl_str name;
    while (next(state, &name)) {
        uint32_t distance = nwl_distance(wrong, name, limit);
        if (distance > limit)
            continue;
        *nearest = name;
        found = true;
        if (distance == 0)
            break;
        limit = distance - 1;
    }
    return found;
}
