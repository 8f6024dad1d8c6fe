#include "source/path_glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool matches(const char *pattern, const char *path)
{
    return nwl_path_glob_matches(nwl_str_of(pattern), nwl_str_of(path));
}

static void components_are_matched_one_by_one(void **state)
{
    (void)state;
    assert_true(matches("/etc/nginx/*.conf", "/etc/nginx/app.conf"));
    assert_true(matches("/etc/*/app.conf", "/etc/nginx/app.conf"));
    assert_false(matches("/etc/*.conf", "/etc/nginx/app.conf"));
    assert_false(matches("/etc/nginx/*.conf", "/etc/nginx/app.conf~"));
    assert_false(matches("/etc/nginx/app.conf", "/etc/nginx"));
}

static void a_directory_stands_for_what_is_below_it(void **state)
{
    (void)state;
    assert_true(matches("/etc/nginx", "/etc/nginx/conf.d/app.conf"));
    assert_true(matches("/etc/nginx/", "/etc/nginx/app.conf"));
    assert_true(matches("/", "/etc/nginx"));
    assert_false(matches("/etc/ngin", "/etc/nginx/app.conf"));
}

static void two_stars_are_any_number_of_components(void **state)
{
    (void)state;
    assert_true(matches("/etc/**/app.conf", "/etc/app.conf"));
    assert_true(matches("/etc/**/app.conf", "/etc/a/b/c/app.conf"));
    assert_true(matches("/**/b/**/d", "/a/b/c/b/d"));
    assert_true(matches("/**/b/d", "/a/b/c/b/d"));
    assert_true(matches("/etc/**", "/etc/a/b"));
    assert_false(matches("/etc/**/app.conf", "/etc/a/b/other.conf"));
    assert_false(matches("/**/b/d", "/a/b/c/d"));
}

// What would be exponential if every "**" were tried anew: this has to come to an end.
static void many_stars_stay_cheap(void **state)
{
    (void)state;
    enum { COMPONENTS = 2000 };
    static char pattern[COMPONENTS * 5 + 3], path[COMPONENTS * 2 + 1];
    for (size_t i = 0; i < COMPONENTS; i++) {
        memcpy(pattern + i * 5, "/**/a", 5);
        memcpy(path + i * 2, "/a", 2);
    }
    assert_true(matches(pattern, path));
    memcpy(pattern + COMPONENTS * 5, "/b", 3);
    assert_false(matches(pattern, path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(components_are_matched_one_by_one),
        cmocka_unit_test(a_directory_stands_for_what_is_below_it),
        cmocka_unit_test(two_stars_are_any_number_of_components),
        cmocka_unit_test(many_stars_stay_cheap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
