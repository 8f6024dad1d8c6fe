// Tokens to a syntax tree. Always yields one, whatever the text: a mistake gives one error and what follows it is read
// as it was most likely meant. Nothing recurses on the depth of the input.
#ifndef NWL_PARSER_PARSER_H
#define NWL_PARSER_PARSER_H

#include "parser/tree.h"
#include "parser/vocabulary.h"

// Parses text, the contents of the file with index file. The tree lives in arena and borrows from text.
nwl_tree nwl_parse(nwl_arena *arena, uint32_t file, nwl_str text,
                   nwl_vocabulary vocabulary);

// So many directives of a file are read, and so many words of one of them: they take some 600 MB.
enum { NWL_PARSE_LIMIT = 2 * 1000 * 1000 };

typedef struct nwl_parse_options {
    nwl_vocabulary vocabulary;
    nwl_body_reading reading; // of the block that the file is included in
    uint32_t limit;           // in place of NWL_PARSE_LIMIT; 0 for that
} nwl_parse_options;

// The same for a file that is included inside a block, or with another limit.
nwl_tree nwl_parse_with(nwl_arena *arena, uint32_t file, nwl_str text,
                        const nwl_parse_options *options);

// An iterator over a directive and everything below it in this file, parents before children:
//
//     nwl_walk walk = nwl_walk_of(tree.first);
//     while (nwl_walk_next(&walk))
//         use(walk.directive, walk.entering);
//
// A directive with a block comes twice: entering, and leaving after its last child. Others come once, entering.
typedef struct nwl_walk {
    const nwl_directive *directive;
    bool entering;
    const nwl_directive *start;
} nwl_walk;

nwl_walk nwl_walk_of(const nwl_directive *first);
bool nwl_walk_next(nwl_walk *walk);

#endif
