// What the user decides about rules: everywhere, in some paths, and what the exit status tells of.
#include "rules/engine.h"

#include "tests/support/world.h"

static const char BROKEN[] =
    "http { include conf.d/a.conf; include conf.d/b.conf; foo bar; }";
static const char SERVER[] =
    "server { location /ws { proxy_http_version 1.1; proxy_set_header Upgrade "
    "$http_upgrade; proxy_set_header Connection upgrade; proxy_read_timeout 5m; "
    "proxy_pass http://b; } foo bar; }";

// The findings of nginx.conf, conf.d/a.conf and conf.d/b.conf, each of which has an unknown directive.
static nwl_findings judge(void **state, const nwl_engine_options *options)
{
    world *w = *state;
    nwl_findings findings = {0};
    const nwl_model *model =
        model_of_files(state, FILES(FILE_AT("/etc/nginx/nginx.conf", BROKEN),
                                    FILE_AT("/etc/nginx/conf.d/a.conf", SERVER),
                                    FILE_AT("/etc/nginx/conf.d/b.conf", SERVER)));
    nwl_engine_run(w->arena, model, options, &findings);
    nwl_engine_finish(w->arena, &w->files, &findings);
    return findings;
}

static uint32_t index_of(const char *rule)
{
    uint32_t index = 0;
    while (!nwl_str_eq(nwl_rule_at(index)->id, nwl_str_of(rule)))
        index++;
    return index;
}

static nwl_rule_choice *choices_for(void **state, const char *rule,
                                    nwl_rule_choice choice)
{
    world *w = *state;
    nwl_rule_choice *choices = NWL_NEW_ARRAY(w->arena, nwl_rule_choice, nwl_rule_count());
    choices[index_of(rule)] = choice;
    return choices;
}

// The finding of a rule in a file, NULL when there is none.
static const nwl_finding *finding_in(void **state, const nwl_findings *findings,
                                     const char *rule, const char *name)
{
    world *w = *state;
    for (uint32_t i = 0; i < findings->count; i++) {
        const nwl_finding *finding = findings->items[i];
        nwl_str path = w->files.items.items[finding->at.file]->path;
        if (nwl_str_eq(finding->rule->id, nwl_str_of(rule)) &&
            nwl_str_eq(nwl_path_name(path), nwl_str_of(name)))
            return finding;
    }
    return NULL;
}

static void a_rule_is_disabled_in_a_path_alone(void **state)
{
    const nwl_path_choices here = {
        NWL_STR("/etc/nginx/conf.d/a.*"),
        choices_for(state, "unknown-directive", (nwl_rule_choice){.disabled = true})};
    nwl_findings findings = judge(
        state, &(nwl_engine_options){.path_choices = &here, .path_choice_count = 1});
    assert_null(finding_in(state, &findings, "unknown-directive", "a.conf"));
    assert_non_null(finding_in(state, &findings, "unknown-directive", "b.conf"));
    assert_non_null(finding_in(state, &findings, "unknown-directive", "nginx.conf"));
}

static void a_rule_is_enabled_in_a_path_alone(void **state)
{
    const nwl_path_choices here = {
        NWL_STR("/etc/nginx/conf.d/a.conf"),
        choices_for(state, "unknown-directive",
                    (nwl_rule_choice){.has_severity = true, .severity = NWL_NOTE})};
    const nwl_engine_options options = {
        .choices =
            choices_for(state, "unknown-directive", (nwl_rule_choice){.disabled = true}),
        .path_choices = &here,
        .path_choice_count = 1,
    };
    nwl_findings findings = judge(state, &options);
    const nwl_finding *found =
        finding_in(state, &findings, "unknown-directive", "a.conf");
    assert_non_null(found);
    assert_int_equal(found->severity, NWL_NOTE);
    assert_null(finding_in(state, &findings, "unknown-directive", "b.conf"));
}

static void the_last_path_that_speaks_of_a_rule_counts(void **state)
{
    const nwl_path_choices both[] = {
        {NWL_STR("/etc/nginx/conf.d"),
         choices_for(state, "unknown-directive",
                     (nwl_rule_choice){.has_severity = true, .severity = NWL_NOTE})},
        {NWL_STR("/etc/nginx/conf.d/b.conf"),
         choices_for(state, "unknown-directive",
                     (nwl_rule_choice){.has_severity = true, .severity = NWL_WARNING})},
    };
    nwl_findings findings =
        judge(state, &(nwl_engine_options){.path_choices = both, .path_choice_count = 2});
    assert_int_equal(
        finding_in(state, &findings, "unknown-directive", "a.conf")->severity, NWL_NOTE);
    assert_int_equal(
        finding_in(state, &findings, "unknown-directive", "b.conf")->severity,
        NWL_WARNING);
}

static void a_path_may_have_a_minimum_of_its_own(void **state)
{
    const nwl_path_choices here = {NWL_STR("/etc/nginx/conf.d/a.conf"),
                                   choices_for(state, "read-timeout-too-short",
                                               (nwl_rule_choice){.minimum_ms = 600000})};
    nwl_findings findings = judge(
        state, &(nwl_engine_options){.path_choices = &here, .path_choice_count = 1});
    assert_non_null(finding_in(state, &findings, "read-timeout-too-short", "a.conf"));
    assert_null(finding_in(state, &findings, "read-timeout-too-short", "b.conf"));
}

static void a_finding_fails_from_the_level_asked_for(void **state)
{
    const nwl_rule_choice *warning =
        choices_for(state, "unknown-directive",
                    (nwl_rule_choice){.has_severity = true, .severity = NWL_WARNING});
    nwl_engine_options options = {.choices = warning, .fail_on = NWL_WARNING};
    nwl_findings findings = judge(state, &options);
    assert_true(finding_in(state, &findings, "unknown-directive", "a.conf")->fails);
    options.fail_on = NWL_ERROR;
    findings = judge(state, &options);
    assert_false(finding_in(state, &findings, "unknown-directive", "a.conf")->fails);
    options.fail_on = NWL_OFF;
    findings = judge(state, &options);
    assert_false(finding_in(state, &findings, "unknown-directive", "a.conf")->fails);
}

static void what_is_allowed_is_a_note(void **state)
{
    const nwl_allowed directive = {.name = NWL_TEXT("foo"), .origin = NWL_TEXT("s:1")};
    const nwl_allowed other = {.name = NWL_TEXT("fooo"), .origin = NWL_TEXT("s:2")};
    const nwl_allowed module = {
        .name = NWL_TEXT("m"), .is_module = true, .origin = NWL_TEXT("s:3")};
    const struct {
        const nwl_allowed *allowed;
        nwl_severity severity;
    } cases[] = {{&directive, NWL_NOTE}, {&other, NWL_ERROR}, {&module, NWL_NOTE}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        nwl_findings findings =
            judge(state,
                  &(nwl_engine_options){.allowed = cases[i].allowed, .allowed_count = 1});
        const nwl_finding *found =
            finding_in(state, &findings, "unknown-directive", "nginx.conf");
        assert_int_equal(found->severity, cases[i].severity);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_rule_is_disabled_in_a_path_alone),
        WORLD_TEST(a_rule_is_enabled_in_a_path_alone),
        WORLD_TEST(the_last_path_that_speaks_of_a_rule_counts),
        WORLD_TEST(a_path_may_have_a_minimum_of_its_own),
        WORLD_TEST(a_finding_fails_from_the_level_asked_for),
        WORLD_TEST(what_is_allowed_is_a_note),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
