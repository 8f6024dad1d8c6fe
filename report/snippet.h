// Source lines with what is marked on them.
//
//     4 |     location / {
//       |     ---------- expected here
//     5 |         proxy_pass http://localhost:8065;
//       |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the handshake arrives without "Upgrade"
#ifndef NWL_REPORT_SNIPPET_H
#define NWL_REPORT_SNIPPET_H

#include "report/places.h"
#include "report/screen.h"

typedef struct nwl_mark {
    uint32_t file, line;
    nwl_range range; // bytes of the line; only the first line of a place is marked
    nwl_str label;   // may be empty
    nwl_ink ink;
    bool primary;
    uint32_t begin_column, end_column; // from 0, where the mark is drawn
} nwl_mark;

// The mark of a place in a file.
nwl_mark nwl_mark_of(nwl_places *places, nwl_span at, nwl_str label);

// Draws the lines of one file that have marks, and puts the marks in the order of the text.
void nwl_snippet_draw(nwl_screen *screen, nwl_places *places, nwl_mark *marks,
                      uint32_t count);

#endif
