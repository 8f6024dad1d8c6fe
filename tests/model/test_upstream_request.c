#include "model/upstream_request.h"

#include "model/journey.h"

#include "tests/support/world.h"

static const nwl_version OLD = NWL_VERSION_HTTP_1_1_BY_DEFAULT - 1;
static const nwl_version NEW = NWL_VERSION_HTTP_1_1_BY_DEFAULT;

static nwl_upstream_request request_of(void **state, const char *lines,
                                       const nwl_client *client, nwl_version version)
{
    world *w = *state;
    const nwl_proxied_location *location = location_with(state, lines);
    const nwl_model *model = nwl_model_build(w->arena, &w->configuration, &w->options);
    nwl_request request =
        nwl_journey_at(w->arena, model, client, version, location->scope).request;
    return nwl_upstream_request_of(&request);
}

// The headers that are sent, one a line as nginx writes them; "?" for a value that is not known.
static const char *head_of(void **state, const char *lines, const nwl_client *client,
                           nwl_version version)
{
    world *w = *state;
    nwl_str text = NWL_STR("");
    nwl_upstream_request request = request_of(state, lines, client, version);
    for (uint32_t i = 0; i < request.header_count; i++) {
        const nwl_upstream_header *header = &request.headers[i];
        if (nwl_text_must_be_empty(&header->value))
            continue;
        nwl_str value = header->value.certainty == NWL_EXACT ? header->value.options[0]
                                                             : NWL_STR("?");
        text = nwl_arena_format(w->arena, "%.*s%.*s: %.*s\n", NWL_STR_FMT(text),
                                NWL_STR_FMT(header->name), NWL_STR_FMT(value));
    }
    return text.len > 0 ? text.ptr : "";
}

static void a_plain_request_has_host_and_before_1_29_7_connection_close(void **state)
{
    assert_string_equal(head_of(state, "", &nwl_client_plain, OLD),
                        "Host: 127.0.0.1:3000\nConnection: close\n");
    assert_string_equal(head_of(state, "", &nwl_client_plain, NEW),
                        "Host: 127.0.0.1:3000\n");
}

static void a_handshake_passes_what_nginx_does_not_replace(void **state)
{
    assert_string_equal(head_of(state, "", &nwl_client_handshake, NEW),
                        "Host: 127.0.0.1:3000\nOrigin: ?\nSec-WebSocket-Version: 13\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n");
}

static void configured_headers_come_first_in_their_order(void **state)
{
    static const char LINES[] =
        "proxy_set_header X-A 1; proxy_set_header Connection upgrade; "
        "proxy_set_header Upgrade $http_upgrade; proxy_set_header Host h;";
    assert_string_equal(head_of(state, LINES, &nwl_client_plain, OLD),
                        "X-A: 1\nConnection: upgrade\nHost: h\n");
}

static void a_configured_name_replaces_the_default_in_any_case(void **state)
{
    assert_string_equal(head_of(state,
                                "proxy_set_header host h; proxy_set_header CONNECTION x;",
                                &nwl_client_plain, OLD),
                        "host: h\nCONNECTION: x\n");
}

static void an_empty_value_is_not_sent_and_replaces_the_default_too(void **state)
{
    assert_string_equal(
        head_of(state,
                "proxy_set_header Connection \"\"; proxy_set_header X-A $empty; "
                "set $empty \"\";",
                &nwl_client_plain, OLD),
        "Host: 127.0.0.1:3000\n");
}

static void a_name_set_twice_is_sent_twice(void **state)
{
    static const char CLOSE_FIRST[] =
        "proxy_set_header Connection close; proxy_set_header Connection upgrade;";
    static const char THEN_EMPTY[] =
        "proxy_set_header Connection upgrade; proxy_set_header Connection \"\";";
    assert_string_equal(head_of(state, CLOSE_FIRST, &nwl_client_plain, OLD),
                        "Connection: close\nConnection: upgrade\nHost: 127.0.0.1:3000\n");
    assert_string_equal(head_of(state, THEN_EMPTY, &nwl_client_plain, OLD),
                        "Connection: upgrade\nHost: 127.0.0.1:3000\n");
}

static void a_name_with_a_colon_is_another_name(void **state)
{
    assert_string_equal(
        head_of(state, "proxy_set_header Connection: upgrade;", &nwl_client_plain, OLD),
        "Connection:: upgrade\nHost: 127.0.0.1:3000\nConnection: close\n");
}

static void names_have_no_variables(void **state)
{
    assert_string_equal(
        head_of(state, "proxy_set_header $http_upgrade x;", &nwl_client_handshake, NEW),
        "$http_upgrade: x\nHost: 127.0.0.1:3000\nOrigin: ?\n"
        "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n");
}

static void a_client_header_that_is_set_is_not_passed_as_well(void **state)
{
    assert_string_equal(
        head_of(state,
                "proxy_set_header origin \"\"; proxy_set_header sec-websocket-key k;",
                &nwl_client_handshake, NEW),
        "sec-websocket-key: k\nHost: 127.0.0.1:3000\nSec-WebSocket-Version: 13\n");
}

