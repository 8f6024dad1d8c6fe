// Times for people.
#ifndef NWL_CLI_DURATION_H
#define NWL_CLI_DURATION_H

#include "base/arena.h"

// A time in the largest unit of nginx that it is a whole number of, "90s", "1h", "12d"; one minute is "60s", as nginx's own
// documentation has it.
nwl_str nwl_duration(nwl_arena *arena, int64_t ms);

#endif
