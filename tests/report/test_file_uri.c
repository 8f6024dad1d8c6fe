#include "report/file_uri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_uri(nwl_str path, const char *expected)
{
    nwl_arena *arena = nwl_arena_new();
    assert_string_equal(nwl_file_uri(arena, path).ptr, expected);
    nwl_arena_free(arena);
}

static void a_relative_path_has_no_scheme(void **state)
{
    (void)state;
    assert_uri(NWL_STR("conf.d/a-b_c~1.conf"), "conf.d/a-b_c~1.conf");
    assert_uri(NWL_STR(""), "");
}

static void an_absolute_path_is_of_this_machine(void **state)
{
    (void)state;
    assert_uri(NWL_STR("/etc/nginx/nginx.conf"), "file:///etc/nginx/nginx.conf");
}

static void what_means_something_in_a_uri_is_encoded(void **state)
{
    (void)state;
    assert_uri(NWL_STR("c:a b?c#d%e[f]+g&h=i;j@k"),
               "c%3Aa%20b%3Fc%23d%25e%5Bf%5D%2Bg%26h%3Di%3Bj%40k");
}

static void bytes_are_encoded_whatever_they_are(void **state)
{
    (void)state;
    assert_uri(NWL_STR("caf\xc3\xa9"), "caf%C3%A9");
    assert_uri(NWL_STR("\xff\x00\x7f\n"), "%FF%00%7F%0A");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_relative_path_has_no_scheme),
        cmocka_unit_test(an_absolute_path_is_of_this_machine),
        cmocka_unit_test(what_means_something_in_a_uri_is_encoded),
        cmocka_unit_test(bytes_are_encoded_whatever_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
