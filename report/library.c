#include "report/library.h"

#include <jansson.h>

nwl_str nwl_report_library(nwl_arena *arena)
{
    return nwl_arena_format(arena, "jansson %s", jansson_version_str());
}
