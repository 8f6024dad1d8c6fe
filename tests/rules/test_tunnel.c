#include "rules/tunnel.h"

#include "tests/support/world.h"

static void a_unit_is_a_mistake_only_where_the_time_makes_no_sense(void **state)
{
    static const struct {
        const char *time;
        int64_t meant_ms;
    } CASES[] = {
        {"3600ms", 3600000},
        {"60ms", 60000},
        {"86400ms", 86400000},
        {"60000ms", 0},
        {"36000ms", 0},
        {"2500ms", 0},
        {"0ms", 0},
        {"60000", 60000},
        {"300000", 300000},
        {"43200000", 43200000},
        {"180000", 0},
        {"86400", 0},
        {"31536000", 0},
        {"3600", 0},
        {"60000s", 0},
        {"1h", 0},
        {"1M", 0},
        {"0", 0},
        {"", 0},
        {"ms", 0},
        {"$time", 0},
        {"9999999999999999", 0},
        {"1h 3600ms", 0},
        {"99999999999999999999", 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_int_equal(nwl_tunnel_time_meant_ms(nwl_str_of(CASES[i].time)),
                         CASES[i].meant_ms);
}

static const nwl_proxied_location *websocket_with(void **state, const char *lines)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(
        w->arena,
        "http { keepalive_timeout 1h; proxy_send_timeout 1h; server { location /ws { "
        "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; "
        "proxy_set_header Connection upgrade; %s proxy_pass http://b; } } }",
        lines);
    return &model_of(state, text.ptr)->locations.items[0];
}

static bool is_raised_in_vain(void **state, const char *lines, bool own_only)
{
    return nwl_tunnel_raised_in_vain(websocket_with(state, lines), own_only).directive !=
           NULL;
}

static void a_time_above_counts_when_it_is_the_backend_s(void **state)
{
    assert_true(is_raised_in_vain(state, "", false));
    assert_false(is_raised_in_vain(state, "", true));
    assert_false(is_raised_in_vain(state, "proxy_send_timeout 60s;", false));
    assert_true(is_raised_in_vain(state, "keepalive_timeout 2h;", true));
    assert_false(is_raised_in_vain(state, "keepalive_timeout 75s;", true));
    assert_false(
        is_raised_in_vain(state, "keepalive_timeout 2h; proxy_read_timeout 2h;", true));
}

static void a_websocket_may_open_unless_something_stands_against_it(void **state)
{
    assert_true(nwl_tunnel_may_open(websocket_with(state, "")));
    assert_true(nwl_tunnel_may_open(websocket_with(state, "allow 10.0.0.1; deny all;")));
    assert_false(nwl_tunnel_may_open(websocket_with(state, "proxy_method POST;")));
    assert_false(nwl_tunnel_may_open(websocket_with(state, "return 403;")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_unit_is_a_mistake_only_where_the_time_makes_no_sense),
        WORLD_TEST(a_time_above_counts_when_it_is_the_backend_s),
        WORLD_TEST(a_websocket_may_open_unless_something_stands_against_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
