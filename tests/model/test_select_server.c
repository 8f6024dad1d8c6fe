#include "model/selection.h"
#include "model/server_names.h"
#include "tests/support/world.h"

static nwl_server_selection select_with(void **state, const char *servers,
                                        const char *address, uint32_t port,
                                        const char *host)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(w->arena, "http { %s }", servers);
    nwl_selection *selection = nwl_selection_new(w->arena, model_of(state, text.ptr));
    nwl_connection connection = {.port = port, .address_known = address != NULL};
    if (address != NULL)
        connection.address = nwl_address_read(nwl_str_of(address));
    return nwl_select_server(selection, w->arena, &connection, nwl_str_of(host));
}

// Why the server of 127.0.0.1:80 for a host is chosen, behind its "root".
static nwl_str chosen(void **state, const char *servers, const char *host)
{
    world *w = *state;
    nwl_server_selection found = select_with(state, servers, "127.0.0.1", 80, host);
    assert_int_equal(found.outcome, NWL_SELECTED_ONE);
    nwl_site root = nwl_scope_last(found.chosen.server->scope, NWL_D_root);
    nwl_str why = nwl_chosen_server_text(w->arena, &found.chosen);
    return nwl_arena_format(w->arena, "%.*s: %.*s",
                            NWL_STR_FMT(nwl_directive_arg(root.directive, 0)),
                            NWL_STR_FMT(why));
}

static void names_are_tried_from_exact_to_regex(void **state)
{
    const char *servers = "server { root d; }"
                          "server { root r; server_name ~^(?<who>.+)\\.test$; }"
                          "server { root t; server_name a.*; }"
                          "server { root h; server_name *.a.test; }"
                          "server { root e; server_name b.a.test; }";
    assert_str_equal(chosen(state, servers, "b.a.test"), "e: exact name \"b.a.test\"");
    assert_str_equal(chosen(state, servers, "x.y.a.test"), "h: wildcard \"*.a.test\"");
    assert_str_equal(chosen(state, servers, "a.test"), "t: wildcard \"a.*\"");
    assert_str_equal(chosen(state, servers, "c.test"),
                     "r: regex \"~^(?<who>.+)\\.test$\"");
    assert_str_equal(chosen(state, servers, "org"), "d: first server of *:80");
    assert_str_equal(chosen(state, servers, ""), "d: exact name \"\"");
}

static void the_longer_wildcard_wins(void **state)
{
    const char *servers = "server { root 1; server_name *.test a.*; }"
                          "server { root 2; server_name .a.test a.b.*; }";
    assert_str_equal(chosen(state, servers, "a.test"), "2: wildcard \".a.test\"");
    assert_str_equal(chosen(state, servers, "x.a.test"), "2: wildcard \".a.test\"");
    assert_str_equal(chosen(state, servers, "a.b.c"), "2: wildcard \"a.b.*\"");
    assert_str_equal(chosen(state, servers, "b.test"), "1: wildcard \"*.test\"");
}

static void the_first_of_equal_names_wins(void **state)
{
    const char *servers = "server { root 1; server_name x; }"
                          "server { root 2; server_name A.test *.a.test; }"
                          "server { root 3; server_name .a.test a.test; }";
    assert_str_equal(chosen(state, servers, "a.test"), "2: exact name \"A.test\"");
    assert_str_equal(chosen(state, servers, "b.a.test"), "2: wildcard \"*.a.test\"");
}

static void the_address_comes_before_the_name(void **state)
{
    const char *servers = "server { root 1; listen 80; server_name a; }"
                          "server { root 2; listen 127.0.0.1:80; server_name b; }";
    assert_str_equal(chosen(state, servers, "a"), "2: the only server of 127.0.0.1:80");
}

static void default_server_wins_over_the_first(void **state)
{
    const char *servers = "server { root 1; server_name a; }"
                          "server { root 2; listen 80 default_server; server_name b; }";
    assert_str_equal(chosen(state, servers, "x"), "2: default_server of *:80");
}

static void captures_of_a_name_are_told(void **state)
{
    nwl_server_selection found =
        select_with(state, "server { server_name ~^(?<who>\\w+)\\.(test)$; }",
                    "127.0.0.1", 80, "joe.test");
    assert_int_equal(found.chosen.captures.count, 3);
    assert_str_equal(found.chosen.captures.items[1].name, "who");
    assert_str_equal(found.chosen.captures.items[1].value, "joe");
    assert_str_equal(found.chosen.captures.items[2].value, "test");
}

