#define _POSIX_C_SOURCE 200809L

#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/array.h"

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

static bool is_zero(const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] != 0)
            return false;
    }
    return true;
}

static void memory_is_zeroed_and_aligned_whatever_its_size(void **state)
{
    for (size_t size = 1; size < 3000; size += 7) {
        char *bytes = NWL_NEW_ARRAY(*state, char, size);
        assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
        assert_true(is_zero(bytes, size));
        memset(bytes, 'x', size);
    }
}

static void no_bytes_are_an_address_too(void **state)
{
    assert_non_null(nwl_arena_alloc(*state, 0, 8));
    assert_non_null(nwl_arena_alloc(*state, 8, 0));
    assert_int_equal(nwl_arena_used(*state), 0);
}

static void pieces_do_not_overlap(void **state)
{
    enum { PIECES = 5000, SIZE = 123 };
    char **pieces = NWL_NEW_ARRAY(*state, char *, PIECES);
    for (int i = 0; i < PIECES; i++) {
        pieces[i] = NWL_NEW_ARRAY(*state, char, SIZE);
        memset(pieces[i], i % 100, SIZE);
    }
    for (int i = 0; i < PIECES; i++) {
        assert_int_equal(pieces[i][0], i % 100);
        assert_int_equal(pieces[i][SIZE - 1], i % 100);
    }
}

static void a_large_piece_leaves_the_rest_of_the_block_in_use(void **state)
{
    char *before = NWL_NEW_ARRAY(*state, char, 16);
    char *large = NWL_NEW_ARRAY(*state, char, 32 * 1024 * 1024);
    char *after = NWL_NEW_ARRAY(*state, char, 16);
    large[0] = large[32 * 1024 * 1024 - 1] = 'x';
    assert_true(after > before && after - before < 1024);
}

static void bytes_asked_for_are_counted(void **state)
{
    nwl_arena_alloc(*state, 3, 5);
    nwl_arena_alloc(*state, 1, 1024 * 1024);
    assert_int_equal(nwl_arena_used(*state), 15 + 1024 * 1024);
}

static void append_digit(void *resource)
{
    char *const *place = resource;
    strcat(place[0], place[1]);
}

static void deferred_releases_run_last_first(void **state)
{
    (void)state;
    char order[8] = "", one[] = "1", two[] = "2", three[] = "3";
    char *places[][2] = {{order, one}, {order, two}, {order, three}};
    nwl_arena *arena = nwl_arena_new();
    for (size_t i = 0; i < 3; i++)
        nwl_arena_defer(arena, append_digit, places[i]);
    assert_string_equal(order, "");
    nwl_arena_free(arena);
    assert_string_equal(order, "321");
}

static void a_deferred_release_still_sees_the_arena(void **state)
{
    (void)state;
    char order[8] = "";
    nwl_arena *arena = nwl_arena_new();
    char **places = NWL_NEW_ARRAY(arena, char *, 2);
    nwl_str text = nwl_arena_copy(arena, NWL_STR("x"));
    places[0] = order;
    places[1] = (char *)(uintptr_t)text.ptr;
    nwl_arena_defer(arena, append_digit, places);
    nwl_arena_free(arena);
    nwl_arena_free(NULL);
    assert_string_equal(order, "x");
}

static void copies_are_followed_by_a_nul(void **state)
{
    nwl_str copy = nwl_arena_copy(*state, nwl_str_slice(NWL_STR("a\0bcd"), 0, 3));
    assert_int_equal(copy.len, 3);
    assert_memory_equal(copy.ptr, "a\0b\0", 4);
    assert_string_equal(nwl_arena_copy(*state, NWL_STR_NONE).ptr, "");
}

static void text_is_formatted_at_any_length(void **state)
{
    nwl_str text = nwl_arena_format(*state, "%s:%d", "nginx.conf", 12);
    assert_int_equal(text.len, 13);
    assert_string_equal(text.ptr, "nginx.conf:12");
    text = nwl_arena_format(*state, "%100000d", 1);
    assert_int_equal(text.len, 100000);
    assert_int_equal(text.ptr[text.len], '\0');
}

static void an_array_grows_and_keeps_its_items(void **state)
{
    NWL_ARRAY(uint32_t) numbers = {0};
    for (uint32_t i = 0; i < 10000; i++)
        *NWL_PUSH(*state, &numbers) = i;
    assert_int_equal(numbers.count, 10000);
    for (uint32_t i = 0; i < numbers.count; i++)
        assert_int_equal(numbers.items[i], i);
}

static void an_item_pushed_where_one_was_dropped_is_zeroed(void **state)
{
    NWL_ARRAY(uint32_t) numbers = {0};
    *NWL_PUSH(*state, &numbers) = 7;
    numbers.count--;
    assert_int_equal(*NWL_PUSH(*state, &numbers), 0);
}

// The status of a process that asks for count items of size bytes.
static int status_of_asking_for(size_t count, size_t size)
{
    pid_t child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stderr) != NULL)
            nwl_arena_alloc(nwl_arena_new(), count, size);
        _exit(0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void more_than_an_address_space_ends_the_process(void **state)
{
    (void)state;
    assert_int_equal(status_of_asking_for(SIZE_MAX / 4, 8), 2);
    assert_int_equal(status_of_asking_for(SIZE_MAX, 1), 2);
    assert_int_equal(status_of_asking_for(16, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(memory_is_zeroed_and_aligned_whatever_its_size,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_bytes_are_an_address_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pieces_do_not_overlap, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_large_piece_leaves_the_rest_of_the_block_in_use,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(bytes_asked_for_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deferred_releases_run_last_first, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_deferred_release_still_sees_the_arena, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(copies_are_followed_by_a_nul, set_up, tear_down),
        cmocka_unit_test_setup_teardown(text_is_formatted_at_any_length, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_array_grows_and_keeps_its_items, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_item_pushed_where_one_was_dropped_is_zeroed,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_than_an_address_space_ends_the_process,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
