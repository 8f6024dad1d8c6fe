#include "base/cover.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

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

typedef struct named_range {
    uint64_t begin, end;
    const char *name;
} named_range;

// Compares the names at the places 0, 1, 2, …, '.' for none, with expected.
static void expect_names(void **state, const named_range *ranges, size_t count,
                         const char *expected)
{
    nwl_arena *arena = *state;
    nwl_cover cover = {0};
    for (size_t i = 0; i < count; i++)
        nwl_cover_add(arena, &cover, ranges[i].begin, ranges[i].end,
                      (void *)(uintptr_t)ranges[i].name);
    nwl_cover_settle(arena, &cover);
    for (size_t place = 0; expected[place] != '\0'; place++) {
        const char *name = nwl_cover_at(&cover, place);
        char found = name == NULL ? '.' : *name;
        if (found != expected[place])
            fail_msg("at %zu is %c, not %c", place, found, expected[place]);
    }
}

#define EXPECT_NAMES(expected, ...)                                                      \
    do {                                                                                 \
        const named_range ranges[] = {__VA_ARGS__};                                      \
        expect_names(state, ranges, COUNT_OF(ranges), (expected));                       \
    } while (0)

static void a_range_covers_its_first_place_and_not_its_last(void **state)
{
    EXPECT_NAMES("..aaa.", {2, 5, "a"});
}

static void the_innermost_of_nested_ranges_covers(void **state)
{
    EXPECT_NAMES("aabbcbbaa.", {0, 9, "a"}, {2, 7, "b"}, {4, 5, "c"});
    EXPECT_NAMES("aabbcbbaa.", {4, 5, "c"}, {2, 7, "b"}, {0, 9, "a"});
}

static void ranges_side_by_side_do_not_touch(void **state)
{
    EXPECT_NAMES("aabb.cc.", {0, 2, "a"}, {2, 4, "b"}, {5, 7, "c"});
}

static void of_overlapping_ranges_the_later_one_covers(void **state)
{
    EXPECT_NAMES("aaabbb.", {0, 5, "a"}, {3, 6, "b"});
    EXPECT_NAMES("aabbccbb.", {0, 6, "a"}, {2, 8, "b"}, {4, 6, "c"});
}

static void of_ranges_that_begin_together_the_shorter_one_covers(void **state)
{
    EXPECT_NAMES("bbbaa.", {0, 5, "a"}, {0, 3, "b"});
    EXPECT_NAMES("bbbaa.", {0, 3, "b"}, {0, 5, "a"});
}

static void of_equal_ranges_the_last_one_covers(void **state)
{
    EXPECT_NAMES(".bb.", {1, 3, "a"}, {1, 3, "b"});
}

static void nothing_covers_without_ranges(void **state)
{
    (void)state;
    assert_null(nwl_cover_at(&(nwl_cover){0}, 0));
}

// Against a search through all ranges.
static void any_ranges_are_covered_as_defined(void **state)
{
    enum { PLACES = 40, MOST = 12 };
    uint32_t dice = 1;
    for (int round = 0; round < 500; round++) {
        named_range ranges[MOST];
        char expected[PLACES + 1] = {0};
        for (uint32_t i = 0; i < MOST; i++) {
            static const char *const NAMES = "abcdefghijkl";
            dice = dice * 1664525 + 1013904223;
            uint64_t begin = (dice >> 16) % PLACES, length = 1 + (dice >> 24) % 9;
            ranges[i] = (named_range){begin, begin + length, &NAMES[i]};
        }
        for (uint64_t place = 0; place < PLACES; place++) {
            const named_range *best = NULL;
            for (uint32_t i = 0; i < MOST; i++) {
                const named_range *r = &ranges[i];
                if (place < r->begin || place >= r->end)
                    continue;
                if (best == NULL || r->begin > best->begin ||
                    (r->begin == best->begin && r->end <= best->end))
                    best = r;
            }
            expected[place] = best == NULL ? '.' : *best->name;
        }
        expect_names(state, ranges, MOST, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_range_covers_its_first_place_and_not_its_last),
        ARENA_TEST(the_innermost_of_nested_ranges_covers),
        ARENA_TEST(ranges_side_by_side_do_not_touch),
        ARENA_TEST(of_overlapping_ranges_the_later_one_covers),
        ARENA_TEST(of_ranges_that_begin_together_the_shorter_one_covers),
        ARENA_TEST(of_equal_ranges_the_last_one_covers),
        ARENA_TEST(nothing_covers_without_ranges),
        ARENA_TEST(any_ranges_are_covered_as_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
