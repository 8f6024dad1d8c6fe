#include "tests/lexer/tokens.h"

static void a_string_without_end_ends_with_its_line(void **state)
{
    (void)state;
    READS("a \"b c\nd;", "<a> \"b c\"!unterminated@9 <d> ;");
    READS("a \"b c\r\nd;", "<a> \"b c\"!unterminated@10 <d> ;");
    READS("a 'b", "<a> \"b\"!unterminated@4");
    READS("a \"", "<a> \"\"!unterminated@3");
}

static void a_string_without_end_leaves_what_ends_the_statement(void **state)
{
    (void)state;
    READS("a \"b;\nc;", "<a> \"b\"!unterminated@8 ; <c> ;");
    READS("a \"b; c;", "<a> \"b; c\"!unterminated@8 ;");
    READS("a \"b {\nc;", "<a> \"b\"!unterminated@9 { <c> ;");
    READS("{ a \"b ; }\nc;", "{ <a> \"b\"!unterminated@13 ; } <c> ;");
    READS("a \"};\n", "<a> \"\"!unterminated@6 } ;");
}

static void a_quote_that_another_line_closes_wrongly_ends_with_its_own_line(void **state)
{
    (void)state;
    READS("a \"b;\nc \"d\";", "<a> \"b\"!after-quote@9 ; <c> \"d\" ;");
    READS("a 'b\nc'd;", "<a> \"b\"!after-quote@7 <c'd> ;");
}

static void quotes_within_quotes_make_one_string(void **state)
{
    (void)state;
    READS("r \"{\"a\": 1}\";\nb;", "<r> \"{\"a\": 1}\"!after-quote@5 ; <b> ;");
    READS("{ r 'it's' ; }\n", "{ <r> \"it's\"!after-quote@8 ; }");
    READS("if ($a ~ \"b\"c\") {", "<if> <($a> <~> \"b\"!after-quote@12 <c\")> {");
}

static void a_word_over_the_limit_is_one_token(void **state)
{
    nwl_arena *arena = *state;
    nwl_str text = nwl_arena_format(
        arena, "a %.*s;b", NWL_STR_FMT(repeated(arena, 'x', 2 * NWL_LEXER_BUFFER)));
    nwl_lexer lexer = {.arena = arena, .text = text, .at = 2};
    nwl_token word = nwl_lexer_next(&lexer);
    assert_int_equal(word.error, NWL_LEX_TOO_LONG);
    assert_int_equal(word.error_at, 2);
    assert_int_equal(word.range.end, 2 + 2 * NWL_LEXER_BUFFER);
    assert_int_equal(nwl_lexer_next(&lexer).kind, NWL_TOK_SEMICOLON);
}

static void a_long_string_in_one_line_ends_at_its_quote(void **state)
{
    nwl_arena *arena = *state;
    nwl_str text = nwl_arena_format(
        arena, "\"%.*s\" b;\n", NWL_STR_FMT(repeated(arena, 'x', 2 * NWL_LEXER_BUFFER)));
    nwl_lexer lexer = nwl_lexer_new(arena, text);
    nwl_token string = nwl_lexer_next(&lexer);
    assert_int_equal(string.error, NWL_LEX_TOO_LONG_STRING);
    assert_int_equal(string.range.end, 2 + 2 * NWL_LEXER_BUFFER);
    assert_int_equal(string.value.len, 2 * NWL_LEXER_BUFFER);
}

static void a_long_string_over_lines_ends_with_the_first(void **state)
{
    nwl_arena *arena = *state;
    nwl_str text = nwl_arena_format(
        arena, "\"ab;\n%.*s\";", NWL_STR_FMT(repeated(arena, 'x', 2 * NWL_LEXER_BUFFER)));
    nwl_lexer lexer = nwl_lexer_new(arena, text);
    nwl_token string = nwl_lexer_next(&lexer);
    assert_int_equal(string.error, NWL_LEX_TOO_LONG_STRING);
    assert_int_equal(string.error_at, 0);
    assert_true(nwl_str_eq(string.value, NWL_STR("ab")));
    assert_int_equal(nwl_lexer_next(&lexer).kind, NWL_TOK_SEMICOLON);
}

static int make_arena(void **state)
{
    *state = nwl_arena_new();
    return 0;
}

static int free_arena(void **state)
{
    nwl_arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_string_without_end_ends_with_its_line),
        cmocka_unit_test(a_string_without_end_leaves_what_ends_the_statement),
        cmocka_unit_test(a_quote_that_another_line_closes_wrongly_ends_with_its_own_line),
        cmocka_unit_test(quotes_within_quotes_make_one_string),
        cmocka_unit_test(a_word_over_the_limit_is_one_token),
        cmocka_unit_test(a_long_string_in_one_line_ends_at_its_quote),
        cmocka_unit_test(a_long_string_over_lines_ends_with_the_first),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
