// Byte offsets to lines and columns.
#ifndef NWL_SOURCE_POSITION_H
#define NWL_SOURCE_POSITION_H

#include "base/arena.h"
#include "source/span.h"

// Where each line of a text starts. Only LF ends a line, as in nginx.
typedef struct nwl_lines {
    nwl_str text;
    const uint32_t *starts;
    uint32_t count; // at least 1
    const struct nwl_line_mark
        *marks; // so that columns in an endless line stay cheap; NULL when all is ASCII
} nwl_lines;

typedef struct nwl_position {
    uint32_t line, column, byte_column; // from 1; column in code points
    uint32_t offset;                    // in bytes from 0
} nwl_position;

// Takes time linear in text, which is shorter than 4 GiB.
nwl_lines nwl_lines_of(nwl_arena *arena, nwl_str text);

// The position of offset, which is clamped to the text; inside a code point, that of the code point. Takes
// time logarithmic in the number of lines, whatever their length.
nwl_position nwl_lines_position(const nwl_lines *lines, uint32_t offset);

// The bytes of a line (from 1) without its LF and without a CR before it.
nwl_str nwl_lines_text(const nwl_lines *lines, uint32_t line);

#endif
