#include "tests/parser/parse.h"

// The steps of a walk from first, as "+a +b -a".
static void assert_walk(const nwl_directive *first, const char *expected)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_walk walk = nwl_walk_of(first);
    while (nwl_walk_next(&walk))
        nwl_buffer_format(&out, "%s%.*s ", walk.entering ? "+" : "-",
                          NWL_STR_FMT(walk.directive->name));
    assert_false(nwl_walk_next(&walk));
    nwl_buffer_add_char(&out, '\0');
    assert_string_equal(nwl_buffer_text(&out).ptr, expected);
    nwl_buffer_free(&out);
}

static void a_walk_over_nothing_ends_at_once(void **state)
{
    (void)state;
    assert_walk(NULL, "");
}

static void parents_come_before_their_children_and_again_after_them(void **state)
{
    nwl_tree tree = parse(*state, "a { b; c { d; } e { } } f; ");
    assert_walk(tree.first, "+a +b +c +d -c +e -e -a +f ");
}

static void a_walk_stays_within_the_block_it_starts_in(void **state)
{
    nwl_tree tree = parse(*state, "a { b; c { d; } } f;");
    assert_walk(tree.first->body, "+b +c +d -c ");
    assert_walk(tree.first->body->next, "+c +d -c ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_over_nothing_ends_at_once),
        cmocka_unit_test(parents_come_before_their_children_and_again_after_them),
        cmocka_unit_test(a_walk_stays_within_the_block_it_starts_in),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
