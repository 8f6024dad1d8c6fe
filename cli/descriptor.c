#include "cli/descriptor.h"

#include <limits.h>
#include <unistd.h>

int nwl_descriptor_of(nwl_str path)
{
    static const struct {
        nwl_str path;
        int descriptor;
    } named[] = {
        {NWL_TEXT("/dev/stdin"), STDIN_FILENO},
        {NWL_TEXT("/dev/stdout"), STDOUT_FILENO},
        {NWL_TEXT("/dev/stderr"), STDERR_FILENO},
    };
    static const nwl_str folders[] = {NWL_TEXT("/dev/fd/"), NWL_TEXT("/proc/self/fd/")};
    uint32_t number;
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
        if (nwl_str_eq(path, named[i].path))
            return named[i].descriptor;
    }
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        if (nwl_str_starts_with(path, folders[i]) &&
            nwl_str_to_u32(nwl_str_from(path, folders[i].len), &number) &&
            number <= INT_MAX)
            return (int)number;
    }
    return -1;
}
