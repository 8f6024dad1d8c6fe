#define _POSIX_C_SOURCE 200809L

#include "source/process.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *const ENVIRONMENT[] = {"GREETING=hello", NULL};

static int open_arena(void **state)
{
    *state = nwl_arena_new();
    return 0;
}

static int close_arena(void **state)
{
    nwl_arena_free(*state);
    return 0;
}

static nwl_program_end run(void **state, const char *script, size_t limit)
{
    const char *const words[] = {"sh", "-c", script, NULL};
    nwl_program_end end;
    assert_int_equal(
        nwl_process_run(*state, &(nwl_program){words, ENVIRONMENT}, limit, &end), 0);
    return end;
}

static void both_streams_and_the_status_are_kept(void **state)
{
    nwl_program_end end = run(state, "echo $GREETING; echo no >&2; exit 3", 100);
    assert_int_equal(end.status, 3);
    assert_string_equal(end.output.ptr, "hello\n");
    assert_string_equal(end.error.ptr, "no\n");
}

static void it_reads_nothing_and_a_signal_is_no_status(void **state)
{
    assert_int_equal(run(state, "cat", 100).output.len, 0);
    assert_int_equal(run(state, "kill -9 $$", 100).status, -1);
}

static void what_is_beyond_the_limit_is_dropped_and_nobody_waits(void **state)
{
    nwl_program_end end = run(
        state, "dd if=/dev/zero bs=1024 count=300 >&2; dd if=/dev/zero bs=1024 count=300",
        1000);
    assert_int_equal(end.status, 0);
    assert_int_equal(end.output.len, 1000);
    assert_int_equal(end.error.len, 1000);
}

static void a_program_that_is_not_there_is_an_error(void **state)
{
    const char *const words[] = {"no-such-program-anywhere", NULL};
    nwl_program program = {words, ENVIRONMENT};
    nwl_program_end end;
    assert_int_equal(nwl_process_run(*state, &program, 100, &end), ENOENT);
}

static void a_question_gets_its_answer(void **state)
{
    (void)state;
    const char *const words[] = {"cat", NULL};
    char line[16];
    nwl_process process;
    assert_int_equal(nwl_process_start(&process, &(nwl_program){words, ENVIRONMENT}), 0);
    for (int i = 0; i < 3; i++) {
        fprintf(process.to, "question %d\n", i);
        fflush(process.to);
        assert_non_null(fgets(line, sizeof(line), process.from));
        assert_int_equal(line[strlen("question ")], '0' + i);
    }
    nwl_process_stop(&process);
    assert_null(process.to);
}

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(both_streams_and_the_status_are_kept),
        ARENA_TEST(it_reads_nothing_and_a_signal_is_no_status),
        ARENA_TEST(what_is_beyond_the_limit_is_dropped_and_nobody_waits),
        ARENA_TEST(a_program_that_is_not_there_is_an_error),
        ARENA_TEST(a_question_gets_its_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
