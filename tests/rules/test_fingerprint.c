#include "rules/fingerprint.h"

#include "tests/support/world.h"

static nwl_findings findings_at(void **state, const char *root, const memory_file *table)
{
    world *w = *state;
    nwl_findings findings = {0};
    nwl_engine_run(w->arena, model_at(state, root, table), &(nwl_engine_options){0},
                   &findings);
    nwl_engine_finish(w->arena, &w->files, &findings);
    return findings;
}

// The fingerprint of the only finding of a rule in a configuration.
static nwl_str print_of(void **state, const char *rule, const char *text)
{
    nwl_findings findings = findings_at(state, "/etc/nginx/nginx.conf",
                                        FILES(FILE_AT("/etc/nginx/nginx.conf", text)));
    nwl_str found = NWL_STR_NONE;
    for (uint32_t i = 0; i < findings.count; i++) {
        if (!nwl_str_eq(findings.items[i]->rule->id, nwl_str_of(rule)))
            continue;
        assert_int_equal(found.len, 0);
        found = findings.items[i]->fingerprint;
    }
    assert_int_equal(found.len, 32);
    return found;
}

static void assert_same(void **state, const char *rule, const char *a, const char *b)
{
    if (!nwl_str_eq(print_of(state, rule, a), print_of(state, rule, b)))
        fail_msg("they differ: %s and %s", a, b);
}

static void assert_differ(void **state, const char *rule, const char *a, const char *b)
{
    if (nwl_str_eq(print_of(state, rule, a), print_of(state, rule, b)))
        fail_msg("they are the same: %s and %s", a, b);
}

#define SERVER(inside)                                                                   \
    "http { server { " inside " location /ws { proxy_pass http://b; } } }"

static void a_server_is_known_by_its_first_name_and_first_listen(void **state)
{
    static const char RULE[] = "websocket-not-forwarded";
    static const char FIRST[] = SERVER("listen 443; server_name a;");
    assert_same(state, RULE, FIRST, SERVER("server_name a b; listen 443 ssl http2;"));
    assert_same(state, RULE, FIRST, SERVER("server_name \"a\"; listen 443; listen 80;"));
    assert_same(state, RULE, SERVER(""), SERVER("listen 80;"));
    assert_differ(state, RULE, FIRST, SERVER("listen 80; server_name a;"));
    assert_differ(state, RULE, FIRST, SERVER("listen 443; server_name b;"));
    assert_differ(state, RULE, FIRST, SERVER("listen 443;"));
}

static void every_block_around_the_place_counts(void **state)
{
    static const char RULE[] = "unknown-directive";
    static const char *const PLACES[] = {
        "x_y_z a;",
        "http { x_y_z a; }",
        "http { server { x_y_z a; } }",
        "http { server { location / { x_y_z a; } } }",
        "http { server { location /a { x_y_z a; } } }",
        "http { server { location /a { location /a { x_y_z a; } } } }",
        "http { server { if ($arg_a) { x_y_z a; } } }",
        "http { server { if ($arg_b) { x_y_z a; } } }",
        "http { upstream a { server b; x_y_z a; } }",
        "http { upstream b { server b; x_y_z a; } }",
        "stream { server { listen 1; x_y_z a; } }",
        "stream { server { listen 2; x_y_z a; } }",
    };
    for (size_t i = 0; i < COUNT_OF(PLACES); i++) {
        for (size_t k = 0; k < i; k++)
            assert_differ(state, RULE, PLACES[i], PLACES[k]);
    }
}

static void the_words_of_the_directive_count_and_not_how_they_are_written(void **state)
{
    static const char RULE[] = "unknown-directive";
    assert_same(state, RULE, "x_y_z a b;", "# new\n\tx_y_z 'a' # old\r\n \"b\" ;");
    assert_differ(state, RULE, "x_y_z a b;", "x_y_z 'a b';");
    assert_differ(state, RULE, "x_y_z a b;", "x_y_z a c;");
}

static void a_syntax_error_is_known_by_what_stands_there(void **state)
{
    static const char RULE[] = "syntax-error";
    assert_same(state, RULE, "http { server { listen 80 } }",
                "# new\nhttp {\n server {\n listen   80\n} }");
    assert_differ(state, RULE, "http { server { listen 80 } }",
                  "http { server { listen 81 } }");
    assert_differ(state, RULE, "http { server { listen 80 } }",
                  "stream { server { listen 80 } }");
}

// ---- paths --------------------------------------------------------------------------------

static void assert_path(void **state, const char *path, const char *base,
                        const char *expected)
{
    world *w = *state;
    nwl_file file = {.path = nwl_str_of(path), .base = nwl_str_of(base)};
    assert_string_equal(nwl_fingerprint_path(w->arena, &file).ptr, expected);
}

static void paths_begin_in_the_directory_that_was_asked_for(void **state)
{
    assert_path(state, "/etc/nginx/nginx.conf", "/etc/nginx", "nginx.conf");
    assert_path(state, "/etc/nginx/conf.d/a", "/etc/nginx", "conf.d/a");
    assert_path(state, "/etc/shared/a", "/etc/nginx", "../shared/a");
    assert_path(state, "/home/me/nginx2/a", "/home/me/nginx", "../nginx2/a");
    assert_path(state, "/home/me/a", "/home/me/etc/nginx", "../../a");
    assert_path(state, "/etc/ssl/a", "/home/me/nginx", "/etc/ssl/a");
    assert_path(state, "/a", "/", "/a");
}

static nwl_str first_at(void **state, const char *root, const memory_file *table)
{
    nwl_findings findings = findings_at(state, root, table);
    assert_true(findings.count > 0);
    return findings.items[0]->fingerprint;
}

static void a_tree_behind_a_symlink_is_the_same_tree(void **state)
{
    const memory_file *table = FILES(FILE_AT("/srv/one/nginx.conf", "x_y_z;"),
                                     LINK_AT("/home/me/nginx", "/srv/one"));
    assert_true(nwl_str_eq(first_at(state, "/srv/one/nginx.conf", table),
                           first_at(state, "/home/me/nginx/nginx.conf", table)));
}

static void a_finding_of_a_whole_file_does_not_depend_on_its_text(void **state)
{
    nwl_str prints[2];
    static const char *const TEXTS[] = {"server { listen 2; }",
                                        "# a comment\nserver { listen 1; }"};
    for (int i = 0; i < 2; i++) {
        prints[i] = first_at(
            state, "/etc/nginx/nginx.conf",
            FILES(FILE_AT("/etc/nginx/nginx.conf",
                          "events { } http { include sites-enabled/*; }"),
                  LINK_AT("/etc/nginx/sites-enabled/on", "../sites-available/on"),
                  FILE_AT("/etc/nginx/sites-available/on", "server { }"),
                  FILE_AT("/etc/nginx/sites-available/off", TEXTS[i])));
    }
    assert_true(nwl_str_eq(prints[0], prints[1]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_server_is_known_by_its_first_name_and_first_listen),
        WORLD_TEST(every_block_around_the_place_counts),
        WORLD_TEST(the_words_of_the_directive_count_and_not_how_they_are_written),
        WORLD_TEST(a_syntax_error_is_known_by_what_stands_there),
        WORLD_TEST(paths_begin_in_the_directory_that_was_asked_for),
        WORLD_TEST(a_tree_behind_a_symlink_is_the_same_tree),
        WORLD_TEST(a_finding_of_a_whole_file_does_not_depend_on_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
