// Running text on a terminal.
#ifndef NWL_CLI_WRAP_H
#define NWL_CLI_WRAP_H

#include "report/screen.h"

// Columns that text takes when it is drawn.
uint32_t nwl_wrap_columns(nwl_str text, bool ascii);

// Columns of a readable line on the terminal.
uint32_t nwl_wrap_width(const nwl_style *style);

// Draws the words of text in lines of at most width columns, a longer word alone on its line. Each line but the first, which begins
// where the cursor stands, is indented; that is at column indent. Ends the last line.
void nwl_wrap(nwl_screen *screen, nwl_str text, uint32_t indent, uint32_t width);

// The same for paragraphs separated by empty lines, each line indented, with an empty line after each paragraph.
void nwl_wrap_paragraphs(nwl_screen *screen, nwl_str text, uint32_t indent,
                         uint32_t width);

#endif
