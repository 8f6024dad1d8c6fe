// Paths that a location may be asked for.
#include "model/example.h"

#include "tests/support/world.h"

#include "model/regex.h"

static const char *example_of(void **state, const char *regex)
{
    world *w = *state;
    return nwl_arena_copy(w->arena, nwl_example_of_regex(w->arena, nwl_str_of(regex)))
        .ptr;
}

static bool matches_its_example(void **state, const char *pattern)
{
    world *w = *state;
    nwl_str error, path = nwl_example_of_regex(w->arena, nwl_str_of(pattern));
    nwl_regex *regex = nwl_regex_compile(w->arena, nwl_str_of(pattern), false, &error);
    return regex != NULL && nwl_regex_matches(regex, path) == NWL_MATCH_YES;
}

static void a_regex_without_an_alternative_is_its_example(void **state)
{
    assert_string_equal(example_of(state, "^/ws$"), "/ws");
    assert_string_equal(example_of(state, "/socket\\.io/"), "/socket.io/");
    assert_string_equal(example_of(state, "ws"), "/ws");
    assert_string_equal(example_of(state, ""), "/");
}

static void the_first_alternative_stands_for_all(void **state)
{
    assert_string_equal(example_of(state, "^/(ws|wss)/(.*)$"), "/ws/x");
    assert_string_equal(example_of(state, "^/(?:a(?<b>b|c)|d)e"), "/abe");
    assert_string_equal(example_of(state, "^/ws|^/hub"), "/ws");
}

static void every_alternative_has_an_example(void **state)
{
    world *w = *state;
    nwl_str paths[NWL_MOST_REGEX_EXAMPLES];
    assert_int_equal(
        nwl_examples_of_regex(w->arena, NWL_STR("^/(ws|hub)/((?=a)a|b|c)$|/x"), paths),
        3);
    assert_true(nwl_str_eq(paths[0], NWL_STR("/ws/a")));
    assert_true(nwl_str_eq(paths[1], NWL_STR("/x")));
    assert_true(nwl_str_eq(paths[2], NWL_STR("/x")));
    assert_int_equal(nwl_examples_of_regex(w->arena, NWL_STR("^/ws"), paths), 1);
    assert_int_equal(nwl_examples_of_regex(w->arena, NWL_STR("a|b|c|d|e|f|g|h|i"), paths),
                     NWL_MOST_REGEX_EXAMPLES);
}

static void classes_and_quantifiers_stand_for_what_they_match(void **state)
{
    assert_true(matches_its_example(state, "^/api/v[0-9]+/(users/)?websocket$"));
    assert_true(matches_its_example(state, "^/[^/]+/ws"));
    assert_true(matches_its_example(state, "^/room/\\d{3,8}/\\w+$"));
    assert_true(matches_its_example(state, "^/[]a]{2}[\\w-]*?x+$"));
    assert_true(matches_its_example(state, "^/a(?i)b(?=c)c(?!d)"));
}

static void what_is_no_regex_has_some_path_all_the_same(void **state)
{
    static const char *const BROKEN[] = {
        "(", "[", "\\", "a{", "(?", "(?<n", "|)", "[^", "a{99999999999}"};
    for (size_t i = 0; i < sizeof(BROKEN) / sizeof(BROKEN[0]); i++)
        assert_int_equal(example_of(state, BROKEN[i])[0], '/');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_regex_without_an_alternative_is_its_example),
        WORLD_TEST(the_first_alternative_stands_for_all),
        WORLD_TEST(every_alternative_has_an_example),
        WORLD_TEST(classes_and_quantifiers_stand_for_what_they_match),
        WORLD_TEST(what_is_no_regex_has_some_path_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
