#include "cli/effective.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/suggest.h"

static int set_up(void **state)
{
    *state = nwl_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    nwl_arena_free(*state);
    return 0;
}

static bool exists(nwl_str path)
{
    (void)path;
    return false;
}

// What a settings file in /etc/nginx and a command line in /home come to.
static const nwl_effective *effective_of(void **state, const char *text,
                                         const char *const *words)
{
    static const nwl_root ROOT = {.path = NWL_TEXT("/etc/nginx/nginx.conf")};
    nwl_command_line line = {.words = words, .exists = exists};
    nwl_options *options = NWL_NEW(*state, nwl_options);
    nwl_str error;
    while (words[line.count] != NULL)
        line.count++;
    assert_true(nwl_options_parse(*state, &line, options, &error));
    const nwl_settings_file *file = nwl_settings_file_read(
        *state, NWL_STR("s.conf"), NWL_STR("/etc/nginx"), nwl_str_of(text));
    assert_int_equal(file->errors.count, 0);
    return nwl_effective_new(*state, options, file, &ROOT, NWL_STR("/home"));
}

#define EFFECTIVE(text, ...)                                                             \
    effective_of(state, text, (const char *const[]){__VA_ARGS__, NULL})
#define EFFECTIVE_FILE(text) effective_of(state, text, (const char *const[]){NULL})

static nwl_rule_choice choice_of(const nwl_effective *e, const char *id)
{
    return e->engine.choices[nwl_choice_find(&nwl_choice_rules, nwl_str_of(id))];
}

static void the_file_fills_in_what_the_line_leaves_open(void **state)
{
    const nwl_effective *e = EFFECTIVE_FILE(
        "nginx_version 1.24.0; fail_on note; min_read_timeout 5m; root /srv;");
    assert_int_equal(e->options.nginx_version, NWL_VERSION_OF(1u, 24u, 0u));
    assert_int_equal(e->engine.fail_on, NWL_NOTE);
    assert_int_equal(e->engine.min_read_timeout_ms, 300000);
    assert_true(nwl_str_eq(e->options.root, NWL_STR("/srv")));
}

static void the_line_stands_above_the_file(void **state)
{
    const nwl_effective *e =
        EFFECTIVE("nginx_version 1.24.0; fail_on never; min_read_timeout 5m;",
                  "--nginx-version=1.30.0", "--fail-on=warning", "--min-read-timeout=1h");
    assert_int_equal(e->options.nginx_version, NWL_VERSION_OF(1u, 30u, 0u));
    assert_int_equal(e->engine.fail_on, NWL_WARNING);
    assert_int_equal(e->engine.min_read_timeout_ms, 3600000);
}

static void without_both_the_default_counts(void **state)
{
    const nwl_effective *e = EFFECTIVE_FILE("");
    assert_int_equal(e->engine.fail_on, NWL_WARNING);
    assert_false(choice_of(e, "syntax-error").disabled);
    assert_int_equal(e->engine.path_choice_count, 0);
}

static void the_line_decides_about_a_rule_it_names(void **state)
{
    static const char TEXT[] = "ignore syntax-error include-cycle; "
                               "rule dangling-symlink { severity error; }";
    const nwl_effective *e =
        EFFECTIVE(TEXT, "--severity=syntax-error=note", "--ignore=dangling-symlink");
    assert_false(choice_of(e, "syntax-error").disabled);
    assert_int_equal(choice_of(e, "syntax-error").severity, NWL_NOTE);
    assert_true(choice_of(e, "include-cycle").disabled);
    assert_true(choice_of(e, "dangling-symlink").disabled);
}

static void a_selection_of_the_line_replaces_that_of_the_file(void **state)
{
    const nwl_effective *e = EFFECTIVE("select include-cycle; ignore syntax-error; "
                                       "rule syntax-error { severity note; }",
                                       "--select=syntax-error");
    assert_false(choice_of(e, "syntax-error").disabled);
    assert_int_equal(choice_of(e, "syntax-error").severity, NWL_NOTE);
    assert_true(choice_of(e, "include-cycle").disabled);
}

static void a_time_of_the_line_stands_above_every_minimum(void **state)
{
    static const char TEXT[] = "rule read-timeout-too-short { minimum 5m; } "
                               "path a { rule read-timeout-too-short { minimum 1m; } }";
    uint32_t rule = nwl_choice_find(&nwl_choice_rules, NWL_STR("read-timeout-too-short"));
    const nwl_effective *file = EFFECTIVE_FILE(TEXT);
    assert_int_equal(file->engine.choices[rule].minimum_ms, 300000);
    assert_int_equal(file->engine.path_choices[0].choices[rule].minimum_ms, 60000);
    const nwl_effective *line = EFFECTIVE(TEXT, "--min-read-timeout=2h");
    assert_int_equal(line->engine.choices[rule].minimum_ms, 0);
    assert_int_equal(line->engine.path_choices[0].choices[rule].minimum_ms, 0);
}

static void a_path_block_yields_to_the_line(void **state)
{
    static const char TEXT[] = "path a { ignore syntax-error include-cycle; }";
    const nwl_effective *e = EFFECTIVE(TEXT, "--severity=syntax-error=error");
    const nwl_path_choices *block = &e->engine.path_choices[0];
    assert_true(nwl_str_eq(block->pattern, NWL_STR("/etc/nginx/a")));
    uint32_t syntax = nwl_choice_find(&nwl_choice_rules, NWL_STR("syntax-error"));
    uint32_t cycle = nwl_choice_find(&nwl_choice_rules, NWL_STR("include-cycle"));
    assert_false(block->choices[syntax].disabled);
    assert_true(block->choices[cycle].disabled);
}

static void patterns_begin_where_they_are_said(void **state)
{
    const nwl_effective *e = EFFECTIVE("exclude old;", "--exclude", "**/x.conf");
    assert_true(nwl_effective_excludes(e, NWL_STR("/etc/nginx/old/a.conf")));
    assert_true(nwl_effective_excludes(e, NWL_STR("/home/deep/down/x.conf")));
    assert_false(nwl_effective_excludes(e, NWL_STR("/etc/nginx/x.conf")));
    assert_false(nwl_effective_excludes(e, NWL_STR("/home/old/a.conf")));
}

#define ARENA_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(the_file_fills_in_what_the_line_leaves_open),
        ARENA_TEST(the_line_stands_above_the_file),
        ARENA_TEST(without_both_the_default_counts),
        ARENA_TEST(the_line_decides_about_a_rule_it_names),
        ARENA_TEST(a_selection_of_the_line_replaces_that_of_the_file),
        ARENA_TEST(a_time_of_the_line_stands_above_every_minimum),
        ARENA_TEST(a_path_block_yields_to_the_line),
        ARENA_TEST(patterns_begin_where_they_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
