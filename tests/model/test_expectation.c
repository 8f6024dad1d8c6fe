#include "model/expectation.h"

#include "tests/support/world.h"

static const char UPGRADE[] = "proxy_set_header Upgrade $http_upgrade; "
                              "proxy_set_header Connection upgrade; ";
static const char BY_MAP[] =
    "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $c; ";
static const char MAP[] = "map $http_upgrade $c { default upgrade; '' close; } ";

typedef struct expected {
    const char *location; // text of the location
    const char *lines;
    const char *upstream;
    nwl_expectation_level level;
} expected;

static const nwl_proxied_location *first_of(void **state, const expected *e)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(
        w->arena,
        "http { %s upstream ws-app { server a:1; } upstream app { server a:1; } "
        "upstream mattermost { server a:8065; } upstream gotify { server a:1; } "
        "server { server_name a.org; "
        "location %s { %s proxy_pass http://%s; } } }",
        MAP, e->location, e->lines, e->upstream);
    return &model_of(state, text.ptr)->locations.items[0];
}

static nwl_expectation_level level_of(void **state, const expected *e)
{
    return first_of(state, e)->expectation.level;
}

static void check(void **state, const expected *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        nwl_expectation_level level = level_of(state, &cases[i]);
        if (level != cases[i].level)
            fail_msg("location %s { %s -> %s } is %.*s, not %.*s", cases[i].location,
                     cases[i].lines, cases[i].upstream,
                     NWL_STR_FMT(nwl_expectation_name(level)),
                     NWL_STR_FMT(nwl_expectation_name(cases[i].level)));
    }
}

