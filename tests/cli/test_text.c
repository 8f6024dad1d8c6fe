// Small texts for people: durations, suggestions, wrapped lines.

#include "cli/duration.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/suggest.h"
#include "cli/wrap.h"

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

static void expect_text(nwl_str text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void a_duration_has_the_largest_unit_that_fits(void **state)
{
    expect_text(nwl_duration(*state, 0), "0s");
    expect_text(nwl_duration(*state, 1), "1ms");
    expect_text(nwl_duration(*state, 1500), "1500ms");
    expect_text(nwl_duration(*state, 60 * 1000), "60s");
    expect_text(nwl_duration(*state, 90 * 1000), "90s");
    expect_text(nwl_duration(*state, 300 * 1000), "5m");
    expect_text(nwl_duration(*state, 3600 * 1000), "1h");
    expect_text(nwl_duration(*state, 5400 * 1000), "90m");
    expect_text(nwl_duration(*state, 86400 * 1000), "1d");
    expect_text(nwl_duration(*state, INT64_C(12) * 86400 * 1000), "12d");
    expect_text(nwl_duration(*state, INT64_MAX), "9223372036854775807ms");
}

static bool letter_at(const void *of, uint32_t index, nwl_str *name)
{
    *name = nwl_str_slice(nwl_str_of(of), index, index + 1);
    return name->len > 0;
}

static void a_short_list_is_printed_whole(void **state)
{
    nwl_choice_list few = {.at = letter_at, .of = "abc"};
    expect_text(nwl_choice_unknown(*state, "letter", NWL_STR("12"), &few),
                "unknown letter \"12\": it is one of a, b, c");
    nwl_choice_list many = {.at = letter_at, .of = "abcdefghijklmnopq"};
    expect_text(nwl_choice_unknown(*state, "letter", NWL_STR("12"), &many),
                "unknown letter \"12\"");
    many.told_by = NWL_STR("abc");
    expect_text(nwl_choice_unknown(*state, "letter", NWL_STR("12"), &many),
                "unknown letter \"12\": \"abc\" lists them");
}

static void a_beginning_is_completed_when_one_name_has_it(void **state)
{
    (void)state;
    expect_text(nwl_choice_nearest(&nwl_choice_rules, NWL_STR("dangling")),
                "dangling-symlink");
    expect_text(nwl_choice_nearest(&nwl_choice_rules, NWL_STR("include")), "");
    expect_text(nwl_choice_nearest(&nwl_choice_rules, NWL_STR("")), "");
}

static nwl_buffer wrapped(const char *text, uint32_t width, bool paragraphs)
{
    static const nwl_style style = {0};
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_screen screen = {.out = &out, .style = &style};
    if (paragraphs)
        nwl_wrap_paragraphs(&screen, nwl_str_of(text), 2, width);
    else
        nwl_wrap(&screen, nwl_str_of(text), 2, width);
    return out;
}

static void expect_wrapped(const char *text, uint32_t width, bool paragraphs,
                           const char *expected)
{
    nwl_buffer out = wrapped(text, width, paragraphs);
    expect_text(nwl_buffer_text(&out), expected);
    nwl_buffer_free(&out);
}

static void lines_are_broken_between_words(void **state)
{
    (void)state;
    expect_wrapped("one two three", 9, false, "one two\n  three\n");
    expect_wrapped("one  two\nthree", 80, false, "one two three\n");
    expect_wrapped("short extraordinarily long", 10, false,
                   "short\n  extraordinarily\n  long\n");
    expect_wrapped("", 80, false, "\n");
}

static void columns_are_counted_not_bytes(void **state)
{
    (void)state;
    expect_wrapped("äöü äöü äöü", 9, false, "äöü äöü\n  äöü\n");
    expect_wrapped("世界 世界", 9, false, "世界\n  世界\n");
}

static void paragraphs_stay_apart(void **state)
{
    (void)state;
    expect_wrapped("one\ntwo\n\nthree\n", 80, true, "  one two\n\n  three\n\n");
    expect_wrapped("\n\n", 80, true, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_duration_has_the_largest_unit_that_fits),
        cmocka_unit_test(a_short_list_is_printed_whole),
        cmocka_unit_test(a_beginning_is_completed_when_one_name_has_it),
        cmocka_unit_test(lines_are_broken_between_words),
        cmocka_unit_test(columns_are_counted_not_bytes),
        cmocka_unit_test(paragraphs_stay_apart),
    };
    return cmocka_run_group_tests_name("text", tests, set_up, tear_down);
}
