// The formats for reviewdog: positions, and the longest line that it reads.
#include "tests/report/sample.h"

static void columns_are_bytes_and_the_end_is_exclusive(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a𐐀b;\n");
    sample_finding(s, sample_bytes(file, 5, 6), "m", "");
    const char *printed = sample_print_as(s, "rdjsonl").ptr;
    assert_non_null(strstr(printed, "\"start\": {\"line\": 1, \"column\": 6}, "
                                    "\"end\": {\"line\": 1, \"column\": 7}"));
}

static void what_is_about_no_file_has_a_location_without_a_range(void **state)
{
    sample *s = *state;
    sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    assert_non_null(
        strstr(sample_print_as(s, "rdjsonl").ptr, "\"location\": {\"path\": \"\"}"));
}

static void a_line_is_never_too_long(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;");
    char *endless = NWL_NEW_ARRAY(s->arena, char, 4001);
    memset(endless, 0xff, 4000);
    nwl_finding *finding = sample_finding(s, sample_bytes(file, 0, 1), endless, "");
    for (uint32_t i = 0; i < 10; i++)
        sample_related(s, finding, sample_bytes(file, 0, 1), endless);
    nwl_str line = sample_print_as(s, "rdjsonl");
    assert_in_range(line.len, 1000, 64 * 1024 - 1);
    assert_int_equal(nwl_str_find(line, '\n', 0), line.len - 1);
    assert_null(strstr(line.ptr, "related_locations"));
    assert_non_null(strstr(sample_print_as(s, "rdjson").ptr, "related_locations"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(columns_are_bytes_and_the_end_is_exclusive),
        SAMPLE_TEST(what_is_about_no_file_has_a_location_without_a_range),
        SAMPLE_TEST(a_line_is_never_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
