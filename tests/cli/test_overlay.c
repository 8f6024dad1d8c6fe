#include "cli/overlay.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PATH NWL_STR("/no-such-directory/site.conf")
#define TEXT NWL_STR("server {}")

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

static const nwl_fs *overlay(void **state)
{
    return &nwl_overlay_new(*state, nwl_fs_disk(), PATH, TEXT)->fs;
}

static void the_file_and_the_directories_around_it_are_there(void **state)
{
    const nwl_fs *fs = overlay(state);
    int error = -1;
    assert_int_equal(fs->kind(fs, PATH, &error), NWL_FILE_REGULAR);
    assert_int_equal(error, 0);
    assert_int_equal(fs->kind(fs, NWL_STR("/no-such-directory"), &error),
                     NWL_FILE_DIRECTORY);
    assert_int_equal(error, 0);
    assert_int_equal(fs->kind(fs, NWL_STR("/no-such-directory/site"), &error),
                     NWL_FILE_NONE);
    assert_int_equal(error, ENOENT);
}

static void its_text_is_read_up_to_the_limit(void **state)
{
    const nwl_fs *fs = overlay(state);
    nwl_str text;
    assert_int_equal(fs->read(fs, *state, PATH, 9, &text), 0);
    assert_true(nwl_str_eq(text, TEXT));
    assert_int_equal(fs->read(fs, *state, PATH, 8, &text), EFBIG);
    assert_int_equal(fs->read_link(fs, *state, PATH, &text), EINVAL);
}

static void everything_else_is_the_disk(void **state)
{
    const nwl_fs *fs = overlay(state);
    int error;
    nwl_str text;
    nwl_names names;
    assert_int_equal(fs->kind(fs, NWL_STR("/dev/null"), &error), NWL_FILE_OTHER);
    assert_int_equal(fs->read(fs, *state, NWL_STR("/dev/null"), 9, &text), EINVAL);
    assert_int_equal(fs->read_link(fs, *state, NWL_STR("/dev/null"), &text), EINVAL);
    assert_int_equal(fs->list(fs, *state, NWL_STR("/"), &names), 0);
    assert_true(names.count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_and_the_directories_around_it_are_there),
        cmocka_unit_test(its_text_is_read_up_to_the_limit),
        cmocka_unit_test(everything_else_is_the_disk),
    };
    return cmocka_run_group_tests_name("overlay", tests, set_up, tear_down);
}
