#include "tests/report/sample.h"

static void assert_path(const char *directory, const char *path, const char *printed)
{
    nwl_report report = {.working_directory = nwl_str_of(directory)};
    nwl_str found = nwl_report_path(&report, nwl_str_of(path));
    assert_true(nwl_str_eq(found, nwl_str_of(printed)));
}

static void paths_below_the_working_directory_are_relative(void **state)
{
    (void)state;
    assert_path("/etc/nginx", "/etc/nginx/conf.d/a.conf", "conf.d/a.conf");
    assert_path("/etc/nginx", "/etc/nginx", ".");
    assert_path("/", "/etc/nginx/a", "etc/nginx/a");
}

static void other_paths_are_absolute(void **state)
{
    (void)state;
    assert_path("/etc/nginx", "/etc/nginx2/a", "/etc/nginx2/a");
    assert_path("/etc/nginx", "/srv/a", "/srv/a");
    assert_path("", "/srv/a", "/srv/a");
    assert_path("/etc/nginx", "", "");
}

static void formats_are_found_by_name(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < nwl_format_count(); i++)
        assert_ptr_equal(nwl_format_named(nwl_format_at(i)->name), nwl_format_at(i));
    assert_null(nwl_format_named(NWL_STR("xml")));
    assert_null(nwl_format_named(NWL_STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_below_the_working_directory_are_relative),
        cmocka_unit_test(other_paths_are_absolute),
        cmocka_unit_test(formats_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
