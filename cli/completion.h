// Completion scripts of shells. A script is tables, made from the lists of commands and options, and the code that uses them, which
// is a file of cli/completions/.
#ifndef NWL_CLI_COMPLETION_H
#define NWL_CLI_COMPLETION_H

#include "base/buffer.h"
#include "cli/kind.h"
#include "cli/options.h"

// Each of these writes a whole script.
void nwl_completion_bash(nwl_buffer *out);
void nwl_completion_zsh(nwl_buffer *out);
void nwl_completion_fish(nwl_buffer *out);

// The code, made a part of the program by the build.
extern const nwl_str nwl_completion_code_bash, nwl_completion_code_zsh,
    nwl_completion_code_fish;

// "# Completes nginx-wslint 0.1.0 in SHELL." and how it was made.
void nwl_completion_head(nwl_buffer *out, const char *shell);

// The words of list with separator between them.
void nwl_completion_join(nwl_buffer *out, nwl_choice_list list, const char *separator);

// Calls put for each use of option that has values of its own: once for every command that it applies to when it names a format,
// else once with NULL, which stands for all of them.
typedef void nwl_completion_put(nwl_buffer *out, const nwl_option *option,
                                const nwl_command *command);
void nwl_completion_uses(nwl_buffer *out, const nwl_option *option,
                         nwl_completion_put *put);

// The name of command or, for NULL, those of the commands that option applies to.
void nwl_completion_commands(nwl_buffer *out, const nwl_option *option,
                             const nwl_command *command, const char *separator);

// The names of all options with a value, long and short.
void nwl_completion_awaiting(nwl_buffer *out, const char *separator);

// Text for a place between single quotes: what of it is special gets a backslash, and a single quote is written as quote.
void nwl_completion_quote(nwl_buffer *out, nwl_str text, const char *special,
                          const char *quote);

// Whether all operands of command from index on are of one kind, without an end.
bool nwl_completion_repeats(const nwl_command *command, uint32_t index);

#endif
