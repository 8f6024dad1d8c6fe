#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void assert_str(nwl_str actual, const char *expected)
{
    assert_int_equal(actual.len, strlen(expected));
    assert_memory_equal(actual.ptr, expected, actual.len);
}

static void no_text_and_empty_text_are_equal(void **state)
{
    (void)state;
    assert_true(nwl_str_eq(NWL_STR_NONE, NWL_STR("")));
    assert_true(nwl_str_eq_nocase(NWL_STR_NONE, NWL_STR("")));
    assert_int_equal(nwl_str_compare(NWL_STR_NONE, NWL_STR("")), 0);
    assert_null(nwl_str_of(NULL).ptr);
}

static void a_prefix_is_not_equal(void **state)
{
    (void)state;
    assert_false(nwl_str_eq(NWL_STR("map"), NWL_STR("maps")));
    assert_false(nwl_str_eq_nocase(NWL_STR("maps"), NWL_STR("MAP")));
    assert_true(nwl_str_compare(NWL_STR("map"), NWL_STR("maps")) < 0);
}

static void only_the_case_of_ascii_letters_is_ignored(void **state)
{
    (void)state;
    assert_true(nwl_str_eq_nocase(NWL_STR("UpGrade"), NWL_STR("upgrade")));
    assert_false(nwl_str_eq_nocase(NWL_STR("[@"), NWL_STR("{`")));
    assert_false(nwl_str_eq_nocase(NWL_STR("\xc3\x84"), NWL_STR("\xc3\xa4")));
}

static void order_is_that_of_unsigned_bytes(void **state)
{
    (void)state;
    assert_true(nwl_str_compare(NWL_STR("\x7f"), NWL_STR("\x80")) < 0);
    assert_true(nwl_str_compare(NWL_STR("B"), NWL_STR("a")) < 0);
    assert_true(nwl_str_compare(NWL_STR("a\0b"), NWL_STR("a\0a")) > 0);
}

static void starts_and_ends_are_compared_whole(void **state)
{
    (void)state;
    assert_true(nwl_str_starts_with(NWL_STR("proxy_pass"), NWL_STR("proxy_")));
    assert_false(nwl_str_starts_with(NWL_STR("pro"), NWL_STR("proxy_")));
    assert_true(nwl_str_ends_with(NWL_STR("a.conf"), NWL_STR(".conf")));
    assert_false(nwl_str_ends_with(NWL_STR("conf"), NWL_STR(".conf")));
    assert_true(nwl_str_starts_with(NWL_STR_NONE, NWL_STR("")));
}

static void slices_are_clamped(void **state)
{
    (void)state;
    assert_str(nwl_str_slice(NWL_STR("abcdef"), 2, 4), "cd");
    assert_str(nwl_str_slice(NWL_STR("abcdef"), 4, 99), "ef");
    assert_str(nwl_str_slice(NWL_STR("abcdef"), 4, 2), "");
    assert_str(nwl_str_from(NWL_STR("abcdef"), 99), "");
    assert_str(nwl_str_from(NWL_STR_NONE, 0), "");
}

static void a_byte_is_found_from_either_end(void **state)
{
    (void)state;
    nwl_str path = NWL_STR("/etc/nginx");
    assert_int_equal(nwl_str_find(path, '/', 0), 0);
    assert_int_equal(nwl_str_find(path, '/', 1), 4);
    assert_int_equal(nwl_str_find(path, '/', 5), path.len);
    assert_int_equal(nwl_str_find(path, '/', 99), path.len);
    assert_int_equal(nwl_str_find_last(path, '/'), 4);
    assert_int_equal(nwl_str_find_last(path, '?'), path.len);
}

static void parts_are_found_anywhere(void **state)
{
    (void)state;
    assert_true(nwl_str_contains(NWL_STR("aab"), NWL_STR("ab")));
    assert_true(nwl_str_contains(NWL_STR(""), NWL_STR("")));
    assert_false(nwl_str_contains(NWL_STR("a"), NWL_STR("ab")));
    assert_false(nwl_str_contains(NWL_STR("keep-ALIVE"), NWL_STR("alive")));
    assert_true(nwl_str_contains_nocase(NWL_STR("keep-ALIVE"), NWL_STR("alive")));
}

static void space_is_trimmed_at_both_ends(void **state)
{
    (void)state;
    assert_str(nwl_str_trim(NWL_STR(" \t a b\r\n")), "a b");
    assert_str(nwl_str_trim(NWL_STR(" \n ")), "");
    assert_str(nwl_str_trim(NWL_STR_NONE), "");
}

static void cutting_gives_empty_parts_too(void **state)
{
    (void)state;
    nwl_str rest = NWL_STR("a,,b,"), part;
    const char *expected[] = {"a", "", "b", ""};
    for (size_t i = 0; i < 4; i++) {
        assert_true(nwl_str_cut(&rest, ',', &part));
        assert_str(part, expected[i]);
    }
    assert_false(nwl_str_cut(&rest, ',', &part));
}

static void cutting_empty_text_gives_one_empty_part(void **state)
{
    (void)state;
    nwl_str rest = NWL_STR(""), part;
    assert_true(nwl_str_cut(&rest, ',', &part));
    assert_str(part, "");
    assert_false(nwl_str_cut(&rest, ',', &part));
}

static void numbers_are_read_up_to_the_largest(void **state)
{
    (void)state;
    uint32_t number = 7;
    assert_true(nwl_str_to_u32(NWL_STR("4294967295"), &number));
    assert_int_equal(number, UINT32_MAX);
    assert_true(nwl_str_to_u32(NWL_STR("000000000000042"), &number));
    assert_int_equal(number, 42);
}

static void what_is_no_number_leaves_the_number_alone(void **state)
{
    (void)state;
    const char *wrong[] = {
        "", "-1", "+1", " 1", "1s", "4294967296", "99999999999999999999999"};
    uint32_t number = 7;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        assert_false(nwl_str_to_u32(nwl_str_of(wrong[i]), &number));
    assert_int_equal(number, 7);
}

static void letters_and_digits_are_those_of_ascii(void **state)
{
    (void)state;
    unsigned alphas = 0, digits = 0, alnums = 0;
    for (int c = -128; c < 128; c++) {
        alphas += nwl_is_alpha((char)c);
        digits += nwl_is_digit((char)c);
        alnums += nwl_is_alnum((char)c);
    }
    assert_int_equal(alphas, 52);
    assert_int_equal(digits, 10);
    assert_int_equal(alnums, 62);
    assert_int_equal(nwl_to_lower('Z'), 'z');
    assert_int_equal(nwl_to_lower('['), '[');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_and_empty_text_are_equal),
        cmocka_unit_test(a_prefix_is_not_equal),
        cmocka_unit_test(only_the_case_of_ascii_letters_is_ignored),
        cmocka_unit_test(order_is_that_of_unsigned_bytes),
        cmocka_unit_test(starts_and_ends_are_compared_whole),
        cmocka_unit_test(slices_are_clamped),
        cmocka_unit_test(a_byte_is_found_from_either_end),
        cmocka_unit_test(parts_are_found_anywhere),
        cmocka_unit_test(space_is_trimmed_at_both_ends),
        cmocka_unit_test(cutting_gives_empty_parts_too),
        cmocka_unit_test(cutting_empty_text_gives_one_empty_part),
        cmocka_unit_test(numbers_are_read_up_to_the_largest),
        cmocka_unit_test(what_is_no_number_leaves_the_number_alone),
        cmocka_unit_test(letters_and_digits_are_those_of_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
