#include "cli/settings_file.h"

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

static const nwl_settings_file *read_text(void **state, const char *text)
{
    return nwl_settings_file_read(*state, NWL_STR("s.conf"), NWL_STR("/etc/nginx"),
                                  nwl_str_of(text));
}

static const nwl_settings_file *read_good(void **state, const char *text)
{
    const nwl_settings_file *file = read_text(state, text);
    assert_int_equal(file->errors.count, 0);
    return file;
}

static void expect_text(nwl_str text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

// The one error of a text, and the bytes it is about.
static void expect_error(void **state, const char *text, const char *about,
                         const char *message)
{
    const nwl_settings_file *file = read_text(state, text);
    assert_int_equal(file->errors.count, 1);
    nwl_range at = file->errors.items[0].at;
    expect_text(nwl_str_slice(file->text, at.begin, at.end), about);
    expect_text(file->errors.items[0].message, message);
}

static uint32_t rule(const char *id)
{
    return nwl_choice_find(&nwl_choice_rules, nwl_str_of(id));
}

static void keys_say_what_options_say(void **state)
{
    const nwl_settings_file *file =
        read_good(state, "nginx_version 1.24.0; fail_on never; min_read_timeout 5m;\n"
                         "assume_websocket on; root ../srv; path_map enabled available;");
    assert_int_equal(file->said.nginx_version, NWL_VERSION_OF(1u, 24u, 0u));
    assert_int_equal(file->said.fail_on, NWL_OFF);
    assert_true(file->said.fail_on_given && file->said.assume_websocket);
    assert_int_equal(file->said.min_read_timeout_ms, 300000);
    expect_text(file->said.root, "/etc/srv");
    expect_text(file->said.mappings.items[0].from, "enabled");
    expect_text(file->said.mappings.items[0].to, "available");
}

static void configurations_are_relative_to_the_settings_file(void **state)
{
    const nwl_settings_file *file =
        read_good(state, "configuration main.conf ../x/y.conf;\nconfiguration /z.conf;");
    assert_int_equal(file->configurations.count, 3);
    expect_text(file->configurations.items[0].path, "/etc/nginx/main.conf");
    expect_text(file->configurations.items[1].path, "/etc/x/y.conf");
    expect_text(file->configurations.items[2].path, "/z.conf");
    expect_text(file->configurations.items[2].origin, "s.conf:2");
}

static void rules_are_ignored_and_have_levels(void **state)
{
    const nwl_settings_file *file =
        read_good(state, "ignore include-cycle dangling-symlink;\n"
                         "rule read-timeout-too-short { severity error; minimum 10m; }");
    const nwl_rule_word *words = file->said.selection.words;
    assert_true(words[rule("include-cycle")].ignored);
    assert_true(words[rule("dangling-symlink")].ignored);
    assert_false(words[rule("syntax-error")].ignored);
    const nwl_rule_word *timeout = &words[rule("read-timeout-too-short")];
    assert_true(timeout->has_level);
    assert_int_equal(timeout->level, NWL_ERROR);
    assert_int_equal(timeout->minimum_ms, 600000);
    expect_text(timeout->origin, "s.conf:2");
}

static void what_a_path_block_says_stays_in_it(void **state)
{
    const nwl_settings_file *file =
        read_good(state, "path conf.d/*.conf { ignore include-cycle; rule syntax-error { "
                         "severity note; } }\nignore dangling-symlink;");
    assert_int_equal(file->sections.count, 1);
    const nwl_settings_section *section = file->sections.items[0];
    expect_text(section->pattern, "conf.d/*.conf");
    assert_true(section->selection.words[rule("include-cycle")].ignored);
    assert_true(section->selection.words[rule("syntax-error")].has_level);
    assert_false(section->selection.words[rule("dangling-symlink")].ignored);
    assert_false(file->said.selection.words[rule("include-cycle")].ignored);
    assert_false(file->said.selection.words[rule("syntax-error")].has_level);
    assert_true(file->said.selection.words[rule("dangling-symlink")].ignored);
}

static void paths_have_modifiers_and_origins(void **state)
{
    const nwl_settings_file *file = read_good(
        state, "websocket /chat\n  ~ ^/rooms/[0-9]+$;\nhttp_only = /api ^~ /s;");
    assert_int_equal(file->paths.count, 4);
    const nwl_declared_path *paths = file->paths.items;
    assert_true(paths[0].websocket && paths[1].websocket && !paths[2].websocket);
    assert_int_equal(paths[1].form, NWL_DECLARED_REGEX);
    assert_non_null(paths[1].regex);
    expect_text(paths[1].origin, "s.conf:2");
    assert_int_equal(paths[2].form, NWL_DECLARED_EXACT);
    assert_int_equal(paths[3].form, NWL_DECLARED_PREFERRED);
    expect_text(paths[3].path, "/s");
}

static void names_are_allowed(void **state)
{
    const nwl_settings_file *file =
        read_good(state, "allow_directive foo bar;\nallow_module ngx_foo_module;");
    assert_int_equal(file->allowed.count, 3);
    expect_text(file->allowed.items[1].name, "bar");
    assert_false(file->allowed.items[1].is_module);
    assert_true(file->allowed.items[2].is_module);
    expect_text(file->allowed.items[2].origin, "s.conf:2");
}

static void a_mistake_is_named_at_its_place(void **state)
{
    expect_error(state, "ignroe x;", "ignroe",
                 "unknown key \"ignroe\"; did you mean \"ignore\"?");
    expect_error(state, "ignore sintax-error;", "sintax-error",
                 "unknown rule \"sintax-error\"; did you mean \"syntax-error\"?");
    expect_error(state, "fail_on eror;", "eror",
                 "unknown level \"eror\"; did you mean \"error\"?");
    expect_error(state, "nginx_version;", "nginx_version",
                 "\"nginx_version\" needs X.Y.Z");
    expect_error(state, "fail_on note error;", "error",
                 "\"fail_on\" has no use for \"error\"");
    expect_error(state, "severity note;", "severity",
                 "\"severity\" belongs in the block of a \"rule\"");
    expect_error(state, "path a { websocket /x; }", "websocket",
                 "\"websocket\" may not stand in the block of \"path\"");
    expect_error(state, "fail_on note;\nfail_on note;", "fail_on",
                 "\"fail_on\" was said before, in line 1");
    expect_error(state, "rule syntax-error { minimum 5m; }", "minimum",
                 "\"syntax-error\" knows no minimum");
    expect_error(state, "assume_websocket yes;", "yes", "\"yes\" is neither on nor off");
    expect_error(state, "exclude \"\";", "\"\"", "this is empty");
    expect_error(state, "fail_on note", "",
                 "unexpected end of file, expecting \";\" or \"}\"");
}

static void wrong_paths_are_named(void **state)
{
    expect_error(state, "websocket chat;", "chat",
                 "the path \"chat\" does not begin with \"/\"");
    expect_error(state, "websocket /a ~;", "~", "no path follows \"~\"");
    expect_error(state, "http_only ~ (;", "~ (",
                 "\"(\" is no regular expression: missing closing parenthesis");
}

static void hidden_text_is_refused(void **state)
{
    static const char MESSAGE[] = "a control or invisible character";
    expect_error(state, "ignroe \x1b[2J;", "\x1b", MESSAGE);
    expect_error(state,
                 "\xef\xbb\xbf"
                 "fail_on note;",
                 "\xef\xbb\xbf", MESSAGE);
    read_good(state, "websocket\t/caf\xc3\xa9;\r\n");
}

static void two_mistakes_are_two_errors(void **state)
{
    const nwl_settings_file *file =
        read_text(state, "fail_on eror;\nignore nope include-cycle nothing;\n");
    assert_int_equal(file->errors.count, 3);
    assert_true(file->said.selection.words[rule("include-cycle")].ignored);
}

static void a_mistaken_block_gives_one_error(void **state)
{
    expect_error(state, "rules x { sevrity a; b { c d; } }\nfail_on note;", "rules",
                 "unknown key \"rules\"; did you mean \"rule\"?");
    expect_error(state, "rule nope { severity loud; }", "nope",
                 "unknown rule \"nope\": \"nginx-wslint rules\" lists them");
}

static void errors_without_end_are_cut_off(void **state)
{
    enum { COUNT = 5000 };
    static char text[COUNT * 2 + 1];
    for (size_t i = 0; i < COUNT; i++)
        memcpy(text + i * 2, "x;", 2);
    const nwl_settings_file *file = read_text(state, text);
    assert_int_equal(file->errors.count, NWL_SETTINGS_MOST_ERRORS + 1);
    expect_text(file->errors.items[NWL_SETTINGS_MOST_ERRORS].message,
                "more than 20 mistakes; the rest of this file is not listed");
}

static void paths_without_end_are_refused(void **state)
{
    enum { COUNT = NWL_SETTINGS_MOST_PATHS + 1 };
    static char text[10 + COUNT * 3 + 2] = "websocket ";
    for (size_t i = 0; i < COUNT; i++)
        memcpy(text + 10 + i * 3, "/a ", 3);
    text[10 + COUNT * 3] = ';';
    expect_error(state, text, "/a", "more than 1000 paths");
}

static void nothing_is_a_settings_file_too(void **state)
{
    assert_int_equal(read_good(state, "")->paths.count, 0);
    assert_int_equal(read_good(state, "# nothing\n")->sections.count, 0);
}

#define ARENA_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(keys_say_what_options_say),
        ARENA_TEST(configurations_are_relative_to_the_settings_file),
        ARENA_TEST(rules_are_ignored_and_have_levels),
        ARENA_TEST(what_a_path_block_says_stays_in_it),
        ARENA_TEST(paths_have_modifiers_and_origins),
        ARENA_TEST(names_are_allowed),
        ARENA_TEST(a_mistake_is_named_at_its_place),
        ARENA_TEST(wrong_paths_are_named),
        ARENA_TEST(hidden_text_is_refused),
        ARENA_TEST(two_mistakes_are_two_errors),
        ARENA_TEST(a_mistaken_block_gives_one_error),
        ARENA_TEST(errors_without_end_are_cut_off),
        ARENA_TEST(paths_without_end_are_refused),
        ARENA_TEST(nothing_is_a_settings_file_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
