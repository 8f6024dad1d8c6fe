#include "model/target.h"

#include "tests/support/world.h"

typedef struct target_case {
    const char *argument, *scheme, *host;
    uint32_t port;
    const char *uri;
} target_case;

static void an_argument_is_taken_apart(void **state)
{
    static const target_case CASES[] = {
        {"http://a", "http", "a", 0, ""},
        {"http://a/", "http", "a", 0, "/"},
        {"https://a.org:8443/x/y", "https", "a.org", 8443, "/x/y"},
        {"http://127.0.0.1:3000", "http", "127.0.0.1", 3000, ""},
        {"http://[::1]:80/x", "http", "[::1]", 80, "/x"},
        {"http://[::1]", "http", "[::1]", 0, ""},
        {"a:9000", "", "a", 9000, ""},
        {"ws://a/x", "ws", "a", 0, "/x"},
        {"http://unix:/run/a.sock:/x", "http", "", 0, "/x"},
        {"unix:/run/a.sock", "", "", 0, ""},
        {"http://a:99999999999", "http", "a", 0, ""},
        {"http://", "http", "", 0, ""},
        {"", "", "", 0, ""},
        {":", "", "", 0, ""},
        {"://", "", "", 0, ""},
    };
    nwl_map none = nwl_map_new(((world *)*state)->arena);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        nwl_target target = nwl_target_parse(&none, nwl_str_of(CASES[i].argument));
        if (!nwl_str_eq(target.scheme, nwl_str_of(CASES[i].scheme)) ||
            !nwl_str_eq(target.host, nwl_str_of(CASES[i].host)) ||
            target.port != CASES[i].port ||
            !nwl_str_eq(target.uri, nwl_str_of(CASES[i].uri)))
            fail_msg("\"%s\"", CASES[i].argument);
    }
}

static void an_upstream_is_found_in_any_case_and_only_without_a_port(void **state)
{
    world *w = *state;
    const nwl_model *model = model_of(
        state, "http { upstream App { server a:1; } } stream { upstream s { } }");
    nwl_map upstreams = nwl_upstreams_new(w->arena, model->top);
    assert_non_null(nwl_target_parse(&upstreams, NWL_STR("http://app/x")).upstream);
    assert_non_null(nwl_target_parse(&upstreams, NWL_STR("http://APP")).upstream);
    assert_null(nwl_target_parse(&upstreams, NWL_STR("http://app:80")).upstream);
    assert_null(nwl_target_parse(&upstreams, NWL_STR("http://apps")).upstream);
    assert_null(nwl_target_parse(&upstreams, NWL_STR("http://s")).upstream);
}

static void the_ports_of_an_upstream_are_those_of_its_servers(void **state)
{
    world *w = *state;
    uint32_t port = 7;
    const nwl_model *model = model_of(
        state, "http { upstream a { server x:1 weight=2; server y; server [::1]:3; } }");
    nwl_map upstreams = nwl_upstreams_new(w->arena, model->top);
    const nwl_scope *upstream =
        nwl_target_parse(&upstreams, NWL_STR("http://a")).upstream;
    assert_true(nwl_upstream_port(upstream, 0, &port) && port == 1);
    assert_true(nwl_upstream_port(upstream, 1, &port) && port == 0);
    assert_true(nwl_upstream_port(upstream, 2, &port) && port == 3);
    assert_false(nwl_upstream_port(upstream, 3, &port));
}

static void a_very_long_name_is_no_upstream(void **state)
{
    world *w = *state;
    char argument[2008] = "http://";
    memset(argument + 7, 'a', 2000);
    const nwl_model *model = model_of(state, "http { upstream a { server x:1; } }");
    nwl_map upstreams = nwl_upstreams_new(w->arena, model->top);
    assert_null(nwl_target_parse(&upstreams, nwl_str_of(argument)).upstream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(an_argument_is_taken_apart),
        WORLD_TEST(an_upstream_is_found_in_any_case_and_only_without_a_port),
        WORLD_TEST(the_ports_of_an_upstream_are_those_of_its_servers),
        WORLD_TEST(a_very_long_name_is_no_upstream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
