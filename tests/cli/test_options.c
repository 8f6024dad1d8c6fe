#include "cli/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/suggest.h"

enum { MOST_WORDS = 12 };

typedef struct parsed {
    bool ok;
    nwl_options options;
    nwl_str error;
} parsed;

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

// The only file there is.
static bool exists(nwl_str path)
{
    return nwl_str_eq(path, NWL_STR("chekk"));
}

static parsed parse_words(void **state, const char *const *words)
{
    parsed result;
    nwl_command_line line = {.words = words, .exists = exists};
    while (words[line.count] != NULL)
        line.count++;
    result.ok = nwl_options_parse(*state, &line, &result.options, &result.error);
    return result;
}

#define PARSE(...) parse_words(state, (const char *const[]){__VA_ARGS__, NULL})
#define PARSE_NOTHING() parse_words(state, (const char *const[]){NULL})

static void expect_text(nwl_str text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void expect_error(parsed result, const char *expected)
{
    assert_false(result.ok);
    expect_text(result.error, expected);
}

static void expect_command(const parsed *result, const char *name)
{
    assert_true(result->ok);
    expect_text(result->options.command->name, name);
}

static uint32_t rule(const char *id)
{
    uint32_t index = nwl_choice_find(&nwl_choice_rules, nwl_str_of(id));
    assert_int_not_equal(index, UINT32_MAX);
    return index;
}

// ---- commands and operands ----------------------------------------------------------------

static void check_is_run_when_no_command_is_named(void **state)
{
    parsed nothing = PARSE_NOTHING();
    expect_command(&nothing, "check");
    assert_false(nothing.options.command_named);
    assert_int_equal(nothing.options.operands.count, 0);

    parsed path = PARSE("/etc/nginx");
    expect_command(&path, "check");
    assert_int_equal(path.options.operands.count, 1);
}

static void a_command_may_stand_behind_options(void **state)
{
    parsed result = PARSE("--ascii", "tree", "-v", "a", "b");
    expect_command(&result, "tree");
    assert_true(result.options.command_named && result.options.ascii &&
                result.options.verbose);
    assert_int_equal(result.options.operands.count, 2);
    expect_text(result.options.operands.items[1], "b");
}

static void behind_two_dashes_everything_is_an_operand(void **state)
{
    parsed result = PARSE("-q", "--", "tree", "-v");
    expect_command(&result, "check");
    assert_int_equal(result.options.operands.count, 2);
    expect_text(result.options.operands.items[0], "tree");
    assert_false(result.options.verbose);

    parsed later = PARSE("tree", "--", "--help");
    expect_command(&later, "tree");
    assert_int_equal(later.options.operands.count, 1);
}

static void a_dash_is_an_operand(void **state)
{
    parsed result = PARSE("-");
    expect_command(&result, "check");
    expect_text(result.options.operands.items[0], "-");
}

static void a_misspelt_command_is_named(void **state)
{
    expect_error(PARSE("chek"), "unknown command \"chek\"; did you mean \"check\"?");
    expect_error(PARSE("-q", "loactions", "x"),
                 "unknown command \"loactions\"; did you mean \"locations\"?");
}

static void what_may_be_a_path_is_no_misspelt_command(void **state)
{
    assert_true(PARSE("chekk").ok); // it exists
    assert_true(PARSE("./chek").ok);
    assert_true(PARSE("chek.conf").ok);
    assert_true(PARSE("--", "chek").ok);
    assert_true(PARSE("vhosts").ok); // like no command
    assert_true(PARSE("check", "chek").ok);
}

static void the_number_of_operands_is_checked(void **state)
{
    expect_error(PARSE("explain"), "\"explain\" needs an argument: RULE...");
    expect_error(PARSE("rules", "x"), "\"rules\" has no use for the argument \"x\"");
    expect_error(PARSE("help", "check", "y"),
                 "\"help\" has no use for the argument \"y\"");
    expect_error(PARSE("check", ""), "an argument is empty");
}

// ---- the shapes of options ------------------------------------------------------------------

static void a_value_stands_in_the_word_or_in_the_next(void **state)
{
    const parsed all[] = {
        PARSE("--format=json"), PARSE("--format", "json"), PARSE("-fjson"),
        PARSE("-f", "json"),    PARSE("x", "-qfjson"),
    };
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        expect_command(&all[i], "check");
        assert_int_equal(all[i].options.outputs.count, 1);
        expect_text(all[i].options.outputs.items[0].format, "json");
    }
}

