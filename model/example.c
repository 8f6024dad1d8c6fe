#include "model/example.h"

#include "model/location.h"

uint32_t nwl_example_paths(nwl_arena *arena, const nwl_scope *location,
                           nwl_str paths[NWL_MOST_EXAMPLES])
{
    nwl_location name = nwl_location_read(location->opener.directive);
    nwl_str prefix = name.text;
    if (name.kind == NWL_LOCATION_EXACT) {
        paths[0] = prefix;
        return 1;
    }
    if (name.kind != NWL_LOCATION_PREFIX && name.kind != NWL_LOCATION_PREFERRED)
        return 0;
    const char *slash = nwl_str_ends_with(prefix, NWL_STR("/")) ? "" : "/";
    paths[0] = nwl_arena_format(arena, "%.*s%szq9", NWL_STR_FMT(prefix), slash);
    paths[1] = slash[0] == '\0'
                   ? nwl_arena_format(arena, "%.*szq9/x", NWL_STR_FMT(prefix))
                   : prefix;
    return NWL_MOST_EXAMPLES;
}
