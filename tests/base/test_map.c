#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static int set_up(void **state)
{
    *state = nwl_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    nwl_arena_free(*state);
    return 0;
}

static void an_empty_map_has_nothing(void **state)
{
    nwl_map map = nwl_map_new(*state);
    assert_null(nwl_map_get(&map, NWL_STR("listen")));
    assert_null(nwl_map_get(&map, NWL_STR_NONE));
}

static void a_value_is_found_by_equal_bytes(void **state)
{
    int value = 0;
    char other[] = "a\0b";
    nwl_map map = nwl_map_new(*state);
    nwl_map_put(&map, NWL_STR("a\0b"), &value);
    assert_ptr_equal(nwl_map_get(&map, (nwl_str){other, 3}), &value);
    assert_null(nwl_map_get(&map, NWL_STR("a")));
    assert_null(nwl_map_get(&map, NWL_STR("a\0c")));
}

static void the_empty_key_is_a_key(void **state)
{
    int value = 0;
    nwl_map map = nwl_map_new(*state);
    nwl_map_put(&map, NWL_STR(""), &value);
    assert_ptr_equal(nwl_map_get(&map, NWL_STR_NONE), &value);
}

static void a_value_is_replaced(void **state)
{
    int first = 0, second = 0;
    nwl_map map = nwl_map_new(*state);
    nwl_map_put(&map, NWL_STR("root"), &first);
    nwl_map_put(&map, NWL_STR("root"), &second);
    assert_ptr_equal(nwl_map_get(&map, NWL_STR("root")), &second);
    assert_int_equal(map.count, 1);
}

enum { MANY = 100000 };

static nwl_str key_at(nwl_arena *arena, uint32_t i)
{
    return nwl_arena_format(arena, "server-%08u.example.com", (unsigned)i);
}

static void addresses_are_keys_whatever_lies_there(void **state)
{
    int places[2] = {7, 7}, value = 0;
    nwl_map map = nwl_map_new(*state);
    nwl_map_put_at(&map, &places[0], &value);
    places[0] = 8;
    assert_ptr_equal(nwl_map_get_at(&map, &places[0]), &value);
    assert_null(nwl_map_get_at(&map, &places[1]));
}

static void a_hundred_thousand_keys_that_differ_little_are_kept_apart(void **state)
{
    nwl_map map = nwl_map_new(*state);
    uint32_t *values = NWL_NEW_ARRAY(*state, uint32_t, MANY);
    for (uint32_t i = 0; i < MANY; i++)
        nwl_map_put(&map, key_at(*state, i), &values[i]);
    assert_int_equal(map.count, MANY);
    for (uint32_t i = 0; i < MANY; i++)
        assert_ptr_equal(nwl_map_get(&map, key_at(*state, i)), &values[i]);
    assert_null(nwl_map_get(&map, key_at(*state, MANY)));
}

static void keys_are_spread_over_the_slots(void **state)
{
    nwl_map map = nwl_map_new(*state);
    for (uint32_t i = 0; i < MANY; i++)
        nwl_map_put(&map, key_at(*state, i), &map);
    uint32_t longest = 0, run = 0;
    for (uint32_t i = 0; i < map.capacity; i++) {
        run = map.slots[i].value != NULL ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    assert_true(longest < 200);
}

static void maps_have_seeds_of_their_own(void **state)
{
    nwl_map one = nwl_map_new(*state), other = nwl_map_new(*state);
    assert_true(one.seed != other.seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_map_has_nothing),
        cmocka_unit_test(a_value_is_found_by_equal_bytes),
        cmocka_unit_test(the_empty_key_is_a_key),
        cmocka_unit_test(a_value_is_replaced),
        cmocka_unit_test(addresses_are_keys_whatever_lies_there),
        cmocka_unit_test(a_hundred_thousand_keys_that_differ_little_are_kept_apart),
        cmocka_unit_test(keys_are_spread_over_the_slots),
        cmocka_unit_test(maps_have_seeds_of_their_own),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
