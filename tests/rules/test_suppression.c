#include "rules/suppression.h"

#include "rules/engine.h"
#include "tests/support/world.h"

static void judge(void **state, const nwl_model *model, nwl_findings *findings)
{
    static const nwl_engine_options OPTIONS = {0};
    world *w = *state;
    nwl_engine_run(w->arena, model, &OPTIONS, findings);
}

static nwl_findings finish(void **state, nwl_findings findings)
{
    world *w = *state;
    nwl_engine_finish(w->arena, &w->files, &findings);
    return findings;
}

static nwl_findings findings_of_files(void **state, const memory_file *table)
{
    nwl_findings findings = {0};
    judge(state, model_of_files(state, table), &findings);
    return finish(state, findings);
}

static nwl_findings findings_of(void **state, const char *text)
{
    nwl_findings findings = {0};
    judge(state, model_of(state, text), &findings);
    return finish(state, findings);
}

// The findings of a rule that are hidden, or those that are not.
static uint32_t count_of(const nwl_findings *findings, const char *rule, bool hidden)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < findings->count; i++) {
        const nwl_finding *f = findings->items[i];
        count += nwl_str_eq(f->rule->id, nwl_str_of(rule)) &&
                 (f->suppression != NULL) == hidden;
    }
    return count;
}

static void expect_counts(const nwl_findings *findings, uint32_t shown, uint32_t hidden,
                          uint32_t unused)
{
    assert_int_equal(count_of(findings, "websocket-not-forwarded", false), shown);
    assert_int_equal(count_of(findings, "websocket-not-forwarded", true), hidden);
    assert_int_equal(count_of(findings, "unused-suppression", false), unused);
}

#define IGNORE "# nginx-wslint: ignore websocket-not-forwarded why\n"
#define IGNORE_FILE "# nginx-wslint: ignore-file websocket-not-forwarded why\n"
#define LOCATION "location /ws { proxy_pass http://b; }"

static void a_comment_hides_what_it_covers(void **state)
{
    static const char *const TEXTS[] = {
        "http { server {\n" IGNORE LOCATION "\n} }",
        "http { server {\n" LOCATION IGNORE "} }",
        "http {\n" IGNORE "server {\n" LOCATION "\n} }",
        "http {\nserver { " IGNORE LOCATION "\n} }",
        IGNORE "http { server {\n" LOCATION "\n} }",
        "http { server {\n" IGNORE "# more\n#\n" LOCATION "\n} }",
        "http { server { location /ws {\n" IGNORE "proxy_pass\nhttp://b; } } }",
        "http { server { location /ws { proxy_pass\n" IGNORE "http://b; } } }",
        "http { server { location /ws { proxy_pass\nhttp://b; " IGNORE "} } }",
        "http { server { location /ws { proxy_pass # c\nhttp://b; } } }\n" IGNORE_FILE,
        IGNORE_FILE "\n\nhttp { server {\n" LOCATION "\n} }",
    };
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        nwl_findings findings = findings_of(state, TEXTS[i]);
        if (count_of(&findings, "websocket-not-forwarded", true) != 1)
            fail_msg("%s", TEXTS[i]);
        expect_counts(&findings, 0, 1, 0);
    }
}

static void a_comment_hides_nothing_else(void **state)
{
    static const char *const TEXTS[] = {
        "http { server {\n" IGNORE "\n" LOCATION "\n} }",
        "http { server {\n" IGNORE "listen 80;\n" LOCATION "\n} }",
        "http { server {\n" LOCATION "\n" IGNORE "} }",
        "http { server {\nlisten 80; " IGNORE LOCATION "\n} }",
        "http {\n" IGNORE "server { listen 81; }\nserver {\n" LOCATION "\n} }",
        "http { server {\n" LOCATION "\n} " IGNORE "}",
    };
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        nwl_findings findings = findings_of(state, TEXTS[i]);
        if (count_of(&findings, "websocket-not-forwarded", false) != 1)
            fail_msg("%s", TEXTS[i]);
        expect_counts(&findings, 1, 0, 1);
    }
}

static void a_hidden_finding_does_not_fail(void **state)
{
    world *w = *state;
    const nwl_engine_options options = {.fail_on = NWL_NOTE};
    nwl_findings findings = {0};
    nwl_engine_run(
        w->arena, model_of(state, "events { } http { server {\n" IGNORE LOCATION "\n} }"),
        &options, &findings);
    nwl_engine_finish(w->arena, &w->files, &findings);
    assert_int_equal(findings.count, 1);
    assert_false(findings.items[0]->fails);
    assert_int_equal(findings.items[0]->severity, NWL_ERROR);
    assert_str_equal(findings.items[0]->suppression->by->reason, "why");
}