static void a_value_may_hold_an_equals_sign_and_begin_with_a_dash(void **state)
{
    parsed result = PARSE("--prefix=a=b", "--root", "-x");
    assert_true(result.ok);
    expect_text(result.options.prefix, "a=b");
    expect_text(result.options.root, "-x");
}

static void letters_stand_together(void **state)
{
    parsed result = PARSE("-qv");
    assert_true(result.ok && result.options.quiet && result.options.verbose);
}

static void unknown_options_are_compared_with_the_known(void **state)
{
    expect_error(PARSE("--formt", "json"),
                 "unknown option \"--formt\"; did you mean \"--format\"?");
    expect_error(PARSE("--stat"),
                 "unknown option \"--stat\"; did you mean \"--statistics\"?");
    expect_error(PARSE("--frobnicate=1"),
                 "unknown option \"--frobnicate\": \"nginx-wslint help\" lists them");
    expect_error(PARSE("-qx"), "unknown option \"-x\": \"nginx-wslint help\" lists them");
    expect_error(PARSE("--=1"),
                 "unknown option \"--\": \"nginx-wslint help\" lists them");
}

static void values_are_missing_or_too_many(void **state)
{
    expect_error(PARSE("-f"), "option \"--format\" needs a value: NAME");
    expect_error(PARSE("--prefix"), "option \"--prefix\" needs a value: DIR");
    expect_error(PARSE("--quiet=yes"), "option \"--quiet\" takes no value");
    expect_error(PARSE("--prefix="), "the value of \"--prefix\" is empty");
    expect_error(PARSE("--prefix", ""), "the value of \"--prefix\" is empty");
}

static void an_option_applies_to_some_commands(void **state)
{
    expect_error(PARSE("--fail-on", "note", "tree"),
                 "option \"--fail-on\" does not apply to \"tree\"");
    expect_error(PARSE("rules", "--prefix", "x"),
                 "option \"--prefix\" does not apply to \"rules\"");
    assert_true(PARSE("rules", "-q").ok);
}

static void help_and_version_end_the_reading(void **state)
{
    parsed help = PARSE("explain", "--help");
    expect_command(&help, "explain");
    assert_true(help.options.help);
    parsed version = PARSE("--version", "--format", "nonsense");
    assert_true(version.ok && version.options.version);
    assert_true(PARSE("-h").options.help);
}

// ---- single options -----------------------------------------------------------------------

static void input_options_are_kept_as_given(void **state)
{
    parsed result = PARSE("--prefix", "/usr/share/nginx", "--root=copy", "--map-path",
                          "sites-enabled=sites-available", "--map-path", "a=b=c",
                          "--stdin-filename=x");
    assert_true(result.ok);
    expect_text(result.options.prefix, "/usr/share/nginx");
    expect_text(result.options.root, "copy");
    expect_text(result.options.stdin_filename, "x");
    assert_int_equal(result.options.mappings.count, 2);
    expect_text(result.options.mappings.items[0].from, "sites-enabled");
    expect_text(result.options.mappings.items[0].to, "sites-available");
    expect_text(result.options.mappings.items[1].to, "b=c");
}

static void a_path_mapping_has_two_sides(void **state)
{
    expect_error(PARSE("--map-path", "a"), "\"--map-path\" needs FROM=TO, not \"a\"");
    expect_error(PARSE("--map-path", "=a"), "\"--map-path\" needs FROM=TO, not \"=a\"");
    expect_error(PARSE("--map-path", "a="), "\"--map-path\" needs FROM=TO, not \"a=\"");
}

static nwl_context context(void **state, const char *list)
{
    parsed result = PARSE("--context", list);
    assert_true(result.ok);
    return result.options.context;
}

