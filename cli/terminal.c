// Standards: no-color.org, bixense.com/clicolors; "0" turns FORCE_COLOR off as in supports-color.

#define _DEFAULT_SOURCE // struct winsize

#include "cli/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

// The value of a variable, empty when it is not set.
static nwl_str variable(nwl_environment environment, const char *name)
{
    return nwl_str_of(environment(name));
}

static bool is_set(nwl_environment environment, const char *name)
{
    return variable(environment, name).len > 0;
}

static bool is_zero(nwl_environment environment, const char *name)
{
    return nwl_str_eq(variable(environment, name), NWL_STR("0"));
}

static bool color_by_environment(nwl_environment environment, bool is_terminal)
{
    if (is_set(environment, "NO_COLOR"))
        return false;
    if (is_set(environment, "CLICOLOR_FORCE") && !is_zero(environment, "CLICOLOR_FORCE"))
        return true;
    if (is_set(environment, "FORCE_COLOR"))
        return !is_zero(environment, "FORCE_COLOR");
    if (is_zero(environment, "CLICOLOR"))
        return false;
    return is_terminal && is_set(environment, "TERM") &&
           !nwl_str_eq(variable(environment, "TERM"), NWL_STR("dumb"));
}

bool nwl_terminal_color(nwl_color_choice choice, nwl_environment environment,
                        bool is_terminal)
{
    switch (choice) {
    case NWL_COLOR_ALWAYS:
        return true;
    case NWL_COLOR_NEVER:
        return false;
    case NWL_COLOR_AUTO:
        break;
    }
    return color_by_environment(environment, is_terminal);
}

bool nwl_terminal_utf8(nwl_environment environment)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        nwl_str locale = variable(environment, names[i]);
        if (locale.len > 0) {
            return nwl_str_contains_nocase(locale, NWL_STR("utf-8")) ||
                   nwl_str_contains_nocase(locale, NWL_STR("utf8"));
        }
    }
    return false;
}

static const char *environment_of_process(const char *name)
{
    return getenv(name);
}

// The columns of standard output: COLUMNS, the terminal's own, or 0.
static uint32_t columns(bool is_terminal)
{
    uint32_t count;
    if (nwl_str_to_u32(variable(environment_of_process, "COLUMNS"), &count) && count > 0)
        return count;
    struct winsize size;
    if (is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        return size.ws_col;
    return 0;
}

nwl_style nwl_terminal_style(const nwl_options *options, bool on_stdout)
{
    bool is_terminal = on_stdout && isatty(STDOUT_FILENO);
    return (nwl_style){
        .color = on_stdout &&
                 nwl_terminal_color(options->color, environment_of_process, is_terminal),
        .ascii = options->ascii || !nwl_terminal_utf8(environment_of_process),
        .width = on_stdout ? columns(is_terminal) : 0,
        .quiet = options->quiet,
        .statistics = options->statistics,
    };
}

bool nwl_terminal_stderr(void)
{
    nwl_str term = variable(environment_of_process, "TERM");
    return isatty(STDERR_FILENO) && term.len > 0 && !nwl_str_eq(term, NWL_STR("dumb"));
}

bool nwl_terminal_ascii(void)
{
    return !nwl_terminal_utf8(environment_of_process);
}
