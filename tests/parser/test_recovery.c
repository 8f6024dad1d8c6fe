// One mistake, one error, and a tree as it was meant.

#include "tests/parser/parse.h"

static void a_terminator_needs_a_word(void **state)
{
    (void)state;
    assert_parses("root a;;", "root a;", "7 unexpected \";\"");
    assert_parses("http { { root a; } root b; }", "http { root a; root b; }",
                  "7 unexpected \"{\"");
}

static void a_surplus_brace_is_reported_once(void **state)
{
    (void)state;
    assert_parses("http { } } } root a; }", "http { } root a;", "9 unexpected \"}\"");
}

static void a_brace_ends_a_statement_without_semicolon(void **state)
{
    (void)state;
    assert_parses("location / { proxy_pass http://a\n}\nroot b;",
                  "location / { proxy_pass http://a! } root b;",
                  "32 directive \"proxy_pass\" is not terminated by \";\"");
    assert_parses("map $a $b { a b\n c d }", "map $a $b { a b c d! }",
                  "20 directive \"a\" is not terminated by \";\"");
}

static void a_block_in_the_next_line_is_no_argument(void **state)
{
    (void)state;
    assert_parses("server_name a\n  listen 80\n  location / {\n}\nroot b;",
                  "server_name a! listen 80! location / { } root b;",
                  "13 directive \"server_name\" is not terminated by \";\"\n"
                  "25 directive \"listen\" is not terminated by \";\"");
}

static void a_line_is_no_argument_of_what_takes_no_more(void **state)
{
    (void)state;
    assert_parses("root a\nproxy_pass b;\nroot c;", "root a! proxy_pass b; root c;",
                  "6 directive \"root\" is not terminated by \";\"");
    assert_parses("root a\ncontent_by_lua_block { }", "root a! content_by_lua_block { }",
                  "6 directive \"root\" is not terminated by \";\"");
}

static void a_server_takes_no_lines_but_in_an_upstream(void **state)
{
    (void)state;
    assert_parses("http { server\nlisten 80;\n} root a;",
                  "http { server { listen 80; } root a; }",
                  "13 directive \"server\" has no opening \"{\"\n"
                  "34 unexpected end of file, expecting \"}\"");
    assert_parses("upstream a { server\nlisten 80; }", "upstream a { server listen 80; }",
                  "");
    assert_parses("server\nlisten 80;", "server listen 80;", "");
}

static void what_nginx_accepts_is_not_taken_apart(void **state)
{
    (void)state;
    assert_parses("server_name a\nroot b;", "server_name a root b;", "");
    assert_parses("root a proxy_pass b;", "root a proxy_pass b;", "");
    assert_parses("root a\n'proxy_pass' b;", "root a proxy_pass b;", "");
    assert_parses("unknown a\nroot b;", "unknown a root b;", "");
    assert_parses("return\n200\nroot;", "return 200 root;", "");
}

static void a_block_directive_needs_a_brace(void **state)
{
    (void)state;
    assert_parses("location /; root a;", "location /; root a;",
                  "10 directive \"location\" has no opening \"{\"");
    assert_parses("location / ; { root a; }", "location / { root a; }",
                  "11 directive \"location\" has no opening \"{\"");
}

static void a_block_without_opening_brace_ends_at_its_closing_one(void **state)
{
    (void)state;
    assert_parses("http {\n location /\n  root a;\n  root b;\n }\n root c; }",
                  "http { location / { root a; root b; } root c; }",
                  "18 directive \"location\" has no opening \"{\"");
    assert_parses("location ~ \\.php${\n root a;\n}", "location ~ \\.php${ { root a; }",
                  "18 directive \"location\" has no opening \"{\"");
}

static void a_block_without_braces_ends_with_the_one_around_it(void **state)
{
    (void)state;
    assert_parses("http {\n if (a)\n  return 403;\n}\nroot a;",
                  "http { if (a) { return 403; } } root a;",
                  "14 directive \"if\" has no opening \"{\"");
}

static void a_simple_directive_keeps_the_block_it_may_not_have(void **state)
{
    (void)state;
    assert_parses("root a { return 1; } root b;", "root a { return 1; } root b;",
                  "7 directive \"root\" is not terminated by \";\"");
}

