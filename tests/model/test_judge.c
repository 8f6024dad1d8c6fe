#include "model/judge.h"

#include "tests/support/world.h"

// Rows of the truth table that real nginx servers gave (tests/e2e compares with the one that is installed).
// Each verdict is a letter: w works, f the handshake fails, n not forwarded, ? unknown; before 1.29.7, from
// then on, and for an unknown version.
#define V "proxy_http_version 1.1; "
#define U "proxy_set_header Upgrade $http_upgrade; "
#define C "proxy_set_header Connection \"upgrade\"; "
#define CU "proxy_set_header Connection $c; "

typedef struct row {
    const char *http, *location, *verdicts;
} row;

static char letter(nwl_verdict verdict)
{
    return "wfn?"[verdict];
}

static char judged(void **state, const row *tested, nwl_version version)
{
    world *w = *state;
    w->options.version = version;
    nwl_str text = nwl_arena_format(
        w->arena, "http { %s server { location / { %s proxy_pass http://b; } } }",
        tested->http, tested->location);
    return letter(location_in(model_of(state, text.ptr), "/")->verdict);
}

static void check(void **state, const row *rows, size_t count)
{
    static const nwl_version VERSIONS[] = {NWL_VERSION_OF(1u, 28u, 3u),
                                           NWL_VERSION_OF(1u, 30u, 4u), 0};
    for (size_t i = 0; i < count; i++) {
        for (size_t at = 0; at < COUNT_OF(VERSIONS); at++) {
            char found = judged(state, &rows[i], VERSIONS[at]);
            if (found != rows[i].verdicts[at])
                fail_msg("%s | %s | version %u: %c, not %c", rows[i].http,
                         rows[i].location, VERSIONS[at], found, rows[i].verdicts[at]);
        }
    }
}

