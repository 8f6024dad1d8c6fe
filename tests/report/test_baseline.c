#include "report/baseline.h"

#include "tests/support/world.h"

#define PRINT "00112233445566778899aabbccddeeff"

static nwl_baseline read_good(void **state, const char *text)
{
    world *w = *state;
    nwl_baseline baseline;
    nwl_str error;
    uint32_t line;
    if (!nwl_baseline_read(w->arena, nwl_str_of(text), &baseline, &error, &line))
        fail_msg("line %u: %.*s", line, NWL_STR_FMT(error));
    return baseline;
}

static void assert_bad(void **state, uint32_t expected, const char *text)
{
    world *w = *state;
    nwl_baseline baseline;
    nwl_str error = NWL_STR_NONE;
    uint32_t line = 0;
    assert_false(nwl_baseline_read(w->arena, nwl_str_of(text), &baseline, &error, &line));
    assert_true(error.len > 0);
    assert_int_equal(line, expected);
}

static void what_is_printed_is_read_back_in_order(void **state)
{
    world *w = *state;
    nwl_findings findings = {0};
    nwl_engine_run(w->arena, model_of(state, "z_1; http { b_1; a_1; }"),
                   &(nwl_engine_options){0}, &findings);
    nwl_engine_finish(w->arena, &w->files, &findings);
    assert_true(findings.count >= 3);
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_baseline_print(w->arena, &w->files, &findings, &out);
    nwl_buffer_add_char(&out, '\0');
    nwl_baseline baseline = read_good(state, out.bytes);
    nwl_buffer_free(&out);
    assert_int_equal(baseline.entries.count, findings.count);
    for (uint32_t i = 0; i < baseline.entries.count; i++) {
        const nwl_baseline_entry *entry = &baseline.entries.items[i];
        assert_true(nwl_str_eq(entry->path, NWL_STR("nginx.conf")));
        assert_true(i == 0 || nwl_str_compare(entry[-1].rule, entry->rule) < 0 ||
                    nwl_str_compare(entry[-1].fingerprint, entry->fingerprint) < 0);
    }
}

static void other_members_are_ignored(void **state)
{
    nwl_baseline baseline = read_good(
        state, "{\"x\": [{}, {}], \"version\": 1, \"findings\": [{\"new\": [1], "
               "\"fingerprint\": \"" PRINT "\", \"rule\": \"r\", \"path\": \"p\"}]}");
    assert_int_equal(baseline.entries.count, 1);
    assert_true(nwl_str_eq(baseline.entries.items[0].fingerprint, NWL_STR(PRINT)));
}

static void an_error_has_the_line_it_is_in(void **state)
{
    static const char GOOD[] =
        "{\"fingerprint\": \"" PRINT "\",\n\"rule\": \",[{\\\"\", \"path\": \"p\"}";
    world *w = *state;
    assert_bad(state, 1, "");
    assert_bad(state, 1, "7");
    assert_bad(state, 2, "{\n\"version\" 1}");
    assert_bad(state, 1, "{\"version\": 1}");
    assert_bad(state, 1, "{\"version\": \"1\", \"findings\": []}");
    assert_bad(state, 1, "{\"version\": 1, \"findings\": {}}");
    assert_bad(state, 2, "{\"version\": 1, \"findings\": [\n7]}");
    assert_bad(
        state, 5,
        nwl_arena_format(w->arena,
                         "{\"a\": [\"findings\", [1, 2]],\n\"version\": 1, \"findings\": "
                         "[\n%s\n, {}]}",
                         GOOD)
            .ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(what_is_printed_is_read_back_in_order),
        WORLD_TEST(other_members_are_ignored),
        WORLD_TEST(an_error_has_the_line_it_is_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
