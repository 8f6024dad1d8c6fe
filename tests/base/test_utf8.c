#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DECODE(literal) nwl_utf8_decode(NWL_STR(literal))

static bool is_surrogate(uint32_t code_point)
{
    return code_point >= 0xd800 && code_point <= 0xdfff;
}

static void every_code_point_survives_encoding_and_decoding(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= 0x10ffff; code_point++) {
        if (is_surrogate(code_point))
            continue;
        char bytes[4];
        uint32_t length = nwl_utf8_encode(code_point, bytes);
        nwl_code_point read = nwl_utf8_decode((nwl_str){bytes, length});
        if (!read.valid || read.value != code_point || read.bytes != length)
            fail_msg("U+%04X is read as U+%04X", (unsigned)code_point,
                     (unsigned)read.value);
    }
}

static void bytes_are_those_of_rfc_3629(void **state)
{
    (void)state;
    assert_int_equal(DECODE("A").value, 'A');
    assert_int_equal(DECODE("\xc3\xa9").value, 0xe9);
    assert_int_equal(DECODE("\xe2\x82\xac").value, 0x20ac);
    assert_int_equal(DECODE("\xf0\x9f\x98\x80").value, 0x1f600);
    assert_int_equal(DECODE("\xf4\x8f\xbf\xbf").value, 0x10ffff);
}

static void assert_invalid(nwl_str text)
{
    nwl_code_point read = nwl_utf8_decode(text);
    assert_false(read.valid);
    assert_int_equal(read.value, NWL_REPLACEMENT_CHARACTER);
    assert_int_equal(read.bytes, 1);
}

static void overlong_forms_are_invalid(void **state)
{
    (void)state;
    assert_invalid(NWL_STR("\xc0\xaf"));
    assert_invalid(NWL_STR("\xc1\xbf"));
    assert_invalid(NWL_STR("\xe0\x9f\xbf"));
    assert_invalid(NWL_STR("\xf0\x8f\xbf\xbf"));
}

static void surrogates_and_what_is_no_unicode_are_invalid(void **state)
{
    (void)state;
    assert_invalid(NWL_STR("\xed\xa0\x80"));
    assert_invalid(NWL_STR("\xed\xbf\xbf"));
    assert_invalid(NWL_STR("\xf4\x90\x80\x80"));
    assert_invalid(NWL_STR("\xf5\x80\x80\x80"));
    assert_invalid(NWL_STR("\xff"));
}

static void truncated_and_lonely_bytes_are_invalid(void **state)
{
    (void)state;
    assert_invalid(NWL_STR("\x80"));
    assert_invalid(NWL_STR("\xc3"));
    assert_invalid(NWL_STR("\xe2\x82"));
    assert_invalid(NWL_STR("\xf0\x9f\x98"));
    assert_invalid(NWL_STR("\xe2\x28\xa1"));
}

static void no_byte_past_the_end_is_read(void **state)
{
    (void)state;
    char *text = malloc(2);
    assert_non_null(text);
    memcpy(text, "\xe2\x82", 2);
    assert_invalid((nwl_str){text, 2});
    free(text);
}

static void each_invalid_byte_counts_as_one(void **state)
{
    (void)state;
    assert_int_equal(nwl_utf8_count(NWL_STR("")), 0);
    assert_int_equal(nwl_utf8_count(NWL_STR("a\xc3\xa9\xe2\x82\xac")), 3);
    assert_int_equal(nwl_utf8_count(NWL_STR("\xed\xa0\x80")), 3);
    assert_int_equal(nwl_utf8_count(NWL_STR("\xff\xe2\x82")), 3);
}

static void what_cannot_be_encoded_is_replaced(void **state)
{
    (void)state;
    char bytes[4];
    assert_int_equal(nwl_utf8_encode(0xd800, bytes), 3);
    assert_memory_equal(bytes, "\xef\xbf\xbd", 3);
    assert_int_equal(nwl_utf8_encode(0x110000, bytes), 3);
    assert_memory_equal(bytes, "\xef\xbf\xbd", 3);
}

