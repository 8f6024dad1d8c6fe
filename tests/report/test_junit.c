// The junit format: what GitLab would take for one case, and what is no test at all.
#include "tests/report/sample.h"

static void assert_has(sample *s, const char *part)
{
    nwl_str printed = sample_print_as(s, "junit");
    if (strstr(printed.ptr, part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, printed.ptr);
}

static void findings_at_one_place_have_names_of_their_own(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a b;");
    sample_finding(s, sample_bytes(file, 0, 1), "m", "");
    sample_finding(s, sample_bytes(file, 0, 2), "n", "");
    sample_finding(s, sample_bytes(file, 2, 3), "m", "");
    assert_has(s, "name=\"upstream-http-1-0 at 1:1\"");
    assert_has(s, "name=\"upstream-http-1-0 at 1:1 (2)\"");
    assert_has(s, "name=\"upstream-http-1-0 at 1:3\"");
}

static void only_what_fails_the_run_fails(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a b;");
    sample_finding(s, sample_bytes(file, 0, 1), "m", "")->fails = true;
    sample_finding(s, sample_bytes(file, 2, 3), "n", "");
    assert_has(s, "<testsuite name=\"a\" tests=\"2\" failures=\"1\"");
    assert_has(s, "<failure message=\"m\" type=\"error\">m\n");
    assert_has(s, "<system-out>error: n\n");
}

static void what_is_about_no_file_has_a_suite_all_the_same(void **state)
{
    sample *s = *state;
    sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    assert_has(s, "<testsuite name=\"nginx-wslint\" tests=\"1\"");
    assert_has(s, "at 1:1\" classname=\"nginx-wslint\" line=\"1\">");
}

static void a_problem_without_a_path_is_an_error(void **state)
{
    sample *s = *state;
    const nwl_problem problem = {.message = NWL_STR("no memory\x1b")};
    s->report.problems = &problem;
    s->report.problem_count = 1;
    assert_has(s, "<testsuites name=\"nginx-wslint\" tests=\"1\" failures=\"0\" "
                  "errors=\"1\" skipped=\"0\">");
    assert_has(s, "<testcase name=\"no memory␛\" classname=\"nginx-wslint\">\n"
                  "   <error message=\"no memory␛\">no memory␛</error>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(findings_at_one_place_have_names_of_their_own),
        SAMPLE_TEST(only_what_fails_the_run_fails),
        SAMPLE_TEST(what_is_about_no_file_has_a_suite_all_the_same),
        SAMPLE_TEST(a_problem_without_a_path_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
