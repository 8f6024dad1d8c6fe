// UTF-8 for display: code points, terminal columns. Independent of the locale.
#ifndef NWL_BASE_UTF8_H
#define NWL_BASE_UTF8_H

#include "base/str.h"

#define NWL_REPLACEMENT_CHARACTER 0xfffdu

typedef struct nwl_code_point {
    uint32_t value; // NWL_REPLACEMENT_CHARACTER when the bytes are not UTF-8
    uint32_t bytes; // how many bytes it takes, at least 1
    bool valid;
} nwl_code_point;

// Decodes the code point at the start of text, which is not empty. Overlong forms, surrogates and truncated
// sequences are invalid and take one byte.
nwl_code_point nwl_utf8_decode(nwl_str text);

// Terminal columns of a code point: 0 for combining and zero-width ones, 2 for wide ones, else 1.
uint32_t nwl_utf8_width(uint32_t code_point);

// How many code points text has; each invalid byte counts as one.
uint32_t nwl_utf8_count(nwl_str text);

// Writes code_point, or U+FFFD for one that cannot be encoded, to out and returns the number of bytes.
uint32_t nwl_utf8_encode(uint32_t code_point, char out[4]);

// True for a character a terminal or a reader could be misled by: C0 and C1 controls (TAB and LF among them), DEL,
// bidirectional controls, line separators, zero-width, invisible and tag characters, and
// code points that are no characters.
bool nwl_utf8_is_hostile(uint32_t code_point);

#endif
