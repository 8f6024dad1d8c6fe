// What the terminal can show.
#ifndef NWL_CLI_TERMINAL_H
#define NWL_CLI_TERMINAL_H

#include "report/report.h"
#include "cli/options.h"

// The value of an environment variable, NULL when it is not set; getenv(3) but for tests.
typedef const char *(*nwl_environment)(const char *name);

// Whether to use colors on a stream. In this order, the first that speaks decides: --color, NO_COLOR,
// CLICOLOR_FORCE and FORCE_COLOR, CLICOLOR, whether it is a terminal and TERM.
bool nwl_terminal_color(nwl_color_choice choice, nwl_environment environment,
                        bool is_terminal);

// Whether the locale's encoding is UTF-8, by LC_ALL, LC_CTYPE and LANG.
bool nwl_terminal_utf8(nwl_environment environment);

// How output for people is drawn on standard output, or on a file.
nwl_style nwl_terminal_style(const nwl_options *options, bool on_stdout);

// Whether standard error is a terminal that can take a line back.
bool nwl_terminal_stderr(void);

// Whether messages on standard error are drawn with ASCII alone.
bool nwl_terminal_ascii(void);

#endif
