#include "model/listen.h"

#include "tests/support/world.h"

// Reads the arguments of a listen, which are at most four words.
static bool read_words(void **state, const char *text, nwl_listen *listen)
{
    world *w = *state;
    nwl_str rest = nwl_str_of(text), word;
    nwl_arg *args = NWL_NEW_ARRAY(w->arena, nwl_arg, 4);
    nwl_directive directive = {.args = args};
    while (nwl_str_cut(&rest, ' ', &word))
        args[directive.arg_count++].value = word;
    return nwl_listen_read(&directive, listen);
}

static nwl_listen listen_of(void **state, const char *text)
{
    nwl_listen listen;
    if (!read_words(state, text, &listen))
        fail_msg("\"%s\" is refused", text);
    return listen;
}

static void an_address_has_one_spelling_in_messages(void **state)
{
    static const char *const TEXTS[][2] = {
        {"80", "*:80"},
        {"*", "*:80"},
        {"*:81", "*:81"},
        {"0.0.0.0:81", "*:81"},
        {"127.0.0.1", "127.0.0.1:80"},
        {"127.0.0.01:8080", "127.0.0.1:8080"},
        {"[::]:80", "[::]:80"},
        {"[0:0::1]", "[::1]:80"},
        {"unix:/run/x:y", "unix:/run/x:y"},
        {"localhost:8000", "localhost:8000"},
        {"host", "host:80"},
    };
    world *w = *state;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        nwl_listen listen = listen_of(state, TEXTS[i][0]);
        assert_str_equal(nwl_address_text(w->arena, &listen.address, listen.first_port),
                         TEXTS[i][1]);
    }
}

static void a_host_name_is_an_unknown_address(void **state)
{
    assert_int_equal(listen_of(state, "localhost:80").address.kind, NWL_ADDRESS_UNKNOWN);
    assert_int_equal(listen_of(state, "127.0.0.256").address.kind, NWL_ADDRESS_UNKNOWN);
}

static void a_range_has_two_ports(void **state)
{
    nwl_listen listen = listen_of(state, "[::1]:8000-8010");
    assert_int_equal(listen.first_port, 8000);
    assert_int_equal(listen.last_port, 8010);
    assert_int_equal(listen_of(state, "8000-8001").last_port, 8001);
}

static void addresses_that_nginx_refuses_are_no_sockets(void **state)
{
    static const char *const TEXTS[] = {":80",  "*:0",    "*:65536", "*:80-79", "unix:",
                                        "[::1", "[x]:80", "[::1]80", "*:x",     "*:80-"};
    nwl_listen listen;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        if (read_words(state, TEXTS[i], &listen))
            fail_msg("\"%s\" is taken", TEXTS[i]);
    }
}

static void parameters_are_told_apart(void **state)
{
    nwl_listen listen = listen_of(state, "443 ssl http2 default_server");
    assert_true(listen.ssl && listen.http2 && listen.default_server && listen.ipv6only);
    assert_false(listen.quic || listen.proxy_protocol);
    listen = listen_of(state, "[::]:443 quic proxy_protocol ipv6only=off");
    assert_true(listen.quic && listen.proxy_protocol);
    assert_false(listen.ssl || listen.ipv6only || listen.default_server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(an_address_has_one_spelling_in_messages),
        WORLD_TEST(a_host_name_is_an_unknown_address),
        WORLD_TEST(a_range_has_two_ports),
        WORLD_TEST(addresses_that_nginx_refuses_are_no_sockets),
        WORLD_TEST(parameters_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
