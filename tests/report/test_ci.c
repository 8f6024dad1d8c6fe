#include "report/ci.h"
#include "tests/report/sample.h"

static void assert_escaped(sample *s, const nwl_ci_escape *escapes, const char *text,
                           const char *expected)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_ci_add_escaped(&out, nwl_str_of(text), escapes);
    assert_string_equal(nwl_buffer_take(&out, s->arena).ptr, expected);
}

// The vectors of packages/core/__tests__/command.test.ts in actions/toolkit.
static void texts_for_github_are_escaped_as_the_toolkit_does(void **state)
{
    sample *s = *state;
    assert_escaped(s, nwl_ci_github_message,
                   "percent % percent % cr \r cr \r lf \n lf \n",
                   "percent %25 percent %25 cr %0D cr %0D lf %0A lf %0A");
    assert_escaped(s, nwl_ci_github_message, "%25 %25 %0D %0D %0A %0A %3A %3A %2C %2C",
                   "%2525 %2525 %250D %250D %250A %250A %253A %253A %252C %252C");
    assert_escaped(
        s, nwl_ci_github_property,
        "percent % percent % cr \r cr \r lf \n lf \n colon : colon : comma , comma ,",
        "percent %25 percent %25 cr %0D cr %0D lf %0A lf %0A "
        "colon %3A colon %3A comma %2C comma %2C");
}

// The vectors of node/test/commandtests.ts in microsoft/azure-pipelines-task-lib, with its present escape of "%".
static void texts_for_azure_are_escaped_as_the_task_library_does(void **state)
{
    sample *s = *state;
    assert_escaped(s, nwl_ci_azure_message, "cr \r lf \n crlf \r\n eom ] ;",
                   "cr %0D lf %0A crlf %0D%0A eom ] ;");
    assert_escaped(s, nwl_ci_azure_message, "%3B %AZP25", "%AZP253B %AZP25AZP25");
    assert_escaped(s, nwl_ci_azure_property, ";=\r=\n%3B]", "%3B=%0D=%0A%AZP253B%5D");
}

// The vectors of ServiceMessageReplacementsTest.cs in JetBrains/TeamCity.ServiceMessages.
static void values_for_teamcity_are_escaped_as_its_library_does(void **state)
{
    sample *s = *state;
    assert_escaped(s, nwl_ci_teamcity_value, "", "");
    assert_escaped(s, nwl_ci_teamcity_value, "!@#$%^&*", "!@#$%^&*");
    assert_escaped(s, nwl_ci_teamcity_value, "\n\r]['|", "|n|r|]|[|'||");
    assert_escaped(s, nwl_ci_teamcity_value, "aaa\nbbb|", "aaa|nbbb||");
}

static void what_fits_is_not_cut(void **state)
{
    sample *s = *state;
    assert_string_equal(nwl_ci_cut(s->arena, NWL_STR("aé"), 2).ptr, "aé");
    assert_string_equal(nwl_ci_cut(s->arena, NWL_STR("a😀"), 3).ptr, "a😀");
    assert_int_equal(nwl_ci_cut(s->arena, NWL_STR(""), 1).len, 0);
}

static void the_mark_of_a_cut_fits_as_well(void **state)
{
    sample *s = *state;
    assert_string_equal(nwl_ci_cut(s->arena, NWL_STR("abcd"), 3).ptr, "ab…");
    assert_string_equal(nwl_ci_cut(s->arena, NWL_STR("ééé"), 2).ptr, "é…");
    assert_string_equal(nwl_ci_cut(s->arena, NWL_STR("ab"), 1).ptr, "…");
}

static void no_character_is_cut_in_two(void **state)
{
    sample *s = *state;
    assert_string_equal(nwl_ci_cut(s->arena, NWL_STR("a😀b"), 3).ptr, "a…");
    assert_string_equal(nwl_ci_cut(s->arena, NWL_STR("😀😀"), 3).ptr, "😀…");
}

static void what_a_comment_hides_is_called_suppressed(void **state)
{
    sample *s = *state;
    nwl_finding *f = sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    nwl_places places = nwl_places_of(&s->report);
    assert_string_equal(nwl_ci_words(&places, f).ptr,
                        "m\nsee: nginx-wslint explain upstream-http-1-0");
    f->suppression = NWL_NEW(s->arena, nwl_suppression);
    assert_string_equal(nwl_ci_words(&places, f).ptr,
                        "(suppressed) m\nsee: nginx-wslint explain upstream-http-1-0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(texts_for_github_are_escaped_as_the_toolkit_does),
        SAMPLE_TEST(texts_for_azure_are_escaped_as_the_task_library_does),
        SAMPLE_TEST(values_for_teamcity_are_escaped_as_its_library_does),
        SAMPLE_TEST(what_fits_is_not_cut),
        SAMPLE_TEST(the_mark_of_a_cut_fits_as_well),
        SAMPLE_TEST(no_character_is_cut_in_two),
        SAMPLE_TEST(what_a_comment_hides_is_called_suppressed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
