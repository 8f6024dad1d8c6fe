#include "model/example.h"

// The prefix that a location stands for; empty for a regex or a name.
static nwl_str prefix_of(const nwl_directive *opener, bool *exact)
{
    nwl_str first = nwl_directive_arg(opener, 0), second = nwl_directive_arg(opener, 1);
    bool glued = opener->arg_count == 1;
    *exact = nwl_str_starts_with(first, NWL_STR("="));
    if (*exact)
        return glued ? nwl_str_from(first, 1) : second;
    if (nwl_str_starts_with(first, NWL_STR("^~")))
        return glued ? nwl_str_from(first, 2) : second;
    return glued && nwl_str_starts_with(first, NWL_STR("/")) ? first : NWL_STR("");
}

uint32_t nwl_example_paths(nwl_arena *arena, const nwl_scope *location,
                           nwl_str paths[NWL_MOST_EXAMPLES])
{
    bool exact = false;
    const nwl_directive *opener = location->opener.directive;
    nwl_str prefix = opener == NULL ? NWL_STR("") : prefix_of(opener, &exact);
    if (prefix.len == 0)
        return 0;
    if (exact) {
        paths[0] = prefix;
        return 1;
    }
    const char *slash = nwl_str_ends_with(prefix, NWL_STR("/")) ? "" : "/";
    paths[0] = nwl_arena_format(arena, "%.*s%szq9", NWL_STR_FMT(prefix), slash);
    paths[1] = slash[0] == '\0'
                   ? nwl_arena_format(arena, "%.*szq9/x", NWL_STR_FMT(prefix))
                   : prefix;
    return NWL_MOST_EXAMPLES;
}
