// A revision of a git repository, read by git's own plumbing: rev-parse and cat-file.
//
// Nothing is checked out and nothing is written to the repository. What its configuration could have git run (hooks,
// filters, text conversion, a file system monitor, a pager, the fetching of missing objects) is not run.
#ifndef NWL_SOURCE_GIT_H
#define NWL_SOURCE_GIT_H

#include "source/process.h"

typedef struct nwl_git {
    nwl_arena *arena;
    nwl_str top;         // the directory of the work tree, with its symlinks resolved
    nwl_str tree;        // the object name of the revision's tree, in hexadecimal
    nwl_process objects; // git cat-file --batch
    nwl_str trouble; // of the first object that could not be read; empty when all could
} nwl_git;

// What an object is, as git calls it.
#define NWL_GIT_TREE "tree"
#define NWL_GIT_BLOB "blob"

// Opens a revision ("HEAD~1", "origin/main") of the repository that directory, which is absolute, lies in. NULL, with one line
// for people in *error, when there is no git, no work tree around directory, or no such revision. The process behind it ends
// with the arena.
nwl_git *nwl_git_open(nwl_arena *arena, nwl_str directory, nwl_str revision,
                      nwl_str *error);

// Reads the object with a name in hexadecimal into *bytes, in arena. Returns 0 or an errno value: EFBIG when it has more than
// limit bytes; EIO when it is missing or of another kind, which is the git's .trouble then.
int nwl_git_read(nwl_git *git, nwl_arena *arena, nwl_str name, const char *kind,
                 uint32_t limit, nwl_str *bytes);

// Notes in .trouble, if it is the first, that an object is missing or not what it should be.
void nwl_git_distrust(nwl_git *git, nwl_str name, const char *kind);

#endif
