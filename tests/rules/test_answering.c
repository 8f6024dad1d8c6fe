// Which findings of a configuration the files that were given answer for.
#include "rules/engine.h"

#include "tests/support/world.h"

#define ROOT(http) FILE_AT("/etc/nginx/nginx.conf", "events { } http { " http " }")
#define AT(name, text) FILE_AT("/etc/nginx/" name, text)
#define BROKEN(name)                                                                     \
    "server { listen 80; server_name " name                                              \
    "; location /ws { proxy_pass http://127.0.0.1:3000; proxy_set_header Connection "    \
    "upgrade; } }"

// What the rules say when a file is given.
static nwl_findings judge(void **state, const memory_file *table, const char *given)
{
    world *w = *state;
    nwl_findings findings = {0};
    nwl_map paths = nwl_map_new(w->arena);
    nwl_map_put(&paths, nwl_str_of(given), w);
    nwl_engine_options options = {.given = &paths, .fail_on = NWL_ERROR};
    nwl_engine_run(w->arena, model_of_files(state, table), &options, &findings);
    nwl_engine_finish(w->arena, &w->files, &findings);
    return findings;
}

static uint32_t asked(const nwl_findings *findings, const char *rule)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < findings->count; i++) {
        const nwl_finding *f = findings->items[i];
        assert_true(f->asked || !f->fails);
        count += f->asked && nwl_str_eq(f->rule->id, nwl_str_of(rule));
    }
    return count;
}

static void a_site_answers_for_itself_alone(void **state)
{
    const memory_file *files =
        FILES(ROOT("include /etc/nginx/*.site;"), AT("a.site", BROKEN("a")),
              AT("b.site", BROKEN("b")));
    nwl_findings findings = judge(state, files, "/etc/nginx/b.site");
    assert_int_equal(findings.count, 2);
    assert_int_equal(asked(&findings, "missing-upgrade-header"), 1);
}

static void a_site_answers_by_the_name_of_its_link(void **state)
{
    const memory_file *files =
        FILES(ROOT("include /etc/nginx/*.site;"), AT("available/a", BROKEN("a")),
              LINK_AT("/etc/nginx/a.site", "available/a"));
    nwl_findings findings = judge(state, files, "/etc/nginx/a.site");
    assert_int_equal(asked(&findings, "missing-upgrade-header"), 1);
}

static void what_a_file_includes_is_its_own(void **state)
{
    const memory_file *files =
        FILES(ROOT("include /etc/nginx/outer.conf;"),
              AT("outer.conf", "include /etc/nginx/inner.conf;"),
              AT("inner.conf", "include /etc/nginx/a.site;"), AT("a.site", BROKEN("a")));
    nwl_findings findings = judge(state, files, "/etc/nginx/outer.conf");
    assert_int_equal(asked(&findings, "missing-upgrade-header"), 1);
}

#define SITE "server { location /ws { proxy_pass http://127.0.0.1:3000; } }"

static uint32_t asked_of_settings(void **state, const char *lines)
{
    const memory_file *files =
        FILES(ROOT("include /etc/nginx/x.conf; include /etc/nginx/a.site;"),
              FILE_AT("/etc/nginx/x.conf", lines), FILE_AT("/etc/nginx/a.site", SITE));
    nwl_findings findings = judge(state, files, "/etc/nginx/x.conf");
    return asked(&findings, "websocket-not-forwarded");
}

static void lines_that_steer_requests_answer_for_the_blocks_inside(void **state)
{
    assert_int_equal(asked_of_settings(state, "proxy_buffering off;"), 1);
    assert_int_equal(asked_of_settings(state, "auth_basic off;"), 1);
    assert_int_equal(asked_of_settings(state, "gzip on; log_format x $uri;"), 0);
    assert_int_equal(asked_of_settings(state, "map $uri $x { a b; }"), 0);
    assert_int_equal(asked_of_settings(state, "server { proxy_buffering off; }"), 0);
}

// How many locations of a server lines answer for, which it includes, or its location.
static uint32_t asked_inside(void **state, const char *lines, bool in_location)
{
    const char *include = "include /etc/nginx/x.conf;";
    world *w = *state;
    nwl_str root = nwl_arena_format(
        w->arena,
        "events { } http { server { %s location /ws { proxy_pass http://127.0.0.1; %s } "
        "} }",
        in_location ? "" : include, in_location ? include : "");
    const memory_file *files = FILES(FILE_AT("/etc/nginx/nginx.conf", root.ptr),
                                     FILE_AT("/etc/nginx/x.conf", lines));
    nwl_findings findings = judge(state, files, "/etc/nginx/x.conf");
    return asked(&findings, "websocket-not-forwarded");
}

// Which lines were taken from it is not known, and a location has few that say nothing of its requests.
static void all_lines_answer_for_the_location_that_takes_them(void **state)
{
    assert_int_equal(asked_inside(state, "client_max_body_size 1m;", true), 1);
    assert_int_equal(asked_inside(state, "client_max_body_size 1m;", false), 0);
}

