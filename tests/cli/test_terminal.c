#include "cli/terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// What the environment of a test holds, in lines NAME=VALUE.
static const char *environment;

static const char *look_up(const char *name)
{
    static char value[64];
    nwl_str rest = nwl_str_of(environment), line;
    while (nwl_str_cut(&rest, '\n', &line)) {
        size_t equals = nwl_str_find(line, '=', 0);
        if (!nwl_str_eq(nwl_str_slice(line, 0, equals), nwl_str_of(name)))
            continue;
        nwl_str found = nwl_str_from(line, equals + 1);
        assert_true(found.len < sizeof(value));
        if (found.len > 0)
            memcpy(value, found.ptr, found.len);
        value[found.len] = '\0';
        return value;
    }
    return NULL;
}

static bool color(nwl_color_choice choice, const char *variables, bool is_terminal)
{
    environment = variables;
    return nwl_terminal_color(choice, look_up, is_terminal);
}

static bool automatic(const char *variables, bool is_terminal)
{
    return color(NWL_COLOR_AUTO, variables, is_terminal);
}

static void the_option_beats_the_environment(void **state)
{
    (void)state;
    assert_true(color(NWL_COLOR_ALWAYS, "NO_COLOR=1\nTERM=dumb", false));
    assert_false(color(NWL_COLOR_NEVER, "CLICOLOR_FORCE=1\nTERM=xterm", true));
}

static void a_terminal_that_is_not_dumb_has_colors(void **state)
{
    (void)state;
    assert_true(automatic("TERM=xterm", true));
    assert_false(automatic("TERM=xterm", false));
    assert_false(automatic("TERM=dumb", true));
    assert_false(automatic("TERM=", true));
    assert_false(automatic("", true));
}

static void no_color_beats_the_forcing_variables(void **state)
{
    (void)state;
    assert_false(
        automatic("NO_COLOR=1\nCLICOLOR_FORCE=1\nFORCE_COLOR=1\nTERM=xterm", true));
    assert_false(automatic("NO_COLOR=0\nTERM=xterm", true));
    assert_true(automatic("NO_COLOR=\nTERM=xterm", true));
}

static void color_is_forced_where_there_is_no_terminal(void **state)
{
    (void)state;
    assert_true(automatic("CLICOLOR_FORCE=1", false));
    assert_true(automatic("FORCE_COLOR=3\nTERM=dumb", false));
    assert_true(automatic("CLICOLOR=0\nCLICOLOR_FORCE=1", false));
    assert_false(automatic("CLICOLOR_FORCE=", false));
}

static void zero_forces_nothing(void **state)
{
    (void)state;
    assert_false(automatic("CLICOLOR_FORCE=0\nTERM=xterm", false));
    assert_true(automatic("CLICOLOR_FORCE=0\nTERM=xterm", true));
    assert_false(automatic("FORCE_COLOR=0\nTERM=xterm", true));
    assert_false(automatic("CLICOLOR=0\nTERM=xterm", true));
    assert_true(automatic("CLICOLOR=1\nTERM=xterm", true));
}

static bool utf8(const char *variables)
{
    environment = variables;
    return nwl_terminal_utf8(look_up);
}

static void the_first_locale_variable_that_is_set_decides(void **state)
{
    (void)state;
    assert_true(utf8("LANG=en_US.UTF-8"));
    assert_true(utf8("LC_ALL=C.utf8\nLANG=C"));
    assert_true(utf8("LC_ALL=\nLC_CTYPE=C.UTF-8\nLANG=C"));
    assert_false(utf8("LC_ALL=C\nLANG=en_US.UTF-8"));
    assert_false(utf8("LANG=de_DE.ISO-8859-1"));
    assert_false(utf8(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_option_beats_the_environment),
        cmocka_unit_test(a_terminal_that_is_not_dumb_has_colors),
        cmocka_unit_test(no_color_beats_the_forcing_variables),
        cmocka_unit_test(color_is_forced_where_there_is_no_terminal),
        cmocka_unit_test(zero_forces_nothing),
        cmocka_unit_test(the_first_locale_variable_that_is_set_decides),
    };
    return cmocka_run_group_tests_name("terminal", tests, NULL, NULL);
}
