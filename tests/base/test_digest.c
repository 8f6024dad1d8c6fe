#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void the_digest_is_that_of_fips_180(void **state)
{
    (void)state;
    static const unsigned char abc[NWL_DIGEST_BYTES] = {
        0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
        0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
        0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
    };
    unsigned char digest[NWL_DIGEST_BYTES];
    nwl_digest(NWL_STR("abc"), digest);
    assert_memory_equal(digest, abc, sizeof(abc));
}

static void the_short_digest_is_its_first_half(void **state)
{
    (void)state;
    nwl_arena *arena = nwl_arena_new();
    nwl_str digest = nwl_digest_short(arena, NWL_STR("abc"));
    assert_int_equal(digest.len, 32);
    assert_string_equal(digest.ptr, "ba7816bf8f01cfea414140de5dae2223");
    nwl_arena_free(arena);
}

static void no_text_has_a_digest(void **state)
{
    (void)state;
    nwl_arena *arena = nwl_arena_new();
    nwl_str digest = nwl_digest_short(arena, NWL_STR_NONE);
    assert_string_equal(digest.ptr, "e3b0c44298fc1c149afbf4c8996fb924");
    nwl_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_that_of_fips_180),
        cmocka_unit_test(the_short_digest_is_its_first_half),
        cmocka_unit_test(no_text_has_a_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