static void without_request_headers_only_what_nginx_sets_is_sent(void **state)
{
    assert_string_equal(
        head_of(state,
                "proxy_pass_request_headers off; proxy_set_header Upgrade $http_upgrade;",
                &nwl_client_handshake, NEW),
        "Upgrade: websocket\nHost: 127.0.0.1:3000\n");
    assert_string_equal(
        head_of(state, "proxy_pass_request_headers OFF;", &nwl_client_handshake, NEW),
        "Host: 127.0.0.1:3000\n");
}

static void the_http_version_is_configured_or_by_default_that_of_nginx(void **state)
{
    static const struct {
        const char *line;
        nwl_http_version old, recent;
    } CASES[] = {
        {"", NWL_HTTP_1_0, NWL_HTTP_1_1},
        {"proxy_http_version 1.0;", NWL_HTTP_1_0, NWL_HTTP_1_0},
        {"proxy_http_version 1.1;", NWL_HTTP_1_1, NWL_HTTP_1_1},
        {"proxy_http_version 2;", NWL_HTTP_2, NWL_HTTP_2},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const char *line = CASES[i].line;
        assert_int_equal(request_of(state, line, &nwl_client_plain, OLD).http_version,
                         CASES[i].old);
        assert_int_equal(request_of(state, line, &nwl_client_plain, NEW).http_version,
                         CASES[i].recent);
    }
}

static void every_header_says_where_it_comes_from(void **state)
{
    nwl_upstream_request request =
        request_of(state, "proxy_set_header Upgrade x;", &nwl_client_handshake, OLD);
    const nwl_origin *upgrade =
        &nwl_request_header(&request, NWL_STR("Upgrade"))->value.origin;
    const nwl_origin *connection =
        &nwl_request_header(&request, NWL_STR("Connection"))->value.origin;
    const nwl_origin *key =
        &nwl_request_header(&request, NWL_STR("Sec-WebSocket-Key"))->value.origin;
    assert_int_equal(upgrade->kind, NWL_FROM_DIRECTIVE);
    assert_str_equal(upgrade->site.directive->name, "proxy_set_header");
    assert_int_equal(connection->kind, NWL_FROM_DEFAULT);
    assert_null(connection->site.directive);
    assert_int_equal(key->kind, NWL_FROM_CLIENT);
    assert_int_equal(request.http_version_origin.kind, NWL_FROM_DEFAULT);
}

static void the_method_may_be_changed(void **state)
{
    nwl_upstream_request request =
        request_of(state, "proxy_method POST;", &nwl_client_plain, OLD);
    assert_str_equal(request.method.options[0], "POST");
    request = request_of(state, "proxy_method $request_method;", &nwl_client_plain, OLD);
    assert_str_equal(request.method.options[0], "GET");
    request = request_of(state, "proxy_method $arg_method;", &nwl_client_plain, OLD);
    assert_int_equal(request.method.certainty, NWL_UNKNOWN);
}

static void a_header_is_looked_up_in_any_case_and_a_sent_one_comes_first(void **state)
{
    nwl_upstream_request request = request_of(
        state,
        "proxy_set_header X-A \"\"; proxy_set_header x-a 1; proxy_set_header X-B \"\";",
        &nwl_client_plain, OLD);
    assert_str_equal(nwl_request_header(&request, NWL_STR("X-a"))->value.options[0], "1");
    assert_true(
        nwl_text_must_be_empty(&nwl_request_header(&request, NWL_STR("X-B"))->value));
    assert_null(nwl_request_header(&request, NWL_STR("X-C")));
}

static void a_token_counts_in_any_line_of_a_name(void **state)
{
    nwl_upstream_request request = request_of(
        state, "proxy_set_header Connection close; proxy_set_header Connection Upgrade;",
        &nwl_client_plain, OLD);
    assert_true(
        nwl_request_must_have_token(&request, NWL_STR("connection"), NWL_STR("upgrade")));
    assert_true(
        nwl_request_may_have_token(&request, NWL_STR("Connection"), NWL_STR("close")));
    assert_false(
        nwl_request_may_have_token(&request, NWL_STR("Upgrade"), NWL_STR("websocket")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_plain_request_has_host_and_before_1_29_7_connection_close),
        WORLD_TEST(a_handshake_passes_what_nginx_does_not_replace),
        WORLD_TEST(configured_headers_come_first_in_their_order),
        WORLD_TEST(a_configured_name_replaces_the_default_in_any_case),
        WORLD_TEST(an_empty_value_is_not_sent_and_replaces_the_default_too),
        WORLD_TEST(a_name_set_twice_is_sent_twice),
        WORLD_TEST(a_name_with_a_colon_is_another_name),
        WORLD_TEST(names_have_no_variables),
        WORLD_TEST(a_client_header_that_is_set_is_not_passed_as_well),
        WORLD_TEST(without_request_headers_only_what_nginx_sets_is_sent),
        WORLD_TEST(the_http_version_is_configured_or_by_default_that_of_nginx),
        WORLD_TEST(every_header_says_where_it_comes_from),
        WORLD_TEST(the_method_may_be_changed),
        WORLD_TEST(a_header_is_looked_up_in_any_case_and_a_sent_one_comes_first),
        WORLD_TEST(a_token_counts_in_any_line_of_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
