#include "rules/engine.h"

#include "tests/support/world.h"

static void judge(void **state, const nwl_model *model, const nwl_engine_options *options,
                  nwl_findings *findings)
{
    world *w = *state;
    nwl_engine_run(w->arena, model, options, findings);
    nwl_engine_finish(w->arena, &w->files, findings);
}

static nwl_findings findings_of_files(void **state, const memory_file *table)
{
    nwl_findings findings = {0};
    judge(state, model_of_files(state, table), &(nwl_engine_options){0}, &findings);
    return findings;
}

static nwl_findings findings_of(void **state, const char *text)
{
    nwl_findings findings = {0};
    judge(state, model_of(state, text), &(nwl_engine_options){0}, &findings);
    return findings;
}

static const nwl_finding *finding_of(const nwl_findings *findings, const char *rule)
{
    for (uint32_t i = 0; i < findings->count; i++) {
        if (nwl_str_eq(findings->items[i]->rule->id, nwl_str_of(rule)))
            return findings->items[i];
    }
    fail_msg("there is no %s", rule);
    return NULL;
}

static uint32_t index_of(const char *rule)
{
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        if (nwl_str_eq(nwl_rule_at(i)->id, nwl_str_of(rule)))
            return i;
    }
    fail_msg("there is no rule %s", rule);
    return 0;
}

static const char BROKEN[] = "http { server { location /ws { proxy_pass http://b; } } }";

static void every_rule_is_found_by_its_name_and_has_its_texts(void **state)
{
    (void)state;
    assert_true(nwl_rule_count() > 0);
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        const nwl_rule *rule = nwl_rule_at(i);
        assert_ptr_equal(nwl_rule_named(rule->id), rule);
        assert_true(rule->title.len > 0 && rule->why.len > 0 && rule->remedy.len > 0);
        const nwl_rule_example *example = nwl_rule_example_of(rule);
        assert_true(example->bad.len > 0 && example->good.len > 0);
        assert_true(rule->when_to_ignore.len > 0 && rule->sources[0].len > 0);
        assert_true(rule->severity >= NWL_NOTE && rule->severity <= NWL_ERROR);
    }
    assert_null(nwl_rule_named(NWL_STR("no-such-rule")));
}

static void findings_are_sorted_by_path_and_place(void **state)
{
    nwl_findings findings = findings_of_files(
        state,
        FILES(
            FILE_AT("/etc/nginx/nginx.conf",
                    "http { include b; include a; include nothing; }"),
            FILE_AT("/etc/nginx/a", "server { location /ws { proxy_pass http://b; }\n"
                                    "location /wss { proxy_pass http://b; } }"),
            FILE_AT("/etc/nginx/b", "server { location /ws { proxy_pass http://b; } }")));
    assert_true(findings.count >= 4);
    for (uint32_t i = 1; i < findings.count; i++) {
        const nwl_finding *a = findings.items[i - 1], *b = findings.items[i];
        const nwl_files *files = &((world *)*state)->files;
        int order = nwl_str_compare(files->items.items[a->at.file]->path,
                                    files->items.items[b->at.file]->path);
        assert_true(order < 0 || (order == 0 && a->at.range.begin <= b->at.range.begin));
    }
}

static uint32_t count_of(const nwl_findings *findings, const char *rule)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < findings->count; i++)
        count += nwl_str_eq(findings->items[i]->rule->id, nwl_str_of(rule));
    return count;
}

static void what_two_includes_in_one_server_say_alike_is_said_once(void **state)
{
    nwl_findings findings = findings_of_files(
        state,
        FILES(FILE_AT("/etc/nginx/nginx.conf",
                      "http { server { include site; include site; } }"),
              FILE_AT("/etc/nginx/site", "location /ws { proxy_pass http://b; }")));
    assert_int_equal(count_of(&findings, "websocket-not-forwarded"), 1);
}

static void what_holds_in_two_servers_is_said_of_each(void **state)
{
    nwl_findings findings = findings_of_files(
        state,
        FILES(FILE_AT("/etc/nginx/nginx.conf",
                      "http { server { server_name a; include site; } "
                      "server { server_name b; include site; } }"),
              FILE_AT("/etc/nginx/site", "location /ws { proxy_pass http://b; }")));
    assert_int_equal(count_of(&findings, "websocket-not-forwarded"), 2);
    assert_false(
        nwl_str_eq(findings.items[0]->fingerprint, findings.items[1]->fingerprint));
}