static void lines_that_say_which_requests_come_answer_for_their_server(void **state)
{
    assert_int_equal(asked_inside(state, "listen 8080;", false), 1);
    assert_int_equal(asked_inside(state, "server_name www.example.com;", false), 1);
    assert_int_equal(asked_inside(state, "ssl_protocols TLSv1.3;", false), 0);
}

#define SOCKET                                                                           \
    "proxy_pass http://127.0.0.1:3000; proxy_http_version 1.1; "                         \
    "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;"

// How many redirected handshakes a file of maps answers for, where the server has these lines.
static uint32_t asked_of_maps(void **state, const char *maps, const char *lines)
{
    world *w = *state;
    nwl_str site =
        nwl_arena_format(w->arena, "server { location /ws { %s " SOCKET " } }", lines);
    const memory_file *files =
        FILES(ROOT("map $a $of_root { default $b; } include /etc/nginx/x.conf; include "
                   "/etc/nginx/a.site;"),
              FILE_AT("/etc/nginx/x.conf", maps), FILE_AT("/etc/nginx/a.site", site.ptr));
    nwl_findings findings = judge(state, files, "/etc/nginx/x.conf");
    assert_int_equal(findings.count, 1);
    return asked(&findings, "handshake-redirected");
}

static void maps_answer_for_the_lines_that_take_their_variables(void **state)
{
    const char *maps =
        "map $uri $a { default 1; } map $uri $B { default 1; } map $uri $url { "
        "default https://x; }";
    assert_int_equal(asked_of_maps(state, maps, "return 301 $url;"), 1);
    assert_int_equal(asked_of_maps(state, maps, "if ($a) { return 301 https://x; }"), 1);
    assert_int_equal(asked_of_maps(state, maps, "if ($b) { return 301 https://x; }"), 1);
    assert_int_equal(asked_of_maps(state, maps, "return 301 https://x;"), 0);
    assert_int_equal(asked_of_maps(state, maps, "set $c $b; return 301 https://x;"), 0);
}

static void maps_answer_for_what_is_made_of_their_variables(void **state)
{
    const char *maps = "map $uri $a { default 1; } map $uri $b { default 1; }";
    assert_int_equal(
        asked_of_maps(state, maps, "if ($of_root) { return 301 https://x; }"), 1);
    assert_int_equal(
        asked_of_maps(state, maps, "set $c $b; set $d x$c; return 301 https://x/$d;"), 1);
}

static void a_zone_answers_for_its_limits(void **state)
{
    const memory_file *files = FILES(
        ROOT("include /etc/nginx/x.conf; server { location /ws { limit_conn c 1; " SOCKET
             " } }"),
        AT("x.conf", "limit_conn_zone $remote_addr zone=c:1m;"));
    nwl_findings findings = judge(state, files, "/etc/nginx/x.conf");
    assert_int_equal(asked(&findings, "rate-limited-socket"), 1);
}

static void a_file_without_lines_may_have_had_some(void **state)
{
    assert_int_equal(asked_of_settings(state, ""), 1);
    assert_int_equal(asked_of_settings(state, "# nothing"), 1);
}

static void every_file_answers_for_what_stops_nginx(void **state)
{
    const memory_file *files =
        FILES(ROOT("include /etc/nginx/a.site; include /etc/nginx/b.site;"),
              AT("a.site", "server { }"), AT("b.site", "server { return 301 $shop; }"));
    nwl_findings findings = judge(state, files, "/etc/nginx/a.site");
    assert_int_equal(asked(&findings, "undefined-variable"), 1);
}

// A line that is to blame in several locations is told once, and first of the one that comes first.
static void a_site_answers_for_a_line_that_others_share(void **state)
{
    const memory_file *files =
        FILES(ROOT("proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "
                   "close; include /etc/nginx/*.site;"),
              AT("a.site", SITE), AT("b.site", SITE), AT("c.site", "server { }"));
    nwl_findings findings = judge(state, files, "/etc/nginx/b.site");
    assert_int_equal(asked(&findings, "connection-not-upgrade"), 1);
    findings = judge(state, files, "/etc/nginx/c.site");
    assert_int_equal(asked(&findings, "connection-not-upgrade"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_site_answers_for_itself_alone),
        WORLD_TEST(a_site_answers_by_the_name_of_its_link),
        WORLD_TEST(what_a_file_includes_is_its_own),
        WORLD_TEST(lines_that_steer_requests_answer_for_the_blocks_inside),
        WORLD_TEST(all_lines_answer_for_the_location_that_takes_them),
        WORLD_TEST(lines_that_say_which_requests_come_answer_for_their_server),
        WORLD_TEST(maps_answer_for_the_lines_that_take_their_variables),
        WORLD_TEST(maps_answer_for_what_is_made_of_their_variables),
        WORLD_TEST(a_zone_answers_for_its_limits),
        WORLD_TEST(a_file_without_lines_may_have_had_some),
        WORLD_TEST(every_file_answers_for_what_stops_nginx),
        WORLD_TEST(a_site_answers_for_a_line_that_others_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
