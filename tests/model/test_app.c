#include "model/app.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const nwl_app *app_called(const char *name)
{
    for (uint32_t i = 0; i < nwl_app_count(); i++) {
        if (nwl_str_eq(nwl_app_at(i)->name, nwl_str_of(name)))
            return nwl_app_at(i);
    }
    fail_msg("no application is called %s", name);
    return NULL;
}

static bool is_at(const char *app, const char *uri)
{
    return nwl_app_path_matches(app_called(app), nwl_str_of(uri));
}

static nwl_path_strength strength(const char *app, const char *uri)
{
    return nwl_app_path_strength(app_called(app), nwl_str_of(uri));
}

static bool is_below(const char *app, const char *prefix)
{
    return nwl_app_path_below(app_called(app), nwl_str_of(prefix));
}

static bool is_named(const char *app, const char *text)
{
    return nwl_app_name_matches(app_called(app), nwl_str_of(text));
}

static void every_application_can_be_recognised_by_something(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < nwl_app_count(); i++) {
        const nwl_app *app = nwl_app_at(i);
        assert_true(app->name.len > 0);
        assert_true(app->path_count + app->port_count + app->name_count > 0);
        assert_true(app->ping_interval_s == 0 || app->ping_from != NWL_PING_UNKNOWN);
    }
}

static void every_path_is_a_segment_deep_and_has_one_star_a_segment_at_most(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < nwl_app_count(); i++) {
        const nwl_app *app = nwl_app_at(i);
        for (uint32_t j = 0; j < app->path_count; j++) {
            nwl_str rest = nwl_str_from(app->paths[j].pattern, 1), segment;
            assert_true(app->paths[j].pattern.ptr[0] == '/' && rest.len > 0);
            assert_true(app->paths[j].strength != NWL_PATH_NONE);
            while (nwl_str_cut(&rest, '/', &segment)) {
                assert_true(nwl_str_find(segment, '*', 0) ==
                            nwl_str_find_last(segment, '*'));
            }
        }
    }
}

static void every_name_is_in_lower_case_without_punctuation(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < nwl_app_count(); i++) {
        const nwl_app *app = nwl_app_at(i);
        for (uint32_t j = 0; j < app->name_count; j++) {
            assert_true(app->names[j].len >= 4);
            for (size_t k = 0; k < app->names[j].len; k++) {
                char c = app->names[j].ptr[k];
                assert_true(nwl_is_alnum(c) && c == nwl_to_lower(c));
            }
        }
    }
}

static void the_facts_of_an_application_are_in_its_row(void **state)
{
    (void)state;
    const nwl_app *mattermost = app_called("Mattermost");
    assert_int_equal(mattermost->ping_interval_s, 60);
    assert_int_equal(mattermost->ping_from, NWL_PING_SERVER);
    assert_int_equal(mattermost->docs_read_timeout_s, 90);
    assert_int_equal(mattermost->flags, NWL_APP_KEEPS_PATHS);
    assert_int_equal(app_called("Radarr")->flags, NWL_APP_REFUSES_CONSTANT_UPGRADE);
    assert_int_equal(app_called("Socket.IO")->flags,
                     NWL_APP_NEEDS_STICKY | NWL_APP_KEEPS_PATHS);
    assert_int_equal(app_called("Gotify")->flags, NWL_APP_CHECKS_ORIGIN);
    assert_int_equal(app_called("Plex")->flags, 0);
    assert_int_equal(app_called("Immich")->flags, NWL_APP_AT_ROOT);
}

static void a_slash_at_the_end_of_either_makes_no_difference(void **state)
{
    (void)state;
    assert_true(is_at("Socket.IO", "/socket.io/"));
    assert_true(is_at("Socket.IO", "/socket.io"));
    assert_true(is_at("Apache Zeppelin", "/ws"));
    assert_true(is_at("Apache Zeppelin", "/ws/"));
}

static void what_lies_inside_a_directory_is_the_socket(void **state)
{
    (void)state;
    assert_true(is_at("Socket.IO", "/socket.io/v4"));
    assert_true(is_at("Socket.IO", "/socket.io/v4/x/"));
    assert_false(is_at("Socket.IO", "/socket.iox"));
    assert_false(is_at("Apache Zeppelin", "/ws/x"));
}

static void an_ancestor_of_the_socket_is_not_the_socket(void **state)
{
    (void)state;
    assert_false(is_at("Mattermost", "/"));
    assert_false(is_at("Mattermost", "/api"));
    assert_false(is_at("Mattermost", "/api/"));
    assert_false(is_at("Mattermost", "/api/v4/"));
    assert_false(is_at("Immich", "/"));
}