static void a_syntax_error_of_a_file_included_twice_is_said_once(void **state)
{
    nwl_findings findings = findings_of_files(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf",
                             "http { server { include a; } server { include a; } }"),
                     FILE_AT("/etc/nginx/a", "listen 80")));
    assert_int_equal(count_of(&findings, "syntax-error"), 1);
}

static void two_roots_that_share_a_file_say_it_once(void **state)
{
    nwl_findings findings = {0};
    const memory_file *table = FILES(FILE_AT("/a/nginx.conf", "http { include /srv/x; }"),
                                     FILE_AT("/b/nginx.conf", "http { include /srv/x; }"),
                                     FILE_AT("/srv/x", "server { listen 80 }"));
    world *w = *state;
    const nwl_engine_options options = {0};
    nwl_configuration both[2];
    for (int i = 0; i < 2; i++) {
        both[i] = *load_at(state, i == 0 ? "/a/nginx.conf" : "/b/nginx.conf", table);
        nwl_engine_run(w->arena, nwl_model_build(w->arena, &both[i], &w->options),
                       &options, &findings);
    }
    nwl_engine_finish(w->arena, &w->files, &findings);
    assert_int_equal(count_of(&findings, "syntax-error"), 1);
}

static nwl_str fingerprint_of(void **state, const char *text)
{
    nwl_findings findings = findings_of(state, text);
    return finding_of(&findings, "websocket-not-forwarded")->fingerprint;
}

static void a_fingerprint_survives_layout_and_comments(void **state)
{
    static const char *const SAME[] = {
        "http {\n\n\n  server {\n\tlocation /ws {\n\t\tproxy_pass   "
        "http://b;\n\t}\n}\n}\n",
        "# new\nhttp { # one\n server { listen 80; location /ws { # two\n proxy_pass "
        "http://b; # three\n } } }",
        "events { }\r\nhttp {\r\n server {\r\n location /ws {\r\n proxy_pass\r\n "
        "http://b;\r\n}\r\n}\r\n}\r\n",
        "http { server { location /ws { proxy_read_timeout 1h; proxy_pass http://b; } } "
        "}",
    };
    nwl_str first = fingerprint_of(state, BROKEN);
    assert_int_equal(first.len, 32);
    for (size_t i = 0; i < COUNT_OF(SAME); i++) {
        if (!nwl_str_eq(fingerprint_of(state, SAME[i]), first))
            fail_msg("%s", SAME[i]);
    }
}

static void a_fingerprint_changes_with_what_it_is_about(void **state)
{
    static const char *const OTHERS[] = {
        "http { server { location /ws { proxy_pass http://c; } } }",
        "http { server { location /wss { proxy_pass http://b; } } }",
        "http { server { server_name a; location /ws { proxy_pass http://b; } } }",
    };
    nwl_str first = fingerprint_of(state, BROKEN);
    for (size_t i = 0; i < COUNT_OF(OTHERS); i++)
        assert_false(nwl_str_eq(fingerprint_of(state, OTHERS[i]), first));
}

static nwl_str fingerprint_at(void **state, const char *root)
{
    world *w = *state;
    nwl_findings findings = {0};
    memory_file *table = NWL_NEW_ARRAY(w->arena, memory_file, 2);
    table[0] = FILE_AT(nwl_arena_format(w->arena, "%s/nginx.conf", root).ptr, BROKEN);
    judge(state, model_at(state, table[0].path, table), &(nwl_engine_options){0},
          &findings);
    return finding_of(&findings, "websocket-not-forwarded")->fingerprint;
}

static void a_fingerprint_is_the_same_wherever_the_tree_stands(void **state)
{
    nwl_str there = fingerprint_at(state, "/etc/nginx"),
            copied = fingerprint_at(state, "/home/me/checkout");
    assert_true(nwl_str_eq(there, copied));
}

static void findings_alike_in_everything_have_different_fingerprints(void **state)
{
    nwl_findings findings =
        findings_of(state, "http { server { location /ws { proxy_pass http://b; } } "
                           "server { location /ws { proxy_pass http://b; } } }");
    assert_int_equal(count_of(&findings, "websocket-not-forwarded"), 2);
    assert_false(
        nwl_str_eq(findings.items[0]->fingerprint, findings.items[1]->fingerprint));
}

