#include "model/trace.h"

#include "tests/support/world.h"

#define SOCKET                                                                           \
    "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; "                   \
    "proxy_set_header Connection upgrade; "
#define PASS "proxy_pass http://b; "

static nwl_trace traced(void **state, const char *server, nwl_trace_question *question)
{
    world *w = *state;
    nwl_str text =
        nwl_arena_format(w->arena, "http { server { listen 80; %s } }", server);
    w->options.version = NWL_VERSION_OF(1u, 22u, 1u);
    if (nwl_url_parse(w->arena, NWL_STR("ws://h/ws"), &question->url) != NULL)
        fail();
    return nwl_trace_of(w->arena, model_of(state, text.ptr), question);
}

static void check(void **state, const char *server, const char *address,
                  const char *verdict)
{
    nwl_trace_question question = {.address = nwl_str_of(address)};
    nwl_trace trace = traced(state, server, &question);
    nwl_str found = nwl_trace_verdict_name(trace.verdict);
    if (!nwl_str_eq(found, nwl_str_of(verdict)))
        fail_msg("%s from \"%s\": %.*s, not %s", server, address, NWL_STR_FMT(found),
                 verdict);
}

static void each_end_has_its_verdict(void **state)
{
    static const char *const ROWS[][2] = {
        {"location / { " SOCKET PASS "}", "works"},
        {"location / { " PASS "}", "handshake-fails"},
        {"location /ws/ { " SOCKET PASS "}", "redirected"},
        {"location / { return 308 /x; }", "redirected"},
        {"location / { return 404; }", "refused"},
        {"location / { root /srv; }", "not-proxied"},
        {"location /other { " SOCKET PASS "}", "not-proxied"},
        {"location / { " SOCKET "if (!-f $request_filename) { " PASS "} }", "unknown"},
        {"location / { set $to ws://b; " SOCKET "proxy_pass $to; }", "refused"},
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        check(state, ROWS[i][0], "", ROWS[i][1]);
}

static void the_first_line_that_fits_an_address_decides(void **state)
{
#define LISTED(lines) "location / { " lines SOCKET PASS "}"
    check(state, LISTED("allow 10.0.0.0/8; deny all; "), "10.255.0.1", "works");
    check(state, LISTED("allow 10.0.0.0/8; deny all; "), "11.0.0.1", "refused");
    check(state, LISTED("allow 10.0.0.0/8; deny all; "), "", "works");
    check(state, LISTED("deny 10.0.0.1; allow 10.0.0.0/8; deny all; "), "10.0.0.1",
          "refused");
    check(state, LISTED("deny 2001:db8::/33; "), "2001:db8:8000::1", "works");
    check(state, LISTED("deny 2001:db8::/33; "), "2001:db8:7fff::1", "refused");
    check(state, "deny all; " LISTED("deny 10.0.0.1; "), "10.0.0.2", "works");
    check(state, "allow all; " LISTED("deny 10.0.0.1; "), "10.0.0.1", "refused");
}

static void one_check_is_enough_where_any_satisfies(void **state)
{
#define ANY "satisfy any; deny all; "
    static const char PASSWORD[] = "location / { " ANY "auth_basic x; " SOCKET PASS "}";
    nwl_client_header authorization = {NWL_STR("Authorization"), nwl_text_empty()};
    nwl_trace_question question = {.headers = &authorization, .header_count = 1};
    assert_int_equal(traced(state, PASSWORD, &question).verdict, NWL_TRACE_REFUSED);
    authorization.value = nwl_text_exact(((world *)*state)->arena, NWL_STR("Basic dTpw"));
    assert_int_equal(traced(state, PASSWORD, &question).verdict, NWL_TRACE_WORKS);
    check(state,
          "location / { " ANY "auth_request /a; " SOCKET PASS "} "
          "location = /a { return 204; }",
          "", "works");
    check(state, "location / { " ANY SOCKET PASS "}", "", "refused");
}

static void what_auth_request_asks_may_keep_the_client_out(void **state)
{
#define ASKS "location / { auth_request /a; " SOCKET PASS "} "
    check(state, ASKS "location = /a { return 204; }", "", "works");
    check(state, ASKS "location = /a { return 403; }", "", "refused");
    check(state, ASKS "location = /a { return 302 /login; }", "", "refused");
    check(state, ASKS "location = /a { proxy_pass http://a; }", "", "works");
    check(state, ASKS "location = /a { " SOCKET "proxy_pass http://a; }", "", "unknown");
    check(state, "location / { auth_request off; " SOCKET PASS "}", "", "works");
}

static void a_complete_copy_of_the_handshake_may_end_it(void **state)
{
#define MIRRORS "location / { mirror /m; " SOCKET PASS "} "
    check(state, MIRRORS "location = /m { proxy_pass http://m; }", "", "works");
    check(state, MIRRORS "location = /m { " SOCKET "proxy_pass http://m; }", "",
          "unknown");
    check(state, SOCKET "mirror /m; location / { mirror off; " PASS "}", "", "works");
}

static void reasons_explain_what_the_verdict_leaves_open(void **state)
{
    nwl_trace_question question = {0};
    nwl_trace refused = traced(state, "location / { return 404; }", &question);
    assert_int_equal(refused.judgement.reasons, 0);
    nwl_trace fails = traced(state, "location / { fastcgi_pass b; }", &question);
    assert_int_equal(fails.judgement.reasons, 1u << NWL_REASON_HANDLER_CANNOT_TUNNEL);
    nwl_trace unknown = traced(state, "location / { if (-f x) { " PASS "} }", &question);
    assert_int_equal(unknown.judgement.reasons, 1u << NWL_REASON_UNDECIDABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(each_end_has_its_verdict),
        WORLD_TEST(the_first_line_that_fits_an_address_decides),
        WORLD_TEST(one_check_is_enough_where_any_satisfies),
        WORLD_TEST(what_auth_request_asks_may_keep_the_client_out),
        WORLD_TEST(a_complete_copy_of_the_handshake_may_end_it),
        WORLD_TEST(reasons_explain_what_the_verdict_leaves_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
