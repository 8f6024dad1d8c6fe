#define _POSIX_C_SOURCE 200809L

#include "cli/progress.h"

#include <stdio.h>
#include <time.h>

#include "cli/terminal.h"

enum { PATIENCE_MS = 1000, REDRAW_MS = 100 };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

nwl_progress nwl_progress_start(void)
{
    return (nwl_progress){.wanted = nwl_terminal_stderr(), .started_ms = now_ms()};
}

void nwl_progress_files(void *state, uint32_t files)
{
    nwl_progress *progress = state;
    if (!progress->wanted)
        return;
    int64_t now = now_ms();
    if (now - progress->started_ms < PATIENCE_MS || now - progress->drawn_ms < REDRAW_MS)
        return;
    fprintf(stderr, "\rnginx-wslint: %u files read\x1b[K",
            progress->files_before + files);
    fflush(stderr);
    progress->drawn_ms = now;
    progress->shown = true;
}

void nwl_progress_clear(nwl_progress *progress)
{
    if (progress->shown)
        fprintf(stderr, "\r\x1b[K");
    progress->shown = false;
}
