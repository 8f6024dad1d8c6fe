#include "source/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

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

static void assert_str(nwl_str actual, const char *expected)
{
    assert_int_equal(actual.len, strlen(expected));
    assert_memory_equal(actual.ptr, expected, actual.len);
}

static void a_path_from_the_root_is_absolute(void **state)
{
    (void)state;
    assert_true(nwl_path_is_absolute(NWL_STR("/")));
    assert_true(nwl_path_is_absolute(NWL_STR("/etc")));
    assert_false(nwl_path_is_absolute(NWL_STR("etc/nginx")));
    assert_false(nwl_path_is_absolute(NWL_STR_NONE));
}

static void a_path_is_a_directory_and_a_name(void **state)
{
    (void)state;
    const char *paths[][3] = {
        {"/etc/nginx/nginx.conf", "/etc/nginx", "nginx.conf"},
        {"/nginx.conf", "/", "nginx.conf"},
        {"nginx.conf", "", "nginx.conf"},
        {"conf.d/", "conf.d", ""},
        {"/", "/", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        assert_str(nwl_path_directory(nwl_str_of(paths[i][0])), paths[i][1]);
        assert_str(nwl_path_name(nwl_str_of(paths[i][0])), paths[i][2]);
    }
}

static void paths_are_joined_by_one_slash(void **state)
{
    const char *paths[][3] = {
        {"/etc/nginx", "mime.types", "/etc/nginx/mime.types"},
        {"/etc/nginx//", "conf.d/*", "/etc/nginx/conf.d/*"},
        {"/", "etc", "/etc"},
        {"/etc", "/opt/nginx", "/opt/nginx"},
        {"", "nginx.conf", "nginx.conf"},
        {"/etc", "", "/etc/"},
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        assert_string_equal(
            nwl_path_join(*state, nwl_str_of(paths[i][0]), nwl_str_of(paths[i][1])).ptr,
            paths[i][2]);
}

static void a_joined_path_is_followed_by_a_nul(void **state)
{
    nwl_str words = NWL_STR("/etc;conf.d;/opt;");
    nwl_str base = nwl_str_slice(words, 0, 4);
    assert_string_equal(nwl_path_join(*state, base, nwl_str_slice(words, 5, 11)).ptr,
                        "/etc/conf.d");
    assert_string_equal(nwl_path_join(*state, base, nwl_str_slice(words, 12, 16)).ptr,
                        "/opt");
}

static bool is_below(const char *path, const char *directory)
{
    return nwl_path_is_below(nwl_str_of(path), nwl_str_of(directory));
}

static void below_means_whole_components(void **state)
{
    (void)state;
    assert_true(is_below("/etc/nginx", "/etc/nginx"));
    assert_true(is_below("/etc/nginx/a", "/etc/nginx"));
    assert_true(is_below("/etc/nginx/a", "/etc/nginx/"));
    assert_false(is_below("/etc/nginx2", "/etc/nginx"));
    assert_false(is_below("/etc", "/etc/nginx"));
}

static void everything_absolute_is_below_the_root(void **state)
{
    (void)state;
    assert_true(is_below("/", "/"));
    assert_true(is_below("/etc", "/"));
    assert_false(is_below("etc", "/"));
    assert_false(is_below("/etc", ""));
}

static void a_path_below_a_directory_is_told_from_there(void **state)
{
    (void)state;
    const char *paths[][3] = {
        {"/etc/nginx/a.conf", "/etc/nginx", "a.conf"},
        {"/etc/nginx/a.conf", "/etc/nginx/", "a.conf"},
        {"/etc/nginx", "/etc/nginx", "."},
        {"/etc/nginx2/a", "/etc/nginx", "/etc/nginx2/a"},
        {"/etc", "/", "etc"},
        {"/etc", "", "/etc"},
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        assert_str(nwl_path_relative(nwl_str_of(paths[i][0]), nwl_str_of(paths[i][1])),
                   paths[i][2]);
}

static void a_clean_path_has_no_detours(void **state)
{
    const char *paths[][2] = {
        {"/etc//nginx/./conf.d/../mime.types", "/etc/nginx/mime.types"},
        {"/", "/"},
        {"///", "/"},
        {"/../../a", "/a"},
        {"/a/b/../..", "/"},
        {"/a/./", "/a"},
        {"/a/..b/...", "/a/..b/..."},
        {"/a/b/../../../c/d/..", "/c"},
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        nwl_str clean = nwl_path_clean(*state, nwl_str_of(paths[i][0]));
        assert_string_equal(clean.ptr, paths[i][1]);
        assert_int_equal(clean.len, strlen(paths[i][1]));
    }
}

static void cleaning_is_linear_in_the_path(void **state)
{
    enum { LENGTH = 3000000 };
    char *path = NWL_NEW_ARRAY(*state, char, LENGTH);
    for (size_t i = 0; i < LENGTH; i += 3)
        memcpy(path + i, i < LENGTH / 2 ? "/aa" : "/..", 3);
    assert_string_equal(nwl_path_clean(*state, (nwl_str){path, LENGTH}).ptr, "/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_from_the_root_is_absolute),
        cmocka_unit_test(a_path_is_a_directory_and_a_name),
        cmocka_unit_test(paths_are_joined_by_one_slash),
        cmocka_unit_test(a_joined_path_is_followed_by_a_nul),
        cmocka_unit_test(below_means_whole_components),
        cmocka_unit_test(everything_absolute_is_below_the_root),
        cmocka_unit_test(a_path_below_a_directory_is_told_from_there),
        cmocka_unit_test(a_clean_path_has_no_detours),
        cmocka_unit_test(cleaning_is_linear_in_the_path),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
