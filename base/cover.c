#include "base/cover.h"

#include <assert.h>
#include <stdlib.h>

void nwl_cover_add(nwl_arena *arena, nwl_cover *cover, uint64_t begin, uint64_t end,
                   void *what)
{
    assert(begin < end);
    *NWL_PUSH(arena, &cover->ranges) =
        (nwl_cover_range){begin, end, cover->ranges.count, what};
}

static int by_begin(const void *left, const void *right)
{
    const nwl_cover_range *a = left, *b = right;
    int order = (a->begin > b->begin) - (a->begin < b->begin);
    if (order == 0)
        order = (a->end < b->end) - (a->end > b->end);
    if (order == 0)
        order = (a->order > b->order) - (a->order < b->order);
    return order;
}

// The ranges that are open at the place where the sweep stands, by their begin; those that end before one above them are
// dropped when they come to the top.
typedef struct sweep {
    nwl_arena *arena;
    nwl_cover *cover;
    const nwl_cover_range **open;
    uint32_t count;
} sweep;

// From place on, up to the next part, the top is what covers.
static void begin_part(sweep *s, uint64_t place)
{
    void *what = s->count > 0 ? s->open[s->count - 1]->what : NULL;
    *NWL_PUSH(s->arena, &s->cover->parts) = (nwl_cover_part){place, what};
}

// Closes the ranges that end at place or before it.
static void close_until(sweep *s, uint64_t place)
{
    while (s->count > 0 && s->open[s->count - 1]->end <= place) {
        uint64_t end = s->open[s->count - 1]->end;
        while (s->count > 0 && s->open[s->count - 1]->end <= end)
            s->count--;
        begin_part(s, end);
    }
}

void nwl_cover_settle(nwl_arena *arena, nwl_cover *cover)
{
    uint32_t count = cover->ranges.count;
    if (count > 1)
        qsort(cover->ranges.items, count, sizeof(*cover->ranges.items), by_begin);
    sweep s = {arena, cover, NWL_NEW_ARRAY(arena, const nwl_cover_range *, count), 0};
    for (uint32_t i = 0; i < count; i++) {
        const nwl_cover_range *range = &cover->ranges.items[i];
        close_until(&s, range->begin);
        s.open[s.count++] = range;
        begin_part(&s, range->begin);
    }
    close_until(&s, UINT64_MAX);
}

// The number of parts that begin at place or before it.
static uint32_t parts_until(const nwl_cover *cover, uint64_t place)
{
    uint32_t low = 0, high = cover->parts.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cover->parts.items[middle].begin <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void *nwl_cover_at(const nwl_cover *cover, uint64_t place)
{
    uint32_t until = parts_until(cover, place);
    return until > 0 ? cover->parts.items[until - 1].what : NULL;
}