static void nobody_listens_on_another_port_or_for_quic(void **state)
{
    const char *servers = "server { listen 80; listen 443 quic; listen 90-92; }";
    assert_int_equal(select_with(state, servers, NULL, 443, "a").outcome,
                     NWL_SELECTED_NONE);
    assert_int_equal(select_with(state, servers, NULL, 91, "a").outcome,
                     NWL_SELECTED_ONE);
    assert_int_equal(select_with(state, servers, "::1", 80, "a").outcome,
                     NWL_SELECTED_NONE);
}

static void an_unknown_address_may_leave_several_servers(void **state)
{
    const char *same = "server { listen 80; listen [::]:80; }";
    const char *differ =
        "server { root 1; listen 80; } server { root 2; listen host:80; }";
    assert_int_equal(select_with(state, same, NULL, 80, "a").outcome, NWL_SELECTED_ONE);
    nwl_server_selection found = select_with(state, differ, NULL, 80, "a");
    assert_int_equal(found.outcome, NWL_SELECTED_SEVERAL);
    assert_str_equal(found.chosen.socket, "*:80");
    assert_str_equal(found.other.socket, "host:80");
    assert_int_equal(select_with(state, differ, "127.0.0.1", 80, "a").outcome,
                     NWL_SELECTED_SEVERAL);
}

static void ipv4_comes_to_an_ipv6_socket_that_takes_it(void **state)
{
    const char *off = "server { listen [::]:80 ipv6only=off; }";
    const char *on = "server { listen [::]:80; }";
    assert_int_equal(select_with(state, off, "127.0.0.1", 80, "").outcome,
                     NWL_SELECTED_ONE);
    assert_int_equal(select_with(state, on, "127.0.0.1", 80, "").outcome,
                     NWL_SELECTED_NONE);
}

static void plain_requests_to_a_tls_socket_are_told(void **state)
{
    const char *servers = "server { listen 443 ssl; listen 80; server_name a; }"
                          "server { listen 443; server_name b; }";
    nwl_server_selection found = select_with(state, servers, NULL, 443, "b");
    assert_true(found.chosen.ssl && found.chosen.plain_to_ssl);
    assert_false(select_with(state, servers, NULL, 80, "a").chosen.plain_to_ssl);
}

static void a_host_is_read_as_nginx_does(void **state)
{
    static const char *const HOSTS[][2] = {{"B.Com", "b.com"},    {"b.com.:80", "b.com"},
                                           {"[::1]:80", "[::1]"}, {".b", ".b"},
                                           {"b:x", "b"},          {"a:b:c", "a"}};
    static const char *const REFUSED[] = {"",    ".",   ":80",  "b..",
                                          "a/b", "a b", "b:..", "\x7f"};
    world *w = *state;
    nwl_str host;
    for (size_t i = 0; i < COUNT_OF(HOSTS); i++) {
        assert_true(nwl_host_read(w->arena, nwl_str_of(HOSTS[i][0]), &host));
        assert_str_equal(host, HOSTS[i][1]);
    }
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++)
        assert_false(nwl_host_read(w->arena, nwl_str_of(REFUSED[i]), &host));
}

static void files_are_read_in_the_order_of_their_names(void **state)
{
    world *w = *state;
    const nwl_model *model = model_of_files(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf", "http { include c/*; }"),
                     FILE_AT("/etc/nginx/c/b", "server { server_name b; }"),
                     FILE_AT("/etc/nginx/c/B", "server { server_name B; }")));
    nwl_connection connection = {.port = 80};
    nwl_server_selection found = nwl_select_server(nwl_selection_new(w->arena, model),
                                                   w->arena, &connection, NWL_STR("x"));
    assert_str_equal(found.chosen.server->names[0], "B");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(names_are_tried_from_exact_to_regex),
        WORLD_TEST(the_longer_wildcard_wins),
        WORLD_TEST(the_first_of_equal_names_wins),
        WORLD_TEST(the_address_comes_before_the_name),
        WORLD_TEST(default_server_wins_over_the_first),
        WORLD_TEST(captures_of_a_name_are_told),
        WORLD_TEST(nobody_listens_on_another_port_or_for_quic),
        WORLD_TEST(an_unknown_address_may_leave_several_servers),
        WORLD_TEST(ipv4_comes_to_an_ipv6_socket_that_takes_it),
        WORLD_TEST(plain_requests_to_a_tls_socket_are_told),
        WORLD_TEST(a_host_is_read_as_nginx_does),
        WORLD_TEST(files_are_read_in_the_order_of_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
