#include "model/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

typedef struct number_case {
    const char *text;
    int64_t value;
} number_case;

static void check(bool (*parse)(nwl_str, int64_t *), const number_case *cases,
                  size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t value = -1;
        if (!parse(nwl_str_of(cases[i].text), &value) || value != cases[i].value)
            fail_msg("\"%s\" gives %lld", cases[i].text, (long long)value);
    }
}

static void check_refused(bool (*parse)(nwl_str, int64_t *), const char *const *texts,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t value = 42;
        if (parse(nwl_str_of(texts[i]), &value) || value != 42)
            fail_msg("\"%s\" is taken, or changes the result: %lld", texts[i],
                     (long long)value);
    }
}

static void a_time_is_a_sum_of_numbers_with_units(void **state)
{
    static const number_case CASES[] = {
        {"0", 0},
        {"60", 60000},
        {"500ms", 500},
        {"10s", 10000},
        {"2m", 120000},
        {"3h", 10800000},
        {"1d", 86400000},
        {"1w", 604800000},
        {"1h30m", 5400000},
        {"1h30", 3630000},
        {"1m30s", 90000},
        {"1w1d1h1m1s1ms", 694861001},
        {"1h 30m", 5400000},
        {"1h  30m", 5400000},
        {"007", 7000},
        {"1m5ms", 60005},
        {"86400", 86400000},
        {"0s", 0},
        {"60s ", 60000},
    };
    (void)state;
    check(nwl_value_time_ms, CASES, COUNT_OF(CASES));
}

// The space ends a number of seconds once; more follow (nginx -t takes both).
static void seconds_may_end_with_a_space(void **state)
{
    static const number_case CASES[] = {
        {"60 ", 60000}, {"30 10", 40000}, {"1m 30 10", 100000}};
    (void)state;
    check(nwl_value_time_ms, CASES, COUNT_OF(CASES));
}

// nginx -t takes all of them.
static void a_unit_without_a_number_counts_for_nothing(void **state)
{
    static const number_case CASES[] = {
        {"1hm", 3600000}, {"h1", 1000}, {"hm1", 1000}, {"1sms", 1000}, {" 1", 1000}};
    (void)state;
    check(nwl_value_time_ms, CASES, COUNT_OF(CASES));
}

static void what_nginx_refuses_is_no_time(void **state)
{
    static const char *const TEXTS[] = {
        "",    " ",   "s",     "ms",    "1M",      "1y",     "1.5h", "1H",    "1S", "off",
        "-1",  "+1",  "$time", "30m1h", "1h1h",    "1s1s",   "1s1m", "5ms1s", "1x", "1 s",
        " 1s", "1hh", "0x10",  "1e3",   "30 10 5", "1m,30s", "1mss", "60s;",
    };
    (void)state;
    check_refused(nwl_value_time_ms, TEXTS, COUNT_OF(TEXTS));
}

static void a_time_in_seconds_knows_months_and_years_and_no_milliseconds(void **state)
{
    static const number_case CASES[] = {
        {"1M", 2592000}, {"1y", 31536000}, {"1y1M1w1d1h1m1s", 34822861},
        {"30", 30},      {"1d", 86400},    {"9223372036854775807", INT64_MAX},
    };
    static const char *const REFUSED[] = {"1ms", "1M1y", "", "1Y"};
    (void)state;
    check(nwl_value_time_s, CASES, COUNT_OF(CASES));
    check_refused(nwl_value_time_s, REFUSED, COUNT_OF(REFUSED));
}

static void a_time_ends_where_64_bits_do(void **state)
{
    static const number_case CASES[] = {
        {"9223372036854775", INT64_C(9223372036854775000)},
        {"9223372036854775807ms", INT64_MAX},
        {"15250284452w", INT64_C(9223372036569600000)},
    };
    static const char *const REFUSED[] = {
        "9223372036854776", "9223372036854775808ms",  "99999999999999999999999",
        "15250284453w",     "9223372036854775s808ms", "18446744073709551616",
    };
    (void)state;
    check(nwl_value_time_ms, CASES, COUNT_OF(CASES));
    check_refused(nwl_value_time_ms, REFUSED, COUNT_OF(REFUSED));
}

