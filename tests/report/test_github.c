#include "tests/report/sample.h"

#define SEE "%0Asee: nginx-wslint explain upstream-http-1-0\n"
#define TITLE "title=nginx-wslint%3A upstream-http-1-0::"

static uint32_t count_in(nwl_str text, nwl_str part)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += nwl_str_starts_with(nwl_str_from(text, i), part);
    return count;
}

static void columns_are_characters(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "\n\"é\" bad;\n");
    sample_finding(s, sample_span(s, file, "bad"), "m", "");
    assert_prints(s, "github",
                  "::error file=a,line=2,endLine=2,col=5,endColumn=8," TITLE
                  "a:2:5: m" SEE);
}

static void a_range_over_lines_ends_with_its_first(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a\r\n  b\r\n;");
    sample_finding(s, sample_span(s, file, "b\r\n;"), "m", "");
    assert_prints(s, "github",
                  "::error file=a,line=2,endLine=2,col=3,endColumn=4," TITLE
                  "a:2:3: m" SEE);
}

static void a_range_may_begin_where_the_text_of_its_line_is_over(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a\r\nb");
    sample_finding(s, sample_span(s, file, "\nb"), "m", "");
    assert_prints(s, "github",
                  "::error file=a,line=1,endLine=1,col=3,endColumn=3," TITLE
                  "a:1:3: m" SEE);
}

static void paths_and_messages_are_escaped_in_their_ways(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/%25, %3A %2C:", "a;\n");
    sample_finding(s, sample_span(s, file, "a"), "percent % %25 a:b,c", "");
    assert_prints(s, "github",
                  "::error file=./%2525%2C %253A %252C%3A,line=1,endLine=1,col=1,"
                  "endColumn=2," TITLE
                  "./%2525, %253A %252C::1:1: percent %25 %2525 a:b,c" SEE);
}

static void a_file_elsewhere_has_its_whole_path(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/srv/b", "b;\n");
    sample_finding(s, sample_span(s, file, "b"), "m", "");
    nwl_str printed = sample_print_as(s, "github");
    assert_true(nwl_str_starts_with(printed, NWL_STR("::error file=/srv/b,line=1,")));
}

static void a_finding_without_a_file_has_no_place(void **state)
{
    sample *s = *state;
    sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    assert_prints(s, "github", "::error " TITLE "m" SEE);
}

static void what_a_comment_hides_is_a_notice(void **state)
{
    sample *s = *state;
    nwl_finding *f = sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    f->suppression = NWL_NEW(s->arena, nwl_suppression);
    assert_prints(s, "github", "::notice " TITLE "(suppressed) m" SEE);
}

static void errors_come_first(void **state)
{
    sample *s = *state;
    const nwl_severity order[] = {NWL_NOTE, NWL_WARNING, NWL_ERROR};
    for (size_t i = 0; i < 3; i++)
        sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "")->severity = order[i];
    assert_prints(s, "github",
                  "::error " TITLE "m" SEE "::warning " TITLE "m" SEE "::notice " TITLE
                  "m" SEE);
}

static void a_message_is_no_longer_than_the_runner_takes(void **state)
{
    sample *s = *state;
    char *words = NWL_NEW_ARRAY(s->arena, char, 5000);
    memset(words, '%', 4999);
    sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), words, "");
    nwl_str printed = sample_print_as(s, "github");
    assert_int_equal(count_in(printed, NWL_STR("%25")), 4094);
    assert_true(nwl_str_ends_with(printed, NWL_STR("%25…\n")));
}

static void ten_of_a_kind_are_all_shown(void **state)
{
    sample *s = *state;
    for (size_t i = 0; i < 10; i++)
        sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    nwl_str printed = sample_print_as(s, "github");
    assert_int_equal(count_in(printed, NWL_STR("::error title=nginx-wslint%3A")), 10);
    assert_int_equal(count_in(printed, NWL_STR("\n")), 10);
}

static void of_eleven_the_tenth_place_tells_of_two(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/::error::a", "a;\n");
    for (size_t i = 0; i < 11; i++)
        sample_finding(s, sample_span(s, file, "a"), "m", "")->severity = NWL_WARNING;
    nwl_str printed = sample_print_as(s, "github");
    assert_int_equal(count_in(printed, NWL_STR("::warning file=")), 9);
    assert_true(nwl_str_ends_with(
        printed,
        NWL_STR(
            "\n"
            "::warning title=nginx-wslint::2 more warnings are in the log of this step\n"
            "./::error::a:1:1: warning: m [upstream-http-1-0]\n"
            "./::error::a:1:1: warning: m [upstream-http-1-0]\n")));
}

static void problems_are_the_first_errors(void **state)
{
    sample *s = *state;
    nwl_problem problems[10];
    for (size_t i = 0; i < 10; i++)
        problems[i] =
            (nwl_problem){.message = NWL_STR("cannot read \"##[x]\n::error::\"")};
    s->report.problems = problems;
    s->report.problem_count = 10;
    sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    nwl_str printed = sample_print_as(s, "github");
    assert_int_equal(
        count_in(printed, NWL_STR("::error title=nginx-wslint::cannot read \"＃#[x]␊")),
        9);
    assert_true(nwl_str_ends_with(
        printed,
        NWL_STR("\n"
                "::error title=nginx-wslint::2 more errors are in the log of this step\n"
                "nginx-wslint: error: cannot read \"＃#[x]␊::error::\"\n"
                "error: m [upstream-http-1-0]\n")));
}

static void what_is_cut_off_is_told_of(void **state)
{
    sample *s = *state;
    s->report.hidden_findings = 5;
    assert_prints(s, "github", "nginx-wslint: note: 5 more, see --max-findings\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(columns_are_characters),
        SAMPLE_TEST(a_range_over_lines_ends_with_its_first),
        SAMPLE_TEST(a_range_may_begin_where_the_text_of_its_line_is_over),
        SAMPLE_TEST(paths_and_messages_are_escaped_in_their_ways),
        SAMPLE_TEST(a_file_elsewhere_has_its_whole_path),
        SAMPLE_TEST(a_finding_without_a_file_has_no_place),
        SAMPLE_TEST(what_a_comment_hides_is_a_notice),
        SAMPLE_TEST(errors_come_first),
        SAMPLE_TEST(a_message_is_no_longer_than_the_runner_takes),
        SAMPLE_TEST(ten_of_a_kind_are_all_shown),
        SAMPLE_TEST(of_eleven_the_tenth_place_tells_of_two),
        SAMPLE_TEST(problems_are_the_first_errors),
        SAMPLE_TEST(what_is_cut_off_is_told_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
