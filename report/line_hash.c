#include "report/line_hash.h"

#include <assert.h>
#include <inttypes.h>

#include "base/map.h"
#include "base/utf8.h"

enum { WINDOW = 100, FACTOR = 37, END_OF_FILE = 0xffff };

// The last units in a ring. When the first unit of a line is about to leave it, .hash is that of the line.
typedef struct roller {
    nwl_arena *arena;
    nwl_line_hashes lines;
    uint64_t hash, leaving; // .leaving: FACTOR to the power of WINDOW
    uint16_t units[WINDOW];
    bool begins_line[WINDOW];
    uint32_t next;
    bool at_line_start, after_cr;
} roller;

static roller new_roller(nwl_arena *arena)
{
    roller r = {.arena = arena, .leaving = 1, .at_line_start = true};
    for (int i = 0; i < WINDOW; i++)
        r.leaving *= FACTOR;
    return r;
}

static void roll(roller *r, uint16_t unit)
{
    uint32_t at = r->next;
    if (r->begins_line[at])
        NWL_PUSH(r->arena, &r->lines)->value = r->hash;
    r->begins_line[at] = r->at_line_start;
    r->at_line_start = unit == '\n';
    r->hash = r->hash * FACTOR + unit - r->units[at] * r->leaving;
    r->units[at] = unit;
    r->next = (at + 1) % WINDOW;
}

// A blank between CR and LF makes two line ends of them, as it does for GitHub.
static void roll_unit(roller *r, uint16_t unit)
{
    bool ends_line_again = r->after_cr && unit == '\n';
    r->after_cr = unit == '\r';
    if (unit == ' ' || unit == '\t' || ends_line_again)
        return;
    if (unit == '\r')
        unit = '\n';
    roll(r, unit);
}

static void roll_code_point(roller *r, uint32_t value)
{
    if (value <= 0xffff) {
        roll_unit(r, (uint16_t)value);
        return;
    }
    roll_unit(r, (uint16_t)(0xd800 + ((value - 0x10000) >> 10)));
    roll_unit(r, (uint16_t)(0xdc00 + ((value - 0x10000) & 0x3ff)));
}

// Whether second may follow lead in a character of three or four bytes.
static bool may_follow(unsigned char lead, unsigned char second)
{
    unsigned char least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return lead >= 0xe0 && lead <= 0xf4 && second >= least && second <= most;
}

// How many bytes at the start of text, which are no character, become one U+FFFD: those that one could begin with.
// Source: WHATWG Encoding, UTF-8 decoder.
static uint32_t broken_bytes(nwl_str text)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    if (text.len < 2 || !may_follow(bytes[0], bytes[1]))
        return 1;
    bool has_third = bytes[0] >= 0xf0 && text.len > 2 && (bytes[2] & 0xc0) == 0x80;
    return has_third ? 3 : 2;
}

static void roll_text(roller *r, nwl_str text)
{
    while (text.len > 0) {
        nwl_code_point point = nwl_utf8_decode(text);
        roll_code_point(r, point.value);
        text = nwl_str_from(text, point.valid ? point.bytes : broken_bytes(text));
    }
    roll_unit(r, END_OF_FILE);
    for (int i = 0; i < WINDOW; i++)
        roll(r, 0);
}

static void count_occurrences(nwl_arena *arena, nwl_line_hashes *lines)
{
    nwl_map last = nwl_map_new(arena);
    for (uint32_t i = 0; i < lines->count; i++) {
        nwl_line_hash *line = &lines->items[i];
        nwl_str key = {(const char *)&line->value, sizeof(line->value)};
        const nwl_line_hash *before = nwl_map_get(&last, key);
        line->occurrence = before == NULL ? 1 : before->occurrence + 1;
        nwl_map_put(&last, key, line);
    }
}

nwl_line_hashes nwl_line_hashes_of(nwl_arena *arena, nwl_str text)
{
    roller r = new_roller(arena);
    roll_text(&r, text);
    count_occurrences(arena, &r.lines);
    return r.lines;
}

nwl_str nwl_line_hash_text(nwl_arena *arena, const nwl_line_hashes *hashes, uint32_t line)
{
    assert(line >= 1 && line <= hashes->count);
    const nwl_line_hash *hash = &hashes->items[line - 1];
    return nwl_arena_format(arena, "%" PRIx64 ":%" PRIu32, hash->value, hash->occurrence);
}
