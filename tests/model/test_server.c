#include "model/model.h"

#include "tests/support/world.h"

static const nwl_server *server_with(void **state, const char *lines)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(w->arena, "http { server { %s } }", lines);
    return model_of(state, text.ptr)->servers.items[0];
}

static void a_server_speaks_tls_when_one_listen_does(void **state)
{
    assert_true(server_with(state, "listen 80; listen 443 ssl;")->tls);
    assert_true(server_with(state, "listen 443 quic;")->tls);
    assert_true(server_with(state, "listen 443; ssl on;")->tls);
    assert_false(server_with(state, "listen 443;")->tls);
    assert_false(server_with(state, "")->tls);
}

static void odd_ports_are_those_that_a_url_has_to_name(void **state)
{
    assert_true(server_with(state, "listen 8080; listen [::]:8443 ssl;")->odd_ports);
    assert_true(server_with(state, "listen 8000-8010;")->odd_ports);
    assert_false(server_with(state, "listen 8080; listen 443 ssl;")->odd_ports);
    assert_false(server_with(state, "listen 79-81;")->odd_ports);
    assert_false(server_with(state, "listen unix:/run/x;")->odd_ports);
    assert_false(server_with(state, "listen $port;")->odd_ports);
    assert_false(server_with(state, "")->odd_ports);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_server_speaks_tls_when_one_listen_does),
        WORLD_TEST(odd_ports_are_those_that_a_url_has_to_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
