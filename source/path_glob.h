// Patterns for whole paths, as people write them in settings.
#ifndef NWL_SOURCE_PATH_GLOB_H
#define NWL_SOURCE_PATH_GLOB_H

#include "base/str.h"

// True when pattern matches path or a directory above it, component by component: one that is "**" stands for any number
// of components, the others are matched by nwl_glob_matches. Both are absolute. Linear in components times components.
bool nwl_path_glob_matches(nwl_str pattern, nwl_str path);

#endif