static void no_byte_behind_a_value_is_read(void **state)
{
    int64_t ms = 0;
    (void)state;
    assert_true(nwl_value_time_ms((nwl_str){"10ms", 3}, &ms));
    assert_int_equal(ms, 600000);
    assert_true(nwl_value_time_ms((nwl_str){"105", 2}, &ms));
    assert_int_equal(ms, 10000);
    assert_false(nwl_value_time_ms(NWL_STR_NONE, &ms));
}

static void a_size_is_a_number_with_k_or_m(void **state)
{
    static const number_case CASES[] = {{"0", 0},     {"1024", 1024},  {"8k", 8192},
                                        {"8K", 8192}, {"1m", 1048576}, {"2M", 2097152}};
    static const char *const REFUSED[] = {"",
                                          "k",
                                          "1g",
                                          "1.5k",
                                          "-1",
                                          "1kk",
                                          "1 k",
                                          "m",
                                          "9223372036854775807k",
                                          "99999999999999999999"};
    (void)state;
    check(nwl_value_size, CASES, COUNT_OF(CASES));
    check_refused(nwl_value_size, REFUSED, COUNT_OF(REFUSED));
}

static void an_offset_may_end_in_g_too(void **state)
{
    static const number_case CASES[] = {{"0", 0},
                                        {"8k", 8192},
                                        {"1M", 1048576},
                                        {"2g", INT64_C(2147483648)},
                                        {"1G", INT64_C(1073741824)},
                                        {"8589934591g", INT64_C(9223372035781033984)}};
    static const char *const REFUSED[] = {"", "g", "1t", "1gb", "-1g", "8589934592g"};
    (void)state;
    check(nwl_value_offset, CASES, COUNT_OF(CASES));
    check_refused(nwl_value_offset, REFUSED, COUNT_OF(REFUSED));
}

static void a_number_is_digits(void **state)
{
    static const number_case CASES[] = {
        {"0", 0}, {"007", 7}, {"9223372036854775807", INT64_MAX}};
    static const char *const REFUSED[] = {"",    "-1", "+1", "1 ",
                                          "1,0", "1k", "$x", "9223372036854775808"};
    (void)state;
    check(nwl_value_number, CASES, COUNT_OF(CASES));
    check_refused(nwl_value_number, REFUSED, COUNT_OF(REFUSED));
}

static void a_flag_is_on_or_off_in_any_case(void **state)
{
    bool on = false;
    (void)state;
    assert_true(nwl_value_flag(NWL_STR("on"), &on) && on);
    assert_true(nwl_value_flag(NWL_STR("ON"), &on) && on);
    assert_true(nwl_value_flag(NWL_STR("Off"), &on) && !on);
    assert_false(nwl_value_flag(NWL_STR("yes"), &on));
    assert_false(nwl_value_flag(NWL_STR(""), &on));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_is_a_sum_of_numbers_with_units),
        cmocka_unit_test(seconds_may_end_with_a_space),
        cmocka_unit_test(a_unit_without_a_number_counts_for_nothing),
        cmocka_unit_test(what_nginx_refuses_is_no_time),
        cmocka_unit_test(a_time_in_seconds_knows_months_and_years_and_no_milliseconds),
        cmocka_unit_test(a_time_ends_where_64_bits_do),
        cmocka_unit_test(no_byte_behind_a_value_is_read),
        cmocka_unit_test(a_size_is_a_number_with_k_or_m),
        cmocka_unit_test(an_offset_may_end_in_g_too),
        cmocka_unit_test(a_number_is_digits),
        cmocka_unit_test(a_flag_is_on_or_off_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
