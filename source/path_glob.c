#include "source/path_glob.h"

#include "source/glob.h"

// Takes the next component off *rest. False when there is none.
static bool take(nwl_str *rest, nwl_str *component)
{
    while (nwl_str_cut(rest, '/', component)) {
        if (component->len > 0)
            return true;
    }
    return false;
}

// The last "**" alone has to be tried again: what stands before it is matched already.
bool nwl_path_glob_matches(nwl_str pattern, nwl_str path)
{
    nwl_str behind_stars = NWL_STR_NONE, skipped_to = NWL_STR_NONE;
    bool has_stars = false;
    for (;;) {
        nwl_str pattern_rest = pattern, path_rest = path, part, name;
        if (!take(&pattern_rest, &part))
            return true;
        if (nwl_str_eq(part, NWL_STR("**"))) {
            has_stars = true;
            pattern = behind_stars = pattern_rest;
            skipped_to = path;
        } else if (take(&path_rest, &name) && nwl_glob_matches(part, name)) {
            pattern = pattern_rest;
            path = path_rest;
        } else if (has_stars && take(&skipped_to, &name)) {
            pattern = behind_stars;
            path = skipped_to;
        } else {
            return false;
        }
    }
}
