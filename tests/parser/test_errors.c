// What an error points at, what explains it, and what nginx would say.

#include "tests/parser/parse.h"

static nwl_str text_at(const char *text, nwl_range range)
{
    return nwl_str_slice(nwl_str_of(text), range.begin, range.end);
}

// The only error of text is of kind, points at the text `at` and is explained by `because`, NULL without one.
static nwl_syntax_error assert_error(nwl_arena *arena, const char *text,
                                     nwl_syntax_kind kind, const char *at,
                                     const char *because)
{
    nwl_tree tree = parse(arena, text);
    assert_int_equal(tree.errors.count, 1);
    nwl_syntax_error error = tree.errors.items[0];
    assert_int_equal(error.kind, kind);
    assert_int_equal(error.at.file, 7);
    assert_true(nwl_str_eq(text_at(text, error.at.range), nwl_str_of(at)));
    assert_int_equal(error.because.file, because == NULL ? NWL_NO_FILE : 7);
    if (because != NULL)
        assert_true(nwl_str_eq(text_at(text, error.because.range), nwl_str_of(because)));
    assert_int_equal(error.because_label.len > 0, because != NULL);
    return error;
}

static void a_terminator_points_at_itself(void **state)
{
    assert_error(*state, ";", NWL_SYNTAX_UNEXPECTED_SEMICOLON, ";", NULL);
    assert_error(*state, "{}", NWL_SYNTAX_UNEXPECTED_OPEN, "{", NULL);
    assert_error(*state, "}", NWL_SYNTAX_UNEXPECTED_CLOSE, "}", NULL);
    assert_error(*state, "root a {}", NWL_SYNTAX_NOT_A_BLOCK, "{", NULL);
    assert_error(*state, "http;", NWL_SYNTAX_NO_BLOCK, ";", NULL);
}

static void a_missing_semicolon_is_shown_behind_the_last_word(void **state)
{
    nwl_syntax_error error =
        assert_error(*state, "http { root a }", NWL_SYNTAX_MISSING_SEMICOLON, "", "}");
    assert_int_equal(error.at.range.begin, 13);
    assert_int_equal(error.nginx_at, 14);
    error =
        assert_error(*state, "root a\nroot b;", NWL_SYNTAX_MISSING_SEMICOLON, "", "root");
    assert_int_equal(error.at.range.begin, 6);
    assert_int_equal(error.nginx_at, 13);
}

static void a_byte_after_a_string_is_explained_by_the_string(void **state)
{
    assert_error(*state, "root 'a'b;", NWL_SYNTAX_AFTER_QUOTE, "b", "'");
    assert_error(*state, "root 'a;\nroot 'b';", NWL_SYNTAX_AFTER_QUOTE, "b", "'a");
}

static void a_string_without_end_is_shown_where_it_starts(void **state)
{
    nwl_syntax_error error =
        assert_error(*state, "root 'a;\n", NWL_SYNTAX_UNTERMINATED_STRING, "'a", NULL);
    assert_int_equal(error.nginx_at, 9);
}

static void a_quantifier_is_explained_by_its_word(void **state)
{
    assert_error(*state, "root a{2};", NWL_SYNTAX_BRACE_ENDS_WORD, "{", "a");
}

static void the_innermost_open_block_explains_the_end_of_the_file(void **state)
{
    nwl_syntax_error error = assert_error(*state, "http { location /a { root b; ",
                                          NWL_SYNTAX_UNCLOSED, "", "location /a");
    assert_int_equal(error.at.range.begin, 29);
    assert_int_equal(error.nginx_at, 29);
}

static void indentation_tells_better_which_block_is_open(void **state)
{
    assert_error(*state,
                 "http {\n  location /a {\n    root a;\n  location /b {\n  }\n}\n",
                 NWL_SYNTAX_UNCLOSED, "", "location /a");
    assert_error(*state, "http {\n  if (a) {\n    root a;\n}\nserver {\n}\n",
                 NWL_SYNTAX_UNCLOSED, "", "if (a)");
}

static void lines_that_are_not_closed_explain_the_block_in_them(void **state)
{
    assert_error(*state, "map $a $b {\n a b;\nhttp {\n}\n", NWL_SYNTAX_UNEXPECTED_OPEN,
                 "{", "map $a $b");
}

static void lua_is_explained_by_its_last_open_brace(void **state)
{
    nwl_syntax_error error =
        assert_error(*state, "content_by_lua_block { { } ( {", NWL_SYNTAX_LUA, "", "{");
    assert_int_equal(error.because.range.begin, 29);
    assert_int_equal(error.nginx_at, 29);
    assert_error(*state, "content_by_lua_block { [[ }", NWL_SYNTAX_LUA, "[[", NULL);
}