static void the_last_context_decides(void **state)
{
    assert_int_equal(context(state, "main"), NWL_CX_MAIN);
    assert_int_equal(context(state, "http"), NWL_CX_HTTP);
    assert_int_equal(context(state, "http,server"), NWL_CX_HTTP_SERVER);
    assert_int_equal(context(state, "server"), NWL_CX_HTTP_SERVER);
    assert_int_equal(context(state, "http, server, location"), NWL_CX_HTTP_LOCATION);
    assert_int_equal(context(state, "location"), NWL_CX_HTTP_LOCATION);
    assert_int_equal(context(state, "server,if"), NWL_CX_HTTP_SERVER_IF);
    assert_int_equal(context(state, "location,if"), NWL_CX_HTTP_LOCATION_IF);
    assert_int_equal(context(state, "stream,server"), NWL_CX_STREAM_SERVER);
    assert_int_equal(context(state, "http,upstream"), NWL_CX_HTTP_UPSTREAM);
    assert_int_equal(PARSE_NOTHING().options.context, 0);
}

static void contexts_have_names(void **state)
{
    expect_error(PARSE("--context", "htp"),
                 "unknown context \"htp\"; did you mean \"http\"?");
    expect_error(
        PARSE("--context", "http,,server"),
        "unknown context \"\": it is one of main, events, http, server, location, if, "
        "mail, upstream, stream, limit_except");
}

static void a_version_has_three_numbers(void **state)
{
    parsed result = PARSE("--nginx-version", "1.29.7");
    assert_int_equal(result.options.nginx_version, NWL_VERSION_OF(1, 29, 7));
    assert_int_equal(PARSE_NOTHING().options.nginx_version, 0);
    expect_error(PARSE("--nginx-version=1.2"),
                 "\"1.2\" is no nginx version such as 1.24.0");
}

static void rules_are_selected_and_ignored_in_any_order(void **state)
{
    parsed all = PARSE_NOTHING();
    assert_false(all.options.choices[rule("syntax-error")].disabled);

    parsed some = PARSE("--ignore=syntax-error", "--select", "syntax-error,include-cycle",
                        "--select=dangling-symlink");
    assert_true(some.ok);
    assert_true(some.options.choices[rule("syntax-error")].disabled);
    assert_false(some.options.choices[rule("include-cycle")].disabled);
    assert_false(some.options.choices[rule("dangling-symlink")].disabled);
    assert_true(some.options.choices[rule("missing-upgrade-header")].disabled);
}

static void a_rule_gets_a_level_or_is_turned_off(void **state)
{
    parsed result =
        PARSE("--severity", "syntax-error=note", "--severity=include-cycle=off");
    assert_true(result.ok);
    nwl_rule_choice choice = result.options.choices[rule("syntax-error")];
    assert_true(choice.has_severity && !choice.disabled);
    assert_int_equal(choice.severity, NWL_NOTE);
    assert_true(result.options.choices[rule("include-cycle")].disabled);
    assert_false(result.options.choices[rule("dangling-symlink")].has_severity);
}

static void settings_files_are_named_or_left_out(void **state)
{
    assert_true(nwl_str_eq(PARSE("--config=x").options.config, NWL_STR("x")));
    assert_true(PARSE("--no-config", "--print-config").options.print_config);
    expect_error(PARSE("--config", "x", "--no-config"),
                 "\"--config\" and \"--no-config\" exclude each other");
    parsed excluded = PARSE("--exclude", "a", "--exclude=b/**");
    assert_int_equal(excluded.options.excludes.count, 2);
}

static void unknown_rules_and_levels_are_named(void **state)
{
    expect_error(PARSE("--select", "sintax-error"),
                 "unknown rule \"sintax-error\"; did you mean \"syntax-error\"?");
    expect_error(PARSE("--severity", "syntax-error=warn"),
                 "unknown level \"warn\"; did you mean \"warning\"?");
    expect_error(PARSE("--severity", "syntax-error"),
                 "\"--severity\" needs RULE=LEVEL, not \"syntax-error\"");
    expect_error(PARSE("--fail-on", "off"),
                 "unknown level \"off\": it is one of never, note, warning, error");
}

static void a_read_timeout_is_an_nginx_time(void **state)
{
    assert_int_equal(PARSE("--min-read-timeout", "5m").options.min_read_timeout_ms,
                     300000);
    assert_int_equal(PARSE("--min-read-timeout=90").options.min_read_timeout_ms, 90000);
    assert_int_equal(PARSE_NOTHING().options.min_read_timeout_ms, 0);
    assert_false(PARSE("--min-read-timeout", "0").ok);
    assert_false(PARSE("--min-read-timeout", "5x").ok);
}

