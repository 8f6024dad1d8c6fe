#include "tests/lexer/tokens.h"

static void words_end_at_four_spaces_a_semicolon_and_a_brace(void **state)
{
    (void)state;
    READS("a b\tc\rd\ne", "<a> <b> <c> <d> <e>");
    READS("a;b{c", "<a> ; <b> { <c>");
    READS("a\vb a\fb a\xc2\xa0z", "<a\vb> <a\fb> <a\xc2\xa0z>");
}

static void a_closing_brace_is_one_only_where_a_word_may_start(void **state)
{
    (void)state;
    READS("foo};", "<foo}> ;");
    READS("foo };}", "<foo> } ; }");
    READS("a{}b}", "<a> { } <b}>");
}

static void a_quote_is_one_only_where_a_word_may_start(void **state)
{
    (void)state;
    READS("a\"b c\";", "<a\"b> <c\"> ;");
    READS("~ ^/o'reilly/ {", "<~> <^/o'reilly/> {");
    READS("\\\"a b\";", "<\"a> <b\"> ;");
}

static void a_string_holds_whatever_is_not_its_quote(void **state)
{
    (void)state;
    READS("\"it's { # ; }\"", "\"it's { # ; }\"");
    READS("'say \"hi\"'", "\"say \"hi\"\"");
    READS("\"a\nb\"", "\"a\nb\"");
    READS("\"\" '';", "\"\" \"\" ;");
}

static void a_comment_starts_where_a_word_may_and_ends_at_the_line_feed(void **state)
{
    (void)state;
    READS("listen 80;#comment", "<listen> <80> ; #");
    READS("a # b;\nc;", "<a> # <c> ;");
    READS("{#\n}#", "{ # } #");
    READS("fo#o \\#foo", "<fo#o> <\\#foo>");
    READS("#a\rb;\nc", "# <c>");
    READS("#a\\\nb", "# <b>");
}

static void after_a_string_come_white_space_a_terminator_or_a_parenthesis(void **state)
{
    (void)state;
    READS("\"a\" 'b'\n\"c\";", "\"a\" \"b\" \"c\" ;");
    READS("\"a\"{", "\"a\" {");
    READS("($a = \"b\")", "<($a> <=> \"b\" <)>");
    READS("\"a\")}", "\"a\" <)}>");
    READS("\"a\"", "\"a\"");
}

static void nothing_else_comes_after_a_string(void **state)
{
    (void)state;
    READS("\"a\"\"b", "\"a\"!after-quote@3 \"b\"!unterminated@5");
    READS("\"a\"b;", "\"a\"!after-quote@3 <b> ;");
    READS("\"a\"}", "\"a\"!after-quote@3 }");
    READS("\"a\"#x", "\"a\"!after-quote@3 #");
    READS("'a'\\", "\"a\"!after-quote@3 <\\>");
}

static void nginx_rewrites_six_escapes(void **state)
{
    (void)state;
    READS("\\\"\\'\\\\", "<\"'\\>");
    READS("a\\tb\\rc\\nd", "<a\tb\rc\nd>");
    READS("\"a\\tb\\\"c\"", "\"a\tb\"c\"");
    READS("^\\\\n$", "<^\\n$>");
}

static void other_escapes_keep_their_backslash(void **state)
{
    (void)state;
    READS("a\\ b", "<a\\ b>");
    READS("a\\;b\\{c\\}d\\$e\\#f\\.g", "<a\\;b\\{c\\}d\\$e\\#f\\.g>");
    READS("\"\\d+\\'\"", "\"\\d+'\"");
    READS("a\\\nb", "<a\\\nb>");
    READS("a\\", "<a\\>");
}

static void a_brace_behind_a_dollar_belongs_to_the_word(void **state)
{
    (void)state;
    READS("${x} a${x}b ${{ $${", "<${x}> <a${x}b> <${{> <$${>");
    READS("$x{", "<$x> {");
    READS("\\${", "<\\$> {");
    READS("$\\{ $\\x{", "<$\\{> <$\\x> {");
    READS("~ \\.php${", "<~> <\\.php${>");
    READS("~ ^/\\d{2}$ {", "<~> <^/\\d> { <2}$> {");
    READS("\"${\";", "\"${\" ;");
}

static void a_byte_order_mark_is_part_of_the_first_word(void **state)
{
    (void)state;
    READS("\xef\xbb\xbf"
          "events {",
          "<\xef\xbb\xbf"
          "events> {");
    READS("\xef\xbb\xbf#x\n", "<\xef\xbb\xbf#x>");
}

static void a_nul_is_part_of_a_word(void **state)
{
    (void)state;
    READS("a\0b;\0", "<a\0b> ; <\0>");
    READS("a;\x1a", "<a> ; <\x1a>");
}

static void line_ends_may_be_crlf(void **state)
{
    (void)state;
    READS("a b;\r\nc;\r\n", "<a> <b> ; <c> ;");
}

static void values_are_borrowed_unless_an_escape_is_rewritten(void **state)
{
    (void)state;
    nwl_arena *arena = nwl_arena_new();
    nwl_lexer lexer = nwl_lexer_new(arena, NWL_STR("a\\.b"));
    assert_ptr_equal(nwl_lexer_next(&lexer).value.ptr, lexer.text.ptr);
    assert_int_equal(nwl_arena_used(arena), 0);
    lexer = nwl_lexer_new(arena, NWL_STR("a\\nb"));
    assert_ptr_not_equal(nwl_lexer_next(&lexer).value.ptr, lexer.text.ptr);
    nwl_arena_free(arena);
}

static void the_end_comes_as_often_as_asked(void **state)
{
    (void)state;
    nwl_lexer lexer = nwl_lexer_new(NULL, NWL_STR(""));
    assert_int_equal(nwl_lexer_next(&lexer).kind, NWL_TOK_END);
    assert_int_equal(nwl_lexer_next(&lexer).kind, NWL_TOK_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_end_at_four_spaces_a_semicolon_and_a_brace),
        cmocka_unit_test(a_closing_brace_is_one_only_where_a_word_may_start),
        cmocka_unit_test(a_quote_is_one_only_where_a_word_may_start),
        cmocka_unit_test(a_string_holds_whatever_is_not_its_quote),
        cmocka_unit_test(a_comment_starts_where_a_word_may_and_ends_at_the_line_feed),
        cmocka_unit_test(after_a_string_come_white_space_a_terminator_or_a_parenthesis),
        cmocka_unit_test(nothing_else_comes_after_a_string),
        cmocka_unit_test(nginx_rewrites_six_escapes),
        cmocka_unit_test(other_escapes_keep_their_backslash),
        cmocka_unit_test(a_brace_behind_a_dollar_belongs_to_the_word),
        cmocka_unit_test(a_byte_order_mark_is_part_of_the_first_word),
        cmocka_unit_test(a_nul_is_part_of_a_word),
        cmocka_unit_test(line_ends_may_be_crlf),
        cmocka_unit_test(values_are_borrowed_unless_an_escape_is_rewritten),
        cmocka_unit_test(the_end_comes_as_often_as_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