static void a_quantifier_is_part_of_the_word(void **state)
{
    (void)state;
    assert_parses("location ~ ^/[0-9]{3}/ { root a; }",
                  "location ~ ^/[0-9]{3}/ { root a; }",
                  "18 \"{\" ends \"^/[0-9]\", which is not quoted");
    assert_parses("rewrite ^/a{2,}b{3,4}$ /b; root a;",
                  "rewrite ^/a{2,}b{3,4}$ /b; root a;",
                  "11 \"{\" ends \"^/a\", which is not quoted");
    assert_parses("map $a $b{2} c;}", "map $a $b { 2} c; }", "");
}

static void lines_hold_no_blocks(void **state)
{
    (void)state;
    assert_parses("map $a $b { a { b c; } d e; } root a;",
                  "map $a $b { a { b c; } d e; } root a;", "14 unexpected \"{\"");
}

static void a_block_ends_lines_that_are_not_closed(void **state)
{
    (void)state;
    assert_parses("http {\n map $a $b {\n  a b;\n location / {\n }\n}\n",
                  "http { map $a $b { a b; } location / { } }", "39 unexpected \"{\"");
}

static void a_broken_string_breaks_nothing_else(void **state)
{
    (void)state;
    assert_parses("return 1 \"a;\nreturn 2 \"b\";\nroot c;",
                  "return 1 a; return 2 b; root c;", "23 unexpected \"b\"");
    assert_parses("http { return 1 'a; }\n", "http { return 1 a; }",
                  "16 the string is never closed");
    assert_parses("return 1 \"{\"\xc3\xa9\": 1}\";", "return 1 {\"\xc3\xa9\": 1};",
                  "12 unexpected \"\xc3\xa9\"");
}

static void a_file_may_end_too_early(void **state)
{
    (void)state;
    assert_parses("http { root a", "http { root a! }",
                  "13 unexpected end of file, expecting \";\" or \"}\"");
    assert_parses("http { root a;\n", "http { root a; }",
                  "15 unexpected end of file, expecting \"}\"");
    assert_parses("http { root \"a", "http { root a! }", "12 the string is never closed");
    assert_parses("root a\nroot b", "root a! root b!",
                  "6 directive \"root\" is not terminated by \";\"\n"
                  "13 unexpected end of file, expecting \";\" or \"}\"");
}

static void lua_may_be_broken(void **state)
{
    (void)state;
    assert_parses(
        "http {\n content_by_lua_block { {{\n }\n root a;\n}\n",
        "http { content_by_lua_block { } root a; }",
        "48 unexpected end of file, expecting terminating characters for lua code "
        "block");
    assert_parses("http { content_by_lua_block { [==[ } }",
                  "http { content_by_lua_block { } }",
                  "30 lua code block is missing the closing long bracket");
}

static void five_mistakes_in_one_file_are_five_errors(void **state)
{
    (void)state;
    assert_parses(
        "http {\n listen 80;;\n server {\n  root a\n }\n"
        " location ~ a{2} { }\n return \"a\"b;\n} }\n",
        "http { listen 80; server { root a! } location ~ a{2} { } return a b; }",
        "18 unexpected \";\"\n"
        "38 directive \"root\" is not terminated by \";\"\n"
        "55 \"{\" ends \"a\", which is not quoted\n"
        "74 unexpected \"b\"\n"
        "79 unexpected \"}\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminator_needs_a_word),
        cmocka_unit_test(a_surplus_brace_is_reported_once),
        cmocka_unit_test(a_brace_ends_a_statement_without_semicolon),
        cmocka_unit_test(a_block_in_the_next_line_is_no_argument),
        cmocka_unit_test(a_line_is_no_argument_of_what_takes_no_more),
        cmocka_unit_test(a_server_takes_no_lines_but_in_an_upstream),
        cmocka_unit_test(what_nginx_accepts_is_not_taken_apart),
        cmocka_unit_test(a_block_directive_needs_a_brace),
        cmocka_unit_test(a_block_without_opening_brace_ends_at_its_closing_one),
        cmocka_unit_test(a_block_without_braces_ends_with_the_one_around_it),
        cmocka_unit_test(a_simple_directive_keeps_the_block_it_may_not_have),
        cmocka_unit_test(a_quantifier_is_part_of_the_word),
        cmocka_unit_test(lines_hold_no_blocks),
        cmocka_unit_test(a_block_ends_lines_that_are_not_closed),
        cmocka_unit_test(a_broken_string_breaks_nothing_else),
        cmocka_unit_test(a_file_may_end_too_early),
        cmocka_unit_test(lua_may_be_broken),
        cmocka_unit_test(five_mistakes_in_one_file_are_five_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
