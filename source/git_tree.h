// The disk with the work tree of a git repository as it was in a revision.
//
// What lies below the top of the work tree comes from the revision alone: files that git does not track are not there, nor is
// .git, nor is a submodule. Everything else is that of the disk. Directories of a revision are read when they are asked for.
#ifndef NWL_SOURCE_GIT_TREE_H
#define NWL_SOURCE_GIT_TREE_H

#include "base/map.h"
#include "source/fs.h"
#include "source/git.h"

typedef struct nwl_git_tree {
    nwl_fs fs; // fs.state is the tree itself
    nwl_git *git;
    const nwl_fs *disk;
    nwl_map directories; // real path of a directory of the revision -> what lies in it
    nwl_map resolved;    // path of a directory -> where it leads
} nwl_git_tree;

// The tree of the revision that git has open, laid over disk; it lives in git's arena.
nwl_git_tree *nwl_git_tree_new(nwl_git *git, const nwl_fs *disk);

#endif
