// The findings file by file, beside the files without any.
#include "report/by_file.h"
#include "tests/report/sample.h"

static void check_files(sample *s, const char *const *paths, uint32_t count)
{
    const nwl_checked_file **checked =
        NWL_NEW_ARRAY(s->arena, const nwl_checked_file *, count);
    for (uint32_t i = 0; i < count; i++) {
        nwl_checked_file *file = NWL_NEW(s->arena, nwl_checked_file);
        file->path = nwl_str_of(paths[i]);
        checked[i] = file;
    }
    s->report.checked = checked;
    s->report.checked_count = count;
}

static void find_in(sample *s, const char *path)
{
    sample_finding(s, sample_bytes(sample_file(s, path, "a;"), 0, 1), "m", "");
}

static void assert_next(nwl_by_file *walk, const char *path, uint32_t count,
                        uint32_t hidden)
{
    nwl_file_findings file;
    assert_true(nwl_by_file_next(walk, &file));
    assert_string_equal(file.path.ptr, path);
    assert_int_equal(file.count, count);
    assert_int_equal(file.hidden, hidden);
}

static void assert_end(nwl_by_file *walk)
{
    nwl_file_findings file;
    assert_false(nwl_by_file_next(walk, &file));
}

static void both_lists_come_in_the_order_of_paths(void **state)
{
    sample *s = *state;
    const char *const paths[] = {"/etc/nginx/a", "/etc/nginx/c", "/etc/nginx/d"};
    check_files(s, paths, 3);
    find_in(s, "/etc/nginx/b");
    find_in(s, "/etc/nginx/c");
    nwl_by_file walk = nwl_by_file_of(&s->report);
    assert_next(&walk, "a", 0, 0);
    assert_next(&walk, "b", 1, 0);
    assert_next(&walk, "c", 1, 0);
    assert_next(&walk, "d", 0, 0);
    assert_end(&walk);
}

static void a_file_that_two_roots_read_comes_once(void **state)
{
    sample *s = *state;
    find_in(s, "/etc/nginx/a");
    find_in(s, "/etc/nginx/a");
    nwl_by_file walk = nwl_by_file_of(&s->report);
    assert_next(&walk, "a", 2, 0);
    assert_end(&walk);
}

static void what_is_cut_off_is_counted_where_it_belongs(void **state)
{
    sample *s = *state;
    find_in(s, "/etc/nginx/a");
    find_in(s, "/etc/nginx/a");
    find_in(s, "/etc/nginx/b");
    s->report.finding_count = 1;
    s->report.hidden_findings = 2;
    nwl_by_file walk = nwl_by_file_of(&s->report);
    assert_next(&walk, "a", 1, 1);
    assert_next(&walk, "b", 0, 1);
    assert_end(&walk);
}

static void an_empty_report_has_no_files(void **state)
{
    sample *s = *state;
    nwl_by_file walk = nwl_by_file_of(&s->report);
    assert_end(&walk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(both_lists_come_in_the_order_of_paths),
        SAMPLE_TEST(a_file_that_two_roots_read_comes_once),
        SAMPLE_TEST(what_is_cut_off_is_counted_where_it_belongs),
        SAMPLE_TEST(an_empty_report_has_no_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
