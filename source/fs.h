// The file system seam: everything that is read from outside comes through here.
// Paths are absolute and NUL-terminated behind their length.
#ifndef NWL_SOURCE_FS_H
#define NWL_SOURCE_FS_H

#include "base/arena.h"

typedef enum nwl_file_kind {
    NWL_FILE_NONE, // nothing there, or it cannot be reached: see errno in *error
    NWL_FILE_REGULAR,
    NWL_FILE_DIRECTORY,
    NWL_FILE_SYMLINK,
    NWL_FILE_OTHER, // FIFO, socket, device
} nwl_file_kind;

typedef struct nwl_names {
    const nwl_str *items; // in byte order
    uint32_t count;
    // Set by nwl_glob alone:
    bool truncated;        // there may be more
    const nwl_str *denied; // directories that nobody may look into here
    uint32_t denied_count;
} nwl_names;

typedef struct nwl_fs nwl_fs;

struct nwl_fs {
    void *state;

    // What path is; a symlink at its end is not followed. *error is 0 or an errno value.
    nwl_file_kind (*kind)(const nwl_fs *fs, nwl_str path, int *error);

    // The text of a symlink. Returns 0 or an errno value.
    int (*read_link)(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_str *target);

    // The bytes of a regular file. Returns 0 or an errno value: EFBIG when it is larger than limit bytes,
    // EINVAL when it is no regular file.
    int (*read)(const nwl_fs *fs, nwl_arena *arena, nwl_str path, uint32_t limit,
                nwl_str *text);

    // The entries of a directory but "." and "..". Returns 0 or an errno value.
    int (*list)(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_names *names);
};

// The disk of this machine. Never blocks on a FIFO and never follows a symlink at the end of a path it reads.
const nwl_fs *nwl_fs_disk(void);

// A path of the disk with its symlinks resolved, in arena; empty when nothing stands there, and errno then says why.
nwl_str nwl_fs_real_path(nwl_arena *arena, nwl_str path);

#endif
