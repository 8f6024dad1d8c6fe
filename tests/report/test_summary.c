#include "tests/report/sample.h"

static int set_up(void **state)
{
    sample_set_up(state);
    sample *s = *state;
    s->style.quiet = false;
    s->report.summary = (nwl_summary){.files = 14, .servers = 2};
    s->report.summary.proxied_locations = 3;
    s->report.summary.websocket_locations = 1;
    return 0;
}

static void it_says_what_was_looked_at_and_found(void **state)
{
    sample *s = *state;
    s->report.summary.errors = 1;
    assert_prints(s, "text",
                  "checked 14 files, 2 servers, 3 proxied locations "
                  "(1 expects a WebSocket): 1 error, 0 warnings\n");
}

static void one_of_each_is_singular(void **state)
{
    sample *s = *state;
    s->report.summary = (nwl_summary){.files = 1, .servers = 1, .proxied_locations = 1};
    s->report.summary.warnings = 1;
    s->report.summary.notes = 1;
    assert_prints(s, "text",
                  "checked 1 file, 1 server, 1 proxied location "
                  "(none expects a WebSocket): 0 errors, 1 warning, 1 note\n");
}

static void several_of_each_are_plural(void **state)
{
    sample *s = *state;
    s->report.summary.websocket_locations = 2;
    s->report.summary.errors = s->report.summary.warnings = s->report.summary.notes = 2;
    assert_prints(s, "text",
                  "checked 14 files, 2 servers, 3 proxied locations "
                  "(2 expect a WebSocket): 2 errors, 2 warnings, 2 notes\n");
}

static void what_is_not_shown_is_counted(void **state)
{
    sample *s = *state;
    s->report.summary.fixable = 1;
    s->report.summary.suppressed = 2;
    s->report.summary.baselined = 4;
    s->report.summary.elsewhere = 3;
    assert_prints(s, "text",
                  "checked 14 files, 2 servers, 3 proxied locations "
                  "(1 expects a WebSocket): 0 errors, 0 warnings; "
                  "1 fixable with --fix, 2 suppressed, 4 in the baseline, "
                  "3 in other files not shown\n");
}

static void only_suppressed_ones_are_counted_alone(void **state)
{
    sample *s = *state;
    s->report.summary.suppressed = 2;
    nwl_str printed = sample_print_as(s, "text");
    assert_true(nwl_str_ends_with(printed, NWL_STR("0 warnings; 2 suppressed\n")));
}

static void a_tree_without_anything_to_judge_is_doubted(void **state)
{
    sample *s = *state;
    s->report.summary = (nwl_summary){.files = 1};
    assert_prints(
        s, "text",
        "checked 1 file, 0 servers, 0 proxied locations: 0 errors, 0 warnings\n"
        "nothing to judge: no server and nothing that proxies was found; is this "
        "the path that nginx starts from? (\"nginx -t\" names it)\n");
}

static void hidden_findings_are_told(void **state)
{
    sample *s = *state;
    s->report.hidden_findings = 12;
    s->style.quiet = true;
    assert_prints(s, "text", "… and 12 more, see --max-findings\n\n");
    s->style.ascii = true;
    assert_prints(s, "text", "... and 12 more, see --max-findings\n\n");
}

static void statistics_count_each_rule(void **state)
{
    sample *s = *state;
    s->style.quiet = true;
    s->style.statistics = true;
    nwl_span nowhere = sample_bytes(NWL_NO_FILE, 0, 0);
    sample_finding(s, nowhere, "m", "")->rule = &other_sample_rule;
    sample_finding(s, nowhere, "m", "");
    sample_finding(s, nowhere, "m", "");
    nwl_str printed = sample_print_as(s, "text");
    const char *table =
        "      2  upstream-http-1-0  The backend is spoken to in HTTP/1.0\n"
        "      1  syntax-error       nginx cannot read the file\n"
        "\n";
    assert_true(nwl_str_ends_with(printed, nwl_str_of(table)));
}

static void counts_are_coloured_when_there_are_any(void **state)
{
    sample *s = *state;
    s->style.color = true;
    s->report.summary.errors = 1;
    nwl_str printed = sample_print_as(s, "text");
    assert_true(
        nwl_str_ends_with(printed, NWL_STR(": \x1b[1;31m1 error\x1b[0m, 0 warnings\n")));
}

#define SUMMARY_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, sample_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SUMMARY_TEST(it_says_what_was_looked_at_and_found),
        SUMMARY_TEST(one_of_each_is_singular),
        SUMMARY_TEST(several_of_each_are_plural),
        SUMMARY_TEST(what_is_not_shown_is_counted),
        SUMMARY_TEST(only_suppressed_ones_are_counted_alone),
        SUMMARY_TEST(a_tree_without_anything_to_judge_is_doubted),
        SUMMARY_TEST(hidden_findings_are_told),
        SUMMARY_TEST(statistics_count_each_rule),
        SUMMARY_TEST(counts_are_coloured_when_there_are_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
