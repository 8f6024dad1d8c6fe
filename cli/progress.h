// One line on standard error while the work takes longer than people wait without a sign.
#ifndef NWL_CLI_PROGRESS_H
#define NWL_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct nwl_progress {
    bool wanted; // standard error is a terminal
    bool shown;
    int64_t started_ms, drawn_ms;
    uint32_t files_before; // of the roots that are done
} nwl_progress;

nwl_progress nwl_progress_start(void);

// Says that so many files of this root were read; the callback of nwl_load.
void nwl_progress_files(void *progress, uint32_t files);

// Takes the line away, so that something else can be printed.
void nwl_progress_clear(nwl_progress *progress);

#endif
