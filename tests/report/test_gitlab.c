#include "tests/report/sample.h"

#include "rules/suppression.h"

static void nothing_is_an_empty_list(void **state)
{
    assert_prints(*state, "gitlab", "[]\n");
}

static void a_finding_is_an_entry(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/conf.d/a.conf", "\na\nb;\n");
    sample_finding(s, sample_span(s, file, "a\nb"), "not `good`", "<here>")->severity =
        NWL_WARNING;
    assert_prints(
        s, "gitlab",
        "[\n"
        " {\n"
        "  \"description\": \"upstream-http-1-0: not `good`\",\n"
        "  \"engine_name\": \"nginx-wslint\",\n"
        "  \"check_name\": \"upstream-http-1-0\",\n"
        "  \"severity\": \"major\",\n"
        "  \"fingerprint\": \"00112233445566778899aabbccddeeff\",\n"
        "  \"location\": {\"path\": \"conf.d/a.conf\", \"lines\": {\"begin\": 2, "
        "\"end\": "
        "3}},\n"
        "  \"content\": {\"body\": \"    not `good`\\n    <here>\\n    see: nginx-wslint "
        "explain upstream-http-1-0\\n\"}\n"
        " }\n"
        "]\n");
}

static void severities_leave_the_ends_free(void **state)
{
    static const nwl_suppression HIDDEN = {0};
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "a"), "m", "");
    assert_prints_part(s, "gitlab", "\"severity\": \"critical\"");
    f->severity = NWL_NOTE;
    assert_prints_part(s, "gitlab", "\"severity\": \"minor\"");
    f->suppression = &HIDDEN;
    assert_prints_part(s, "gitlab",
                       "\"description\": \"upstream-http-1-0: m (suppressed)\"");
    assert_prints_part(s, "gitlab", "\"severity\": \"info\"");
}

static void a_path_outside_and_no_path_are_said(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/srv/a", "a;\n");
    sample_finding(s, sample_span(s, file, "a"), "m", "");
    sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    assert_prints_part(s, "gitlab",
                       "\"location\": {\"path\": \"/srv/a\", \"lines\": {\"begin\": 1, ");
    assert_prints_part(s, "gitlab",
                       "\"location\": {\"path\": \".\", \"lines\": {\"begin\": 1, ");
}

static void what_could_not_be_done_blocks(void **state)
{
    sample *s = *state;
    s->report.problems = (const nwl_problem[]){
        {.message = NWL_STR("cannot read \"a\nb\""), .path = NWL_STR("/etc/nginx/a\nb")},
        {.message = NWL_STR("no space")}};
    s->report.problem_count = 2;
    assert_prints(
        s, "gitlab",
        "[\n"
        " {\n"
        "  \"description\": \"nginx-wslint: cannot read \\\"a\\u240Ab\\\"\",\n"
        "  \"engine_name\": \"nginx-wslint\",\n"
        "  \"check_name\": \"problem\",\n"
        "  \"severity\": \"blocker\",\n"
        "  \"fingerprint\": \"9d79454a69936b71ff139bb963c5110e\",\n"
        "  \"location\": {\"path\": \"a\\nb\", \"lines\": {\"begin\": 1, \"end\": 1}}\n"
        " },\n"
        " {\n"
        "  \"description\": \"nginx-wslint: no space\",\n"
        "  \"engine_name\": \"nginx-wslint\",\n"
        "  \"check_name\": \"problem\",\n"
        "  \"severity\": \"blocker\",\n"
        "  \"fingerprint\": \"03f9cb95b7732d85d899ad17b19c0cf7\",\n"
        "  \"location\": {\"path\": \".\", \"lines\": {\"begin\": 1, \"end\": 1}}\n"
        " }\n"
        "]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(nothing_is_an_empty_list),
        SAMPLE_TEST(a_finding_is_an_entry),
        SAMPLE_TEST(severities_leave_the_ends_free),
        SAMPLE_TEST(a_path_outside_and_no_path_are_said),
        SAMPLE_TEST(what_could_not_be_done_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
