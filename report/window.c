#include "report/window.h"

#include "base/utf8.h"
#include "report/visible.h"

// So many bytes for each column are looked at and no more: characters without a width have no end.
enum { MOST_BYTES_PER_COLUMN = 8 };

// How many columns the bytes of range take, counted up to limit or a little beyond.
static uint32_t columns_of(nwl_str line, nwl_range range, uint32_t limit, bool ascii)
{
    nwl_str rest = nwl_str_from(line, range.begin);
    size_t after = rest.len - nwl_str_slice(line, range.begin, range.end).len;
    uint32_t columns = 0;
    while (rest.len > after && columns < limit)
        columns += nwl_glyph_next(&rest, ascii).columns;
    return columns;
}

// The offset up to which the line from begin on fits into columns.
static uint32_t advance(nwl_str line, uint32_t begin, uint32_t columns, bool ascii)
{
    size_t most_bytes = (size_t)columns * MOST_BYTES_PER_COLUMN;
    nwl_str rest = nwl_str_from(line, begin);
    uint32_t offset = begin;
    while (rest.len > 0 && offset - begin < most_bytes) {
        uint32_t taken = nwl_glyph_next(&rest, ascii).columns;
        if (taken > columns)
            break;
        columns -= taken;
        offset = (uint32_t)(line.len - rest.len);
    }
    return offset;
}

// Where the character begins that ends at offset, which is not 0.
static uint32_t character_before(nwl_str line, uint32_t offset)
{
    uint32_t begin = offset - 1;
    while (begin > 0 && offset - begin < 4 && (line.ptr[begin] & 0xc0) == 0x80)
        begin--;
    nwl_code_point point = nwl_utf8_decode(nwl_str_slice(line, begin, offset));
    return point.bytes == offset - begin ? begin : offset - 1;
}

// The offset from which on the line up to end fits into columns.
static uint32_t retreat(nwl_str line, uint32_t end, uint32_t columns, bool ascii)
{
    uint32_t begin = end;
    while (begin > 0) {
        uint32_t before = character_before(line, begin);
        nwl_str rest = nwl_str_from(line, before);
        uint32_t taken = nwl_glyph_next(&rest, ascii).columns;
        taken = taken > 0 ? taken : 1;
        if (taken > columns)
            break;
        columns -= taken;
        begin = before;
    }
    return begin;
}

// Where to begin in a line that is cut so that focus is seen: at its start when that will do.
static uint32_t first_shown(nwl_str line, nwl_range focus, uint32_t columns, bool ascii)
{
    if (advance(line, 0, columns, ascii) >= focus.end)
        return 0;
    uint32_t most = columns - columns / 8;
    uint32_t taken = columns_of(line, focus, most, ascii);
    return retreat(line, focus.begin, (columns - (taken < most ? taken : most)) / 2,
                   ascii);
}

nwl_window nwl_window_around(nwl_str line, nwl_range focus, uint32_t columns, bool ascii)
{
    uint32_t ellipsis = ascii ? 3 : 1;
    nwl_range shown = {0, advance(line, 0, columns, ascii)};
    if (shown.end < line.len) {
        columns = columns > 2 * ellipsis ? columns - 2 * ellipsis : 1;
        shown.begin = first_shown(line, focus, columns, ascii);
        shown.end = advance(line, shown.begin, columns, ascii);
    }
    if (shown.begin > 0 && shown.end == line.len) {
        uint32_t begin = retreat(line, shown.end, columns + ellipsis, ascii);
        shown.begin = begin < shown.begin ? begin : shown.begin;
    }
    return (nwl_window){line, shown, ascii};
}

static uint32_t ellipsis_columns(const nwl_window *window)
{
    return window->shown.begin == 0 ? 0 : window->ascii ? 3 : 1;
}

uint32_t nwl_window_column(const nwl_window *window, uint32_t offset)
{
    if (offset < window->shown.begin)
        return 0;
    uint32_t end = offset < window->shown.end ? offset : window->shown.end;
    return ellipsis_columns(window) + columns_of(window->line,
                                                 (nwl_range){window->shown.begin, end},
                                                 UINT32_MAX, window->ascii);
}

void nwl_window_draw(const nwl_window *window, nwl_buffer *out)
{
    nwl_str shown = nwl_str_slice(window->line, window->shown.begin, window->shown.end);
    if (window->shown.begin > 0)
        nwl_buffer_add(out, nwl_ellipsis(window->ascii));
    while (shown.len > 0) {
        nwl_glyph glyph = nwl_glyph_next(&shown, window->ascii);
        nwl_buffer_add(out, (nwl_str){glyph.bytes, glyph.len});
    }
    if (window->shown.end < window->line.len)
        nwl_buffer_add(out, nwl_ellipsis(window->ascii));
}