static void a_disabled_rule_is_silent_and_the_others_are_not(void **state)
{
    static const char BOTH[] =
        "http { include nothing; server { location /ws { proxy_pass http://b; } } }";
    world *w = *state;
    nwl_findings findings = {0};
    nwl_rule_choice *choices = NWL_NEW_ARRAY(w->arena, nwl_rule_choice, nwl_rule_count());
    choices[index_of("websocket-not-forwarded")].disabled = true;
    judge(state, model_of(state, BOTH), &(nwl_engine_options){.choices = choices},
          &findings);
    assert_int_equal(count_of(&findings, "websocket-not-forwarded"), 0);
    assert_int_equal(count_of(&findings, "include-not-found"), 1);
}

static void a_chosen_severity_replaces_the_rule_s_own(void **state)
{
    world *w = *state;
    nwl_findings findings = {0};
    nwl_rule_choice *choices = NWL_NEW_ARRAY(w->arena, nwl_rule_choice, nwl_rule_count());
    choices[index_of("websocket-not-forwarded")] =
        (nwl_rule_choice){.has_severity = true, .severity = NWL_NOTE};
    judge(state, model_of(state, BROKEN), &(nwl_engine_options){.choices = choices},
          &findings);
    assert_int_equal(finding_of(&findings, "websocket-not-forwarded")->severity,
                     NWL_NOTE);
}

static void the_minimum_of_the_read_timeout_may_be_given(void **state)
{
    static const char TEXT[] =
        "http { server { location /ws { proxy_http_version 1.1; "
        "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; "
        "proxy_read_timeout 5m; proxy_pass http://b; } } }";
    nwl_findings by_default = findings_of(state, TEXT), given = {0};
    judge(state, model_of(state, TEXT),
          &(nwl_engine_options){.min_read_timeout_ms = 600000}, &given);
    assert_int_equal(count_of(&by_default, "read-timeout-too-short"), 0);
    assert_int_equal(count_of(&given, "read-timeout-too-short"), 1);
}

static void no_findings_are_no_trouble(void **state)
{
    assert_int_equal(findings_of(state, "").count, 0);
    assert_int_equal(findings_of(state, "events { } http { }").count, 0);
}

// Every handler in a place that expects a WebSocket, with and without the setup.
static void every_handler_is_looked_at(void **state)
{
    static const char *const HANDLERS[] = {
        "proxy_pass http://b", "uwsgi_pass b",     "scgi_pass b", "fastcgi_pass b",
        "grpc_pass b",         "memcached_pass b", "proxy_pass"};
    world *w = *state;
    for (size_t i = 0; i < COUNT_OF(HANDLERS); i++) {
        nwl_str text =
            nwl_arena_format(w->arena,
                             "http { server { location /ws { %s; } location /ws2 { "
                             "proxy_set_header Upgrade x; %s; "
                             "if ($http_upgrade) { %s; } limit_except GET { %s; } } } }",
                             HANDLERS[i], HANDLERS[i], HANDLERS[i], HANDLERS[i]);
        nwl_findings findings = findings_of(state, text.ptr);
        assert_true(i > 0 || findings.count > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(every_rule_is_found_by_its_name_and_has_its_texts),
        WORLD_TEST(findings_are_sorted_by_path_and_place),
        WORLD_TEST(what_two_includes_in_one_server_say_alike_is_said_once),
        WORLD_TEST(what_holds_in_two_servers_is_said_of_each),
        WORLD_TEST(a_syntax_error_of_a_file_included_twice_is_said_once),
        WORLD_TEST(two_roots_that_share_a_file_say_it_once),
        WORLD_TEST(a_fingerprint_survives_layout_and_comments),
        WORLD_TEST(a_fingerprint_changes_with_what_it_is_about),
        WORLD_TEST(a_fingerprint_is_the_same_wherever_the_tree_stands),
        WORLD_TEST(findings_alike_in_everything_have_different_fingerprints),
        WORLD_TEST(a_disabled_rule_is_silent_and_the_others_are_not),
        WORLD_TEST(a_chosen_severity_replaces_the_rule_s_own),
        WORLD_TEST(the_minimum_of_the_read_timeout_may_be_given),
        WORLD_TEST(no_findings_are_no_trouble),
        WORLD_TEST(every_handler_is_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