static void assert_columns(uint32_t columns, const uint32_t *code_points)
{
    for (; *code_points != 0; code_points++) {
        if (nwl_utf8_width(*code_points) != columns)
            fail_msg("U+%04X is not %u columns wide", (unsigned)*code_points,
                     (unsigned)columns);
    }
}

static void combining_and_zero_width_characters_take_no_column(void **state)
{
    (void)state;
    assert_columns(0, (const uint32_t[]){0x300, 0x36f, 0x20dd, 0x200b, 0x200d, 0x202e,
                                         0xfe0f, 0xfeff, 0x1160, 0xe0001, 0xe01ef, 0});
}

static void wide_characters_take_two_columns(void **state)
{
    (void)state;
    assert_columns(2, (const uint32_t[]){0x1100, 0x3042, 0x4e00, 0xac00, 0xff01, 0x1f600,
                                         0x20000, 0x2fffd, 0x3fffd, 0});
}

static void all_others_take_one_column(void **state)
{
    (void)state;
    assert_columns(1, (const uint32_t[]){'a', 0x1b, 0xad, 0xe9, 0x2ff, 0x378, 0x600,
                                         0x20ac, 0xd800, 0xe000, 0xfffd, 0x2fffe,
                                         0x10ffff, 0x110000, UINT32_MAX, 0});
}

static void the_table_of_widths_is_sorted(void **state)
{
    (void)state;
    const uint32_t edges[] = {
#define NWL_WIDTH(first, last, columns) first, last,
#include "base/width.def"
#undef NWL_WIDTH
    };
    assert_true(edges[0] >= 0x300);
    for (size_t i = 1; i < sizeof(edges) / sizeof(*edges); i++)
        assert_true(i % 2 == 0 ? edges[i - 1] < edges[i] : edges[i - 1] <= edges[i]);
}

static void characters_that_mislead_are_hostile(void **state)
{
    (void)state;
    const uint32_t hostile[] = {0,      '\t',    0x1b,    0x1f,   0x7f,   0x80,   0x9b,
                                0x9f,   0x61c,   0x200b,  0x200d, 0x200f, 0x2028, 0x202a,
                                0x202e, 0x2060,  0x2066,  0x2069, 0xfdd0, 0xfeff, 0xfffe,
                                0xffff, 0x1fffe, 0xe0001, 0xe007f};
    for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++)
        assert_true(nwl_utf8_is_hostile(hostile[i]));
}

static void characters_one_can_see_are_not_hostile(void **state)
{
    (void)state;
    const uint32_t plain[] = {' ',    '~',     0xa0,    0xe9,    0x301,    0x200a,
                              0x2010, 0x2027,  0x202f,  0x2070,  0x4e00,   0xfe0f,
                              0xfffd, 0x1f600, 0xdfffd, 0xe1000, 0x10fffd, UINT32_MAX};
    for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
        assert_false(nwl_utf8_is_hostile(plain[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_survives_encoding_and_decoding),
        cmocka_unit_test(bytes_are_those_of_rfc_3629),
        cmocka_unit_test(overlong_forms_are_invalid),
        cmocka_unit_test(surrogates_and_what_is_no_unicode_are_invalid),
        cmocka_unit_test(truncated_and_lonely_bytes_are_invalid),
        cmocka_unit_test(no_byte_past_the_end_is_read),
        cmocka_unit_test(each_invalid_byte_counts_as_one),
        cmocka_unit_test(what_cannot_be_encoded_is_replaced),
        cmocka_unit_test(combining_and_zero_width_characters_take_no_column),
        cmocka_unit_test(wide_characters_take_two_columns),
        cmocka_unit_test(all_others_take_one_column),
        cmocka_unit_test(the_table_of_widths_is_sorted),
        cmocka_unit_test(characters_that_mislead_are_hostile),
        cmocka_unit_test(characters_one_can_see_are_not_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
