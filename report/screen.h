// The drawing surface of the text format: inks and the gutter with line numbers.
//
//      --> app.conf:5:9
//       |
//     5 |     proxy_pass http://localhost:8065;
//       |
#ifndef NWL_REPORT_SCREEN_H
#define NWL_REPORT_SCREEN_H

#include "report/report.h"

typedef enum nwl_ink {
    NWL_INK_PLAIN,
    NWL_INK_STRONG,
    NWL_INK_ERROR,
    NWL_INK_WARNING,
    NWL_INK_NOTE,
    NWL_INK_HELP,
    NWL_INK_GUTTER,
} nwl_ink;

typedef struct nwl_screen {
    nwl_buffer *out;
    const nwl_style *style;
    uint32_t digits; // width of the line numbers
} nwl_screen;

nwl_ink nwl_ink_of(nwl_severity severity);

// Columns of a source line beside the gutter.
uint32_t nwl_screen_columns(const nwl_screen *screen);

// Turns ink on; NWL_INK_PLAIN turns it off. Without colours it does nothing.
void nwl_screen_ink(nwl_screen *screen, nwl_ink ink);

// Words of our own.
void nwl_screen_put(nwl_screen *screen, nwl_ink ink, nwl_str words);

// Text that may hold bytes of a configuration.
void nwl_screen_text(nwl_screen *screen, nwl_ink ink, nwl_str text);

void nwl_screen_pad(nwl_screen *screen, uint32_t columns);
void nwl_screen_end_line(nwl_screen *screen);

// The gutter of a line: its number, or nothing for line 0, and sign: '|', '+' or '='.
void nwl_screen_gutter(nwl_screen *screen, uint32_t line, char sign);

// A line with nothing but the gutter's bar.
void nwl_screen_bar(nwl_screen *screen);

#endif
