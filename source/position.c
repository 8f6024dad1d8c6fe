#include "source/position.h"

#include <assert.h>

#include "base/utf8.h"

// One mark for every so many bytes: where the code point begins that holds the byte, and how many are before it.
enum { MARK_EVERY = 1024 };

struct nwl_line_mark {
    uint32_t offset, code_points;
};

static nwl_code_point code_point_at(nwl_str text, uint32_t offset)
{
    return nwl_utf8_decode((nwl_str){text.ptr + offset, text.len - offset});
}

static bool is_ascii(nwl_str text)
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.len; i++)
        all |= (unsigned char)text.ptr[i];
    return all < 0x80;
}

static const struct nwl_line_mark *find_marks(nwl_arena *arena, nwl_str text)
{
    struct nwl_line_mark *marks =
        NWL_NEW_ARRAY(arena, struct nwl_line_mark, text.len / MARK_EVERY + 1);
    uint32_t code_points = 0;
    for (uint32_t at = 0, bytes; at < text.len; at += bytes, code_points++) {
        bytes = code_point_at(text, at).bytes;
        uint32_t last = at + bytes - 1;
        if (last / MARK_EVERY * MARK_EVERY >= at)
            marks[last / MARK_EVERY] = (struct nwl_line_mark){at, code_points};
    }
    return marks;
}

static uint32_t count_lines(nwl_str text)
{
    uint32_t count = 1;
    for (size_t at = 0; (at = nwl_str_find(text, '\n', at)) < text.len; at++)
        count++;
    return count;
}

nwl_lines nwl_lines_of(nwl_arena *arena, nwl_str text)
{
    assert(text.len < UINT32_MAX);
    uint32_t count = count_lines(text);
    uint32_t *starts = NWL_NEW_ARRAY(arena, uint32_t, count);
    size_t at = 0;
    for (uint32_t i = 1; i < count; i++) {
        at = nwl_str_find(text, '\n', at) + 1;
        starts[i] = (uint32_t)at;
    }
    return (nwl_lines){text, starts, count,
                       is_ascii(text) ? NULL : find_marks(arena, text)};
}

// The index of the last line that starts at or before offset.
static uint32_t line_at(const nwl_lines *lines, uint32_t offset)
{
    uint32_t low = 0, high = lines->count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (lines->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

// How many code points end at or before offset.
static uint32_t code_points_before(const nwl_lines *lines, uint32_t offset)
{
    if (offset == 0)
        return 0;
    struct nwl_line_mark mark = lines->marks[(offset - 1) / MARK_EVERY];
    while (mark.offset < offset) {
        mark.offset += code_point_at(lines->text, mark.offset).bytes;
        mark.code_points += mark.offset <= offset;
    }
    return mark.code_points;
}

// How many code points end behind start, where one begins, up to offset.
static uint32_t code_points_between(const nwl_lines *lines, uint32_t start,
                                    uint32_t offset)
{
    if (lines->marks == NULL)
        return offset - start;
    if (offset - start > MARK_EVERY)
        return code_points_before(lines, offset) - code_points_before(lines, start);
    uint32_t count = 0;
    for (uint32_t at = start; at < offset; count += at <= offset)
        at += code_point_at(lines->text, at).bytes;
    return count;
}

nwl_position nwl_lines_position(const nwl_lines *lines, uint32_t offset)
{
    if (offset > lines->text.len)
        offset = (uint32_t)lines->text.len;
    uint32_t line = line_at(lines, offset), start = lines->starts[line];
    return (nwl_position){
        .line = line + 1,
        .column = code_points_between(lines, start, offset) + 1,
        .byte_column = offset - start + 1,
        .offset = offset,
    };
}

nwl_str nwl_lines_text(const nwl_lines *lines, uint32_t line)
{
    assert(line >= 1 && line <= lines->count);
    uint32_t start = lines->starts[line - 1];
    if (line == lines->count)
        return nwl_str_from(lines->text, start);
    nwl_str text = nwl_str_slice(lines->text, start, lines->starts[line] - 1);
    if (nwl_str_ends_with(text, NWL_STR("\r")))
        text.len--;
    return text;
}
