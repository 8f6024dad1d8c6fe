// Messages to people on standard error: everything that is no finding.
#ifndef NWL_CLI_MESSAGE_H
#define NWL_CLI_MESSAGE_H

#include <stdarg.h>

#include "base/arena.h"

// Prints "nginx-wslint: error: " and text, which may hold any byte: what a terminal could be misled by is made visible.
void nwl_message_error(nwl_str text);

// Prints "nginx-wslint: " and text, likewise.
void nwl_message_note(nwl_str text);

// A string in arena, formatted as vprintf does.
nwl_str nwl_message_format(nwl_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#endif
