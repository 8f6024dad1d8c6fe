#include "tests/report/sample.h"

#define TYPE                                                                             \
    "##teamcity[inspectionType id='upstream-http-1-0' "                                  \
    "name='The backend is spoken to in HTTP/1.0' "                                       \
    "description='HTTP/1.0 has no Upgrade.' category='nginx-wslint']\n"
#define SEE "|nsee: nginx-wslint explain upstream-http-1-0"

static nwl_str message_of(sample *s)
{
    nwl_str printed = sample_print_as(s, "teamcity");
    const char *message = strstr(printed.ptr, "message='");
    assert_non_null(message);
    return nwl_str_of(message + strlen("message='"));
}

static void the_type_is_told_once_for_a_rule(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\nb;\n");
    sample_finding(s, sample_span(s, file, "a"), "m", "");
    sample_finding(s, sample_span(s, file, "b"), "m", "")->severity = NWL_WARNING;
    assert_prints(s, "teamcity",
                  TYPE "##teamcity[inspection typeId='upstream-http-1-0' message='m" SEE
                       "' file='a' line='1' SEVERITY='ERROR']\n"
                       "##teamcity[inspection typeId='upstream-http-1-0' message='m" SEE
                       "' file='a' line='2' SEVERITY='WARNING']\n");
}

static void what_is_not_ascii_is_escaped_as_utf_16(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    sample_finding(s, sample_span(s, file, "a"), "[bb]¿aaa😀|", "");
    assert_true(nwl_str_starts_with(message_of(s),
                                    NWL_STR("|[bb|]|0x00bfaaa|0xd83d|0xde00|||n")));
}

static void a_value_is_cut_between_escapes(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    char *words = NWL_NEW_ARRAY(s->arena, char, 4091);
    memset(words, '|', 4090);
    sample_finding(s, sample_span(s, file, "a"), words, "");
    nwl_str message = message_of(s);
    size_t bars = 0;
    while (message.ptr[bars] == '|')
        bars++;
    assert_int_equal(bars, 3999 * 2 + 1);
    assert_true(nwl_str_starts_with(nwl_str_from(message, bars), NWL_STR("0x2026' ")));
}

static void notes_and_what_a_comment_hides_are_less_severe(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "a"), "m", "");
    f->severity = NWL_NOTE;
    assert_non_null(strstr(sample_print_as(s, "teamcity").ptr, "='WEAK WARNING']\n"));
    f->suppression = NWL_NEW(s->arena, nwl_suppression);
    assert_non_null(strstr(sample_print_as(s, "teamcity").ptr, "='INFO']\n"));
    assert_true(nwl_str_starts_with(message_of(s), NWL_STR("(suppressed) m|n")));
}

static void what_has_no_file_is_a_message_of_the_log(void **state)
{
    sample *s = *state;
    nwl_problem problem = {.message = NWL_STR("cannot read '[]'")};
    s->report.problems = &problem;
    s->report.problem_count = 1;
    s->report.hidden_findings = 2;
    sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "")->severity = NWL_WARNING;
    assert_prints(
        s, "teamcity",
        "##teamcity[message text='cannot read |'|[|]|'' status='ERROR']\n"
        "##teamcity[message text='m" SEE "' status='WARNING']\n"
        "##teamcity[message text='2 more, see --max-findings' status='NORMAL']\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(the_type_is_told_once_for_a_rule),
        SAMPLE_TEST(what_is_not_ascii_is_escaped_as_utf_16),
        SAMPLE_TEST(a_value_is_cut_between_escapes),
        SAMPLE_TEST(notes_and_what_a_comment_hides_are_less_severe),
        SAMPLE_TEST(what_has_no_file_is_a_message_of_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
