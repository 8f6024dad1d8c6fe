#include "report/emit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_written(const nwl_buffer *out, nwl_str expected)
{
    nwl_str text = nwl_buffer_text(out);
    if (!nwl_str_eq(text, expected))
        print_error("%.*s\n", NWL_STR_FMT(text));
    assert_true(nwl_str_eq(text, expected));
}

// A text as it stands in a list of its own.
static void assert_text(nwl_str text, const char *expected)
{
    nwl_buffer out = nwl_buffer_new(NULL), whole = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(&out);
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
    (void)state;
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(&out);
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
    (void)state;
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(&out);
    nwl_emit_open_object(&emit, NULL);
    nwl_emit_open_list(&emit, "a");
    nwl_emit_close(&emit);
    nwl_emit_open_object(&emit, "b");
    nwl_emit_close(&emit);
    nwl_emit_close(&emit);
    assert_written(&out, NWL_STR("{\n \"a\": [],\n \"b\": {}\n}\n"));
    nwl_buffer_free(&out);
}

static void numbers_have_all_their_digits(void **state)
{
    (void)state;
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(&out);
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
    (void)state;
    assert_text(NWL_STR("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"),
                "caf\\u00E9 \\u20AC \\uD83D\\uDE00");
    assert_text(NWL_STR("a\xff\xfe\x62"), "a\\uFFFD\\uFFFDb");
}

static void texts_are_escaped(void **state)
{
    (void)state;
    assert_text(NWL_STR("\"\\/ \b\f\n\r\t\x01\x1f\x7f"),
                "\\\"\\\\/ \\b\\f\\n\\r\\t\\u0001\\u001F\x7f");
    assert_text(NWL_STR("a\0b"), "a\\u0000b");
}

static void no_text_holds_a_command(void **state)
{
    (void)state;
    assert_text(NWL_STR("# ##[error] ###"), "# \\u0023#[error] \\u0023\\u0023#");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_indented_by_their_depth),
        cmocka_unit_test(what_is_empty_stays_on_its_line),
        cmocka_unit_test(numbers_have_all_their_digits),
        cmocka_unit_test(texts_are_ascii),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(no_text_holds_a_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
