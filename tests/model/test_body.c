#include "model/body.h"

#include "model/body_ranges.h"
#include "tests/support/world.h"

// The faults of the first block of http, as "line kind", with spaces between them: "2i 3d".
static const char *faults_of(void **state, const char *block)
{
    world *w = *state;
    nwl_body_faults faults = {0};
    nwl_str text = nwl_arena_format(w->arena, "http { %s }", block);
    const nwl_model *model = model_of(state, text.ptr);
    nwl_body_find_faults(w->arena, model, model->top->first->first, &faults);
    nwl_str said = NWL_STR("");
    for (uint32_t i = 0; i < faults.count; i++) {
        uint32_t line = 1, begin = nwl_site_span(faults.items[i].site).range.begin;
        for (uint32_t at = 0; at < begin; at++)
            line += text.ptr[at] == '\n';
        said = nwl_arena_format(w->arena, "%.*s%s%u%c", NWL_STR_FMT(said),
                                i > 0 ? " " : "", line, "?ci?d"[faults.items[i].kind]);
    }
    return nwl_arena_copy(w->arena, said).ptr;
}

typedef struct body_case {
    const char *block, *faults;
} body_case;

static void check(void **state, const body_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *faults = faults_of(state, cases[i].block);
        if (strcmp(faults, cases[i].faults) != 0)
            fail_msg("%s\nhas \"%s\", not \"%s\"", cases[i].block, faults,
                     cases[i].faults);
    }
}