static void a_star_stands_for_one_byte_or_more_within_a_segment(void **state)
{
    (void)state;
    assert_true(is_at("Mattermost", "/api/v4/websocket"));
    assert_true(is_at("Mattermost", "/api/v4/users/websocket"));
    assert_true(is_at("Mattermost", "/api/v10/websocket/"));
    assert_false(is_at("Mattermost", "/api/v/websocket"));
    assert_false(is_at("Mattermost", "/api/4/websocket"));
    assert_false(is_at("Mattermost", "/api/v4/x/websocket"));
    assert_true(is_at("ntfy", "/alerts/ws"));
    assert_false(is_at("ntfy", "//ws"));
}

static void alternatives_of_a_path_are_patterns_of_their_own(void **state)
{
    (void)state;
    assert_true(is_at("Dozzle", "/api/hosts/a/containers/b/attach"));
    assert_true(is_at("Dozzle", "/api/hosts/a/containers/b/exec"));
    assert_false(is_at("Dozzle", "/api/hosts/a/containers/b/logs"));
}

static void what_is_no_path_matches_nothing(void **state)
{
    (void)state;
    assert_false(is_at("Socket.IO", ""));
    assert_false(is_at("Socket.IO", "socket.io/"));
    assert_false(is_at("Socket.IO", "@socket.io"));
    assert_false(is_at("Socket.IO", "/SOCKET.IO/"));
    assert_false(is_at("ttyd", "/ttyd"));
    assert_false(nwl_app_path_matches(app_called("Socket.IO"), NWL_STR_NONE));
}

static void no_byte_past_the_end_of_a_path_is_read(void **state)
{
    (void)state;
    char *exact = malloc(4);
    assert_non_null(exact);
    memcpy(exact, "/wsx", 4);
    assert_true(nwl_app_path_matches(app_called("ComfyUI"), (nwl_str){exact, 3}));
    assert_false(nwl_app_path_matches(app_called("ComfyUI"), (nwl_str){exact, 4}));
    free(exact);
}

static void a_path_tells_more_or_less_of_the_application(void **state)
{
    (void)state;
    assert_int_equal(strength("Streamlit", "/_stcore/stream"), NWL_PATH_OWN);
    assert_int_equal(strength("Socket.IO", "/socket.io/"), NWL_PATH_OWN);
    assert_int_equal(strength("Etherpad", "/socket.io/"), NWL_PATH_SHARED);
    assert_int_equal(strength("Frigate", "/ws"), NWL_PATH_SHARED);
    assert_int_equal(strength("ntfy", "/alerts/ws"), NWL_PATH_SHARED);
    assert_int_equal(strength("Laravel Reverb", "/app"), NWL_PATH_COMMON);
    assert_int_equal(strength("Laravel Reverb", "/ws"), NWL_PATH_NONE);
}

static void the_strongest_path_that_fits_counts(void **state)
{
    (void)state;
    assert_int_equal(strength("Centrifugo", "/connection/"), NWL_PATH_COMMON);
    assert_int_equal(strength("Centrifugo", "/connection/websocket"), NWL_PATH_SHARED);
}

static void a_socket_lies_below_whole_segments(void **state)
{
    (void)state;
    assert_true(is_below("Mattermost", "/api/"));
    assert_true(is_below("Mattermost", "/api"));
    assert_true(is_below("Mattermost", "/api/v4/"));
    assert_false(is_below("Mattermost", "/ap"));
    assert_false(is_below("Mattermost", "/api/v4/websocket"));
    assert_false(is_below("Mattermost", "/api/v4/websocket/x"));
    assert_false(is_below("Mattermost", ""));
}

static void everything_lies_below_the_root(void **state)
{
    (void)state;
    assert_true(is_below("Mattermost", "/"));
    assert_true(is_below("SockJS", "/"));
    assert_false(is_below("ttyd", "/"));
}

static void a_prefix_that_only_covers_stars_says_nothing(void **state)
{
    (void)state;
    assert_false(is_below("ntfy", "/alerts/"));
    assert_false(is_below("SockJS", "/echo/"));
    assert_true(is_below("OctoPrint", "/sockjs/"));
    assert_true(is_below("OctoPrint", "/sockjs/000/abc/"));
}

static void a_port_of_one_application_is_distinctive(void **state)
{
    (void)state;
    bool distinctive = false;
    assert_true(nwl_app_port_matches(app_called("Mattermost"), 8065, &distinctive));
    assert_true(distinctive);
    assert_true(nwl_app_port_matches(app_called("Jellyfin"), 8096, &distinctive));
    assert_true(distinctive);
    assert_false(nwl_app_port_matches(app_called("Mattermost"), 8066, &distinctive));
    assert_false(distinctive);
}

