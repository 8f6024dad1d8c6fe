#include "report/file_uri.h"

#include "base/buffer.h"
#include "source/path.h"

static bool stands_for_itself(char c)
{
    return nwl_is_alnum(c) || c == '/' || c == '-' || c == '.' || c == '_' || c == '~';
}

nwl_str nwl_file_uri(nwl_arena *arena, nwl_str path)
{
    nwl_buffer uri = nwl_buffer_new(NULL);
    if (nwl_path_is_absolute(path))
        nwl_buffer_add(&uri, NWL_STR("file://"));
    for (size_t i = 0; i < path.len; i++) {
        if (stands_for_itself(path.ptr[i]))
            nwl_buffer_add_char(&uri, path.ptr[i]);
        else
            nwl_buffer_format(&uri, "%%%02X", (unsigned)(unsigned char)path.ptr[i]);
    }
    return nwl_buffer_take(&uri, arena);
}
