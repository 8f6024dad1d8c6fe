// The tree of one file in a dump. Internal to report/dump.c.
#ifndef NWL_REPORT_DUMP_TREE_H
#define NWL_REPORT_DUMP_TREE_H

#include "report/emit.h"
#include "report/places.h"

typedef struct nwl_dump_tree {
    nwl_emitter *emit;
    nwl_places *places;
    const nwl_file *file;
    uint32_t index;           // of the file
    const uint32_t *entry_of; // by file: its index in the document plus 1
    bool include_comments;
    uint32_t next_comment; // the first that is not printed yet
    uint32_t line;         // asked for last, 0 for none
    nwl_range line_range;
} nwl_dump_tree;

// Writes the directives of the file as a list. Memory does not grow with its size.
void nwl_dump_tree_put(nwl_dump_tree *tree, const char *key);

#endif
