#include "model/text.h"

#include "tests/support/world.h"

static nwl_text_value exact(void **state, const char *text)
{
    world *w = *state;
    return nwl_text_exact(w->arena, nwl_str_of(text));
}

static nwl_text_value either(void **state, const char *a, const char *b)
{
    world *w = *state;
    return nwl_text_either(w->arena, exact(state, a), exact(state, b));
}

static void two_values_are_one_of_them_and_equal_ones_are_exact(void **state)
{
    nwl_text_value two = either(state, "a", "b"), same = either(state, "a", "a");
    assert_int_equal(two.certainty, NWL_ONE_OF);
    assert_int_equal(two.option_count, 2);
    assert_int_equal(same.certainty, NWL_EXACT);
    assert_str_equal(same.options[0], "a");
}

static void nothing_is_known_of_a_choice_or_a_text_with_an_unknown_part(void **state)
{
    world *w = *state;
    nwl_text_value known = exact(state, "a"), unknown = nwl_text_unknown();
    assert_int_equal(nwl_text_either(w->arena, known, unknown).certainty, NWL_UNKNOWN);
    assert_int_equal(nwl_text_either(w->arena, unknown, known).certainty, NWL_UNKNOWN);
    assert_int_equal(nwl_text_join(w->arena, known, unknown).certainty, NWL_UNKNOWN);
    assert_int_equal(nwl_text_join(w->arena, unknown, known).certainty, NWL_UNKNOWN);
}

static void texts_are_joined_option_by_option(void **state)
{
    world *w = *state;
    nwl_text_value joined =
        nwl_text_join(w->arena, either(state, "a", "b"), either(state, "x", "y"));
    assert_int_equal(joined.option_count, 4);
    assert_str_equal(joined.options[0], "ax");
    assert_str_equal(joined.options[3], "by");
}

static void joining_keeps_only_different_texts(void **state)
{
    world *w = *state;
    nwl_text_value joined =
        nwl_text_join(w->arena, either(state, "", "a"), either(state, "", "a"));
    assert_int_equal(joined.option_count, 3);
    assert_int_equal(
        nwl_text_join(w->arena, exact(state, "a"), exact(state, "")).certainty,
        NWL_EXACT);
}

static void more_options_than_the_limit_are_unknown(void **state)
{
    world *w = *state;
    nwl_text_value text = either(state, "a", "b"), digits = either(state, "0", "1");
    for (int i = 1; i < 4; i++)
        text = nwl_text_join(w->arena, text, digits);
    assert_int_equal(text.option_count, NWL_TEXT_MOST_OPTIONS);
    assert_int_equal(nwl_text_join(w->arena, text, digits).certainty, NWL_UNKNOWN);
}

static void a_token_is_an_element_of_a_comma_separated_list(void **state)
{
    static const struct {
        const char *text;
        bool has;
    } CASES[] = {
        {"upgrade", true},
        {"Upgrade", true},
        {"keep-alive, Upgrade", true},
        {"upgrade,close", true},
        {" upgrade ", true},
        {",upgrade,,", true},
        {"a,\tUPGRADE\t,b", true},
        {"", false},
        {"upgraded", false},
        {"no-upgrade", false},
        {"keep-alive upgrade", false},
        {"upgrade;q=1", false},
        {"upgrad", false},
        {",", false},
        {"\"upgrade\"", false},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        nwl_text_value text = exact(state, CASES[i].text);
        if (nwl_text_may_contain_token(&text, NWL_STR("upgrade")) != CASES[i].has ||
            nwl_text_must_contain_token(&text, NWL_STR("upgrade")) != CASES[i].has)
            fail_msg("\"%s\"", CASES[i].text);
    }
}

static void may_and_must_differ_for_what_is_not_exact(void **state)
{
    nwl_text_value some = either(state, "upgrade", ""), unknown = nwl_text_unknown();
    assert_true(nwl_text_may_contain_token(&some, NWL_STR("upgrade")));
    assert_false(nwl_text_must_contain_token(&some, NWL_STR("upgrade")));
    assert_true(nwl_text_may_be_empty(&some));
    assert_false(nwl_text_must_be_empty(&some));
    assert_true(nwl_text_may_contain_token(&unknown, NWL_STR("upgrade")));
    assert_false(nwl_text_must_contain_token(&unknown, NWL_STR("upgrade")));
    assert_true(nwl_text_may_be_empty(&unknown));
    assert_false(nwl_text_must_be_empty(&unknown));
}

static void only_the_empty_text_is_empty(void **state)
{
    nwl_text_value empty = exact(state, ""), space = exact(state, " ");
    assert_true(nwl_text_must_be_empty(&empty));
    assert_false(nwl_text_may_be_empty(&space));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(two_values_are_one_of_them_and_equal_ones_are_exact),
        WORLD_TEST(nothing_is_known_of_a_choice_or_a_text_with_an_unknown_part),
        WORLD_TEST(texts_are_joined_option_by_option),
        WORLD_TEST(joining_keeps_only_different_texts),
        WORLD_TEST(more_options_than_the_limit_are_unknown),
        WORLD_TEST(a_token_is_an_element_of_a_comma_separated_list),
        WORLD_TEST(may_and_must_differ_for_what_is_not_exact),
        WORLD_TEST(only_the_empty_text_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
