// The part of a source line that fits on the screen. However long the line is, only about as many
// bytes of it are looked at as are drawn.
#ifndef NWL_REPORT_WINDOW_H
#define NWL_REPORT_WINDOW_H

#include "base/buffer.h"
#include "source/span.h"

typedef struct nwl_window {
    nwl_str line;
    nwl_range
        shown; // bytes of line that are drawn; an ellipsis stands for what is cut off
    bool ascii;
} nwl_window;

// The whole line when it takes no more than columns; else a part with focus, a range of bytes of
// the line, in its middle.
nwl_window nwl_window_around(nwl_str line, nwl_range focus, uint32_t columns, bool ascii);

// The column (from 0) at which the byte at offset in the line is drawn; that of the ellipsis for
// what is cut off.
uint32_t nwl_window_column(const nwl_window *window, uint32_t offset);

void nwl_window_draw(const nwl_window *window, nwl_buffer *out);

#endif
