#include "model/url.h"

#include "tests/support/world.h"

typedef struct row {
    const char *text, *host, *authority, *target;
    uint32_t port;
    bool is_tls;
} row;

static void check(void **state, const row *expected)
{
    world *w = *state;
    nwl_url url;
    const char *wrong = nwl_url_parse(w->arena, nwl_str_of(expected->text), &url);
    if (wrong != NULL)
        fail_msg("\"%s\": %s", expected->text, wrong);
    assert_true(nwl_str_eq(url.host, nwl_str_of(expected->host)));
    assert_true(nwl_str_eq(url.authority, nwl_str_of(expected->authority)));
    assert_true(nwl_str_eq(url.target, nwl_str_of(expected->target)));
    assert_int_equal(url.port, expected->port);
    assert_int_equal(url.is_tls, expected->is_tls);
}

static void urls_are_taken_apart(void **state)
{
    static const row ROWS[] = {
        {"ws://h", "h", "h", "/", 80, false},
        {"wss://h/", "h", "h", "/", 443, true},
        {"http://h:8080/a", "h", "h:8080", "/a", 8080, false},
        {"HTTPS://H/a?b=c", "H", "H", "/a?b=c", 443, true},
        {"ws://h?b=c", "h", "h", "/?b=c", 80, false},
        {"ws://[::1]/ws", "[::1]", "[::1]", "/ws", 80, false},
        {"ws://[::1]:81/ws", "[::1]", "[::1]:81", "/ws", 81, false},
        {"ws://h/a:1/b?x=1:2", "h", "h", "/a:1/b?x=1:2", 80, false},
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        check(state, &ROWS[i]);
}

static void the_port_of_the_scheme_is_not_sent_as_host(void **state)
{
    check(state, &(row){"wss://h:443/", "h", "h", "/", 443, true});
    check(state, &(row){"wss://h:80/", "h", "h:80", "/", 80, true});
}

static void a_fragment_stays_with_the_client(void **state)
{
    check(state, &(row){"ws://h/a?b#c?d", "h", "h", "/a?b", 80, false});
    check(state, &(row){"ws://h#c", "h", "h", "/", 80, false});
}

static void what_is_no_url_leaves_the_result_alone(void **state)
{
    world *w = *state;
    static const char *const WRONG[] = {
        "",           "h",        "//h/",      "ftp://h/",   "ws:/h",    "ws://",
        "ws:///a",    "ws://:80", "ws://h:/",  "ws://h:0/",  "ws://h:x", "ws://h:65536/",
        "ws://u@h/a", "ws://h a", "ws://h/\n", "ws://h/\x7f"};
    nwl_url url = {.port = 7};
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        if (nwl_url_parse(w->arena, nwl_str_of(WRONG[i]), &url) == NULL)
            fail_msg("\"%s\" is taken for a URL", WRONG[i]);
        assert_int_equal(url.port, 7);
    }
}

static void a_scheme_of_websocket_is_told_from_a_name_that_begins_so(void **state)
{
    (void)state;
    assert_true(nwl_url_is_of_websocket(NWL_STR("ws://h")));
    assert_true(nwl_url_is_of_websocket(NWL_STR("WSS://h/x")));
    assert_false(nwl_url_is_of_websocket(NWL_STR("wss")));
    assert_false(nwl_url_is_of_websocket(NWL_STR("ws:9000")));
    assert_false(nwl_url_is_of_websocket(NWL_STR("http://ws://h")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(urls_are_taken_apart),
        WORLD_TEST(the_port_of_the_scheme_is_not_sent_as_host),
        WORLD_TEST(a_fragment_stays_with_the_client),
        WORLD_TEST(what_is_no_url_leaves_the_result_alone),
        WORLD_TEST(a_scheme_of_websocket_is_told_from_a_name_that_begins_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
