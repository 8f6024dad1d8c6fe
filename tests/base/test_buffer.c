#define _POSIX_C_SOURCE 200809L

#include "base/buffer.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MUCH = 200 * 1024 };

static long size_of(FILE *file)
{
    fseek(file, 0, SEEK_END);
    return ftell(file);
}

static void a_buffer_without_sink_collects(void **state)
{
    (void)state;
    nwl_buffer buffer = nwl_buffer_new(NULL);
    assert_int_equal(nwl_buffer_text(&buffer).len, 0);
    nwl_buffer_add(&buffer, NWL_STR("a"));
    nwl_buffer_add(&buffer, NWL_STR_NONE);
    nwl_buffer_add_char(&buffer, 'b');
    nwl_buffer_repeat(&buffer, 'c', 3);
    nwl_buffer_repeat(&buffer, 'd', 0);
    nwl_buffer_format(&buffer, "%s%d", "e", 5);
    assert_true(nwl_str_eq(nwl_buffer_text(&buffer), NWL_STR("abccce5")));
    assert_int_equal(nwl_buffer_flush(&buffer), 0);
    nwl_buffer_free(&buffer);
}

static void every_size_of_piece_fits(void **state)
{
    (void)state;
    nwl_buffer buffer = nwl_buffer_new(NULL);
    size_t total = 0;
    for (size_t size = 0; size < 700; size++) {
        nwl_buffer_repeat(&buffer, 'x', size);
        nwl_buffer_format(&buffer, "%*s", (int)size, "");
        total += 2 * size;
    }
    assert_int_equal(nwl_buffer_text(&buffer).len, total);
    nwl_buffer_free(&buffer);
}

static void a_sink_gets_every_byte_in_order(void **state)
{
    (void)state;
    FILE *sink = tmpfile();
    nwl_buffer buffer = nwl_buffer_new(sink);
    for (int i = 0; i < 40000; i++)
        nwl_buffer_format(&buffer, "%d\n", i);
    assert_int_equal(nwl_buffer_flush(&buffer), 0);
    rewind(sink);
    int number, expected = 0;
    while (fscanf(sink, "%d\n", &number) == 1)
        assert_int_equal(number, expected++);
    assert_int_equal(expected, 40000);
    nwl_buffer_free(&buffer);
    fclose(sink);
}

static void a_buffer_with_sink_stays_small(void **state)
{
    (void)state;
    FILE *sink = tmpfile();
    nwl_buffer buffer = nwl_buffer_new(sink);
    for (int i = 0; i < 100; i++)
        nwl_buffer_repeat(&buffer, 'x', 50000);
    assert_true(buffer.capacity < 300000);
    assert_int_equal(nwl_buffer_flush(&buffer), 0);
    assert_int_equal(size_of(sink), 5000000);
    nwl_buffer_free(&buffer);
    fclose(sink);
}

static void a_full_disk_is_reported_by_flush(void **state)
{
    (void)state;
    FILE *sink = fopen("/dev/full", "w");
    if (sink == NULL)
        skip();
    nwl_buffer buffer = nwl_buffer_new(sink);
    nwl_buffer_add(&buffer, NWL_STR("short"));
    assert_int_equal(buffer.error, 0);
    assert_int_equal(nwl_buffer_flush(&buffer), ENOSPC);
    assert_int_equal(nwl_buffer_flush(&buffer), ENOSPC);
    nwl_buffer_free(&buffer);
    fclose(sink);
}

static void nothing_is_kept_after_a_failed_write(void **state)
{
    (void)state;
    FILE *sink = fopen("/dev/full", "w");
    if (sink == NULL)
        skip();
    nwl_buffer buffer = nwl_buffer_new(sink);
    for (int i = 0; i < 100; i++)
        nwl_buffer_repeat(&buffer, 'x', MUCH);
    assert_int_equal(buffer.error, ENOSPC);
    assert_true(buffer.capacity < 4 * MUCH);
    nwl_buffer_free(&buffer);
    fclose(sink);
}

static void nothing_is_written_after_a_failed_write(void **state)
{
    (void)state;
    FILE *sink = fopen("/dev/full", "w"), *healthy = tmpfile();
    if (sink == NULL)
        skip();
    nwl_buffer buffer = nwl_buffer_new(sink);
    nwl_buffer_repeat(&buffer, 'x', MUCH);
    assert_int_equal(nwl_buffer_flush(&buffer), ENOSPC);
    dup2(fileno(healthy), fileno(sink));
    nwl_buffer_repeat(&buffer, 'y', MUCH);
    assert_int_equal(nwl_buffer_flush(&buffer), ENOSPC);
    assert_int_equal(size_of(healthy), 0);
    nwl_buffer_free(&buffer);
    fclose(sink);
    fclose(healthy);
}

static int status_of_repeating(size_t count)
{
    pid_t child = fork();
    if (child == 0) {
        nwl_buffer buffer = nwl_buffer_new(NULL);
        nwl_buffer_add_char(&buffer, 'x');
        if (freopen("/dev/null", "w", stderr) != NULL)
            nwl_buffer_repeat(&buffer, 'x', count);
        _exit(0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void more_than_an_address_space_ends_the_process(void **state)
{
    (void)state;
    assert_int_equal(status_of_repeating(SIZE_MAX), 2);
    assert_int_equal(status_of_repeating(SIZE_MAX / 2), 2);
    assert_int_equal(status_of_repeating(1), 0);
}

static void a_freed_buffer_can_be_used_again(void **state)
{
    (void)state;
    nwl_buffer buffer = nwl_buffer_new(NULL);
    nwl_buffer_add(&buffer, NWL_STR("gone"));
    nwl_buffer_free(&buffer);
    nwl_buffer_add(&buffer, NWL_STR("new"));
    assert_true(nwl_str_eq(nwl_buffer_text(&buffer), NWL_STR("new")));
    nwl_buffer_free(&buffer);
}

static void what_was_collected_can_be_taken(void **state)
{
    (void)state;
    nwl_arena *arena = nwl_arena_new();
    nwl_buffer buffer = nwl_buffer_new(NULL);
    assert_string_equal(nwl_buffer_take(&buffer, arena).ptr, "");
    nwl_buffer_add(&buffer, NWL_STR("kept"));
    nwl_str taken = nwl_buffer_take(&buffer, arena);
    assert_int_equal(buffer.len, 0);
    assert_string_equal(taken.ptr, "kept");
    assert_int_equal(taken.len, 4);
    nwl_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_without_sink_collects),
        cmocka_unit_test(every_size_of_piece_fits),
        cmocka_unit_test(a_sink_gets_every_byte_in_order),
        cmocka_unit_test(a_buffer_with_sink_stays_small),
        cmocka_unit_test(a_full_disk_is_reported_by_flush),
        cmocka_unit_test(nothing_is_kept_after_a_failed_write),
        cmocka_unit_test(nothing_is_written_after_a_failed_write),
        cmocka_unit_test(more_than_an_address_space_ends_the_process),
        cmocka_unit_test(a_freed_buffer_can_be_used_again),
        cmocka_unit_test(what_was_collected_can_be_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
