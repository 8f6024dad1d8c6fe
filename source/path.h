// Paths as text. What is put in an arena is followed by a NUL.
#ifndef NWL_SOURCE_PATH_H
#define NWL_SOURCE_PATH_H

#include "base/arena.h"

bool nwl_path_is_absolute(nwl_str path);

// The part before the last '/', "/" for one in the root, "" without any.
nwl_str nwl_path_directory(nwl_str path);

// The part after the last '/'.
nwl_str nwl_path_name(nwl_str path);

// base and path with one '/' between; path alone when it is absolute or base is "".
nwl_str nwl_path_join(nwl_arena *arena, nwl_str base, nwl_str path);

// True when path is directory or lies below it.
bool nwl_path_is_below(nwl_str path, nwl_str directory);

// path from directory on when it lies below it, "." for directory itself; else path. An empty directory has nothing below it.
nwl_str nwl_path_relative(nwl_str path, nwl_str directory);

// Without "//", "." and, textually, ".."; for absolute paths.
nwl_str nwl_path_clean(nwl_arena *arena, nwl_str path);

#endif
