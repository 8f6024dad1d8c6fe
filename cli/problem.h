// What could not be done: told on standard error at once, and kept for the report.
#ifndef NWL_CLI_PROBLEM_H
#define NWL_CLI_PROBLEM_H

#include "report/report.h"

typedef struct nwl_problems {
    nwl_arena *arena;
    NWL_ARRAY(nwl_problem) items;
} nwl_problems;

// Adds a problem with path, which may be empty; its message is formatted as printf does and may hold any byte.
void nwl_problem_tell(nwl_problems *problems, nwl_str path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
