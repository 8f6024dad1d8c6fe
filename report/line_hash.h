// By what GitHub's code scanning knows a line again in another version of its file: what upload-sarif puts into a result that
// brings no such hash, and compares with the one that it brings.
//
// A line is hashed with what follows it, 100 UTF-16 code units in all: without spaces and tabs, each end of a line (LF, CR LF
// or CR) as LF, 0xFFFF for the end of the file, and zeros behind it. Bytes that are no UTF-8 are U+FFFD as JavaScript has
// them. Lines of one hash are told apart by their number.
//
// Source: hash() in github/codeql-action, src/fingerprints.ts.
#ifndef NWL_REPORT_LINE_HASH_H
#define NWL_REPORT_LINE_HASH_H

#include "base/array.h"

typedef struct nwl_line_hash {
    uint64_t value;
    uint32_t occurrence; // from 1, among the lines of this value
} nwl_line_hash;

// One for each line that GitHub counts. A lone CR ends one too, so that there may be more than nginx counts, never fewer.
typedef NWL_ARRAY(nwl_line_hash) nwl_line_hashes;

// Hashes all lines of text, in arena; linear.
nwl_line_hashes nwl_line_hashes_of(nwl_arena *arena, nwl_str text);

// "c129715d7a2bc9a3:1", that of a line (from 1), in arena.
nwl_str nwl_line_hash_text(nwl_arena *arena, const nwl_line_hashes *hashes,
                           uint32_t line);

#endif
