#include "tests/parser/parse.h"

static nwl_range range(uint32_t begin, uint32_t end)
{
    return (nwl_range){begin, end};
}

static void assert_range(nwl_range got, nwl_range expected)
{
    assert_int_equal(got.begin, expected.begin);
    assert_int_equal(got.end, expected.end);
}

static void a_file_without_directives_has_an_empty_tree(void **state)
{
    (void)state;
    assert_parses("", "", "");
    assert_parses(" \r\n# nothing\n", "", "");
}

static void blocks_nest(void **state)
{
    (void)state;
    assert_parses("http{server{listen 80;}server{}}\nroot a;",
                  "http { server { listen 80; } server { } } root a;", "");
}

static void names_and_values_are_what_nginx_sees(void **state)
{
    (void)state;
    assert_parses("\"http\" { 'root' \"a b\" ; }", "http { root a b; }", "");
}

static void comments_may_stand_within_a_statement(void **state)
{
    (void)state;
    assert_parses("root # where\n a # there\n;", "root a;", "");
}

static void unknown_names_may_be_anything(void **state)
{
    (void)state;
    assert_parses("a b { c; d {} e f g; }", "a b { c; d { } e f g; }", "");
}

static void known_names_are_free_in_a_block_of_unknown_name(void **state)
{
    (void)state;
    assert_parses("rtmp { listen 80 { } root a b c; location; x { http; } }",
                  "rtmp { listen 80 { } root a b c; location; x { http; } }", "");
}

static void lines_name_no_directives(void **state)
{
    (void)state;
    assert_parses("map $a $b {\n root a\n listen;\n location x;\n http; }",
                  "map $a $b { root a listen; location x; http; }", "");
}

static void a_file_may_be_read_as_lines(void **state)
{
    nwl_parse_options lines = {.vocabulary = vocabulary, .reading = NWL_READ_LINES};
    nwl_tree tree = nwl_parse_with(*state, 0, NWL_STR("http 80; location;"), &lines);
    assert_int_equal(tree.errors.count, 0);
    assert_int_equal(tree.first->id, 0);
}

static void lua_is_no_part_of_the_tree(void **state)
{
    (void)state;
    assert_parses("location / { content_by_lua_block { a = {'}'} } root a; }",
                  "location / { content_by_lua_block { } root a; }", "");
}

static void ranges_cover_what_is_written(void **state)
{
    nwl_tree tree = parse(*state, " 'http' \"a b\"  {\n} ");
    assert_range(tree.first->name_range, range(1, 7));
    assert_range(tree.first->range, range(1, 13));
    assert_range(tree.first->args[0].range, range(8, 13));
    assert_range(tree.first->block, range(15, 18));
    assert_int_equal(tree.first->file, 7);
}

static void every_directive_knows_its_place(void **state)
{
    nwl_tree tree = parse(*state, "http { server { } root a; }");
    const nwl_directive *server = tree.first->body;
    assert_null(tree.first->parent);
    assert_null(tree.first->next);
    assert_null(server->body);
    assert_ptr_equal(server->parent, tree.first);
    assert_ptr_equal(server->next->parent, tree.first);
    assert_int_equal(server->next->id, vocabulary(NWL_STR("root")).id);
    assert_int_equal(tree.directive_count, 3);
}

static void comments_know_whether_the_line_is_theirs(void **state)
{
    nwl_tree tree = parse(*state, "# a\nroot a; # b\n\t # c\r\nroot # d\n");
    const bool own_line[] = {true, false, true, false};
    assert_int_equal(tree.comments.count, 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(tree.comments.items[i].own_line, own_line[i]);
    assert_range(tree.comments.items[1].range, range(12, 15));
}

static void an_include_is_followed_where_nginx_follows_it(void **state)
{
    nwl_tree tree =
        parse(*state, "include a; http { 'include' b; map $a $b { include c; } }");
    assert_int_equal(tree.includes.count, 3);
    assert_true(nwl_str_eq(tree.includes.items[2]->args[0].value, NWL_STR("c")));
}

static void no_other_include_is_followed(void **state)
{
    nwl_tree tree = parse(*state, "include; include a b; include a {}\n"
                                  "split_clients a $b { include c; } Include d;");
    assert_int_equal(tree.includes.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_without_directives_has_an_empty_tree),
        cmocka_unit_test(blocks_nest),
        cmocka_unit_test(names_and_values_are_what_nginx_sees),
        cmocka_unit_test(comments_may_stand_within_a_statement),
        cmocka_unit_test(unknown_names_may_be_anything),
        cmocka_unit_test(known_names_are_free_in_a_block_of_unknown_name),
        cmocka_unit_test(lines_name_no_directives),
        cmocka_unit_test(a_file_may_be_read_as_lines),
        cmocka_unit_test(lua_is_no_part_of_the_tree),
        cmocka_unit_test(ranges_cover_what_is_written),
        cmocka_unit_test(every_directive_knows_its_place),
        cmocka_unit_test(comments_know_whether_the_line_is_theirs),
        cmocka_unit_test(an_include_is_followed_where_nginx_follows_it),
        cmocka_unit_test(no_other_include_is_followed),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
