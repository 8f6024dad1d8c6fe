// glob(3) as nginx uses it: flags 0, "C" locale.
#ifndef NWL_SOURCE_GLOB_H
#define NWL_SOURCE_GLOB_H

#include "source/fs.h"

// True when path holds one of the bytes that make nginx hand it to glob(3): '*', '?' or '['.
bool nwl_glob_is_pattern(nwl_str path);

// Matches one path component. A leading dot is matched by a literal dot alone; a name longer than 255 bytes,
// which no file system has, by nothing. Linear in name times pattern.
bool nwl_glob_matches(nwl_str pattern, nwl_str name);

// The directory before the first component with a wildcard, or before the last component when none has one;
// *rest is what follows its '/'. "" when pattern is relative and begins with that component.
nwl_str nwl_glob_literal_part(nwl_str pattern, nwl_str *rest);

// Every path that matches an absolute pattern, in byte order; symlinks whose target is missing among them.
// Directories that cannot be read are passed over, as glob(3) does, and those without permission listed. Gives up after looking at 16 MiB of paths
// or listing 10000 directories and sets truncated: "/*/*/*/*/*" is more than anybody means.
nwl_names nwl_glob(const nwl_fs *fs, nwl_arena *arena, nwl_str pattern);

#endif
