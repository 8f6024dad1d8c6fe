#include "tests/report/sample.h"

#define SEE "%0Asee: nginx-wslint explain upstream-http-1-0\n"

static void an_issue_has_place_and_code(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "\n\"é\" bad;\n");
    sample_finding(s, sample_span(s, file, "bad"), "m", "")->severity = NWL_WARNING;
    assert_prints(s, "azure",
                  "##vso[task.logissue type=warning;sourcepath=a;linenumber=2;"
                  "columnnumber=5;code=upstream-http-1-0;]m" SEE);
}

static void paths_and_messages_are_escaped_in_their_ways(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a;]%3B", "a;\n");
    sample_finding(s, sample_span(s, file, "a"), "[m]; %0A %AZP25", "");
    assert_prints(
        s, "azure",
        "##vso[task.logissue type=error;sourcepath=a%3B%5D%AZP253B;linenumber=1;"
        "columnnumber=1;code=upstream-http-1-0;][m]; %AZP250A %AZP25AZP25" SEE);
}

static void notes_are_lines_of_the_log_behind_the_issues(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    sample_finding(s, sample_span(s, file, "a"), "##vso[task.x]m", "")->severity =
        NWL_NOTE;
    sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    assert_prints(s, "azure",
                  "##vso[task.logissue type=error;code=upstream-http-1-0;]m" SEE
                  "a:1:1: note: ＃#vso[task.x]m [upstream-http-1-0]\n");
}

static void what_a_comment_hides_is_no_issue(void **state)
{
    sample *s = *state;
    nwl_finding *f = sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    f->suppression = NWL_NEW(s->arena, nwl_suppression);
    assert_prints(s, "azure", "note: m [upstream-http-1-0] (suppressed)\n");
}

static void problems_are_errors(void **state)
{
    sample *s = *state;
    nwl_problem problem = {.message = NWL_STR("cannot read \"100%\"")};
    s->report.problems = &problem;
    s->report.problem_count = 1;
    assert_prints(s, "azure",
                  "##vso[task.logissue type=error;]cannot read \"100%AZP25\"\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(an_issue_has_place_and_code),
        SAMPLE_TEST(paths_and_messages_are_escaped_in_their_ways),
        SAMPLE_TEST(notes_are_lines_of_the_log_behind_the_issues),
        SAMPLE_TEST(what_a_comment_hides_is_no_issue),
        SAMPLE_TEST(problems_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
