#include "report/line_hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

// expected: the hashes of all lines, separated by spaces.
static void assert_hashes(nwl_str text, const char *expected)
{
    nwl_arena *arena = nwl_arena_new();
    nwl_line_hashes hashes = nwl_line_hashes_of(arena, text);
    nwl_str all = NWL_STR("");
    for (uint32_t line = 1; line <= hashes.count; line++) {
        nwl_str hash = nwl_line_hash_text(arena, &hashes, line);
        all = nwl_arena_format(arena, "%.*s%s%.*s", NWL_STR_FMT(all), line > 1 ? " " : "",
                               NWL_STR_FMT(hash));
    }
    assert_string_equal(all.len > 0 ? all.ptr : "", expected);
    nwl_arena_free(arena);
}

// The values of this and the next three tests are those of src/fingerprints.test.ts in github/codeql-action.
static void an_empty_file_has_one_line(void **state)
{
    (void)state;
    assert_hashes(NWL_STR(""), "c129715d7a2bc9a3:1");
}

static void blanks_do_not_count(void **state)
{
    (void)state;
    assert_hashes(NWL_STR(" a\nb\n  \t\tc\n d"),
                  "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 "
                  "a23a3dc5e078b07b:1");
    assert_hashes(NWL_STR(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End"),
                  "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 "
                  "c6805c5e1288b612:1 b86d3392aea1be30:1 e6ceba753e1a442:1");
}

static void all_line_ends_are_alike(void **state)
{
    (void)state;
    const char *expected = "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 "
                           "e20e36e16fcb0cc8:1 b3edc88f2938467e:1 c8e28b0b4002a3a0:1 "
                           "c129715d7a2bc9a3:1";
    assert_hashes(NWL_STR(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n"), expected);
    assert_hashes(NWL_STR(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r"), expected);
    assert_hashes(
        NWL_STR(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n"),
        expected);
    assert_hashes(NWL_STR(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n"),
                  expected);
}

static void lines_alike_are_numbered(void **state)
{
    (void)state;
#define LOREM "Lorem ipsum dolor sit amet.\n"
    assert_hashes(
        NWL_STR(LOREM LOREM LOREM LOREM LOREM LOREM LOREM LOREM LOREM LOREM),
        "a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4 "
        "a7f2ff13bc495cf2:5 a7f2ff13bc495cf2:6 a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 "
        "55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 c129715d7a2bc9a3:1");
}

static void assert_alike(nwl_str left, nwl_str right)
{
    nwl_arena *arena = nwl_arena_new();
    nwl_line_hashes a = nwl_line_hashes_of(arena, left);
    nwl_line_hashes b = nwl_line_hashes_of(arena, right);
    assert_int_equal(a.count, b.count);
    for (uint32_t i = 0; i < a.count; i++)
        assert_true(a.items[i].value == b.items[i].value);
    nwl_arena_free(arena);
}

static void a_blank_parts_a_cr_from_its_lf(void **state)
{
    (void)state;
    assert_alike(NWL_STR("a\r \nb"), NWL_STR("a\n\nb"));
}

// What could begin a character is one U+FFFD, every other byte one of its own.
static void broken_utf_8_is_replaced_as_javascript_does(void **state)
{
    (void)state;
    assert_alike(NWL_STR("\xe2\x82!"), NWL_STR("\uFFFD!"));
    assert_alike(NWL_STR("\xf0\x9f\x98!"), NWL_STR("\uFFFD!"));
    assert_alike(NWL_STR("\xf0\x9f"), NWL_STR("\uFFFD"));
    assert_alike(NWL_STR("\xf0\x80\x80!"), NWL_STR("\uFFFD\uFFFD\uFFFD!"));
    assert_alike(NWL_STR("\xf4\x90\x80"), NWL_STR("\uFFFD\uFFFD\uFFFD"));
    assert_alike(NWL_STR("\xed\xa0\x80"), NWL_STR("\uFFFD\uFFFD\uFFFD"));
    assert_alike(NWL_STR("\xe0\x9f\xc3"), NWL_STR("\uFFFD\uFFFD\uFFFD"));
    assert_alike(NWL_STR("\xff\xc3"), NWL_STR("\uFFFD\uFFFD"));
}

// "😀" is D83D DE00, so that the sum is ((D83D·37 + DE00)·37 + FFFF)·37^97.
static void a_character_beyond_the_first_plane_is_two_units(void **state)
{
    (void)state;
    uint64_t sum = ((0xd83du * UINT64_C(37)) + 0xde00u) * 37 + 0xffffu;
    for (int i = 0; i < 97; i++)
        sum *= 37;
    nwl_arena *arena = nwl_arena_new();
    nwl_line_hashes hashes = nwl_line_hashes_of(arena, NWL_STR("😀"));
    assert_int_equal(hashes.count, 1);
    assert_true(hashes.items[0].value == sum);
    nwl_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_file_has_one_line),
        cmocka_unit_test(blanks_do_not_count),
        cmocka_unit_test(all_line_ends_are_alike),
        cmocka_unit_test(lines_alike_are_numbered),
        cmocka_unit_test(a_blank_parts_a_cr_from_its_lf),
        cmocka_unit_test(broken_utf_8_is_replaced_as_javascript_does),
        cmocka_unit_test(a_character_beyond_the_first_plane_is_two_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