static void a_map_has_pairs_and_two_switches(void **state)
{
    static const body_case CASES[] = {
        {"map $a $b {\n hostnames;\n volatile;\n a b;\n }", ""},
        {"map $a $b {\n default;\n a b c;\n include;\n '';\n }", "2c 3c 4c 5c"},
        {"map $a b {\n a b c;\n }", "1i 2c"},
        {"map $a$ $ { }", "1i 1i"},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void a_key_of_a_map_stands_once_in_its_table(void **state)
{
    static const body_case CASES[] = {
        {"map $a $b {\n a 1;\n A 2;\n \\a 3;\n }", "3d 4d"},
        {"map $a $b {\n *.a 1;\n .a 2;\n a 3;\n }", ""},
        {"map $a $b { hostnames;\n *.a 1;\n .a 2;\n a 3;\n }", "3d"},
        {"map $a $b { hostnames;\n .a 1;\n a 2;\n b.* 3;\n B.* 4;\n }", "3d 5d"},
        {"map $a $b {\n default 1;\n \\default 2;\n 'default' 3;\n }", "4d"},
        {"map $a $b {\n ~a 1;\n ~a 2;\n }", ""},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void a_line_may_have_two_mistakes(void **state)
{
    static const body_case CASES[] = {
        {"map $a $b {\n a 1;\n a $;\n ~( ${c;\n }", "3i 3d 4i 4i"},
        {"charset_map a b {\n g0 g1;\n }", "2i 2i"},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void geo_has_networks_or_ranges(void **state)
{
    static const body_case CASES[] = {
        {"geo $a {\n 1.2.3.4 1;\n proxy ::1;\n proxy_recursive;\n }", ""},
        {"geo $a {\n 1.2.3.4-1.2.3.5 1;\n 1.2.3.6-1.2.3.7 1;\n ranges;\n }", "2i"},
        {"geo $a {\n default 1;\n ranges;\n 1.2.3.4-1.2.3.5 1;\n }", "3i"},
        {"geo $a { ranges;\n 1.2.3.4 1;\n 1.2.3.5 1;\n delete x;\n }", "2i 4i"},
        {"geo $a $b {\n x 1;\n 1.2.3.4;\n }", "2i 3c"},
        {"geo a $b { }", "1i"},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void the_parts_of_split_clients_are_a_hundred_percent(void **state)
{
    static const body_case CASES[] = {
        {"split_clients $a $b {\n 50% a;\n 50% b;\n }", ""},
        {"split_clients $a $b {\n 50% a;\n 50.01% b;\n 1% c;\n }", "3i"},
        {"split_clients $a $b {\n * a;\n * b;\n 1% c;\n }", "4i"},
        {"split_clients $a $b {\n 0% a;\n 1.234% b;\n 5 c;\n include d;\n }",
         "2i 3i 4i 5i"},
        {"split_clients $a $b {\n 99999999999999999999% a;\n }", "2i"},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void a_block_that_is_refused_itself_is_not_read(void **state)
{
    static const body_case CASES[] = {
        {"map $a {\n a b c;\n }", ""},
        {"server {\n map $a $b { a b c; }\n }", ""},
        {"types {\n a b c;\n include;\n }", "3c"},
        {"upstream a {\n a b c;\n }", ""},
        {"num_map $a $b {\n a b c;\n }", ""},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void of_many_faults_the_last_says_that_there_are_more(void **state)
{
    world *w = *state;
    nwl_body_faults faults = {0};
    nwl_str lines = NWL_STR("");
    for (int i = 0; i < NWL_BODY_MOST_FAULTS + 20; i++)
        lines = nwl_arena_format(w->arena, "%.*s a%d;", NWL_STR_FMT(lines), i);
    nwl_str text =
        nwl_arena_format(w->arena, "http { map $a $b { %.*s } }", NWL_STR_FMT(lines));
    const nwl_model *model = model_of(state, text.ptr);
    nwl_body_find_faults(w->arena, model, model->top->first->first, &faults);
    assert_int_equal(faults.count, NWL_BODY_MOST_FAULTS + 1);
    assert_true(nwl_str_starts_with(faults.items[NWL_BODY_MOST_FAULTS].message,
                                    NWL_STR("more than 100 mistakes")));
}

static bool add(nwl_range_set *set, const char *text)
{
    nwl_address_range range, other;
    assert_true(nwl_address_range_read(nwl_str_of(text), &range));
    return nwl_range_set_add(set, range, &other);
}

static void ranges_lie_within_each_other_or_apart(void **state)
{
    world *w = *state;
    nwl_range_set set = nwl_range_set_new(w->arena, 1000);
    assert_true(add(&set, "10.0.0.0-10.2.255.255"));
    assert_true(add(&set, "10.1.0.5-10.1.0.9"));
    assert_true(add(&set, "10.1.0.5-10.1.0.9"));
    assert_false(add(&set, "10.1.0.9-10.1.0.10"));
    assert_false(add(&set, "10.1.0.0-10.1.0.5"));
    assert_true(add(&set, "10.1.0.10-10.1.0.10"));
    assert_true(add(&set, "10.0.0.0-10.0.255.255"));
    assert_true(add(&set, "10.2.255.255-10.3.0.0"));
    assert_false(add(&set, "10.2.255.0-10.3.0.0"));
}

static void a_range_that_is_taken_out_makes_room(void **state)
{
    world *w = *state;
    nwl_address_range range;
    nwl_range_set set = nwl_range_set_new(w->arena, 1000);
    assert_true(add(&set, "10.0.0.0-10.0.0.9"));
    assert_false(add(&set, "10.0.0.5-10.0.0.19"));
    assert_true(nwl_address_range_read(NWL_STR("10.0.0.0-10.0.0.9"), &range));
    nwl_range_set_remove(&set, range);
    assert_true(add(&set, "10.0.0.5-10.0.0.19"));
}

static void a_set_stops_when_it_has_had_enough(void **state)
{
    world *w = *state;
    nwl_range_set set = nwl_range_set_new(w->arena, 10);
    assert_true(add(&set, "10.0.0.0-10.9.255.255"));
    assert_true(add(&set, "10.9.0.5-10.10.0.0"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_map_has_pairs_and_two_switches),
        WORLD_TEST(a_key_of_a_map_stands_once_in_its_table),
        WORLD_TEST(a_line_may_have_two_mistakes),
        WORLD_TEST(geo_has_networks_or_ranges),
        WORLD_TEST(the_parts_of_split_clients_are_a_hundred_percent),
        WORLD_TEST(a_block_that_is_refused_itself_is_not_read),
        WORLD_TEST(of_many_faults_the_last_says_that_there_are_more),
        WORLD_TEST(ranges_lie_within_each_other_or_apart),
        WORLD_TEST(a_range_that_is_taken_out_makes_room),
        WORLD_TEST(a_set_stops_when_it_has_had_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