static void nginx_stops_at_one_error(void **state)
{
    nwl_tree tree = parse(*state, "root a\nreturn 200 \"b\"c;\nreturn 'd';;");
    assert_int_equal(tree.errors.count, 3);
    assert_false(tree.errors.items[0].stops_nginx);
    assert_true(tree.errors.items[1].stops_nginx);
    assert_false(tree.errors.items[2].stops_nginx);
}

static void errors_are_in_order(void **state)
{
    nwl_tree tree = parse(*state, "root a\nreturn 200 \"b\"c;\nroot d\n return 'e';}{");
    for (uint32_t i = 1; i < tree.errors.count; i++)
        assert_true(tree.errors.items[i - 1].at.range.begin <
                    tree.errors.items[i].at.range.begin);
    assert_int_equal(tree.errors.count, 5);
}

static nwl_tree parse_semicolons(nwl_arena *arena, uint32_t count)
{
    char *text = NWL_NEW_ARRAY(arena, char, count);
    memset(text, ';', count);
    return nwl_parse(arena, 0, (nwl_str){text, count}, vocabulary);
}

static void a_hundred_errors_are_listed(void **state)
{
    nwl_tree tree = parse_semicolons(*state, 100);
    assert_int_equal(tree.errors.count, 100);
    assert_int_equal(tree.errors.items[99].kind, NWL_SYNTAX_UNEXPECTED_SEMICOLON);
}

static void more_than_a_hundred_errors_are_counted_as_many(void **state)
{
    nwl_tree tree = parse_semicolons(*state, 100000);
    assert_int_equal(tree.errors.count, 101);
    assert_int_equal(tree.errors.items[100].kind, NWL_SYNTAX_TOO_MANY);
    assert_int_equal(tree.errors.items[100].at.range.begin, 100);
    assert_false(tree.errors.items[100].stops_nginx);
}

static nwl_tree parse_three(nwl_arena *arena, const char *text)
{
    nwl_parse_options options = {.vocabulary = vocabulary, .limit = 3};
    return nwl_parse_with(arena, 0, nwl_str_of(text), &options);
}

static void assert_cut_off(const nwl_tree *tree, uint32_t begin, const char *message)
{
    assert_int_equal(tree->errors.count, 1);
    assert_int_equal(tree->errors.items[0].kind, NWL_SYNTAX_TOO_LARGE);
    assert_int_equal(tree->errors.items[0].at.range.begin, begin);
    assert_false(tree->errors.items[0].stops_nginx);
    assert_true(nwl_str_eq(tree->errors.items[0].message, nwl_str_of(message)));
}

static void as_many_directives_as_the_limit_are_read(void **state)
{
    nwl_tree tree = parse_three(*state, "http { root a; root b; } # c\n");
    assert_int_equal(tree.directive_count, 3);
    assert_int_equal(tree.errors.count, 0);
}

static void what_follows_the_limit_is_not_read(void **state)
{
    nwl_tree tree = parse_three(*state, "http { root a; root b; root c; 'd } ; {");
    assert_int_equal(tree.directive_count, 3);
    assert_cut_off(&tree, 23,
                   "more than 3 directives; the rest of this file is not read");
}

static void the_words_of_one_directive_have_the_same_limit(void **state)
{
    nwl_tree tree = parse_three(*state, "root a; http { listen a b c; root b; }");
    assert_int_equal(tree.directive_count, 2);
    assert_cut_off(&tree, 26,
                   "more than 3 words in a directive; the rest of this file is not read");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminator_points_at_itself),
        cmocka_unit_test(a_missing_semicolon_is_shown_behind_the_last_word),
        cmocka_unit_test(a_byte_after_a_string_is_explained_by_the_string),
        cmocka_unit_test(a_string_without_end_is_shown_where_it_starts),
        cmocka_unit_test(a_quantifier_is_explained_by_its_word),
        cmocka_unit_test(the_innermost_open_block_explains_the_end_of_the_file),
        cmocka_unit_test(indentation_tells_better_which_block_is_open),
        cmocka_unit_test(lines_that_are_not_closed_explain_the_block_in_them),
        cmocka_unit_test(lua_is_explained_by_its_last_open_brace),
        cmocka_unit_test(nginx_stops_at_one_error),
        cmocka_unit_test(errors_are_in_order),
        cmocka_unit_test(a_hundred_errors_are_listed),
        cmocka_unit_test(more_than_a_hundred_errors_are_counted_as_many),
        cmocka_unit_test(as_many_directives_as_the_limit_are_read),
        cmocka_unit_test(what_follows_the_limit_is_not_read),
        cmocka_unit_test(the_words_of_one_directive_have_the_same_limit),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
