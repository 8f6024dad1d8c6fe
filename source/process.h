// Other programs, run without a shell.
#ifndef NWL_SOURCE_PROCESS_H
#define NWL_SOURCE_PROCESS_H

#include <stdio.h>
#include <sys/types.h>

#include "base/arena.h"

// A program and its environment, both ending with NULL. The first word is looked up in PATH.
typedef struct nwl_program {
    const char *const *words;
    const char *const *environment;
} nwl_program;

// What a program said and how it ended.
typedef struct nwl_program_end {
    int status; // its exit status, -1 when a signal ended it
    nwl_str output,
        error; // what it wrote to standard output and standard error, in the arena
} nwl_program_end;

// Runs a program to its end with nothing on its standard input. What it writes beyond limit bytes of a stream is read and
// dropped. Returns 0 or an errno value: ENOENT when there is no such program.
int nwl_process_run(nwl_arena *arena, const nwl_program *program, size_t limit,
                    nwl_program_end *end);

// A program that answers on its standard output; its standard error goes nowhere.
typedef struct nwl_process {
    pid_t id;
    FILE *to, *from;
} nwl_process;

// Starts a program. Returns 0 or an errno value. SIGPIPE is to be ignored by the caller: a write to a program that is gone is
// an error then.
int nwl_process_start(nwl_process *process, const nwl_program *program);

// Closes both streams, which ends a program that reads to the end of its input, and waits for it.
void nwl_process_stop(nwl_process *process);

#endif