static void a_port_that_many_use_is_not_distinctive(void **state)
{
    (void)state;
    bool distinctive = true;
    assert_true(nwl_app_port_matches(app_called("Socket.IO"), 3000, &distinctive));
    assert_false(distinctive);
    distinctive = true;
    assert_true(nwl_app_port_matches(app_called("Cockpit"), 9090, &distinctive));
    assert_false(distinctive);
    assert_false(nwl_app_port_matches(app_called("Gotify"), 80, &distinctive));
}

static void a_name_is_a_whole_word_in_any_case(void **state)
{
    (void)state;
    assert_true(is_named("Mattermost", "mattermost"));
    assert_true(is_named("Mattermost", "Mattermost-backend_1"));
    assert_true(is_named("Mattermost", "upstream_mattermost"));
    assert_true(is_named("Mattermost", "mattermost.example.org"));
    assert_false(is_named("Mattermost", "mattermosts"));
    assert_false(is_named("Mattermost", "xmattermost"));
    assert_false(is_named("Mattermost", "mattermos"));
    assert_false(is_named("Mattermost", ""));
    assert_false(nwl_app_name_matches(app_called("Mattermost"), NWL_STR_NONE));
}

static void a_name_of_some_words_may_be_written_in_one(void **state)
{
    (void)state;
    assert_true(is_named("Home Assistant", "homeassistant"));
    assert_true(is_named("Home Assistant", "my-home-assistant.lan"));
    assert_true(is_named("Home Assistant", "HOME_ASSISTANT"));
    assert_true(is_named("Home Assistant", "hass"));
    assert_false(is_named("Home Assistant", "home"));
    assert_false(is_named("Home Assistant", "home-assistants"));
    assert_true(is_named("Rocket.Chat", "rocket.chat"));
    assert_true(is_named("Uptime Kuma", "uptime-kuma:3001"));
}

static void no_name_matches_without_its_initial(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "mattermost",    "my-Mattermost.2",        "home-assistant",
        "homeassistant", "site-00001.example.com", "@"};
    for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++) {
        nwl_str text = nwl_str_of(texts[t]);
        nwl_app_initials initials = nwl_app_initials_of(text);
        for (uint32_t i = 0; i < nwl_app_count(); i++)
            assert_true(nwl_app_name_may_match(nwl_app_at(i), initials) ||
                        !nwl_app_name_matches(nwl_app_at(i), text));
    }
    assert_int_equal(nwl_app_initials_of(NWL_STR("-.@")), 0);
    assert_int_equal(nwl_app_initials_of(NWL_STR("Ab")),
                     nwl_app_initials_of(NWL_STR("a")));
}

static void every_example_of_a_path_is_one(void **state)
{
    (void)state;
    nwl_arena *arena = nwl_arena_new();
    for (uint32_t i = 0; i < nwl_app_count(); i++) {
        const nwl_app *app = nwl_app_at(i);
        for (uint32_t j = 0; j < app->path_count; j++)
            assert_true(nwl_app_path_matches(
                app, nwl_app_path_example(arena, app->paths[j].pattern)));
    }
    nwl_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_application_can_be_recognised_by_something),
        cmocka_unit_test(every_path_is_a_segment_deep_and_has_one_star_a_segment_at_most),
        cmocka_unit_test(every_name_is_in_lower_case_without_punctuation),
        cmocka_unit_test(the_facts_of_an_application_are_in_its_row),
        cmocka_unit_test(a_slash_at_the_end_of_either_makes_no_difference),
        cmocka_unit_test(what_lies_inside_a_directory_is_the_socket),
        cmocka_unit_test(an_ancestor_of_the_socket_is_not_the_socket),
        cmocka_unit_test(a_star_stands_for_one_byte_or_more_within_a_segment),
        cmocka_unit_test(alternatives_of_a_path_are_patterns_of_their_own),
        cmocka_unit_test(what_is_no_path_matches_nothing),
        cmocka_unit_test(no_byte_past_the_end_of_a_path_is_read),
        cmocka_unit_test(a_path_tells_more_or_less_of_the_application),
        cmocka_unit_test(the_strongest_path_that_fits_counts),
        cmocka_unit_test(every_example_of_a_path_is_one),
        cmocka_unit_test(a_socket_lies_below_whole_segments),
        cmocka_unit_test(everything_lies_below_the_root),
        cmocka_unit_test(a_prefix_that_only_covers_stars_says_nothing),
        cmocka_unit_test(a_port_of_one_application_is_distinctive),
        cmocka_unit_test(a_port_that_many_use_is_not_distinctive),
        cmocka_unit_test(a_name_is_a_whole_word_in_any_case),
        cmocka_unit_test(a_name_of_some_words_may_be_written_in_one),
        cmocka_unit_test(no_name_matches_without_its_initial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