static void a_file_belongs_to_the_format_before_it(void **state)
{
    parsed result =
        PARSE("-f", "text", "-f", "json", "-o", "w.json", "-f", "concise", "-o-");
    assert_true(result.ok);
    const nwl_output *outputs = result.options.outputs.items;
    assert_int_equal(result.options.outputs.count, 3);
    expect_text(outputs[0].format, "text");
    expect_text(outputs[0].file, "");
    expect_text(outputs[1].format, "json");
    expect_text(outputs[1].file, "w.json");
    expect_text(outputs[2].format, "concise");
    expect_text(outputs[2].file, "");
}

static void a_file_without_a_format_is_refused(void **state)
{
    expect_error(PARSE("-o", "x"),
                 "\"--output-file x\" has no \"--format\" of its own before it");
    expect_error(PARSE("-f", "json", "-o", "x", "-o", "y"),
                 "\"--output-file y\" has no \"--format\" of its own before it");
    expect_error(PARSE("-f", "json", "-o", "x", "-f", "text", "-o", "x"),
                 "two formats have the output file \"x\"");
}

static void every_command_has_formats_of_its_own(void **state)
{
    expect_error(PARSE("-f", "jsn"), "unknown format \"jsn\"; did you mean \"json\"?");
    expect_error(PARSE("explain", "x", "-f", "json"),
                 "unknown format \"json\": it is one of text, markdown");
    parsed result = PARSE("-f", "markdown", "explain", "x");
    assert_true(result.ok);
    expect_text(PARSE("rules").options.outputs.items[0].format, "text");
    assert_int_equal(PARSE("tree").options.outputs.count, 0);
}

static void other_output_options_are_stored(void **state)
{
    parsed result = PARSE("--color", "always", "--statistics", "--max-findings", "7",
                          "--fail-on=never", "--assume-websocket");
    assert_true(result.ok && result.options.statistics &&
                result.options.assume_websocket);
    assert_int_equal(result.options.color, NWL_COLOR_ALWAYS);
    assert_int_equal(result.options.max_findings, 7);
    assert_int_equal(result.options.fail_on, NWL_OFF);

    parsed usual = PARSE_NOTHING();
    assert_int_equal(usual.options.color, NWL_COLOR_AUTO);
    assert_int_equal(usual.options.max_findings, UINT32_MAX);
    assert_int_equal(usual.options.fail_on, NWL_WARNING);
    expect_error(PARSE("--max-findings", "-1"),
                 "\"--max-findings\" needs a number, not \"-1\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_is_run_when_no_command_is_named),
        cmocka_unit_test(a_command_may_stand_behind_options),
        cmocka_unit_test(behind_two_dashes_everything_is_an_operand),
        cmocka_unit_test(a_dash_is_an_operand),
        cmocka_unit_test(a_misspelt_command_is_named),
        cmocka_unit_test(what_may_be_a_path_is_no_misspelt_command),
        cmocka_unit_test(the_number_of_operands_is_checked),
        cmocka_unit_test(a_value_stands_in_the_word_or_in_the_next),
        cmocka_unit_test(a_value_may_hold_an_equals_sign_and_begin_with_a_dash),
        cmocka_unit_test(letters_stand_together),
        cmocka_unit_test(unknown_options_are_compared_with_the_known),
        cmocka_unit_test(values_are_missing_or_too_many),
        cmocka_unit_test(an_option_applies_to_some_commands),
        cmocka_unit_test(help_and_version_end_the_reading),
        cmocka_unit_test(input_options_are_kept_as_given),
        cmocka_unit_test(a_path_mapping_has_two_sides),
        cmocka_unit_test(the_last_context_decides),
        cmocka_unit_test(contexts_have_names),
        cmocka_unit_test(a_version_has_three_numbers),
        cmocka_unit_test(rules_are_selected_and_ignored_in_any_order),
        cmocka_unit_test(a_rule_gets_a_level_or_is_turned_off),
        cmocka_unit_test(settings_files_are_named_or_left_out),
        cmocka_unit_test(unknown_rules_and_levels_are_named),
        cmocka_unit_test(a_read_timeout_is_an_nginx_time),
        cmocka_unit_test(a_file_belongs_to_the_format_before_it),
        cmocka_unit_test(a_file_without_a_format_is_refused),
        cmocka_unit_test(every_command_has_formats_of_its_own),
        cmocka_unit_test(other_output_options_are_stored),
    };
    return cmocka_run_group_tests_name("options", tests, set_up, tear_down);
}
