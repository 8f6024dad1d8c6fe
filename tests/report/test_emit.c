#include "report/emit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, open_arena, close_arena)

static int open_arena(void **state)
{
    *state = nwl_arena_new();
    return 0;
}

static int close_arena(void **state)
{
    nwl_arena_free(*state);
    return 0;
}

static void assert_written(const nwl_buffer *out, nwl_str expected)
{
    nwl_str text = nwl_buffer_text(out);
    if (!nwl_str_eq(text, expected))
        print_error("%.*s\n", NWL_STR_FMT(text));
    assert_true(nwl_str_eq(text, expected));
}

// A text as it stands in a list of its own.
static void assert_text(void **state, nwl_str text, const char *expected)
{
    nwl_buffer out = nwl_buffer_new(NULL), whole = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(*state, &out);
    nwl_emit_open_list(&emit, NULL);
    nwl_emit_text(&emit, NULL, text);
    nwl_emit_close(&emit);
    nwl_buffer_format(&whole, "[\n \"%s\"\n]\n", expected);
    assert_written(&out, nwl_buffer_text(&whole));
    nwl_buffer_free(&out);
    nwl_buffer_free(&whole);
}

static void values_are_indented_by_their_depth(void **state)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(*state, &out);
    nwl_emit_open_object(&emit, NULL);
    nwl_emit_number(&emit, "a", 1);
    nwl_emit_open_list(&emit, "b");
    nwl_emit_open_object(&emit, NULL);
    nwl_emit_null(&emit, "c");
    nwl_emit_text_or_null(&emit, "d", NWL_STR(""));
    nwl_emit_close(&emit);
    nwl_emit_text_or_null(&emit, NULL, NWL_STR("e"));
    nwl_emit_close(&emit);
    nwl_emit_close(&emit);
    assert_written(
        &out, NWL_STR("{\n \"a\": 1,\n \"b\": [\n  {\n   \"c\": null,\n   \"d\": null\n"
                      "  },\n  \"e\"\n ]\n}\n"));
    nwl_buffer_free(&out);
}

static void what_is_empty_stays_on_its_line(void **state)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(*state, &out);
    nwl_emit_open_object(&emit, NULL);
    nwl_emit_open_list(&emit, "a");
    nwl_emit_close(&emit);
    nwl_emit_open_object(&emit, "b");
    nwl_emit_close(&emit);
    nwl_emit_close(&emit);
    assert_written(&out, NWL_STR("{\n \"a\": [],\n \"b\": {}\n}\n"));
    nwl_buffer_free(&out);
}

static void a_row_stays_in_its_line_but_for_rows_in_it(void **state)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(*state, &out);
    nwl_emit_open_row(&emit, NULL);
    nwl_emit_number(&emit, "a", 1);
    nwl_emit_open_list(&emit, "b");
    nwl_emit_number(&emit, NULL, 2);
    nwl_emit_number(&emit, NULL, 3);
    nwl_emit_close(&emit);
    nwl_emit_open_rows(&emit, "c");
    nwl_emit_number(&emit, NULL, 4);
    nwl_emit_close(&emit);
    nwl_emit_close(&emit);
    nwl_emit_open_row(&emit, NULL);
    nwl_emit_close(&emit);
    assert_written(&out, NWL_STR("{\"a\": 1, \"b\": [2, 3], \"c\": [\n 4\n]}\n{}\n"));
    nwl_buffer_free(&out);
}

static void depth_has_no_limit(void **state)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(*state, &out);
    for (uint32_t i = 0; i < 5000; i++)
        nwl_emit_open_list(&emit, NULL);
    for (uint32_t i = 0; i < 5000; i++)
        nwl_emit_close(&emit);
    // Two lines a level, indented by 60 at most.
    assert_true(out.len < 5000 * 2 * 62);
    nwl_buffer_free(&out);
}

static void numbers_have_all_their_digits(void **state)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(*state, &out);
    nwl_emit_open_list(&emit, NULL);
    nwl_emit_number(&emit, NULL, 0);
    nwl_emit_number(&emit, NULL, INT64_MAX);
    nwl_emit_number(&emit, NULL, INT64_MIN);
    nwl_emit_close(&emit);
    assert_written(&out,
                   NWL_STR("[\n 0,\n 9223372036854775807,\n -9223372036854775808\n]\n"));
    nwl_buffer_free(&out);
}

static void texts_are_ascii(void **state)
{
    assert_text(state, NWL_STR("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"),
                "caf\\u00E9 \\u20AC \\uD83D\\uDE00");
    assert_text(state, NWL_STR("a\xff\xfe\x62"), "a\\uFFFD\\uFFFDb");
}

static void texts_are_escaped(void **state)
{
    assert_text(state, NWL_STR("\"\\/ \b\f\n\r\t\x01\x1f\x7f"),
                "\\\"\\\\/ \\b\\f\\n\\r\\t\\u0001\\u001F\\u007F");
    assert_text(state, NWL_STR("a\0b"), "a\\u0000b");
}

static void no_text_holds_a_command(void **state)
{
    assert_text(state, NWL_STR("# ##[error] ###"), "# \\u0023#[error] \\u0023\\u0023#");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(values_are_indented_by_their_depth),
        ARENA_TEST(what_is_empty_stays_on_its_line),
        ARENA_TEST(a_row_stays_in_its_line_but_for_rows_in_it),
        ARENA_TEST(depth_has_no_limit),
        ARENA_TEST(numbers_have_all_their_digits),
        ARENA_TEST(texts_are_ascii),
        ARENA_TEST(texts_are_escaped),
        ARENA_TEST(no_text_holds_a_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
