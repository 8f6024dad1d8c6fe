#include "model/version.h"

bool nwl_version_parse(nwl_str text, nwl_version *version)
{
    uint32_t parts[3];
    nwl_str part;
    for (int i = 0; i < 3; i++) {
        if (!nwl_str_cut(&text, '.', &part) || part.len > 3 ||
            !nwl_str_to_u32(part, &parts[i]))
            return false;
    }
    if (text.ptr != NULL)
        return false;
    *version = NWL_VERSION_OF(parts[0], parts[1], parts[2]);
    return true;
}

nwl_str nwl_version_text(nwl_arena *arena, nwl_version version)
{
    return nwl_arena_format(arena, "%u.%u.%u", (unsigned)(version / 1000000),
                            (unsigned)(version / 1000 % 1000),
                            (unsigned)(version % 1000));
}
