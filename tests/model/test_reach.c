// Locations that nginx chooses for none of their own paths.
#include "model/reach.h"

#include "tests/support/world.h"

// The text of the location that takes the handshakes of one, "" when it gets some.
static const char *taker_of(void **state, const char *server, const char *location)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(w->arena, "http { server { %s } }", server);
    const nwl_scope *taker = location_in(model_of(state, text.ptr), location)->taken_by;
    return taker == NULL ? "" : nwl_scope_location_text(w->arena, taker).ptr;
}

#define BESIDE(text) "location " text " { proxy_pass http://a; } "

static void a_preferred_prefix_keeps_the_regexes_of_its_paths(void **state)
{
    assert_string_equal(
        taker_of(state, BESIDE("^~ /ws/") BESIDE("~ ^/ws/chat"), "~ ^/ws/chat"),
        "^~ /ws/");
    assert_string_equal(
        taker_of(state, BESIDE("^~ /ws") BESIDE("~ ^/(ws/a|ws/b)"), "~ ^/(ws/a|ws/b)"),
        "^~ /ws");
}

static void one_alternative_that_is_left_is_enough(void **state)
{
    assert_string_equal(
        taker_of(state, BESIDE("^~ /ws") BESIDE("~ ^/(ws|hub)/"), "~ ^/(ws|hub)/"), "");
}

static void a_regex_takes_prefixes_and_later_regexes(void **state)
{
    const char *server =
        BESIDE("/room/") BESIDE("~ ^/room") BESIDE("~ ^/room/one$") BESIDE("/hall");
    assert_string_equal(taker_of(state, server, "/room/"), "~ ^/room");
    assert_string_equal(taker_of(state, server, "~ ^/room/one$"), "~ ^/room");
    assert_string_equal(taker_of(state, server, "/hall"), "");
    assert_string_equal(taker_of(state, server, "~ ^/room"), "");
}

static void a_part_of_the_paths_is_not_all(void **state)
{
    assert_string_equal(
        taker_of(state, BESIDE("/room/") BESIDE("~ ^/room/[a-z]+$"), "/room/"), "");
    assert_string_equal(taker_of(state, BESIDE("/") BESIDE("~ ^/(.+)$"), "/"), "");
}

static void a_handshake_asks_for_the_path_that_ends_with_its_word(void **state)
{
    assert_string_equal(taker_of(state, BESIDE("/api/websocket") BESIDE("~ /websocket$"),
                                 "/api/websocket"),
                        "~ /websocket$");
    assert_string_equal(
        taker_of(state, BESIDE("/ws") BESIDE("= /ws") BESIDE("~ /x$"), "/ws"), "");
}

static void what_cannot_be_decided_is_not_claimed(void **state)
{
    assert_string_equal(taker_of(state, BESIDE("^~ /a") BESIDE("~ ^/a|b|c|d|e|f|g|h|i"),
                                 "~ ^/a|b|c|d|e|f|g|h|i"),
                        "");
    assert_string_equal(taker_of(state, BESIDE("@app") BESIDE("~ ."), "@app"), "");
}

static void what_it_meets_there_is_its_verdict(void **state)
{
    const nwl_proxied_location *l = location_in(
        model_of(state,
                 "http { server { location /ws { proxy_pass http://a; } location ~ ^/ws "
                 "{ proxy_pass http://a; proxy_http_version 1.1; proxy_read_timeout 1h; "
                 "proxy_set_header Upgrade $http_upgrade; "
                 "proxy_set_header Connection $http_connection; } } }"),
        "/ws");
    assert_true(l->not_reached);
    assert_false(l->takes_plain);
    assert_int_equal(l->verdict, NWL_VERDICT_WORKS);
    assert_int_equal(l->idle_limit_ms, 3600000);
    assert_int_equal(l->expectation.level, NWL_EXPECTS_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_preferred_prefix_keeps_the_regexes_of_its_paths),
        WORLD_TEST(one_alternative_that_is_left_is_enough),
        WORLD_TEST(a_regex_takes_prefixes_and_later_regexes),
        WORLD_TEST(a_part_of_the_paths_is_not_all),
        WORLD_TEST(a_handshake_asks_for_the_path_that_ends_with_its_word),
        WORLD_TEST(what_cannot_be_decided_is_not_claimed),
        WORLD_TEST(what_it_meets_there_is_its_verdict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
