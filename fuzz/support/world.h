// A tree of files in memory, made from the bytes of one input.
//
// An input is the text of /etc/nginx/nginx.conf. A line "--- PATH" begins a further file, "--- PATH -> TARGET" is a symlink;
// relative paths start in /etc/nginx. fuzz/inputs.py packs and unpacks such inputs.
#ifndef NWL_FUZZ_SUPPORT_WORLD_H
#define NWL_FUZZ_SUPPORT_WORLD_H

#include "source/fs.h"

enum { WORLD_MOST_FILES = 32 };

typedef struct world_node {
    nwl_str path, text, link; // a symlink when link is not empty
} world_node;

typedef struct world {
    nwl_arena *arena; // for the work of the file system itself
    nwl_fs fs;
    world_node nodes[WORLD_MOST_FILES];
    uint32_t count;
} world;

#define WORLD_DIRECTORY NWL_STR("/etc/nginx")
#define WORLD_ROOT NWL_STR("/etc/nginx/nginx.conf")

// Makes *w the tree that input describes; it borrows from input and points into *w.
void world_open(world *w, nwl_str input);

void world_close(world *w);

#endif
