#include "model/detour.h"

#include "tests/support/world.h"

#define V "proxy_http_version 1.1; "
#define U "proxy_set_header Upgrade $http_upgrade; "
#define C "proxy_set_header Connection upgrade; "
#define P "proxy_pass http://b; "
#define APP "location @app { " P "} "
#define LEADS "try_files /none @app; "

typedef struct row {
    const char *server;
    const char *detours; // of all locations: "/ws UCV60 try_files > @app"
} row;

static const char *mark(nwl_site site, const char *letter)
{
    return site.directive != NULL ? letter : "";
}

static nwl_str described(nwl_arena *arena, const nwl_proxied_location *to)
{
    nwl_str text = NWL_STR("");
    for (const nwl_detour *d = to->detours; d != NULL; d = d->next) {
        nwl_str from = nwl_scope_location_text(arena, d->from);
        text = nwl_arena_format(
            arena, "%.*s%s%.*s %s%s%s%s%s %.*s > %.*s", NWL_STR_FMT(text),
            text.len > 0 ? ", " : "", NWL_STR_FMT(from), mark(d->upgrade, "U"),
            mark(d->connection, "C"), mark(d->host, "H"), mark(d->http_version, "V"),
            mark(d->read_timeout, "T"), NWL_STR_FMT(d->by.directive->name),
            NWL_STR_FMT(to->location_text));
    }
    return text;
}

static const char *found(void **state, const char *server)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(
        w->arena, "http { upstream b { server a:1; } server { %s } }", server);
    const nwl_model *model = model_of(state, text.ptr);
    nwl_str all = NWL_STR("");
    for (uint32_t i = 0; i < model->locations.count; i++) {
        nwl_str here = described(w->arena, &model->locations.items[i]);
        all =
            nwl_arena_format(w->arena, "%.*s%s%.*s", NWL_STR_FMT(all),
                             all.len > 0 && here.len > 0 ? "; " : "", NWL_STR_FMT(here));
    }
    return all.ptr;
}

static void check(void **state, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(found(state, rows[i].server), rows[i].detours) != 0)
            fail_msg("%s leads to %s", rows[i].server, found(state, rows[i].server));
}

static void lines_count_nowhere_when_the_request_leaves(void **state)
{
    static const row ROWS[] = {
        {"location /ws { " V U C LEADS "} " APP, "/ws UCV try_files > @app"},
        {"location /ws { proxy_set_header Host x; proxy_read_timeout 1h; " LEADS "} " APP,
         "/ws HT try_files > @app"},
        {"location /ws { " U "error_page 418 = @app; return 418; } " APP,
         "/ws U error_page > @app"},
        {"location /ws { " U "rewrite ^ /b last; } location /b { " P "}",
         "/ws U rewrite > /b"},
        {"location /ws { proxy_read_timeout 1h; rewrite ^ /b last; } location /b { " P
         "}",
         "/ws T rewrite > /b"},
        {"location /ws { " U "rewrite ^ /b; " P "} location /b { " P "}",
         "/ws U rewrite > /b"},
        {"location /x { " V LEADS "} location /y { " U LEADS "} " APP,
         "/x V try_files > @app, /y U try_files > @app"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void lines_that_count_somewhere_are_none(void **state)
{
    static const row ROWS[] = {
        {"location /ws { " U P "} ", ""},
        {"location /ws { " U "rewrite ^ /b break; " P "} location /b { " P "}", ""},
        {"location /ws { " U LEADS "location /ws/x { " P "} } " APP, ""},
        {"location /ws { " U "if ($arg_x) { " P "} " LEADS "} " APP, ""},
        {"location /ws { " U "try_files /none =404; } " APP, ""},
        {"location /ws { " U "error_page 418 @app; return 418; } " APP, ""},
        {"location /ws { gzip on; " LEADS "} " APP, ""},
        {"location /up { proxy_read_timeout 1h; rewrite ^ /b last; } location /b { " P
         "}",
         ""},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void what_takes_a_header_away_is_no_setup(void **state)
{
    static const row ROWS[] = {
        {"location /ws { proxy_set_header Upgrade \"\"; " C LEADS "} " APP,
         "/ws C try_files > @app"},
        {"location /ws { " U "proxy_set_header Connection close; " LEADS "} " APP,
         "/ws U try_files > @app"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void only_a_longer_time_than_the_default_is_a_longer_detour(void **state)
{
    world *w = *state;
    nwl_str form =
        nwl_arena_format(w->arena,
                         "http { server { location /ws { proxy_read_timeout 30s; "
                         "%s} location /x { proxy_read_timeout 1h; %s} %s} }",
                         LEADS, LEADS, APP);
    const nwl_proxied_location *app = &model_of(state, form.ptr)->locations.items[0];
    assert_int_equal(nwl_longer_detour(app)->read_timeout_ms, 3600 * 1000);
    assert_ptr_equal(nwl_longer_detour(app), app->detours->next);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(lines_count_nowhere_when_the_request_leaves),
        WORLD_TEST(lines_that_count_somewhere_are_none),
        WORLD_TEST(what_takes_a_header_away_is_no_setup),
        WORLD_TEST(only_a_longer_time_than_the_default_is_a_longer_detour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
