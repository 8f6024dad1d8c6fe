// nginx versions.
#ifndef NWL_MODEL_VERSION_H
#define NWL_MODEL_VERSION_H

#include "base/arena.h"

// 1.29.7 is 1029007; 0 means not known.
typedef uint32_t nwl_version;

#define NWL_VERSION_OF(major, minor, patch) ((major)*1000000u + (minor)*1000u + (patch))

// From here on nginx speaks HTTP/1.1 upstream by default and sends no "Connection: close" (nginx CHANGES, 1.29.7).
#define NWL_VERSION_HTTP_1_1_BY_DEFAULT NWL_VERSION_OF(1u, 29u, 7u)

// Parses "1.22.1"; false, leaving *version alone, for anything else.
bool nwl_version_parse(nwl_str text, nwl_version *version);

// "1.22.1", in arena.
nwl_str nwl_version_text(nwl_arena *arena, nwl_version version);

#endif
