// The markdown format: what cannot become markup, and the limit of a job summary.
#include "tests/report/sample.h"

enum { LIMIT = 1024 * 1024 };

static const char *markdown(sample *s)
{
    return sample_print_as(s, "markdown").ptr;
}

static nwl_finding *find(sample *s, const char *message)
{
    uint32_t file = s->files.items.count > 0 ? 0 : sample_file(s, "/etc/nginx/a", "a b;");
    return sample_finding(s, sample_bytes(file, 0, 1), message, "");
}

// A text of one character.
static const char *run_of(sample *s, char c, size_t len)
{
    char *text = NWL_NEW_ARRAY(s->arena, char, len + 1);
    memset(text, c, len);
    return text;
}

static void add_notes(sample *s, nwl_finding *finding, const char *note, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        *NWL_PUSH(s->arena, &finding->notes) = nwl_str_of(note);
}

static void a_fence_is_longer_than_those_within(void **state)
{
    sample *s = *state;
    find(s, "a ```` b");
    const char *printed = markdown(s);
    assert_non_null(strstr(printed, "\n`````text\n a ```` b\n"));
    assert_non_null(strstr(printed, "\n`````\n\n</details>\n"));
}

static void no_line_of_a_fence_begins_with_a_slash(void **state)
{
    sample *s = *state;
    find(s, "/approve");
    assert_non_null(strstr(markdown(s), "```text\n /approve\n"));
}

static void no_line_of_a_fence_is_a_command(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/::error::x", "a;");
    sample_related(s, find(s, "m"), sample_bytes(file, 0, 1), "here");
    assert_non_null(strstr(markdown(s), "\n ./::error::x:1: here\n"));
}

static void html_has_no_meaning(void **state)
{
    sample *s = *state;
    find(s, "</code></summary><img src=x> @all #1");
    assert_non_null(strstr(markdown(s), "<code>&lt;/code&gt;&lt;/summary&gt;"
                                        "&lt;img src=x&gt; @all #1</code>"));
}

static void the_loudest_come_first(void **state)
{
    sample *s = *state;
    find(s, "quiet")->severity = NWL_NOTE;
    find(s, "loud");
    const char *printed = markdown(s);
    const char *errors = strstr(printed, "### Errors\n"),
               *notes = strstr(printed, "### Notes\n");
    assert_true(errors != NULL && notes != NULL && errors < notes);
}

static void a_document_stays_below_the_limit(void **state)
{
    sample *s = *state;
    for (uint32_t i = 0; i < 3000; i++)
        find(s, run_of(s, '&', 100))->severity = i % 2 == 0 ? NWL_ERROR : NWL_NOTE;
    nwl_str printed = sample_print_as(s, "markdown");
    assert_in_range(printed.len, LIMIT - 4096, LIMIT - 1);
    assert_true(nwl_str_ends_with(printed, NWL_STR(" notes\n\n")));
    assert_non_null(strstr(printed.ptr, "\n</details>\n\n**"));
}

static void one_that_is_too_large_hides_no_other(void **state)
{
    sample *s = *state;
    add_notes(s, find(s, "endless"), run_of(s, 'x', 4000), 300);
    find(s, "short");
    nwl_str printed = sample_print_as(s, "markdown");
    assert_true(printed.len < LIMIT);
    assert_non_null(strstr(printed.ptr, "<code>short</code>"));
    assert_true(nwl_str_ends_with(printed, NWL_STR("**1 more**: 1 error\n\n")));
}

static void problems_count_towards_the_limit(void **state)
{
    sample *s = *state;
    nwl_problem *problems = NWL_NEW_ARRAY(s->arena, nwl_problem, 2000);
    for (uint32_t i = 0; i < 2000; i++)
        problems[i].message = nwl_str_of(run_of(s, '<', 1000));
    s->report.problems = problems;
    s->report.problem_count = 2000;
    nwl_str printed = sample_print_as(s, "markdown");
    assert_in_range(printed.len, LIMIT - 8192, LIMIT - 1);
    assert_true(nwl_str_ends_with(printed, NWL_STR(" problems\n\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(a_fence_is_longer_than_those_within),
        SAMPLE_TEST(no_line_of_a_fence_begins_with_a_slash),
        SAMPLE_TEST(no_line_of_a_fence_is_a_command),
        SAMPLE_TEST(html_has_no_meaning),
        SAMPLE_TEST(the_loudest_come_first),
        SAMPLE_TEST(a_document_stays_below_the_limit),
        SAMPLE_TEST(one_that_is_too_large_hides_no_other),
        SAMPLE_TEST(problems_count_towards_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
