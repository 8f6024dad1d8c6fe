// Files that a pattern finds though their names say that nobody means them.
#ifndef NWL_PARSER_STRAY_H
#define NWL_PARSER_STRAY_H

#include "source/leftover.h"
#include "parser/load.h"

typedef struct nwl_stray {
    nwl_leftover leftover;
    const nwl_include_target *original; // read by the same include; NULL for none
    bool before_original;               // nginx reads the stray file first
} nwl_stray;

// Whether the target at index is a stray file that nginx reads, and what it is. A pattern that ends as the name does, such as
// *.bak, means what it finds. Logarithmic in the number of targets.
bool nwl_stray_find(nwl_arena *arena, const nwl_include *include, uint32_t index,
                    nwl_stray *stray);

// Whether a file that a pattern finds is a text for people over which nginx stops, such as README.
bool nwl_stray_is_prose(nwl_arena *arena, const nwl_file *file,
                        const nwl_include *include);

#endif
