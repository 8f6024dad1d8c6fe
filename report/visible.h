// Bytes that come from a configuration or a file name, made fit to be shown to people: the one
// place where they are escaped for terminals and CI logs.
//
// Valid UTF-8 passes. What could move the cursor, reorder or hide text does not: controls become
// pictures (U+2400 and on), bytes that are not UTF-8, bidirectional and invisible characters
// become U+FFFD, a tab becomes four spaces. The beginnings of the commands that CI systems look
// for anywhere in a line, "##[", "##vso[" and "##teamcity[", get a full-width number sign, also
// with characters in between that some of these systems skip. In ASCII drawing all of these are
// escapes such as \x1b instead.
#ifndef NWL_REPORT_VISIBLE_H
#define NWL_REPORT_VISIBLE_H

#include "base/buffer.h"

enum {
    NWL_TAB_COLUMNS = 4,
    // Of one piece of text, what is longer is cut off; a path or an argument of nginx has no more.
    NWL_VISIBLE_MOST_COLUMNS = 4096,
};

// What is drawn for one character.
typedef struct nwl_glyph {
    char bytes[12];
    uint32_t len;
    uint32_t columns; // of the terminal
} nwl_glyph;

// Takes the first character off *rest, which is not empty.
nwl_glyph nwl_glyph_next(nwl_str *rest, bool ascii);

// The mark of something left out, "…" or "...".
nwl_str nwl_ellipsis(bool ascii);

// Adds text as one line of at most NWL_VISIBLE_MOST_COLUMNS.
void nwl_visible_add(nwl_buffer *out, nwl_str text, bool ascii);

// Adds a path that may stand at the beginning of a line: "./" goes before a relative one that
// would be taken for a "::command" there.
void nwl_visible_add_path(nwl_buffer *out, nwl_str path, bool ascii);

#endif
