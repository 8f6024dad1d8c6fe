#include "model/script.h"

#include "model/hostname.h"
#include "model/regex.h"
#include "tests/support/world.h"

// The parts of a text, with their names: "v:uri c:1 n:".
static const char *parts_of(void **state, const char *text, bool has_captures)
{
    world *w = *state;
    size_t at = 0;
    nwl_str said = NWL_STR(""), name;
    nwl_script_part part;
    while ((part = nwl_script_next(nwl_str_of(text), has_captures, &at, &name)) !=
           NWL_SCRIPT_END)
        said =
            nwl_arena_format(w->arena, "%.*s%s%c:%.*s", NWL_STR_FMT(said),
                             said.len > 0 ? " " : "", "?vcnu"[part], NWL_STR_FMT(name));
    return nwl_arena_copy(w->arena, said).ptr;
}

static void a_text_has_variables_and_captures(void **state)
{
    assert_string_equal(parts_of(state, "a", true), "");
    assert_string_equal(parts_of(state, "$uri${a_1}b$c-", true), "v:uri v:a_1 v:c");
    assert_string_equal(parts_of(state, "$1a$23$0${1}", true), "c:1 c:2 v:0 v:1");
    assert_string_equal(parts_of(state, "$1a", false), "v:1a");
}

static void a_dollar_without_a_name_is_a_part_too(void **state)
{
    assert_string_equal(parts_of(state, "$", true), "n:");
    assert_string_equal(parts_of(state, "$$a", true), "n: v:a");
    assert_string_equal(parts_of(state, "${}$-", true), "n: n:");
    assert_string_equal(parts_of(state, "${", true), "n:");
    assert_string_equal(parts_of(state, "${a", true), "u:a");
    assert_string_equal(parts_of(state, "${a-b}", true), "u:a");
}

static void the_first_fault_of_a_text_is_told(void **state)
{
    world *w = *state;
    assert_int_equal(nwl_script_fault(w->arena, NWL_STR("/$uri?$1")).len, 0);
    assert_true(nwl_str_eq(nwl_script_fault(w->arena, NWL_STR("$a $")),
                           NWL_STR("no variable begins at the \"$\" of \"$a $\"")));
    assert_true(nwl_str_eq(nwl_script_fault(w->arena, NWL_STR("${a")),
                           NWL_STR("a \"${\" in \"${a\" has no \"}\" behind its name")));
}

static void a_regex_is_told_with_the_word_it_stands_in(void **state)
{
    world *w = *state;
    nwl_str word = NWL_STR("~(a"), pattern = NWL_STR("(a");
    assert_int_equal(nwl_regex_fault(w->arena, word, NWL_STR("(a)"), true).len, 0);
    assert_true(nwl_str_eq(
        nwl_regex_fault(w->arena, word, pattern, false),
        NWL_STR("\"~(a\" is no regular expression: missing closing parenthesis")));
    assert_int_equal(nwl_regex_captures(NWL_STR("(a)(?:b)(?<c>d)")), 2);
    assert_int_equal(nwl_regex_captures(pattern), 0);
}

static void a_host_may_have_a_wildcard_at_an_end(void **state)
{
    (void)state;
    const char *const right[] = {"", "a", ".", "a.b", ".a", "*.a", "a.*", ".a*", "a."};
    const char *const wrong[] = {"*", "*a", "a*", "*.", "a..b", "..", "*.a.*", "a.*.b"};
    for (size_t i = 0; i < COUNT_OF(right); i++)
        assert_true(nwl_hostname_is_key(nwl_str_of(right[i])));
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(nwl_hostname_is_key(nwl_str_of(wrong[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_text_has_variables_and_captures),
        WORLD_TEST(a_dollar_without_a_name_is_a_part_too),
        WORLD_TEST(the_first_fault_of_a_text_is_told),
        WORLD_TEST(a_regex_is_told_with_the_word_it_stands_in),
        WORLD_TEST(a_host_may_have_a_wildcard_at_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
