#include "source/position.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

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

static void assert_position(const nwl_lines *lines, uint32_t offset, uint32_t line,
                            uint32_t column, uint32_t byte_column)
{
    nwl_position position = nwl_lines_position(lines, offset);
    assert_int_equal(position.line, line);
    assert_int_equal(position.column, column);
    assert_int_equal(position.byte_column, byte_column);
}

static void assert_line(const nwl_lines *lines, uint32_t line, const char *expected)
{
    nwl_str text = nwl_lines_text(lines, line);
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void an_empty_text_has_one_line(void **state)
{
    nwl_lines lines = nwl_lines_of(*state, NWL_STR_NONE);
    assert_int_equal(lines.count, 1);
    assert_position(&lines, 0, 1, 1, 1);
    assert_line(&lines, 1, "");
}

static void lines_and_columns_begin_at_one(void **state)
{
    nwl_lines lines = nwl_lines_of(*state, NWL_STR("ab\n\nc"));
    assert_int_equal(lines.count, 3);
    assert_position(&lines, 0, 1, 1, 1);
    assert_position(&lines, 2, 1, 3, 3);
    assert_position(&lines, 3, 2, 1, 1);
    assert_position(&lines, 4, 3, 1, 1);
    assert_position(&lines, 5, 3, 2, 2);
}

static void an_offset_behind_the_text_is_clamped(void **state)
{
    nwl_lines lines = nwl_lines_of(*state, NWL_STR("ab\n"));
    nwl_position position = nwl_lines_position(&lines, UINT32_MAX);
    assert_int_equal(position.offset, 3);
    assert_int_equal(position.line, 2);
    assert_int_equal(position.column, 1);
}

static void columns_count_code_points(void **state)
{
    nwl_lines lines =
        nwl_lines_of(*state, NWL_STR("\n\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80x"));
    assert_position(&lines, 1, 2, 1, 1);
    assert_position(&lines, 3, 2, 2, 3);
    assert_position(&lines, 6, 2, 3, 6);
    assert_position(&lines, 10, 2, 4, 10);
    assert_position(&lines, 11, 2, 5, 11);
}

static void a_place_inside_a_code_point_is_that_code_point(void **state)
{
    nwl_lines lines = nwl_lines_of(*state, NWL_STR("a\xe2\x82\xac"
                                                   "b"));
    assert_position(&lines, 1, 1, 2, 2);
    assert_position(&lines, 2, 1, 2, 3);
    assert_position(&lines, 3, 1, 2, 4);
    assert_position(&lines, 4, 1, 3, 5);
}

static void an_invalid_byte_is_one_column(void **state)
{
    nwl_lines lines = nwl_lines_of(*state, NWL_STR("\xff\xe2\x82\nx\xc3"));
    assert_position(&lines, 3, 1, 4, 4);
    assert_position(&lines, 4, 2, 1, 1);
    assert_position(&lines, 6, 2, 3, 3);
}

static void only_lf_ends_a_line(void **state)
{
    nwl_lines lines = nwl_lines_of(*state, NWL_STR("a\rb\r\n\xe2\x80\xa8"
                                                   "c\r"));
    assert_int_equal(lines.count, 2);
    assert_line(&lines, 1, "a\rb");
    assert_line(&lines, 2,
                "\xe2\x80\xa8"
                "c\r");
}

static void the_text_of_a_line_has_no_end(void **state)
{
    nwl_lines lines = nwl_lines_of(*state, NWL_STR("a\n\n\r\n\r\r\nb\n"));
    assert_int_equal(lines.count, 6);
    const char *expected[] = {"a", "", "", "\r", "b", ""};
    for (uint32_t i = 0; i < 6; i++)
        assert_line(&lines, i + 1, expected[i]);
}

// Characters of every length, broken ones and line ends.
static nwl_str random_text(nwl_arena *arena, size_t length)
{
    static const char *const pieces[] = {
        "a",        "\n",   "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
        "\xf0\x9f", "\xff", "\xc3"};
    char *text = NWL_NEW_ARRAY(arena, char, length + 4);
    size_t at = 0;
    while (at < length) {
        unsigned piece = (unsigned)rand() % 5000;
        const char *bytes = pieces[piece < 8 ? piece : piece % 8 == 1 ? 4 : piece % 8];
        memcpy(text + at, bytes, strlen(bytes));
        at += strlen(bytes);
    }
    return (nwl_str){text, at};
}

static void long_lines_are_counted_as_short_ones(void **state)
{
    srand(1);
    nwl_str text = random_text(*state, 40000);
    nwl_lines lines = nwl_lines_of(*state, text);
    uint32_t line = 1, column = 1;
    for (uint32_t at = 0; at < text.len;) {
        nwl_code_point c = nwl_utf8_decode(nwl_str_from(text, at));
        nwl_position position = nwl_lines_position(&lines, at + c.bytes - 1);
        assert_int_equal(position.line, line);
        assert_int_equal(position.column, column);
        column = c.value == '\n' ? 1 : column + 1;
        line += c.value == '\n';
        at += c.bytes;
    }
    nwl_position end = nwl_lines_position(&lines, (uint32_t)text.len);
    assert_int_equal(end.column, column);
}

static void an_endless_line_does_not_make_columns_dear(void **state)
{
    enum { LENGTH = 8 * 1024 * 1024, FINDINGS = 4000 };
    char *text = NWL_NEW_ARRAY(*state, char, LENGTH);
    memset(text, 'x', LENGTH);
    nwl_lines lines = nwl_lines_of(*state, (nwl_str){text, LENGTH});
    for (uint32_t i = 0; i < FINDINGS; i++)
        assert_int_equal(nwl_lines_position(&lines, LENGTH - i).column, LENGTH - i + 1);
}

static void a_million_empty_lines_are_found(void **state)
{
    enum { LENGTH = 1000000 };
    char *text = NWL_NEW_ARRAY(*state, char, LENGTH);
    memset(text, '\n', LENGTH);
    nwl_lines lines = nwl_lines_of(*state, (nwl_str){text, LENGTH});
    assert_int_equal(lines.count, LENGTH + 1);
    for (uint32_t i = 0; i <= LENGTH; i += 997)
        assert_position(&lines, i, i + 1, 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_text_has_one_line),
        cmocka_unit_test(lines_and_columns_begin_at_one),
        cmocka_unit_test(an_offset_behind_the_text_is_clamped),
        cmocka_unit_test(columns_count_code_points),
        cmocka_unit_test(a_place_inside_a_code_point_is_that_code_point),
        cmocka_unit_test(an_invalid_byte_is_one_column),
        cmocka_unit_test(only_lf_ends_a_line),
        cmocka_unit_test(the_text_of_a_line_has_no_end),
        cmocka_unit_test(long_lines_are_counted_as_short_ones),
        cmocka_unit_test(an_endless_line_does_not_make_columns_dear),
        cmocka_unit_test(a_million_empty_lines_are_found),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
