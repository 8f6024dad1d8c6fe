// Each row is read by lua-nginx-module 0.10.23 the same way.

#include "tests/lexer/tokens.h"

// The body at the start of text, and what follows it.
static void assert_body(const char *text, const char *expected)
{
    nwl_lexer lexer = nwl_lexer_new(NULL, nwl_str_of(text));
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_token body = nwl_lexer_lua_body(&lexer);
    assert_int_equal(body.kind, NWL_TOK_LUA);
    add_token(&out, lexer.text, &body);
    describe(&out, &lexer);
    nwl_buffer_add_char(&out, '\0');
    assert_string_equal(nwl_buffer_text(&out).ptr, expected);
    nwl_buffer_free(&out);
}

static void the_body_ends_at_the_brace_that_matches(void **state)
{
    (void)state;
    assert_body("} a;", "() } <a> ;");
    assert_body("t = {1, {2}} } a;", "(t = {1, {2}} ) } <a> ;");
    assert_body("return #t }", "(return #t ) }");
}

static void strings_and_comments_hide_braces(void **state)
{
    (void)state;
    assert_body("say('}') say(\"{\") }", "(say('}') say(\"{\") ) }");
    assert_body("'\\'}' }", "('\\'}' ) }");
    assert_body("-- it's } {\n}", "(-- it's } {\n) }");
    assert_body("[[ } ' ]] }", "([[ } ' ]] ) }");
    assert_body("[==[ } ]] ]=] ]==] }", "([==[ } ]] ]=] ]==] ) }");
    assert_body("--[[ } \n -- ]] }", "(--[[ } \n -- ]] ) }");
    assert_body("--[=x }\n}", "(--[=x }\n) }");
}

static void a_quote_that_its_line_does_not_close_hides_nothing(void **state)
{
    (void)state;
    assert_body("it's }\n' a", "(it's ) } \" a\"!unterminated@10");
    assert_body("\" \\\" } \n \"", "(\" \\\" ) } \"\"!unterminated@10");
    assert_body("\" \\\n } \"", "(\" \\\n ) } \"\"!unterminated@8");
    assert_body("-- }", "(-- ) }");
}

static void an_index_is_no_long_bracket(void **state)
{
    (void)state;
    assert_body("a[b[1]] = a[{}] }", "(a[b[1]] = a[{}] ) }");
    assert_body("a - b }", "(a - b ) }");
}

static void a_body_without_end_ends_at_a_brace_that_is_indented_no_deeper(void **state)
{
    (void)state;
    assert_body("  {{{\n    }\n  }\n}\n", "(  {{{\n    }\n  )!unclosed@4 } }");
    assert_body("  [[\n}\na;", "(  [[\n)!long-bracket@2 } <a> ;");
    assert_body("{ {", "({ {)!unclosed@2");
    assert_body("--[[ }", "(--[[ })!long-bracket@2");
}

static void the_second_body_without_end_takes_the_rest(void **state)
{
    (void)state;
    nwl_lexer lexer = nwl_lexer_new(NULL, NWL_STR("{\n}\n{\n}\n"));
    assert_int_equal(nwl_lexer_lua_body(&lexer).range.end, 2);
    assert_int_equal(nwl_lexer_next(&lexer).kind, NWL_TOK_CLOSE);
    assert_int_equal(nwl_lexer_lua_body(&lexer).range.end, lexer.text.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_body_ends_at_the_brace_that_matches),
        cmocka_unit_test(strings_and_comments_hide_braces),
        cmocka_unit_test(a_quote_that_its_line_does_not_close_hides_nothing),
        cmocka_unit_test(an_index_is_no_long_bracket),
        cmocka_unit_test(a_body_without_end_ends_at_a_brace_that_is_indented_no_deeper),
        cmocka_unit_test(the_second_body_without_end_takes_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
