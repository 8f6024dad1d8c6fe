#include "model/build.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/world.h"

// The line that gives a setting its value at a proxied location, behind the directive's name; "-" for none.
static const char *effective(void **state, const nwl_model *model, const char *location,
                             nwl_setting setting, nwl_directive_id id)
{
    world *w = *state;
    const nwl_scope *scope = location_in(model, location)->scope;
    const nwl_scope *from = scope->settings->from[setting];
    if (from == NULL)
        return "-";
    nwl_str text = NWL_STR("");
    const nwl_directive *line = nwl_scope_last(from, id).directive;
    for (uint32_t i = 0; i < line->arg_count; i++)
        text = nwl_arena_format(w->arena, "%.*s%s%.*s", NWL_STR_FMT(text),
                                i > 0 ? " " : "", NWL_STR_FMT(line->args[i].value));
    return text.ptr;
}

#define EFFECTIVE(model, location, name)                                                 \
    effective(state, model, location, NWL_SET_##name, NWL_D_##name)

static void a_value_comes_from_the_nearest_level_that_has_one(void **state)
{
    const nwl_model *model = model_of(
        state, "http { proxy_read_timeout 1s; proxy_http_version 1.1; server { "
               "proxy_read_timeout 2s; "
               "location /a { proxy_pass http://b; } "
               "location /b { proxy_read_timeout 3s; proxy_pass http://b; } } }");
    assert_string_equal(EFFECTIVE(model, "/a", proxy_read_timeout), "2s");
    assert_string_equal(EFFECTIVE(model, "/b", proxy_read_timeout), "3s");
    assert_string_equal(EFFECTIVE(model, "/b", proxy_http_version), "1.1");
    assert_string_equal(EFFECTIVE(model, "/b", proxy_method), "-");
}

static void one_line_of_a_list_replaces_the_whole_list_above(void **state)
{
    const nwl_model *model =
        model_of(state, "http { server { proxy_set_header A 1; proxy_set_header B 2; "
                        "location /a { proxy_set_header C 3; proxy_pass http://b; } } }");
    uint32_t count;
    const nwl_scope *from =
        location_in(model, "/a")->scope->settings->from[NWL_SET_proxy_set_header];
    nwl_scope_all(from, NWL_D_proxy_set_header, &count);
    assert_int_equal(count, 1);
    assert_string_equal(EFFECTIVE(model, "/a", proxy_set_header), "C 3");
}

static void textual_order_of_levels_does_not_matter(void **state)
{
    const nwl_model *model = model_of(
        state,
        "http { server { location / { proxy_pass http://b; } proxy_read_timeout 2s; } "
        "proxy_http_version 1.1; }");
    assert_string_equal(EFFECTIVE(model, "/", proxy_read_timeout), "2s");
    assert_string_equal(EFFECTIVE(model, "/", proxy_http_version), "1.1");
}

static void nested_locations_inherit_settings_but_no_handler(void **state)
{
    const nwl_model *model = model_of(
        state,
        "http { server { location / { proxy_read_timeout 2s; proxy_pass http://b; "
        "location /static { root /x; } location /ws { proxy_pass http://b; } } } }");
    assert_int_equal(model->locations.count, 2);
    assert_string_equal(EFFECTIVE(model, "/ws", proxy_read_timeout), "2s");
}

static void a_named_location_inherits_from_its_server(void **state)
{
    const nwl_model *model = model_of(
        state,
        "http { server { proxy_read_timeout 1s; location / { proxy_read_timeout 2s; "
        "try_files $uri @app; } location @app { proxy_pass http://b; } } }");
    assert_string_equal(EFFECTIVE(model, "@app", proxy_read_timeout), "1s");
}

static const nwl_proxied_location *located_in(const nwl_model *model, nwl_context context)
{
    for (uint32_t i = 0; i < model->locations.count; i++) {
        if (model->locations.items[i].scope->context == context)
            return &model->locations.items[i];
    }
    fail_msg("nothing is proxied in this context");
    return NULL;
}

static void if_and_limit_except_have_the_settings_of_their_location(void **state)
{
    const nwl_model *model = model_of(
        state,
        "http { server { location / { proxy_read_timeout 2s; "
        "if ($a) { proxy_pass http://b; } limit_except GET { proxy_pass http://c; } "
        "proxy_pass http://d; } } }");
    const nwl_proxied_location *in_if = located_in(model, NWL_CX_HTTP_LOCATION_IF);
    const nwl_proxied_location *in_limit = located_in(model, NWL_CX_HTTP_LIMIT_EXCEPT);
    assert_ptr_equal(in_if->location, in_limit->location);
    assert_ptr_equal(in_if->scope->settings->from[NWL_SET_proxy_read_timeout],
                     in_if->location);
    assert_ptr_equal(in_limit->scope->settings->from[NWL_SET_proxy_read_timeout],
                     in_if->location);
    assert_str_equal(in_if->location_text, "/");
}

static void the_last_handler_of_a_location_counts(void **state)
{
    const nwl_model *model = model_of(
        state, "http { server { location /a { proxy_pass http://b; fastcgi_pass b; } "
               "location /b { fastcgi_pass b; proxy_pass http://b; } } }");
    assert_int_equal(model->locations.count, 2);
    assert_int_equal(location_in(model, "/a")->handler, NWL_HANDLER_FASTCGI);
    assert_int_equal(location_in(model, "/b")->handler, NWL_HANDLER_PROXY);
}

static void the_last_handler_counts_across_includes(void **state)
{
    const nwl_model *model = model_of_files(
        state,
        FILES(
            FILE_AT("/etc/nginx/nginx.conf",
                    "http { server { location /a { proxy_pass http://b; include fcgi; } "
                    "location /b { include fcgi; proxy_pass http://b; } } }"),
            FILE_AT("/etc/nginx/fcgi", "fastcgi_pass b;")));
    assert_int_equal(location_in(model, "/a")->handler, NWL_HANDLER_FASTCGI);
    assert_int_equal(location_in(model, "/b")->handler, NWL_HANDLER_PROXY);
}

static void a_block_goes_on_across_its_includes(void **state)
{
    const nwl_model *model =
        model_of_files(state, FILES(FILE_AT("/etc/nginx/nginx.conf",
                                            "http { include a; server { location / { "
                                            "include b; proxy_pass http://b; } } }"),
                                    FILE_AT("/etc/nginx/a", "proxy_read_timeout 1s;"),
                                    FILE_AT("/etc/nginx/b", "include c;"),
                                    FILE_AT("/etc/nginx/c", "proxy_set_header Host x;")));
    assert_string_equal(EFFECTIVE(model, "/", proxy_read_timeout), "1s");
    assert_string_equal(EFFECTIVE(model, "/", proxy_set_header), "Host x");
}

static void an_include_stands_where_it_is_written(void **state)
{
    const nwl_model *model = model_of_files(
        state,
        FILES(FILE_AT("/etc/nginx/nginx.conf",
                      "http { server { location / { proxy_set_header A 1; "
                      "include b; proxy_set_header C 3; proxy_pass http://b; } } }"),
              FILE_AT("/etc/nginx/b", "proxy_set_header B 2;")));
    uint32_t count;
    const nwl_site *sites =
        nwl_scope_all(location_in(model, "/")->scope, NWL_D_proxy_set_header, &count);
    assert_int_equal(count, 3);
    assert_str_equal(nwl_directive_arg(sites[1].directive, 0), "B");
    assert_str_equal(nwl_directive_arg(sites[2].directive, 0), "C");
}

static void a_snippet_included_twice_is_read_once_and_built_twice(void **state)
{
    const nwl_model *model = model_of_files(
        state,
        FILES(FILE_AT("/etc/nginx/nginx.conf",
                      "http { server { listen 1; include locations; } "
                      "server { listen 2; proxy_read_timeout 2s; include locations; } }"),
              FILE_AT("/etc/nginx/locations", "location / { proxy_pass http://b; }")));
    assert_int_equal(model->configuration->file_count, 2);
    assert_int_equal(model->locations.count, 2);
    const nwl_proxied_location *l = model->locations.items;
    assert_ptr_equal(l[0].site.directive, l[1].site.directive);
    assert_ptr_not_equal(l[0].scope, l[1].scope);
    assert_ptr_not_equal(l[0].site.via, l[1].site.via);
    assert_null(l[0].scope->settings->from[NWL_SET_proxy_read_timeout]);
    assert_ptr_equal(l[1].scope->settings->from[NWL_SET_proxy_read_timeout], l[1].server);
}

static void includes_that_multiply_are_cut_off_and_said_to_be(void **state)
{
    world *w = *state;
    const memory_file *table = FILES(
        FILE_AT("/etc/nginx/nginx.conf", "http { include a; include a; include a; }"),
        FILE_AT("/etc/nginx/a", "include b; include b; include b;"),
        FILE_AT("/etc/nginx/b", "include c; include c; include c;"),
        FILE_AT("/etc/nginx/c", "server { } server { } server { }"));
    load_at(state, "/etc/nginx/nginx.conf", table);
    assert_false(
        nwl_build_scopes(w->arena, &w->configuration, NWL_CX_MAIN, 10000).too_large);
    assert_true(nwl_build_scopes(w->arena, &w->configuration, NWL_CX_MAIN, 50).too_large);
}

static void what_an_unread_include_could_set_makes_its_block_incomplete(void **state)
{
    const nwl_model *model = model_of(
        state,
        "http { server { location /a { include /missing/proxy; proxy_pass http://b; } "
        "location /b { proxy_pass http://b; } } }");
    assert_true(location_in(model, "/a")->scope->incomplete);
    assert_false(location_in(model, "/b")->scope->incomplete);
    assert_int_equal(location_in(model, "/a")->verdict, NWL_VERDICT_UNKNOWN);
    assert_int_not_equal(location_in(model, "/b")->verdict, NWL_VERDICT_UNKNOWN);
}

static void servers_have_their_names_and_addresses(void **state)
{
    const nwl_model *model =
        model_of(state, "http { server { listen 80; listen 443 ssl http2; server_name a "
                        "b; server_name c; } "
                        "server { } } stream { server { listen 1; } }");
    assert_int_equal(model->servers.count, 2);
    const nwl_server *server = model->servers.items[0];
    assert_int_equal(server->name_count, 3);
    assert_str_equal(server->names[2], "c");
    assert_int_equal(server->listen_count, 2);
    assert_str_equal(server->listens[1], "443 ssl http2");
    assert_int_equal(model->servers.items[1]->name_count, 0);
}

static void the_context_of_a_fragment_is_found_out(void **state)
{
    static const struct {
        const char *text;
        nwl_context context;
    } CASES[] = {
        {"events { } http { server { } }", NWL_CX_MAIN},
        {"worker_processes 1;", NWL_CX_MAIN},
        {"", NWL_CX_MAIN},
        {"include x;", NWL_CX_MAIN},
        {"server { listen 80; location / { proxy_pass http://b; } }", NWL_CX_HTTP},
        {"upstream a { server b; } server { listen 80; }", NWL_CX_HTTP},
        {"map $a $b { default c; }", NWL_CX_HTTP},
        {"listen 80; server_name a; location / { }", NWL_CX_HTTP_SERVER},
        {"location / { proxy_pass http://b; }", NWL_CX_HTTP_SERVER},
        {"proxy_set_header Host $host; proxy_pass http://b;", NWL_CX_HTTP_LOCATION},
        {"server 10.0.0.1:80; server 10.0.0.2:80; keepalive 4;", NWL_CX_HTTP_UPSTREAM},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const nwl_model *model = model_of(state, CASES[i].text);
        if (model->context != CASES[i].context)
            fail_msg("\"%s\" is taken for %.*s", CASES[i].text,
                     NWL_STR_FMT(nwl_context_name(model->context)));
    }
}

static void a_fragment_is_judged_in_its_context(void **state)
{
    const nwl_model *server =
        model_of(state, "server { location / { proxy_pass http://b; } }");
    assert_int_equal(server->servers.count, 1);
    assert_int_equal(server->locations.count, 1);
    assert_int_equal(
        model_of(state, "location /a { proxy_pass http://b; }")->locations.count, 1);
    assert_int_equal(
        model_of(state, "proxy_http_version 1.1; proxy_pass http://b;")->locations.count,
        1);
}

static void a_given_context_wins_over_what_the_text_suggests(void **state)
{
    world *w = *state;
    w->options.context = NWL_CX_HTTP_SERVER;
    assert_int_equal(model_of(state, "server { }")->context, NWL_CX_HTTP_SERVER);
}

// Runs under a stack of 256 KiB, in a process of its own so that nothing stays changed.
static int in_small_stack(void (*work)(void **), void **state)
{
    int status = -1;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit small = {256 * 1024, 256 * 1024};
        setrlimit(RLIMIT_STACK, &small);
        work(state);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static const char *nested(world *w, const char *opening, int levels, const char *inside)
{
    size_t length = strlen(opening);
    char *text =
        NWL_NEW_ARRAY(w->arena, char, (size_t)levels *(length + 1) + strlen(inside) + 1);
    char *at = text;
    for (int i = 0; i < levels; i++, at += length)
        memcpy(at, opening, length);
    memcpy(at, inside, strlen(inside));
    memset(at + strlen(inside), '}', (size_t)levels);
    return text;
}

static void build_deep_locations(void **state)
{
    world *w = *state;
    nwl_str text =
        nwl_arena_format(w->arena, "http { server { %s } }",
                         nested(w, "location / {", 20000, "proxy_pass http://b;"));
    if (model_of(state, text.ptr)->locations.count != 1)
        _exit(1);
}

static void build_deep_blocks_of_any_name(void **state)
{
    static const char *const OPENINGS[] = {"http {", "if ($a) {", "x {", "map $a $b {",
                                           "server {"};
    for (size_t i = 0; i < COUNT_OF(OPENINGS); i++)
        model_of(state, nested(*state, OPENINGS[i], 20000, ""));
}

static void nesting_costs_no_stack(void **state)
{
    assert_int_equal(in_small_stack(build_deep_locations, state), 0);
    assert_int_equal(in_small_stack(build_deep_blocks_of_any_name, state), 0);
}

// Files 0 … 999, each including the next one.
static void build_deep_includes(void **state)
{
    enum { DEPTH = 1000 };
    world *w = *state;
    memory_file *table = NWL_NEW_ARRAY(w->arena, memory_file, DEPTH + 2);
    table[0] = FILE_AT("/etc/nginx/nginx.conf", "http { include 0; }");
    for (int i = 0; i < DEPTH; i++) {
        nwl_str path = nwl_arena_format(w->arena, "/etc/nginx/%d", i);
        nwl_str text = i + 1 < DEPTH
                           ? nwl_arena_format(w->arena, "include %d;", i + 1)
                           : NWL_STR("server { location / { proxy_pass http://b; } }");
        table[i + 1] = FILE_AT(path.ptr, text.ptr);
    }
    if (model_of_files(state, table)->locations.count != 1)
        _exit(1);
}

static void a_long_chain_of_includes_costs_no_stack(void **state)
{
    assert_int_equal(in_small_stack(build_deep_includes, state), 0);
}

static void a_file_with_http_or_events_at_its_top_is_a_whole_configuration(void **state)
{
    static const char *const MISPLACED = "gzip on; keepalive_timeout 5; server { }";
    world *w = *state;
    nwl_str text = nwl_arena_format(w->arena, "events { } %s", MISPLACED);
    assert_int_equal(model_of(state, MISPLACED)->context, NWL_CX_HTTP);
    assert_int_equal(model_of(state, text.ptr)->context, NWL_CX_MAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_value_comes_from_the_nearest_level_that_has_one),
        WORLD_TEST(one_line_of_a_list_replaces_the_whole_list_above),
        WORLD_TEST(textual_order_of_levels_does_not_matter),
        WORLD_TEST(nested_locations_inherit_settings_but_no_handler),
        WORLD_TEST(a_named_location_inherits_from_its_server),
        WORLD_TEST(if_and_limit_except_have_the_settings_of_their_location),
        WORLD_TEST(the_last_handler_of_a_location_counts),
        WORLD_TEST(the_last_handler_counts_across_includes),
        WORLD_TEST(a_block_goes_on_across_its_includes),
        WORLD_TEST(an_include_stands_where_it_is_written),
        WORLD_TEST(a_snippet_included_twice_is_read_once_and_built_twice),
        WORLD_TEST(includes_that_multiply_are_cut_off_and_said_to_be),
        WORLD_TEST(what_an_unread_include_could_set_makes_its_block_incomplete),
        WORLD_TEST(servers_have_their_names_and_addresses),
        WORLD_TEST(the_context_of_a_fragment_is_found_out),
        WORLD_TEST(a_fragment_is_judged_in_its_context),
        WORLD_TEST(a_given_context_wins_over_what_the_text_suggests),
        WORLD_TEST(a_file_with_http_or_events_at_its_top_is_a_whole_configuration),
        WORLD_TEST(nesting_costs_no_stack),
        WORLD_TEST(a_long_chain_of_includes_costs_no_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
