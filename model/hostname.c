#include "model/hostname.h"

bool nwl_hostname_is_key(nwl_str key)
{
    size_t star = nwl_str_find(key, '*', 0);
    if (nwl_str_contains(key, NWL_STR("..")) ||
        nwl_str_find(key, '*', star + 1) < key.len)
        return false;
    if (star == key.len || (key.len > 1 && key.ptr[0] == '.'))
        return true;
    return key.len > 2 && (nwl_str_starts_with(key, NWL_STR("*.")) ||
                           nwl_str_ends_with(key, NWL_STR(".*")));
}
