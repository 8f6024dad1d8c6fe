#include "base/distance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DISTANCE(a, b, limit) nwl_distance(NWL_STR(a), NWL_STR(b), (limit))

static void each_kind_of_edit_costs_one(void **state)
{
    (void)state;
    assert_int_equal(DISTANCE("upgrade", "upgrade", 9), 0);
    assert_int_equal(DISTANCE("upgrade", "upgrde", 9), 1);
    assert_int_equal(DISTANCE("upgrade", "uppgrade", 9), 1);
    assert_int_equal(DISTANCE("upgrade", "upgrabe", 9), 1);
    assert_int_equal(DISTANCE("upgrade", "upgraed", 9), 1);
}

static void no_text_is_edited_twice_as_in_optimal_string_alignment(void **state)
{
    (void)state;
    assert_int_equal(DISTANCE("ca", "abc", 9), 3);
    assert_int_equal(DISTANCE("kitten", "sitting", 9), 3);
}

static void case_costs_nothing(void **state)
{
    (void)state;
    assert_int_equal(DISTANCE("Sec-WebSocket-Key", "sec-websocket-key", 0), 0);
    assert_int_equal(DISTANCE("AB", "ba", 9), 1);
}

static void empty_texts_have_a_distance(void **state)
{
    (void)state;
    assert_int_equal(nwl_distance(NWL_STR_NONE, NWL_STR_NONE, 0), 0);
    assert_int_equal(nwl_distance(NWL_STR_NONE, NWL_STR("abc"), 3), 3);
    assert_int_equal(nwl_distance(NWL_STR("abc"), NWL_STR_NONE, 2), 3);
}

static void what_is_above_the_limit_is_one_above_it(void **state)
{
    (void)state;
    assert_int_equal(DISTANCE("kitten", "sitting", 3), 3);
    assert_int_equal(DISTANCE("kitten", "sitting", 2), 3);
    assert_int_equal(DISTANCE("kitten", "sitting", 0), 1);
    assert_int_equal(DISTANCE("a", "abcdefgh", 2), 3);
}

static void texts_longer_than_64_bytes_are_far_from_everything(void **state)
{
    (void)state;
    char text[65];
    memset(text, 'a', sizeof(text));
    assert_int_equal(nwl_distance((nwl_str){text, 64}, (nwl_str){text, 64}, 5), 0);
    assert_int_equal(nwl_distance((nwl_str){text, 65}, (nwl_str){text, 65}, 5), 6);
}

// The whole table, for texts of at most 8 bytes.
static uint32_t plain_distance(nwl_str a, nwl_str b)
{
    uint32_t d[9][9] = {{0}};
    for (uint32_t i = 0; i <= a.len; i++) {
        for (uint32_t j = 0; j <= b.len; j++) {
            uint32_t best = i == 0 ? j : j == 0 ? i : UINT32_MAX;
            if (i > 0 && j > 0) {
                best = d[i - 1][j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
                best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
                best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
            }
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
                a.ptr[i - 2] == b.ptr[j - 1])
                best = d[i - 2][j - 2] + 1 < best ? d[i - 2][j - 2] + 1 : best;
            d[i][j] = best;
        }
    }
    return d[a.len][b.len];
}

static nwl_str random_text(char *bytes)
{
    size_t length = (size_t)rand() % 9;
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)('a' + rand() % 3);
    return (nwl_str){bytes, length};
}

static void a_limit_changes_nothing_below_it(void **state)
{
    (void)state;
    srand(1);
    for (int i = 0; i < 20000; i++) {
        char first[8], second[8];
        nwl_str a = random_text(first), b = random_text(second);
        uint32_t limit = (uint32_t)rand() % 9, distance = plain_distance(a, b);
        uint32_t expected = distance > limit ? limit + 1 : distance;
        assert_int_equal(nwl_distance(a, b, limit), expected);
    }
}

static bool next_name(void *state, nwl_str *name)
{
    const char ***at = state;
    *name = nwl_str_of(**at);
    return *(*at)++ != NULL;
}

static const char *nearest_to(const char *wrong)
{
    const char *names[] = {"proxy_pass", "proxy_buffer", "proxy_buffering",
                           "root",       "map",          NULL};
    const char **at = names;
    nwl_str nearest = NWL_STR("none");
    bool found = nwl_nearest(nwl_str_of(wrong), next_name, &at, &nearest);
    assert_true(found != nwl_str_eq(nearest, NWL_STR("none")));
    return nearest.ptr;
}

static void the_nearest_name_is_found(void **state)
{
    (void)state;
    assert_string_equal(nearest_to("proxy_buffring"), "proxy_buffering");
    assert_string_equal(nearest_to("proxy_bufer"), "proxy_buffer");
    assert_string_equal(nearest_to("PROXY_PASS"), "proxy_pass");
    assert_string_equal(nearest_to("mpa"), "map");
}

static void a_name_too_far_is_no_suggestion(void **state)
{
    (void)state;
    assert_string_equal(nearest_to("upstream"), "none");
    assert_string_equal(nearest_to("tree"), "none");
    assert_string_equal(nearest_to(""), "none");
}

static void the_first_of_equally_near_names_wins(void **state)
{
    (void)state;
    const char *names[] = {"cat", "bat", "hat", NULL}, **at = names;
    nwl_str nearest;
    assert_true(nwl_nearest(NWL_STR("rat"), next_name, &at, &nearest));
    assert_string_equal(nearest.ptr, "cat");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_edit_costs_one),
        cmocka_unit_test(no_text_is_edited_twice_as_in_optimal_string_alignment),
        cmocka_unit_test(case_costs_nothing),
        cmocka_unit_test(empty_texts_have_a_distance),
        cmocka_unit_test(what_is_above_the_limit_is_one_above_it),
        cmocka_unit_test(texts_longer_than_64_bytes_are_far_from_everything),
        cmocka_unit_test(a_limit_changes_nothing_below_it),
        cmocka_unit_test(the_nearest_name_is_found),
        cmocka_unit_test(a_name_too_far_is_no_suggestion),
        cmocka_unit_test(the_first_of_equally_near_names_wins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
