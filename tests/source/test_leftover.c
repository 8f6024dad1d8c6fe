#include "source/leftover.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int set_up(void **state)
{
    *state = nwl_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    nwl_arena_free(*state);
    return 0;
}

static nwl_leftover named(void **state, const char *name)
{
    return nwl_leftover_of(*state, nwl_str_of(name));
}

static void assert_leftover_of(void **state, const char *name, const char *of)
{
    nwl_leftover found = named(state, name);
    assert_true(found.what.len > 0);
    assert_true(nwl_str_eq(found.of, nwl_str_of(of)));
}

static void endings_tell_what_a_file_was_made_from(void **state)
{
    assert_leftover_of(state, "app.conf~", "app.conf");
    assert_leftover_of(state, "app.bak", "app");
    assert_leftover_of(state, "nginx.conf.dpkg-dist", "nginx.conf");
    assert_leftover_of(state, "app.conf.rpmsave", "app.conf");
    assert_leftover_of(state, "#app#", "app");
}

static void a_number_or_the_mark_of_a_copy_counts_beside_the_original(void **state)
{
    assert_leftover_of(state, "app.conf.1", "app.conf");
    assert_leftover_of(state, "app (copy).conf", "app.conf");
    assert_leftover_of(state, "app (copy)", "app");
    assert_true(named(state, "app.conf.1").needs_original);
    assert_true(named(state, "app (copy)").needs_original);
    assert_false(named(state, "app.bak").needs_original);
}

static void a_text_for_people_has_no_original(void **state)
{
    static const char *const NAMES[] = {"README", "readme.txt", "LICENSE", "notes.md"};
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        assert_true(named(state, NAMES[i]).is_prose);
        assert_int_equal(named(state, NAMES[i]).of.len, 0);
    }
}

static void ordinary_names_say_nothing(void **state)
{
    static const char *const NAMES[] = {
        "app",          "app.conf", "example.org", "~",           ".bak",        "bak",
        "app-old.conf", "#",        "##",          "readme.conf", "app.conf.v1", "",
        "old.example",  "1"};
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
        assert_int_equal(named(state, NAMES[i]).what.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(endings_tell_what_a_file_was_made_from),
        cmocka_unit_test(a_number_or_the_mark_of_a_copy_counts_beside_the_original),
        cmocka_unit_test(a_text_for_people_has_no_original),
        cmocka_unit_test(ordinary_names_say_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
