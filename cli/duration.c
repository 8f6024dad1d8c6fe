#include "cli/duration.h"

#include <inttypes.h>

nwl_str nwl_duration(nwl_arena *arena, int64_t ms)
{
    static const struct {
        int64_t ms, least;
        const char *name;
    } units[] = {
        {24 * 60 * 60 * INT64_C(1000), 1, "d"},
        {60 * 60 * INT64_C(1000), 1, "h"},
        {60 * INT64_C(1000), 2, "m"},
        {1000, 0, "s"},
    };
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        int64_t count = ms / units[i].ms;
        if (ms % units[i].ms == 0 && count >= units[i].least)
            return nwl_arena_format(arena, "%" PRId64 "%s", count, units[i].name);
    }
    return nwl_arena_format(arena, "%" PRId64 "ms", ms);
}
