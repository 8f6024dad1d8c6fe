// The library that the formats are written with.
#ifndef NWL_REPORT_LIBRARY_H
#define NWL_REPORT_LIBRARY_H

#include "base/arena.h"

// Its name and the version in use, "jansson 2.14", in arena.
nwl_str nwl_report_library(nwl_arena *arena);

#endif