static void a_setup_with_another_sign_of_intent_is_certain(void **state)
{
    const expected CASES[] = {
        {"/ws", UPGRADE, "app", NWL_EXPECTS_CERTAIN},
        {"/x", BY_MAP, "app", NWL_EXPECTS_CERTAIN},
        {"/x", UPGRADE, "ws-app", NWL_EXPECTS_CERTAIN},
        {"/socket.io/", UPGRADE, "app", NWL_EXPECTS_CERTAIN},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void an_application_s_path_and_port_or_name_are_certain(void **state)
{
    const expected CASES[] = {
        {"/api/v4/websocket", "", "127.0.0.1:8065", NWL_EXPECTS_CERTAIN},
        {"/api/v4/websocket", "", "mattermost", NWL_EXPECTS_CERTAIN},
        {"/api/v4/websocket", "", "mattermost-backend", NWL_EXPECTS_CERTAIN},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void part_of_the_setup_is_likely(void **state)
{
    const expected CASES[] = {
        {"/x", UPGRADE, "app", NWL_EXPECTS_LIKELY},
        {"/", UPGRADE, "app", NWL_EXPECTS_LIKELY},
        {"/x", "proxy_set_header Upgrade $http_upgrade;", "app", NWL_EXPECTS_LIKELY},
        {"/x", "proxy_set_header Connection upgrade;", "app", NWL_EXPECTS_LIKELY},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void a_segment_that_names_a_socket_is_likely(void **state)
{
    static const char *const LOCATIONS[] = {
        "/ws",
        "/wss",
        "/websocket",
        "/socket.io/",
        "/sockjs",
        "/sockjs-node",
        "/cable",
        "/hub",
        "/hubs/chat",
        "/signalr",
        "/live/websocket",
        "/_stcore/stream",
        "/_blazor",
        "= /ws",
        "^~ /ws/",
        "/api/ws",
        "/x/websocket/y",
        "~ ^/ws/",
        "~* \"^/(ws|sockets)\"",
        "~ /socket\\.io/",
        "/WebSocket",
    };
    for (size_t i = 0; i < COUNT_OF(LOCATIONS); i++) {
        const expected likely = {LOCATIONS[i], "", "app", NWL_EXPECTS_LIKELY};
        check(state, &likely, 1);
    }
}

static void a_word_inside_another_names_no_socket(void **state)
{
    static const char *const LOCATIONS[] = {"/news",      "/wsx",    "/hubspot",
                                            "/livestock", "/github", "/aws/"};
    for (size_t i = 0; i < COUNT_OF(LOCATIONS); i++) {
        const expected open = {LOCATIONS[i], "", "app", NWL_EXPECTS_OPEN};
        check(state, &open, 1);
    }
}

static void a_weak_segment_and_a_location_for_everything_are_possible(void **state)
{
    const expected CASES[] = {
        {"/live", "", "app", NWL_EXPECTS_POSSIBLE},
        {"/", "", "app", NWL_EXPECTS_POSSIBLE},
        {"/", "proxy_set_header Connection '';", "app", NWL_EXPECTS_OPEN},
        {"/", "proxy_set_header Connection '';", "127.0.0.1:8065", NWL_EXPECTS_LIKELY},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void a_known_path_name_or_port_is_likely(void **state)
{
    const expected CASES[] = {
        {"/api/v4/websocket", "", "app", NWL_EXPECTS_LIKELY},
        {"/x", "", "ws-app", NWL_EXPECTS_LIKELY},
        {"/x", "", "my-websocket:1", NWL_EXPECTS_LIKELY},
        {"/x", "", "socketio", NWL_EXPECTS_LIKELY},
        {"/", "", "127.0.0.1:8065", NWL_EXPECTS_LIKELY},
        {"/", "", "mattermost", NWL_EXPECTS_LIKELY},
        {"/x", "if ($http_upgrade) { break; }", "app", NWL_EXPECTS_LIKELY},
        {"/x", "if ($http_upgrade = websocket) { break; }", "app", NWL_EXPECTS_LIKELY},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void a_name_of_the_server_is_likely(void **state)
{
    const nwl_model *model =
        model_of(state, "http { server { server_name ws-1.example.org; "
                        "location / { proxy_pass http://b; } } }");
    assert_int_equal(location_in(model, "/")->expectation.level, NWL_EXPECTS_LIKELY);
}

static void a_catch_all_without_evidence_is_possible(void **state)
{
    const expected CASES[] = {
        {"/", "", "app", NWL_EXPECTS_POSSIBLE},
        {"^~ /", "", "app", NWL_EXPECTS_POSSIBLE},
        {"~ .*", "", "app", NWL_EXPECTS_POSSIBLE},
        {"~ ^/", "", "app", NWL_EXPECTS_POSSIBLE},
        {"~* \"^/.*$\"", "", "app", NWL_EXPECTS_POSSIBLE},
        {"/", "", "127.0.0.1:3000", NWL_EXPECTS_POSSIBLE},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void another_location_without_evidence_is_open(void **state)
{
    const expected CASES[] = {
        {"/app/", "", "app", NWL_EXPECTS_OPEN},
        {"/chat/", "", "app", NWL_EXPECTS_OPEN},
        {"= /", "", "app", NWL_EXPECTS_OPEN},
        {"~ ^/x", "", "app", NWL_EXPECTS_OPEN},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void paths_of_plain_http_expect_none(void **state)
{
    static const char *const LOCATIONS[] = {
        "/api/v1/",      "/rest/",         "/health",
        "/healthz",      "/metrics",       "/static/",
        "/assets/",      "/downloads/",    "/uploads/",
        "/images/",      "= /favicon.ico", "= /robots.txt",
        "/.well-known/", "~ \\.css$",      "~* \"\\.(js|css|png|jpg)$\"",
    };
    for (size_t i = 0; i < COUNT_OF(LOCATIONS); i++) {
        const expected none = {LOCATIONS[i], "", "app", NWL_EXPECTS_NO};
        check(state, &none, 1);
    }
}

static void what_speaks_against_it_outright_wins(void **state)
{
    const expected CASES[] = {
        {"/x", "proxy_set_header Upgrade \"\";", "app", NWL_EXPECTS_NO},
        {"/ws", "proxy_set_header Upgrade \"\"; proxy_set_header Connection \"\";", "app",
         NWL_EXPECTS_NO},
        {"/ws", "return 403;", "app", NWL_EXPECTS_NO},
        {"/x", "internal;", "app", NWL_EXPECTS_NO},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void comments_win_over_everything(void **state)
{
    const nwl_model *model =
        model_of(state, "http { server {\n# nginx-wslint: websocket\nlocation /static/ { "
                        "proxy_pass http://b; }\n"
                        "location /ws { # nginx-wslint: http-only\n proxy_set_header "
                        "Upgrade $http_upgrade;\n"
                        "proxy_pass http://b; }\n} }");
    assert_int_equal(location_in(model, "/static/")->expectation.level,
                     NWL_EXPECTS_CERTAIN);
    assert_int_equal(location_in(model, "/ws")->expectation.level, NWL_EXPECTS_NO);
}

static nwl_expectation_level level_in(void **state, const char *server,
                                      const char *location)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(w->arena, "http { server { %s } }", server);
    return location_in(model_of(state, text.ptr), location)->expectation.level;
}

static void a_server_with_one_socket_expects_none_elsewhere(void **state)
{
    static const char SERVER[] =
        "location / { proxy_pass http://b; } location /app { proxy_pass http://b; } "
        "location /ws { proxy_pass http://b; }";
    assert_int_equal(level_in(state, SERVER, "/"), NWL_EXPECTS_NO);
    assert_int_equal(level_in(state, SERVER, "/app"), NWL_EXPECTS_NO);
    assert_int_equal(level_in(state, SERVER, "/ws"), NWL_EXPECTS_LIKELY);
}

static void a_socket_of_one_server_says_nothing_of_another(void **state)
{
    const nwl_model *model =
        model_of(state, "http { server { location /ws { proxy_pass http://b; } } server "
                        "{ location / { proxy_pass http://b; } } }");
    assert_int_equal(location_in(model, "/")->expectation.level, NWL_EXPECTS_POSSIBLE);
}

static void targets_that_only_nginx_asks_expect_none(void **state)
{
    assert_int_equal(
        level_in(state, "auth_request /auth; location = /auth { proxy_pass http://b; }",
                 "= /auth"),
        NWL_EXPECTS_NO);
    assert_int_equal(level_in(state,
                              "location / { mirror /copy; proxy_pass http://b; } "
                              "location /copy { proxy_pass http://b; }",
                              "/copy"),
                     NWL_EXPECTS_NO);
    assert_int_equal(
        level_in(state,
                 "error_page 500 502 /oops; location /oops { proxy_pass http://b; }",
                 "/oops"),
        NWL_EXPECTS_NO);
}

static void a_named_location_is_what_leads_to_it(void **state)
{
    assert_int_equal(
        level_in(
            state,
            "location / { try_files $uri @app; } location @app { proxy_pass http://b; }",
            "@app"),
        NWL_EXPECTS_POSSIBLE);
    assert_int_equal(level_in(state,
                              "location /ws { try_files $uri @app; } location @app { "
                              "proxy_pass http://b; }",
                              "@app"),
                     NWL_EXPECTS_LIKELY);
    assert_int_equal(level_in(state,
                              "location /static { try_files $uri @app; } location @app { "
                              "proxy_pass http://b; }",
                              "@app"),
                     NWL_EXPECTS_NO);
}

static void of_all_that_leads_to_a_name_what_tells_most_counts(void **state)
{
    const nwl_model *model = model_of(
        state,
        "http { server { location / { try_files $uri @app; } location /socket.io/ { "
        "try_files $uri @app; } location /tracker/socket { try_files $uri @app; } "
        "location @app { proxy_pass http://b; } } }");
    const nwl_expectation *expectation = &location_in(model, "@app")->expectation;
    assert_int_equal(expectation->level, NWL_EXPECTS_LIKELY);
    assert_string_equal(expectation->app->name.ptr, "PeerTube");
    assert_true(expectation->falls_back); // as Socket.IO does
}

static void a_regex_and_a_path_below_another_tell_the_application(void **state)
{
    static const char *const LOCATIONS[] = {
        "~ ^/socket\\.io/", "~* ^/(x|chat)/socket\\.io/", "/chat/socket.io/",
        "~ ^/(ping|socket\\.io)/"};
    world *w = *state;
    for (size_t i = 0; i < COUNT_OF(LOCATIONS); i++) {
        nwl_str text = nwl_arena_format(
            w->arena, "http { server { location %s { proxy_pass http://b; } } }",
            LOCATIONS[i]);
        const nwl_app *app =
            model_of(state, text.ptr)->locations.items[0].expectation.app;
        assert_non_null(app);
        assert_string_equal(app->name.ptr, "Socket.IO");
    }
}

static void the_path_of_graphql_says_something_where_its_setup_was_lost(void **state)
{
    static const char SETUP[] = "proxy_set_header Upgrade $http_upgrade; location /v1/ { "
                                "proxy_pass http://b; } ";
    static const char OWN_LIST[] = "location /v1/graphql { proxy_set_header Host $host; "
                                   "proxy_pass http://b; }";
    world *w = *state;
    nwl_str lost = nwl_arena_format(w->arena, "%s%s", SETUP, OWN_LIST);
    assert_int_equal(level_in(state, lost.ptr, "/v1/graphql"), NWL_EXPECTS_LIKELY);
    assert_int_equal(level_in(state, OWN_LIST, "/v1/graphql"), NWL_EXPECTS_OPEN);
}

static void a_location_that_is_set_up_is_meant_whatever_it_does(void **state)
{
    static const char *const LINES[] = {
        "return 301 /x; proxy_pass http://b;", "",
        "limit_except POST { deny all; } proxy_pass http://b;"};
    world *w = *state;
    for (size_t i = 0; i < COUNT_OF(LINES); i++) {
        nwl_str server = nwl_arena_format(
            w->arena,
            "location /ws { proxy_set_header Upgrade $http_upgrade; %s } "
            "location / { proxy_pass http://b; }",
            LINES[i]);
        assert_int_equal(level_in(state, server.ptr, "/"), NWL_EXPECTS_NO);
    }
}

static void a_name_tells_the_application_of_what_is_set_up(void **state)
{
    const expected SET_UP = {"/", UPGRADE, "gotify", NWL_EXPECTS_LIKELY},
                   BARE = {"/", "", "gotify", NWL_EXPECTS_POSSIBLE};
    const nwl_expectation *expectation = &first_of(state, &SET_UP)->expectation;
    assert_string_equal(expectation->app->name.ptr, "Gotify");
    assert_false(expectation->only_copied_setup);
    assert_null(first_of(state, &BARE)->expectation.app);
}

static void a_proxy_in_stream_is_no_location(void **state)
{
    assert_int_equal(model_of(state, "stream { server { listen 1; proxy_pass b:1; } }")
                         ->locations.count,
                     0);
}

static void a_setup_that_was_lost_on_the_way_is_likely_for_the_catch_all(void **state)
{
    static const char SERVER[] =
        "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; "
        "location / { proxy_set_header Host $host; proxy_pass http://b; }";
    assert_int_equal(level_in(state, SERVER, "/"), NWL_EXPECTS_LIKELY);
}

static void a_block_that_a_get_does_not_reach_expects_none(void **state)
{
    const nwl_model *model = model_of(
        state,
        "http { server { location /ws { limit_except GET { proxy_pass http://b; } } } }");
    assert_int_equal(location_in(model, "/ws")->expectation.level, NWL_EXPECTS_NO);
}

static void the_settings_say_what_a_location_carries(void **state)
{
    static const nwl_declared_path SAID[] = {
        {.path = NWL_TEXT("/app"), .websocket = true, .origin = NWL_TEXT("s.conf:1")},
        {.path = NWL_TEXT("/app/ws"), .origin = NWL_TEXT("s.conf:2")},
    };
    world *w = *state;
    w->options.declared = (nwl_declared){SAID, COUNT_OF(SAID)};
    const nwl_model *model =
        model_of(state, "http { server { location /app { proxy_pass http://b; } "
                        "location /app/ws { proxy_pass http://b; } "
                        "location /x { proxy_pass http://b; } } }");
    const nwl_expectation *said = &location_in(model, "/app")->expectation;
    assert_int_equal(said->level, NWL_EXPECTS_CERTAIN);
    assert_true(
        nwl_str_eq(said->because, NWL_STR("the settings file says so, s.conf:1")));
    assert_ptr_equal(said->declared, &SAID[0]);
    assert_int_equal(location_in(model, "/app/ws")->expectation.level, NWL_EXPECTS_NO);
    assert_null(location_in(model, "/x")->expectation.declared);
}

static void a_comment_stands_above_the_settings(void **state)
{
    static const nwl_declared_path SAID[] = {
        {.path = NWL_TEXT("/"), .websocket = true, .origin = NWL_TEXT("s.conf:1")}};
    world *w = *state;
    w->options.declared = (nwl_declared){SAID, 1};
    const nwl_model *model =
        model_of(state, "http { server {\nlocation /app { # nginx-wslint: http-only\n"
                        "proxy_pass http://b; } } }");
    assert_int_equal(location_in(model, "/app")->expectation.level, NWL_EXPECTS_NO);
}

static void assume_websocket_makes_every_location_likely(void **state)
{
    world *w = *state;
    w->options.assume_websocket = true;
    assert_int_equal(level_in(state, "location /app { proxy_pass http://b; }", "/app"),
                     NWL_EXPECTS_LIKELY);
    assert_int_equal(
        level_in(state, "location /static/ { proxy_pass http://b; }", "/static/"),
        NWL_EXPECTS_LIKELY);
    assert_int_equal(
        level_in(state,
                 "location /app { proxy_set_header Upgrade \"\"; proxy_pass http://b; }",
                 "/app"),
        NWL_EXPECTS_NO);
}

static void copied_lines_on_a_catch_all_are_told_apart(void **state)
{
    assert_true(location_with(state, UPGRADE)->expectation.only_copied_setup);
    assert_false(location_with(state, "")->expectation.only_copied_setup);
    const nwl_model *model =
        model_of(state, "http { server { location / { proxy_set_header Upgrade "
                        "$http_upgrade; proxy_pass http://a:8065; } } }");
    assert_false(location_in(model, "/")->expectation.only_copied_setup);
    assert_non_null(location_in(model, "/")->expectation.app);
}

static void a_location_for_everything_and_the_path_of_a_socket_are_known(void **state)
{
    const nwl_model *model = model_of(
        state, "http { server { location / { proxy_pass http://a; } location /ws { "
               "proxy_set_header Upgrade $http_upgrade; proxy_pass http://a; }\n"
               "# nginx-wslint: websocket\nlocation /talk { proxy_pass http://a; }\n"
               "location /talks { proxy_pass http://a; } } }");
    static const struct {
        const char *location;
        bool catch_all, socket_path;
    } CASES[] = {{"/", true, false},
                 {"/ws", false, true},
                 {"/talk", false, true},
                 {"/talks", false, false}};
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const nwl_expectation *found =
            &location_in(model, CASES[i].location)->expectation;
        assert_int_equal(found->catch_all, CASES[i].catch_all);
        assert_int_equal(found->socket_path, CASES[i].socket_path);
    }
}

static void every_level_has_its_reason_in_words(void **state)
{
    const nwl_model *model =
        model_of(state, "http { server { location / { proxy_pass http://a:8065; } "
                        "location /static { proxy_pass http://b; } } }");
    assert_str_equal(location_in(model, "/")->expectation.because,
                     "port 8065 is Mattermost's");
    assert_ptr_equal(location_in(model, "/")->expectation.site.directive,
                     location_in(model, "/")->site.directive);
    assert_str_equal(location_in(model, "/static")->expectation.because,
                     "the path names plain HTTP");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_setup_with_another_sign_of_intent_is_certain),
        WORLD_TEST(an_application_s_path_and_port_or_name_are_certain),
        WORLD_TEST(part_of_the_setup_is_likely),
        WORLD_TEST(a_segment_that_names_a_socket_is_likely),
        WORLD_TEST(a_word_inside_another_names_no_socket),
        WORLD_TEST(a_weak_segment_and_a_location_for_everything_are_possible),
        WORLD_TEST(a_known_path_name_or_port_is_likely),
        WORLD_TEST(a_name_of_the_server_is_likely),
        WORLD_TEST(a_catch_all_without_evidence_is_possible),
        WORLD_TEST(another_location_without_evidence_is_open),
        WORLD_TEST(paths_of_plain_http_expect_none),
        WORLD_TEST(what_speaks_against_it_outright_wins),
        WORLD_TEST(comments_win_over_everything),
        WORLD_TEST(a_server_with_one_socket_expects_none_elsewhere),
        WORLD_TEST(a_socket_of_one_server_says_nothing_of_another),
        WORLD_TEST(targets_that_only_nginx_asks_expect_none),
        WORLD_TEST(a_named_location_is_what_leads_to_it),
        WORLD_TEST(of_all_that_leads_to_a_name_what_tells_most_counts),
        WORLD_TEST(a_regex_and_a_path_below_another_tell_the_application),
        WORLD_TEST(the_path_of_graphql_says_something_where_its_setup_was_lost),
        WORLD_TEST(a_location_that_is_set_up_is_meant_whatever_it_does),
        WORLD_TEST(a_name_tells_the_application_of_what_is_set_up),
        WORLD_TEST(a_proxy_in_stream_is_no_location),
        WORLD_TEST(a_setup_that_was_lost_on_the_way_is_likely_for_the_catch_all),
        WORLD_TEST(a_block_that_a_get_does_not_reach_expects_none),
        WORLD_TEST(the_settings_say_what_a_location_carries),
        WORLD_TEST(a_comment_stands_above_the_settings),
        WORLD_TEST(assume_websocket_makes_every_location_likely),
        WORLD_TEST(copied_lines_on_a_catch_all_are_told_apart),
        WORLD_TEST(a_location_for_everything_and_the_path_of_a_socket_are_known),
        WORLD_TEST(every_level_has_its_reason_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