static void hiding_does_not_change_the_fingerprint(void **state)
{
    nwl_findings shown = findings_of(state, "http { server {\n" LOCATION "\n} }"),
                 hidden = findings_of(state, "http { server {\n" IGNORE LOCATION "\n} }");
    assert_true(nwl_str_eq(shown.items[0]->fingerprint, hidden.items[0]->fingerprint));
}

static void a_block_is_covered_with_what_it_includes(void **state)
{
    nwl_findings findings = findings_of_files(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf",
                             "http {\n" IGNORE "server { include app; }\n"
                             "server { server_name b; include app; }\n}"),
                     FILE_AT("/etc/nginx/app", "location /ws { include proxy; }"),
                     FILE_AT("/etc/nginx/proxy", "proxy_pass http://b;")));
    expect_counts(&findings, 1, 1, 0);
}

// The line of a location's include, and of the include that brings the location, whose own line stands above it.
static void the_line_of_an_include_is_covered_with_what_it_brings(void **state)
{
    nwl_findings inside = findings_of_files(
        state,
        FILES(FILE_AT("/etc/nginx/nginx.conf",
                      "http { server { location /ws {\ninclude a; " IGNORE "} } }"),
              FILE_AT("/etc/nginx/a", "proxy_pass http://b;")));
    expect_counts(&inside, 0, 1, 0);
    nwl_findings around = findings_of_files(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf",
                             "http { proxy_read_timeout 10s; proxy_http_version 1.1;\n"
                             "proxy_set_header Upgrade $http_upgrade;\n"
                             "proxy_set_header Connection upgrade;\n"
                             "# nginx-wslint: ignore read-timeout-too-short why\n"
                             "include a;\n}"),
                     FILE_AT("/etc/nginx/a", "server {\n" LOCATION "\n}")));
    assert_int_equal(count_of(&around, "read-timeout-too-short", true), 1);
    assert_int_equal(count_of(&around, "unused-suppression", false), 0);
}

static void a_line_of_a_snippet_is_covered_in_every_place(void **state)
{
    nwl_findings findings = findings_of_files(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf",
                             "http { server { include app; }\n"
                             "server { server_name b; include app; }\n}"),
                     FILE_AT("/etc/nginx/app", "location /ws { include proxy; }"),
                     FILE_AT("/etc/nginx/proxy", "proxy_pass http://b; " IGNORE)));
    expect_counts(&findings, 0, 2, 0);
}

static void a_file_is_covered_without_what_it_includes(void **state)
{
    nwl_findings findings = findings_of_files(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf", IGNORE_FILE "http { include a; }"),
                     FILE_AT("/etc/nginx/a", "server {\n" LOCATION "\n}")));
    expect_counts(&findings, 1, 0, 1);
}

// It is told for its first place and holds for all.
static void
what_is_said_of_a_line_in_every_place_is_hidden_at_the_line_alone(void **state)
{
    static const char *const CASES[][2] = {
        {"unknown-directive", "nonsense on;"},
        {"invalid-argument", "proxy_read_timeout 1hour;"},
    };
    world *w = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        nwl_str root = nwl_arena_format(w->arena,
                                        "http {\n# nginx-wslint: ignore %s why\n"
                                        "server { include a; }\nserver { include a; } }",
                                        CASES[i][0]);
        nwl_findings findings =
            findings_of_files(state, FILES(FILE_AT("/etc/nginx/nginx.conf", root.ptr),
                                           FILE_AT("/etc/nginx/a", CASES[i][1])));
        assert_int_equal(count_of(&findings, CASES[i][0], false), 1);
        assert_int_equal(count_of(&findings, "unused-suppression", false), 1);
    }
}

static void the_innermost_comment_hides_and_the_others_are_unused(void **state)
{
    nwl_findings findings = findings_of(
        state, "http {\n" IGNORE "server {\n" IGNORE IGNORE LOCATION IGNORE "} }");
    expect_counts(&findings, 0, 1, 3);
}

static void of_two_alike_the_one_that_is_not_hidden_stays(void **state)
{
    nwl_findings findings = findings_of_files(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf",
                             "http { server {\ninclude a; " IGNORE "include a;\n} }"),
                     FILE_AT("/etc/nginx/a", LOCATION)));
    expect_counts(&findings, 1, 0, 0);
}