static void the_parts_of_the_setup_are_all_needed(void **state)
{
    static const row ROWS[] = {
        {"", "", "fff"},
        {"", V U C, "www"},
        {"", U C, "fw?"},
        {"", "proxy_http_version 1.0; " U C, "fff"},
        {"", "proxy_http_version 2; " U C, "fff"},
        {"", V U, "fff"},
        {"", V C, "fff"},
        {"", V, "fff"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void connection_has_the_token_in_any_case_and_list(void **state)
{
    static const row ROWS[] = {
        {"", V U "proxy_set_header Connection Upgrade;", "www"},
        {"", V U "proxy_set_header Connection UPGRADE;", "www"},
        {"", V U "proxy_set_header Connection \"keep-alive, Upgrade\";", "www"},
        {"", V U "proxy_set_header Connection $http_connection;", "www"},
        {"", V U "proxy_set_header Connection keep-alive;", "fff"},
        {"", V U "proxy_set_header Connection \"\";", "fff"},
        {"", V U "proxy_set_header Connection close;", "fff"},
        {"", V U "proxy_set_header Connection $http_upgrade;", "fff"},
        {"", V U C "proxy_set_header Connection \"\";", "www"},
        {"", V U "proxy_set_header Connection close;" C, "www"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void maps_are_looked_up(void **state)
{
    static const row ROWS[] = {
        {"map $http_upgrade $c { default upgrade; '' close; }", V U CU, "www"},
        {"map $http_upgrade $c { websocket upgrade; }", V U CU, "www"},
        {"map $http_upgrade $c { default close; websocket upgrade; }", V U CU, "www"},
        {"map $http_upgrade $c { default close; WebSocket upgrade; }", V U CU, "www"},
        {"map $http_upgrade $c { default close; ~*^websocket$ upgrade; }", V U CU, "www"},
        {"map $http_upgrade $c { default upgrade; '' ''; }", V U CU, "www"},
        {"map $http_upgrade $c { default close; '' upgrade; }", V U CU, "fff"},
        {"map $http_upgrade $c { default close; ~^WebSocket$ upgrade; }", V U CU, "fff"},
        {"map $http_connection $c { default close; ~*upgrade upgrade; }", V U CU, "www"},
        {"map $upgrade $c { default upgrade; '' close; }", V U CU, "???"},
        {"map $http_upgrade $u { default ''; websocket websocket; }",
         V C "proxy_set_header Upgrade $u;", "www"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void upgrade_has_to_be_websocket(void **state)
{
    static const row ROWS[] = {
        {"", V C "proxy_set_header Upgrade websocket;", "www"},
        {"",
         V "proxy_set_header Upgrade websocket; proxy_set_header Connection "
           "$http_connection;",
         "www"},
        {"", V C "set $u \"\"; proxy_set_header Upgrade $u;", "fff"},
        {"", V C "proxy_set_header Upgrade upgrade;", "fff"},
        {"", V C "proxy_set_header upgrade $http_upgrade;", "www"},
        {"", V C "proxy_set_header Upgrade $HTTP_UPGRADE;", "www"},
        {"", V C "proxy_set_header Upgrade ${http_upgrade};", "www"},
        {"",
         V
         "proxy_set_header Upgrade: $http_upgrade; proxy_set_header Connection: upgrade;",
         "fff"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void the_headers_of_the_handshake_have_to_arrive(void **state)
{
    static const row ROWS[] = {
        {"", V U C "proxy_pass_request_headers off;", "fff"},
        {"",
         V U C "proxy_pass_request_headers off; "
               "proxy_set_header Sec-WebSocket-Key $http_sec_websocket_key; "
               "proxy_set_header Sec-WebSocket-Version $http_sec_websocket_version;",
         "www"},
        {"", V U C "proxy_set_header Sec-WebSocket-Key \"\";", "fff"},
        {"", V U C "proxy_set_header Sec-WebSocket-Key SGVsbG8sIHdvcmxkIQAAAA==;", "fff"},
        {"", V U C "proxy_set_header Sec-WebSocket-Key $http_sec_websocket_key;", "www"},
        {"", V U C "proxy_set_header Sec-WebSocket-Version \"\";", "fff"},
        {"", V U C "proxy_set_header Sec-WebSocket-Version 8;", "fff"},
        {"", V U C "proxy_set_header Sec-WebSocket-Extensions \"\";", "www"},
        {"", V U C "proxy_method POST;", "fff"},
        {"", V U C "proxy_set_header Host a; proxy_set_header Host b;", "www"},
        {"", V U C "proxy_set_header Host \"\";", "www"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void the_headers_of_the_answer_have_to_come_back(void **state)
{
    static const row ROWS[] = {
        {"", V U C "proxy_hide_header Upgrade;", "fff"},
        {"", V U C "proxy_hide_header Sec-WebSocket-Accept;", "fff"},
        {"", V U C "proxy_hide_header Connection;", "www"},
        {"proxy_hide_header Upgrade;", V U C, "fff"},
        {"proxy_hide_header Upgrade;", V U C "proxy_hide_header X;", "www"},
        {"proxy_hide_header Upgrade;", V U C "proxy_pass_header Upgrade;", "www"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void many_directives_change_nothing(void **state)
{
    static const row ROWS[] = {
        {"", V U C "proxy_buffering off;", "www"},
        {"", "proxy_buffering off;", "fff"},
        {"", V U C "proxy_pass_request_body off;", "www"},
        {"", V U C "gzip on; sub_filter a b; add_header A b;", "www"},
        {"", V U C "proxy_store on;", "www"},
        {"", V U C "proxy_request_buffering off; proxy_ignore_client_abort on;", "www"},
        {"", V U C "keepalive_timeout 0; limit_conn a 1;", "www"},
        {"", V U C "limit_except GET { deny all; }", "www"},
        {"", V U C "rewrite ^ /x break;", "www"},
        {"", V U C "if ($http_upgrade) { add_header A b; }", "www"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void what_nginx_answers_itself_never_arrives(void **state)
{
    static const row ROWS[] = {
        {"", "return 404;" V U C, "fff"},
        {"", V U C "return 404;", "fff"},
        {"", V U C "proxy_read_timeout 0;", "fff"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

// Each may keep the handshake out, so the claim that it works would be a guess.
static void where_a_handshake_may_be_kept_out_it_is_not_said_to_work(void **state)
{
    static const char *const LINES[] = {
        "deny all;",
        "internal;",
        "limit_except POST { deny all; }",
        "if ($http_upgrade) { return 403; }",
        "rewrite ^ /other last;",
        "rewrite ^ https://a/;",
    };
    for (size_t i = 0; i < COUNT_OF(LINES); i++) {
        world *w = *state;
        nwl_str lines = nwl_arena_format(w->arena, V U C "%s", LINES[i]);
        if (location_with(state, lines.ptr)->verdict == NWL_VERDICT_WORKS)
            fail_msg("%s", LINES[i]);
    }
}

static void inherited_settings_count_and_replaced_ones_do_not(void **state)
{
    static const row ROWS[] = {
        {V U C, "", "www"},
        {V U C, "proxy_set_header Host $host;", "fff"},
        {V U C, "proxy_set_header X-Foo \"\";", "fff"},
        {V, U C, "www"},
        {V, "proxy_http_version 1.0;" U C, "fff"},
        {U C, V, "www"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void other_handlers_tunnel_or_do_not(void **state)
{
    const nwl_model *model = model_of(
        state,
        "http { server { location /u { uwsgi_pass b; } location /s { scgi_pass b; } "
        "location /f { fastcgi_pass b; } location /g { grpc_pass b; } location /m { "
        "memcached_pass b; } } }");
    assert_int_equal(location_in(model, "/u")->verdict, NWL_VERDICT_WORKS);
    assert_int_equal(location_in(model, "/s")->verdict, NWL_VERDICT_WORKS);
    assert_int_equal(location_in(model, "/f")->verdict, NWL_VERDICT_NOT_FORWARDED);
    assert_int_equal(location_in(model, "/g")->verdict, NWL_VERDICT_NOT_FORWARDED);
    assert_int_equal(location_in(model, "/m")->verdict, NWL_VERDICT_NOT_FORWARDED);
    assert_int_equal(location_in(model, "/f")->reasons,
                     1u << NWL_REASON_HANDLER_CANNOT_TUNNEL);
}

static void the_reasons_name_what_is_missing(void **state)
{
    static const struct {
        const char *lines;
        uint32_t reasons;
    } CASES[] = {
        {V U C, 0},
        {V U, 1u << NWL_REASON_CONNECTION_LACKS_UPGRADE},
        {V C, 1u << NWL_REASON_NO_UPGRADE_HEADER},
        {"proxy_http_version 1.0;" U C, 1u << NWL_REASON_HTTP_1_0},
        {"proxy_http_version 2;" U C, 1u << NWL_REASON_HTTP_2},
        {V U C "proxy_method POST;", 1u << NWL_REASON_METHOD_CHANGED},
        {V U C "proxy_pass_request_headers off;",
         1u << NWL_REASON_REQUEST_HEADERS_STRIPPED},
        {V U C "proxy_hide_header Upgrade;", 1u << NWL_REASON_RESPONSE_HEADERS_STRIPPED},
        {V U "proxy_set_header Connection $arg_a;", 1u << NWL_REASON_UNDECIDABLE},
        {V U C "return 403;", 1u << NWL_REASON_REFUSED_BY_NGINX},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        uint32_t reasons = location_with(state, CASES[i].lines)->reasons;
        if (reasons != CASES[i].reasons)
            fail_msg("%s: %x, not %x", CASES[i].lines, reasons, CASES[i].reasons);
    }
}

static void the_idle_limit_is_the_effective_read_timeout(void **state)
{
    static const struct {
        const char *lines;
        int64_t ms;
    } CASES[] = {
        {"", 60000},
        {"proxy_read_timeout 1h;", 3600000},
        {"proxy_read_timeout 500ms;", 500},
        {"proxy_read_timeout 86400;", 86400000},
        {"proxy_read_timeout 1M;", NWL_IDLE_UNKNOWN},
        {"proxy_send_timeout 1h; proxy_connect_timeout 1h; keepalive_timeout 1h;", 60000},
        {"uwsgi_read_timeout 1h;", 60000},
        {"include /missing/proxy;", NWL_IDLE_UNKNOWN},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_int_equal(location_with(state, CASES[i].lines)->idle_limit_ms,
                         CASES[i].ms);
}

static void the_idle_limit_of_uwsgi_and_scgi_is_their_own(void **state)
{
    const nwl_model *model =
        model_of(state, "http { uwsgi_read_timeout 2s; proxy_read_timeout 9s; server { "
                        "location /u { uwsgi_pass b; } location /s { scgi_read_timeout "
                        "3s; scgi_pass b; } } }");
    assert_int_equal(location_in(model, "/u")->idle_limit_ms, 2000);
    assert_int_equal(location_in(model, "/s")->idle_limit_ms, 3000);
}

static const char *plain_connection(void **state, const char *lines, nwl_version version)
{
    world *w = *state;
    w->options.version = version;
    const nwl_text_value *value = &location_with(state, lines)->plain_connection;
    return value->certainty == NWL_EXACT ? nwl_arena_copy(w->arena, value->options[0]).ptr
                                         : "?";
}

static void plain_requests_have_the_connection_that_nginx_sends(void **state)
{
    assert_string_equal(plain_connection(state, "", NWL_VERSION_OF(1u, 28u, 0u)),
                        "close");
    assert_string_equal(plain_connection(state, "", NWL_VERSION_OF(1u, 30u, 0u)), "");
    assert_string_equal(plain_connection(state, V U C, 0), "upgrade");
    assert_string_equal(plain_connection(state, "proxy_set_header Connection \"\";", 0),
                        "");
    assert_string_equal(
        plain_connection(state, "proxy_set_header Connection $http_connection;", 0),
        "keep-alive");
    assert_string_equal(plain_connection(state, "proxy_set_header Connection $arg_a;", 0),
                        "?");
    assert_string_equal(
        plain_connection(state, "proxy_set_header Connection close;" C, 0),
        "close, upgrade");
}

static bool takes_plain(void **state, const char *location, const char *server)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(w->arena, "http { server { %s } }", server);
    return location_in(model_of(state, text.ptr), location)->takes_plain;
}

static void plain_requests_arrive_where_nothing_leads_them_elsewhere(void **state)
{
    const char *const if_named =
        "location / { error_page 418 = @ws; if ($http_upgrade) { return 418; } "
        "proxy_pass http://a; } location @ws { proxy_pass http://b; }";
    const char *const tried = "location / { try_files $uri @app; } location @app { "
                              "proxy_pass http://b; }";
    assert_true(takes_plain(state, "/", "location / { proxy_pass http://b; }"));
    assert_true(takes_plain(state, "/", if_named));
    assert_false(takes_plain(state, "@ws", if_named));
    assert_true(takes_plain(state, "@app", tried));
    assert_false(takes_plain(
        state, "/", "location / { if ($http_upgrade) { proxy_pass http://b; } }"));
    assert_false(takes_plain(state, "/",
                             "location / { if ($http_upgrade = '') { return 426; } "
                             "proxy_pass http://b; }"));
    assert_false(takes_plain(state, "/",
                             "location / { limit_except GET { proxy_pass http://b; } }"));
}

static void an_unread_include_leaves_it_open(void **state)
{
    static const row ROWS[] = {
        {"", "include /missing/proxy;", "???"},
        {"", V U C "include /missing/proxy;", "???"},
        {"include /missing/proxy;", V U C, "www"},
        {"include /missing/proxy;", U C, "???"},
        {"include /missing/proxy;", "", "???"},
        {"", V U C "include /etc/letsencrypt/options-ssl-nginx.conf;", "www"},
    };
    check(state, ROWS, COUNT_OF(ROWS));
}

static void two_versions_are_judged_when_none_is_given(void **state)
{
    nwl_version versions[2];
    (void)state;
    assert_int_equal(nwl_versions_judged(1022001, versions), 1);
    assert_int_equal(versions[0], 1022001);
    assert_int_equal(nwl_versions_judged(0, versions), 2);
    assert_true(versions[0] < NWL_VERSION_HTTP_1_1_BY_DEFAULT);
    assert_true(versions[1] >= NWL_VERSION_HTTP_1_1_BY_DEFAULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_parts_of_the_setup_are_all_needed),
        WORLD_TEST(connection_has_the_token_in_any_case_and_list),
        WORLD_TEST(maps_are_looked_up),
        WORLD_TEST(upgrade_has_to_be_websocket),
        WORLD_TEST(the_headers_of_the_handshake_have_to_arrive),
        WORLD_TEST(the_headers_of_the_answer_have_to_come_back),
        WORLD_TEST(many_directives_change_nothing),
        WORLD_TEST(what_nginx_answers_itself_never_arrives),
        WORLD_TEST(where_a_handshake_may_be_kept_out_it_is_not_said_to_work),
        WORLD_TEST(inherited_settings_count_and_replaced_ones_do_not),
        WORLD_TEST(other_handlers_tunnel_or_do_not),
        WORLD_TEST(the_reasons_name_what_is_missing),
        WORLD_TEST(the_idle_limit_is_the_effective_read_timeout),
        WORLD_TEST(the_idle_limit_of_uwsgi_and_scgi_is_their_own),
        WORLD_TEST(plain_requests_have_the_connection_that_nginx_sends),
        WORLD_TEST(plain_requests_arrive_where_nothing_leads_them_elsewhere),
        WORLD_TEST(an_unread_include_leaves_it_open),
        WORLD_TEST(two_versions_are_judged_when_none_is_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
