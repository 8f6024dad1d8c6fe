// The limits of nginx's 4096 byte buffer, to the byte. Observed on nginx 1.22.1: what ends a word must fit as well, and
// after white space one byte more is read before the buffer is given up.

#include "tests/lexer/tokens.h"

// The error of the token that is made of open, count bytes and close, with behind after it.
static nwl_lex_error error_of(const char *open, uint32_t count, const char *close,
                              const char *behind)
{
    nwl_arena *arena = nwl_arena_new();
    nwl_str bytes = repeated(arena, 'x', count);
    nwl_lexer lexer =
        nwl_lexer_new(arena, nwl_arena_format(arena, "%s%.*s%s%s", open,
                                              NWL_STR_FMT(bytes), close, behind));
    nwl_lex_error error = nwl_lexer_next(&lexer).error;
    nwl_arena_free(arena);
    return error;
}

static void a_word_has_at_most_4095_bytes(void **state)
{
    (void)state;
    assert_int_equal(error_of("", 4094, "", ";a"), NWL_LEX_OK);
    assert_int_equal(error_of("", 4095, "", ";a"), NWL_LEX_OK);
    assert_int_equal(error_of("", 4095, "", "{a"), NWL_LEX_OK);
    assert_int_equal(error_of("", 4096, "", ";a"), NWL_LEX_TOO_LONG);
}

static void a_word_before_white_space_has_at_most_4094_bytes(void **state)
{
    (void)state;
    assert_int_equal(error_of("", 4094, "", " ;"), NWL_LEX_OK);
    assert_int_equal(error_of("", 4095, "", " ;"), NWL_LEX_TOO_LONG);
    assert_int_equal(error_of("", 4095, "", "\n;"), NWL_LEX_TOO_LONG);
}

static void source_bytes_count_not_those_of_the_value(void **state)
{
    (void)state;
    assert_int_equal(error_of("\\n", 4093, "", ";a"), NWL_LEX_OK);
    assert_int_equal(error_of("\\n", 4094, "", ";a"), NWL_LEX_TOO_LONG);
}

static void a_string_holds_at_most_4094_bytes(void **state)
{
    (void)state;
    assert_int_equal(error_of("\"", 4094, "\"", ";a"), NWL_LEX_OK);
    assert_int_equal(error_of("'", 4094, "'", ")a"), NWL_LEX_OK);
    assert_int_equal(error_of("\"", 4094, "\"", "b;"), NWL_LEX_AFTER_QUOTE);
    assert_int_equal(error_of("\"", 4095, "\"", ";a"), NWL_LEX_TOO_LONG);
    assert_int_equal(error_of("\"", 4096, "\"", ";a"), NWL_LEX_TOO_LONG_STRING);
}

static void a_string_before_white_space_holds_at_most_4093_bytes(void **state)
{
    (void)state;
    assert_int_equal(error_of("\"", 4093, "\"", " ;"), NWL_LEX_OK);
    assert_int_equal(error_of("\"", 4094, "\"", " ;"), NWL_LEX_TOO_LONG);
}

static void a_comment_has_at_most_4095_bytes(void **state)
{
    (void)state;
    assert_int_equal(error_of("#", 4093, "", "\na;"), NWL_LEX_OK);
    assert_int_equal(error_of("#", 4094, "", "\na;"), NWL_LEX_OK);
    assert_int_equal(error_of("#", 4095, "", "\na;"), NWL_LEX_TOO_LONG);
}

static void at_the_end_of_the_file_4096_bytes_are_not_too_long(void **state)
{
    (void)state;
    assert_int_equal(error_of("", 4096, "", ""), NWL_LEX_OK);
    assert_int_equal(error_of("#", 4095, "", ""), NWL_LEX_OK);
    assert_int_equal(error_of("#", 4096, "", ""), NWL_LEX_TOO_LONG);
    assert_int_equal(error_of("\"", 4096, "", ""), NWL_LEX_UNTERMINATED);
    assert_int_equal(error_of("\"", 4097, "", ""), NWL_LEX_TOO_LONG_STRING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_has_at_most_4095_bytes),
        cmocka_unit_test(a_word_before_white_space_has_at_most_4094_bytes),
        cmocka_unit_test(source_bytes_count_not_those_of_the_value),
        cmocka_unit_test(a_string_holds_at_most_4094_bytes),
        cmocka_unit_test(a_string_before_white_space_holds_at_most_4093_bytes),
        cmocka_unit_test(a_comment_has_at_most_4095_bytes),
        cmocka_unit_test(at_the_end_of_the_file_4096_bytes_are_not_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
