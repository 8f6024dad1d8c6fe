#include "cli/known.h"

#include "tests/support/world.h"

static nwl_findings three_findings(nwl_arena *arena, const char *const *fingerprints)
{
    nwl_findings findings = {0};
    for (int i = 0; i < 3; i++) {
        nwl_finding *finding = NWL_NEW(arena, nwl_finding);
        finding->fingerprint = nwl_str_of(fingerprints[i]);
        *NWL_PUSH(arena, &findings) = finding;
    }
    return findings;
}

static void one_that_is_known_hides_one(void **state)
{
    world *w = *state;
    nwl_known known = nwl_known_new(w->arena);
    nwl_findings findings = three_findings(w->arena, (const char *[]){"a", "b", "a"});
    nwl_known_add(&known, NWL_STR("a"));
    nwl_known_add(&known, NWL_STR("c"));
    assert_int_equal(nwl_known_hide(&known, &findings), 1);
    assert_int_equal(findings.count, 2);
    assert_string_equal(findings.items[0]->fingerprint.ptr, "b");
    assert_string_equal(findings.items[1]->fingerprint.ptr, "a");
    assert_false(nwl_known_is_left(&known, NWL_STR("a")));
    assert_true(nwl_known_is_left(&known, NWL_STR("c")));
}

static void one_that_is_known_twice_hides_two(void **state)
{
    world *w = *state;
    nwl_known known = nwl_known_new(w->arena);
    nwl_findings findings = three_findings(w->arena, (const char *[]){"a", "b", "a"});
    nwl_known_add(&known, NWL_STR("a"));
    nwl_known_add(&known, NWL_STR("a"));
    nwl_known_add(&known, NWL_STR("a"));
    assert_int_equal(nwl_known_hide(&known, &findings), 2);
    assert_int_equal(findings.count, 1);
    assert_true(nwl_known_is_left(&known, NWL_STR("a")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(one_that_is_known_hides_one),
        WORLD_TEST(one_that_is_known_twice_hides_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
