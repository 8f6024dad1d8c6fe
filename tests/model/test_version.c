#include "model/version.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_version_is_three_numbers(void **state)
{
    nwl_version version = 0;
    (void)state;
    assert_true(nwl_version_parse(NWL_STR("1.22.1"), &version));
    assert_int_equal(version, 1022001);
    assert_true(nwl_version_parse(NWL_STR("0.8.0"), &version));
    assert_int_equal(version, 8000);
    assert_true(nwl_version_parse(NWL_STR("1.29.7"), &version));
    assert_int_equal(version, NWL_VERSION_HTTP_1_1_BY_DEFAULT);
}

static void anything_else_is_no_version(void **state)
{
    static const char *const TEXTS[] = {
        "",     "1",       "1.22",   "1.22.",   "1.22.1.",  "1.22.1.3", ".22.1",
        "1..1", "v1.22.1", "1.22.x", "1.22.-1", "1.2222.1", "1.22.1 ",  "nginx/1.22.1"};
    (void)state;
    for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
        nwl_version version = 7;
        if (nwl_version_parse(nwl_str_of(TEXTS[i]), &version) || version != 7)
            fail_msg("\"%s\" is taken, or changes the result", TEXTS[i]);
    }
}

static void versions_compare_as_numbers(void **state)
{
    nwl_version older = 0, newer = 0;
    (void)state;
    assert_true(nwl_version_parse(NWL_STR("1.9.15"), &older));
    assert_true(nwl_version_parse(NWL_STR("1.10.0"), &newer));
    assert_true(older < newer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_version_is_three_numbers),
        cmocka_unit_test(anything_else_is_no_version),
        cmocka_unit_test(versions_compare_as_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
