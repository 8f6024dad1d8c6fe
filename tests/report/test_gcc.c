#include "tests/report/sample.h"

static void further_places_are_notes_with_byte_columns(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "\"é\" bad;\n");
    uint32_t other = sample_file(s, "/srv/b", "b;\n  c;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "bad"), "m", "label");
    sample_related(s, f, sample_span(s, other, "c"), "set here");
    assert_prints(s, "gcc",
                  "a:1:6: error: m [upstream-http-1-0]\n"
                  "/srv/b:2:3: note: set here\n");
}

static void what_is_said_of_no_file_stands_at_the_finding(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "a"), "m", "");
    sample_related(s, f, sample_bytes(NWL_NO_FILE, 0, 0), "the default");
    assert_prints(s, "gcc",
                  "a:1:1: error: m [upstream-http-1-0]\na:1:1: note: the default\n");
}

static void what_has_no_file_is_said_by_the_program(void **state)
{
    sample *s = *state;
    nwl_finding *f = sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    sample_related(s, f, sample_bytes(NWL_NO_FILE, 0, 0), "the default");
    assert_prints(s, "gcc",
                  "nginx-wslint: error: m [upstream-http-1-0]\n"
                  "nginx-wslint: note: the default\n");
}

static void what_a_comment_hides_is_a_note(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "a"), "m", "");
    f->suppression = NWL_NEW(s->arena, nwl_suppression);
    assert_prints(s, "gcc", "a:1:1: note: m [upstream-http-1-0] (suppressed)\n");
}

static void a_line_break_does_not_break_the_line(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/::a\nb", "a;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "a"), "one\ntwo", "");
    sample_related(s, f, sample_span(s, file, "a"), "three\nfour");
    assert_prints(s, "gcc",
                  "./::a␊b:1:1: error: one␊two [upstream-http-1-0]\n"
                  "./::a␊b:1:1: note: three␊four\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(further_places_are_notes_with_byte_columns),
        SAMPLE_TEST(what_is_said_of_no_file_stands_at_the_finding),
        SAMPLE_TEST(what_has_no_file_is_said_by_the_program),
        SAMPLE_TEST(what_a_comment_hides_is_a_note),
        SAMPLE_TEST(a_line_break_does_not_break_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
