#include "model/correction.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/value.h"

typedef struct correction_case {
    const char *wrong;
    const char *meant; // "" when nobody knows
} correction_case;

static void check(nwl_value_parse *parse, const correction_case *cases, size_t count)
{
    nwl_arena *arena = nwl_arena_new();
    for (size_t i = 0; i < count; i++) {
        nwl_str meant =
            nwl_correction_of_number(arena, nwl_str_of(cases[i].wrong), parse);
        if (!nwl_str_eq(meant, nwl_str_of(cases[i].meant)))
            fail_msg("\"%s\" becomes \"%.*s\"", cases[i].wrong, NWL_STR_FMT(meant));
    }
    nwl_arena_free(arena);
}

#define CHECK(parse, ...)                                                                \
    do {                                                                                 \
        static const correction_case CASES[] = {__VA_ARGS__};                            \
        check(parse, CASES, sizeof(CASES) / sizeof(CASES[0]));                           \
    } while (0)

static void names_of_units_become_units(void **state)
{
    (void)state;
    CHECK(nwl_value_time_ms, {"3600sec", "3600s"}, {"1hour", "1h"}, {"5 Minutes", "5m"},
          {"100MSEC", "100ms"}, {"1H", "1h"}, {"60 s", "60s"});
    CHECK(nwl_value_time_s, {"30days", "30d"}, {"6months", "6M"}, {"1Y", "1y"});
    CHECK(nwl_value_size, {"10MB", "10m"}, {"10 M", "10M"}, {"64kib", "64k"},
          {"512b", "512"});
    CHECK(nwl_value_offset, {"1GB", "1g"});
}

static void separators_between_digits_go(void **state)
{
    (void)state;
    CHECK(nwl_value_number, {"60,000", "60000"}, {"1 000", "1000"}, {"1_000", "1000"});
    CHECK(nwl_value_size, {"1,024k", "1024k"});
}

static void gigabytes_become_megabytes_where_there_is_no_g(void **state)
{
    (void)state;
    CHECK(nwl_value_size, {"1g", "1024m"}, {"2GB", "2048m"}, {"99999999999999999g", ""});
}

static void what_is_not_understood_is_left_alone(void **state)
{
    (void)state;
    CHECK(nwl_value_time_ms, {"", ""}, {"1M", ""}, {"6months", ""}, {"1.5h", ""},
          {"-1", ""}, {"30m1h", ""}, {"1x", ""}, {"forever", ""}, {"h", ""},
          {"9999999999999999999sec", ""},
          {"1000000000000000000000000000000000000000000000", ""});
    CHECK(nwl_value_number, {"5k", ""}, {"1.5", ""}, {"0x10", ""});
}

static void a_flag_has_other_names(void **state)
{
    (void)state;
    assert_true(nwl_str_eq(nwl_correction_of_flag(NWL_STR("Yes")), NWL_STR("on")));
    assert_true(nwl_str_eq(nwl_correction_of_flag(NWL_STR("1")), NWL_STR("on")));
    assert_true(nwl_str_eq(nwl_correction_of_flag(NWL_STR("false")), NWL_STR("off")));
    assert_int_equal(nwl_correction_of_flag(NWL_STR("maybe")).len, 0);
    assert_int_equal(nwl_correction_of_flag(NWL_STR("")).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_units_become_units),
        cmocka_unit_test(separators_between_digits_go),
        cmocka_unit_test(gigabytes_become_megabytes_where_there_is_no_g),
        cmocka_unit_test(what_is_not_understood_is_left_alone),
        cmocka_unit_test(a_flag_has_other_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
