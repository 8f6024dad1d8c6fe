// Paths that are names of open file descriptors, such as /dev/fd/63.
#ifndef NWL_CLI_DESCRIPTOR_H
#define NWL_CLI_DESCRIPTOR_H

#include "base/str.h"

// The descriptor that path is another name for, -1 when there is none.
int nwl_descriptor_of(nwl_str path);

#endif
