#include "tests/report/sample.h"

static void a_finding_is_one_line_with_byte_columns(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/conf.d/a.conf", "\n# é\n\"é\" bad;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "bad"), "not good", "label");
    f->severity = NWL_WARNING;
    sample_related(s, f, sample_span(s, file, "#"), "in the same file");
    NWL_PUSH(s->arena, &f->helps)->title = NWL_STR("help");
    assert_prints(s, "concise",
                  "conf.d/a.conf:3:6: warning: not good [upstream-http-1-0]\n");
}

static void places_in_other_files_are_left_out(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    uint32_t other = sample_file(s, "/srv/b", "b;\n  c;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "a"), "m", "");
    sample_related(s, f, sample_span(s, other, "c"), "set here");
    assert_prints(s, "concise", "a:1:1: error: m [upstream-http-1-0]\n");
}

static void a_line_break_in_a_message_does_not_break_the_line(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a\nb", "a;\n");
    sample_finding(s, sample_span(s, file, "a"), "one\ntwo", "");
    assert_prints(s, "concise", "a␊b:1:1: error: one␊two [upstream-http-1-0]\n");
}

static void it_is_never_coloured(void **state)
{
    sample *s = *state;
    s->style.color = true;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    sample_finding(s, sample_span(s, file, "a"), "m", "");
    assert_prints(s, "concise", "a:1:1: error: m [upstream-http-1-0]\n");
}

static void a_finding_without_a_file_has_no_place(void **state)
{
    sample *s = *state;
    sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    assert_prints(s, "concise", "error: m [upstream-http-1-0]\n");
}

static void nothing_is_printed_without_findings(void **state)
{
    sample *s = *state;
    s->style.quiet = false;
    assert_prints(s, "concise", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(a_finding_is_one_line_with_byte_columns),
        SAMPLE_TEST(places_in_other_files_are_left_out),
        SAMPLE_TEST(a_line_break_in_a_message_does_not_break_the_line),
        SAMPLE_TEST(it_is_never_coloured),
        SAMPLE_TEST(a_finding_without_a_file_has_no_place),
        SAMPLE_TEST(nothing_is_printed_without_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