static void a_comment_that_one_of_two_roots_needs_is_used(void **state)
{
    const memory_file *table =
        FILES(FILE_AT("/a/nginx.conf", "http { server { include /srv/x; } }"),
              FILE_AT("/b/nginx.conf", "http { proxy_http_version 1.1; "
                                       "proxy_set_header Upgrade $http_upgrade; "
                                       "proxy_set_header Connection upgrade; "
                                       "server { include /srv/x; } }"),
              FILE_AT("/srv/x", IGNORE LOCATION));
    static const char *const ROOTS[] = {"/a/nginx.conf", "/b/nginx.conf"};
    world *w = *state;
    nwl_configuration both[2];
    nwl_findings findings = {0}, one = {0};
    for (int i = 0; i < 2; i++) {
        both[i] = *load_at(state, ROOTS[i], table);
        const nwl_model *model = nwl_model_build(w->arena, &both[i], &w->options);
        judge(state, model, &findings);
        if (i == 1)
            judge(state, model, &one);
    }
    findings = finish(state, findings);
    one = finish(state, one);
    assert_int_equal(count_of(&findings, "unused-suppression", false), 0);
    assert_int_equal(count_of(&one, "unused-suppression", false), 1);
}

static void nothing_is_unused_where_not_all_is_known(void **state)
{
    static const char *const TEXTS[] = {
        "http { include missing; server {\n" IGNORE "location / { }\n} }",
        "http { map $uri $m { include missing; } server {\n" IGNORE "location / { }\n} }",
        "server {\n" IGNORE "location / { }\n}",
        "http { server {\n" IGNORE "location / { return 204 }\n} }",
    };
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        nwl_findings findings = findings_of(state, TEXTS[i]);
        assert_int_equal(count_of(&findings, "unused-suppression", false), 0);
    }
}

static void nothing_is_unused_where_a_link_leads_nowhere(void **state)
{
    nwl_findings findings = findings_of_files(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf",
                             "http { include a; server {\n" IGNORE "location / { }\n} }"),
                     LINK_AT("/etc/nginx/a", "gone")));
    assert_int_equal(count_of(&findings, "unused-suppression", false), 0);
}

static void a_list_is_read_as_far_as_there_are_rules(void **state)
{
    world *w = *state;
    nwl_str names = NWL_STR("syntax-error");
    for (uint32_t i = 0; i < nwl_rule_count(); i++)
        names = nwl_arena_format(w->arena, "a,%.*s", NWL_STR_FMT(names));
    nwl_str text = nwl_arena_format(w->arena, "# nginx-wslint: ignore %.*s\nevents { }",
                                    NWL_STR_FMT(names));
    nwl_findings findings = findings_of(state, text.ptr);
    assert_int_equal(count_of(&findings, "unused-suppression", false), 0);
    assert_int_equal(count_of(&findings, "unknown-rule-in-suppression", false),
                     nwl_rule_count() + 1);
}

static void what_is_said_of_a_comment_may_be_hidden_and_ends_there(void **state)
{
    static const char TEXT[] =
        "http { server {\n"
        "# nginx-wslint: ignore websocket-not-forwarded, unused-suppression why\n"
        "location / { }\n"
        "# nginx-wslint: ignore unused-suppression, unused-suppression why\n"
        "location /a { }\n} }";
    nwl_findings findings = findings_of(state, TEXT);
    assert_int_equal(count_of(&findings, "unused-suppression", true), 1);
    assert_int_equal(count_of(&findings, "unused-suppression", false), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_comment_hides_what_it_covers),
        WORLD_TEST(a_comment_hides_nothing_else),
        WORLD_TEST(a_hidden_finding_does_not_fail),
        WORLD_TEST(hiding_does_not_change_the_fingerprint),
        WORLD_TEST(a_block_is_covered_with_what_it_includes),
        WORLD_TEST(the_line_of_an_include_is_covered_with_what_it_brings),
        WORLD_TEST(a_line_of_a_snippet_is_covered_in_every_place),
        WORLD_TEST(a_file_is_covered_without_what_it_includes),
        WORLD_TEST(what_is_said_of_a_line_in_every_place_is_hidden_at_the_line_alone),
        WORLD_TEST(the_innermost_comment_hides_and_the_others_are_unused),
        WORLD_TEST(of_two_alike_the_one_that_is_not_hidden_stays),
        WORLD_TEST(a_comment_that_one_of_two_roots_needs_is_used),
        WORLD_TEST(nothing_is_unused_where_not_all_is_known),
        WORLD_TEST(nothing_is_unused_where_a_link_leads_nowhere),
        WORLD_TEST(a_list_is_read_as_far_as_there_are_rules),
        WORLD_TEST(what_is_said_of_a_comment_may_be_hidden_and_ends_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
