#include "source/nginx_dump.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "source/glob.h"

// Two files, the second of which has no line break at its end.
#define DUMP                                                                             \
    "# configuration file /etc/nginx/nginx.conf:\n"                                      \
    "http {}\n"                                                                          \
    "\n"                                                                                 \
    "# configuration file /etc/nginx/conf.d/a.conf:\n"                                   \
    "server {}\n"

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

static bool is_dump(const char *text)
{
    return nwl_nginx_dump_is(nwl_str_of(text));
}

static const nwl_fs *dump_of(void **state, const char *text)
{
    assert_true(is_dump(text));
    return &nwl_nginx_dump_new(*state, nwl_str_of(text), NWL_STR("/work"))->fs;
}

static nwl_file_kind kind_of(const nwl_fs *fs, const char *path)
{
    int error;
    nwl_file_kind kind = fs->kind(fs, nwl_str_of(path), &error);
    assert_int_equal(error, kind == NWL_FILE_NONE ? ENOENT : 0);
    return kind;
}

static void assert_holds(const nwl_fs *fs, const char *path, const char *expected)
{
    nwl_str text;
    assert_int_equal(fs->read(fs, NULL, nwl_str_of(path), 1000, &text), 0);
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

// Names as "a, b".
static void assert_names(void **state, nwl_names names, const char *expected)
{
    nwl_str joined = NWL_STR("");
    for (uint32_t i = 0; i < names.count; i++)
        joined = nwl_arena_format(*state, "%.*s%s%s", NWL_STR_FMT(joined),
                                  i > 0 ? ", " : "", names.items[i].ptr);
    assert_string_equal(joined.ptr, expected);
}

static void assert_lists(void **state, const nwl_fs *fs, const char *path,
                         const char *expected)
{
    nwl_names names;
    assert_int_equal(fs->list(fs, *state, nwl_str_of(path), &names), 0);
    assert_names(state, names, expected);
}

static void a_dump_begins_with_the_name_of_a_file(void **state)
{
    (void)state;
    assert_true(is_dump("# configuration file /etc/nginx/nginx.conf:"));
    assert_true(is_dump("# configuration file ./a b.conf:\r\n"));
    assert_false(is_dump(""));
    assert_false(is_dump("http {}\n" DUMP));
    assert_false(is_dump("# my configuration\n" DUMP));
    assert_false(is_dump(" " DUMP));
}

static void messages_may_stand_before_it(void **state)
{
    (void)state;
    assert_true(is_dump("\n"
                        "Defaulted container \"nginx\" out of: nginx, init\n"
                        "2026/01/31 12:00:00 [warn] 1#1: the \"user\" directive\n"
                        "nginx: [warn] conflicting server name\r\n"
                        "nginx: configuration file /a test is successful\n" DUMP));
    assert_false(is_dump("nginx: configuration file /a test failed\n"));
}

static void a_comment_of_people_is_no_dump(void **state)
{
    (void)state;
    assert_false(is_dump("# configuration file for chat:\nhttp {}\n"));
    assert_false(is_dump("# configuration file /etc/nginx/nginx.conf\nhttp {}\n"));
    assert_false(is_dump("# configuration file: /etc/nginx/nginx.conf:\nhttp {}\n"));
}

static void each_file_is_as_it_was(void **state)
{
    const nwl_fs *fs = dump_of(state, DUMP);
    assert_holds(fs, "/etc/nginx/nginx.conf", "http {}\n");
    assert_holds(fs, "/etc/nginx/conf.d/a.conf", "server {}");
}

static void empty_files_and_blank_lines_are_kept(void **state)
{
    const nwl_fs *fs = dump_of(state, "# configuration file /a:\n\n"
                                      "# configuration file /b:\n\n\n\n"
                                      "# configuration file /c:");
    assert_holds(fs, "/a", "");
    assert_holds(fs, "/b", "\n\n");
    assert_holds(fs, "/c", "");
}

static void a_terminal_adds_a_carriage_return_to_each_line(void **state)
{
    const nwl_fs *fs = dump_of(state, "# configuration file /a:\r\nhttp {}\r\n\r\n"
                                      "# configuration file /b:\r\nx;\r\n");
    assert_holds(fs, "/a", "http {}\r\n");
    assert_holds(fs, "/b", "x;");
}

static void messages_behind_the_last_file_are_left_out(void **state)
{
    const nwl_fs *fs =
        dump_of(state, "# configuration file /a:\nnginx: 1;\nhttp {}\n\n"
                       "nginx: the configuration file /a syntax is ok\n"
                       "nginx: configuration file /a test is successful\n");
    assert_holds(fs, "/a", "nginx: 1;\nhttp {}\n");
}

static void the_first_of_two_is_the_file(void **state)
{
    const nwl_fs *fs =
        dump_of(state, "# configuration file /b:\n1\n# configuration file /a:\n2\n"
                       "# configuration file /b:\n3\n");
    assert_holds(fs, "/b", "1");
    assert_lists(state, fs, "/", "a, b");
}

static void nothing_else_exists(void **state)
{
    const nwl_fs *fs = dump_of(state, DUMP);
    nwl_str text;
    nwl_names names;
    assert_int_equal(kind_of(fs, "/etc/nginx/nginx.conf"), NWL_FILE_REGULAR);
    assert_int_equal(kind_of(fs, "/dev/null"), NWL_FILE_NONE);
    assert_int_equal(kind_of(fs, "/etc/nginx/nginx.con"), NWL_FILE_NONE);
    assert_int_equal(fs->read(fs, *state, NWL_STR("/etc/hosts"), 9, &text), ENOENT);
    assert_int_equal(fs->list(fs, *state, NWL_STR("/tmp"), &names), ENOENT);
}

static void directories_follow_from_the_paths(void **state)
{
    const nwl_fs *fs = dump_of(state, DUMP);
    nwl_str text;
    nwl_names names;
    assert_int_equal(kind_of(fs, "/"), NWL_FILE_DIRECTORY);
    assert_int_equal(kind_of(fs, "/etc/nginx/conf.d"), NWL_FILE_DIRECTORY);
    assert_int_equal(kind_of(fs, "/etc/nginx/conf.d/"), NWL_FILE_DIRECTORY);
    assert_int_equal(fs->read(fs, *state, NWL_STR("/etc"), 9, &text), EINVAL);
    assert_int_equal(fs->list(fs, *state, NWL_STR("/etc/nginx/nginx.conf"), &names),
                     ENOTDIR);
    assert_int_equal(fs->read_link(fs, *state, NWL_STR("/etc"), &text), EINVAL);
}

static void entries_come_once_and_in_byte_order(void **state)
{
    const nwl_fs *fs = dump_of(state, "# configuration file /d/b/2:\n"
                                      "# configuration file /d/b-c:\n"
                                      "# configuration file /d/\xe9:\n"
                                      "# configuration file /d/b/1:\n"
                                      "# configuration file /d/b.c/1:\n"
                                      "# configuration file /e:\n");
    assert_lists(state, fs, "/", "d, e");
    assert_lists(state, fs, "/d", "b, b-c, b.c, \xe9");
    assert_lists(state, fs, "/d/b", "1, 2");
}

static void paths_may_go_up(void **state)
{
    const nwl_fs *fs =
        dump_of(state, "# configuration file /etc/nginx/../shared//a:\n1\n");
    assert_holds(fs, "/etc/shared/a", "1");
    assert_holds(fs, "/etc/nginx/../shared/./a", "1");
}

static void relative_paths_start_at_the_base(void **state)
{
    const nwl_fs *fs = dump_of(state, "# configuration file ./nginx.conf:\n1\n"
                                      "# configuration file ../a:\n2\n");
    assert_holds(fs, "/work/nginx.conf", "1");
    assert_holds(fs, "/a", "2");
}

static void the_first_file_is_the_root(void **state)
{
    nwl_nginx_dump *dump = nwl_nginx_dump_new(*state, NWL_STR(DUMP), NWL_STR("/work"));
    assert_string_equal(dump->root.ptr, "/etc/nginx/nginx.conf");
    assert_int_equal(dump->files.count, 2);
}

static void patterns_find_what_is_there(void **state)
{
    const nwl_fs *fs = dump_of(state, "# configuration file /n/nginx.conf:\n"
                                      "# configuration file /n/sites/b:\n"
                                      "# configuration file /n/sites/a:\n"
                                      "# configuration file /n/sites/.c:\n"
                                      "# configuration file /n/sites/d/e:\n");
    assert_names(state, nwl_glob(fs, *state, NWL_STR("/n/sites/*")),
                 "/n/sites/a, /n/sites/b, /n/sites/d");
    assert_names(state, nwl_glob(fs, *state, NWL_STR("/n/../n/s*/[ab]")),
                 "/n/../n/sites/a, /n/../n/sites/b");
}

static void a_text_over_the_limit_is_refused(void **state)
{
    const nwl_fs *fs = dump_of(state, DUMP);
    nwl_str text;
    assert_int_equal(fs->read(fs, *state, NWL_STR("/etc/nginx/conf.d/a.conf"), 8, &text),
                     EFBIG);
}

static void a_file_that_is_a_directory_too_stays_a_file(void **state)
{
    const nwl_fs *fs =
        dump_of(state, "# configuration file /a/b:\n1\n# configuration file /a:\n2\n");
    assert_holds(fs, "/a", "2");
    assert_holds(fs, "/a/b", "1");
    assert_lists(state, fs, "/", "a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dump_begins_with_the_name_of_a_file),
        cmocka_unit_test(messages_may_stand_before_it),
        cmocka_unit_test(a_comment_of_people_is_no_dump),
        cmocka_unit_test(each_file_is_as_it_was),
        cmocka_unit_test(empty_files_and_blank_lines_are_kept),
        cmocka_unit_test(a_terminal_adds_a_carriage_return_to_each_line),
        cmocka_unit_test(messages_behind_the_last_file_are_left_out),
        cmocka_unit_test(the_first_of_two_is_the_file),
        cmocka_unit_test(nothing_else_exists),
        cmocka_unit_test(directories_follow_from_the_paths),
        cmocka_unit_test(entries_come_once_and_in_byte_order),
        cmocka_unit_test(paths_may_go_up),
        cmocka_unit_test(relative_paths_start_at_the_base),
        cmocka_unit_test(the_first_file_is_the_root),
        cmocka_unit_test(patterns_find_what_is_there),
        cmocka_unit_test(a_text_over_the_limit_is_refused),
        cmocka_unit_test(a_file_that_is_a_directory_too_stays_a_file),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
