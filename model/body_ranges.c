#include "model/body_ranges.h"

#include <string.h>

#include "base/array.h"
#include "model/address.h"

enum { HALF = 0xffff, MOVED_AT_ONCE = 64 };

// Of one upper half, in order, apart from each other.
typedef struct pieces {
    uint32_t key; // the upper half
    NWL_ARRAY(nwl_address_range) list;
} pieces;

nwl_range_set nwl_range_set_new(nwl_arena *arena, uint64_t most_work)
{
    return (nwl_range_set){
        .arena = arena, .halves = nwl_map_new(arena), .most_work = most_work};
}

bool nwl_address_range_read(nwl_str text, nwl_address_range *range)
{
    size_t dash = nwl_str_find(text, '-', 0);
    return dash < text.len &&
           nwl_address_v4(nwl_str_slice(text, 0, dash), &range->begin) &&
           nwl_address_v4(nwl_str_from(text, dash + 1), &range->end) &&
           range->begin <= range->end;
}

static nwl_str key_of(const uint32_t *half)
{
    return (nwl_str){(const char *)half, sizeof(*half)};
}

static pieces *pieces_of(nwl_range_set *set, uint32_t half)
{
    pieces *p = nwl_map_get(&set->halves, key_of(&half));
    if (p == NULL) {
        p = NWL_NEW(set->arena, pieces);
        p->key = half;
        nwl_map_put(&set->halves, key_of(&p->key), p);
    }
    return p;
}

// How many of the pieces begin at or before address.
static uint32_t count_before(const pieces *p, uint32_t address)
{
    uint32_t low = 0, high = p->list.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (p->list.items[middle].begin <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void insert(nwl_range_set *set, pieces *p, uint32_t at, nwl_address_range piece)
{
    uint32_t behind = p->list.count - at;
    (void)NWL_PUSH(set->arena, &p->list);
    memmove(&p->list.items[at + 1], &p->list.items[at], behind * sizeof(*p->list.items));
    p->list.items[at] = piece;
    set->work += behind / MOVED_AT_ONCE;
}

// Makes room for piece in the one at index, which it lies in.
static void split(nwl_range_set *set, pieces *p, uint32_t index, nwl_address_range piece)
{
    nwl_address_range around = p->list.items[index];
    p->list.items[index] = piece;
    if (piece.end < around.end)
        insert(set, p, index + 1, (nwl_address_range){piece.end + 1, around.end});
    if (piece.begin > around.begin)
        insert(set, p, index, (nwl_address_range){around.begin, piece.begin - 1});
}

// Whether a piece may be added: it lies in the last one that begins at or before its end, or behind that one's end.
static bool fits(const pieces *p, nwl_address_range piece, nwl_address_range *other)
{
    uint32_t count = count_before(p, piece.end);
    if (count == 0 || p->list.items[count - 1].end < piece.begin)
        return true;
    *other = p->list.items[count - 1];
    return piece.begin >= other->begin && piece.end <= other->end;
}

static void add_piece(nwl_range_set *set, pieces *p, nwl_address_range piece)
{
    uint32_t count = count_before(p, piece.end);
    if (count == 0 || p->list.items[count - 1].end < piece.begin)
        insert(set, p, count, piece);
    else
        split(set, p, count - 1, piece);
}

static void remove_piece(nwl_range_set *set, pieces *p, nwl_address_range piece)
{
    uint32_t count = count_before(p, piece.begin);
    const nwl_address_range *last = count > 0 ? &p->list.items[count - 1] : NULL;
    if (last == NULL || last->begin != piece.begin || last->end != piece.end)
        return;
    memmove(&p->list.items[count - 1], &p->list.items[count],
            (p->list.count - count) * sizeof(*p->list.items));
    set->work += (p->list.count-- - count) / MOVED_AT_ONCE;
}

// The part of range in an upper half.
static nwl_address_range piece_in(nwl_address_range range, uint32_t half)
{
    uint32_t begin = half << 16, end = begin | HALF;
    return (nwl_address_range){range.begin > begin ? range.begin : begin,
                               range.end < end ? range.end : end};
}

bool nwl_range_set_add(nwl_range_set *set, nwl_address_range range,
                       nwl_address_range *other)
{
    uint32_t first = range.begin >> 16, last = range.end >> 16;
    set->work += last - first + 1;
    if (set->work > set->most_work)
        return true;
    for (uint32_t half = first; half <= last; half++) {
        if (!fits(pieces_of(set, half), piece_in(range, half), other))
            return false;
    }
    for (uint32_t half = first; half <= last; half++)
        add_piece(set, pieces_of(set, half), piece_in(range, half));
    return true;
}

void nwl_range_set_remove(nwl_range_set *set, nwl_address_range range)
{
    uint32_t first = range.begin >> 16, last = range.end >> 16;
    set->work += last - first + 1;
    for (uint32_t half = first; set->work <= set->most_work && half <= last; half++)
        remove_piece(set, pieces_of(set, half), piece_in(range, half));
}
