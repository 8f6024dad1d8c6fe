#include "model/journey.h"

#include <time.h>

#include "model/variables.h"
#include "tests/support/world.h"

// The value of text in the location "/" for a client: its text, "a|b" for one of two or more, "?" when it is not known.
static const char *value_in(void **state, const char *configuration,
                            const nwl_client *client, const char *text)
{
    world *w = *state;
    const nwl_model *model = model_of(state, configuration);
    const nwl_scope *scope = location_in(model, "/")->scope;
    nwl_request request = nwl_journey_at(w->arena, model, client, 0, scope).request;
    nwl_text_value value = nwl_evaluate(&request, nwl_str_of(text));
    if (value.certainty == NWL_UNKNOWN)
        return "?";
    nwl_str shown = nwl_arena_copy(w->arena, value.options[0]);
    for (uint32_t i = 1; i < value.option_count; i++)
        shown = nwl_arena_format(w->arena, "%.*s|%.*s", NWL_STR_FMT(shown),
                                 NWL_STR_FMT(value.options[i]));
    return shown.ptr;
}

static const char *value_with(void **state, const char *http, const char *server,
                              const char *location, const char *text)
{
    world *w = *state;
    nwl_str configuration = nwl_arena_format(
        w->arena, "http { %s server { %s location / { %s proxy_pass http://b; } } }",
        http, server, location);
    return value_in(state, configuration.ptr, &nwl_client_handshake, text);
}

static const char *client_value(void **state, const nwl_client *client, const char *text)
{
    return value_in(state, "http { server { location / { proxy_pass http://b; } } }",
                    client, text);
}

static void the_client_s_headers_are_those_of_a_browser(void **state)
{
    assert_string_equal(client_value(state, &nwl_client_handshake, "$http_upgrade"),
                        "websocket");
    assert_string_equal(client_value(state, &nwl_client_plain, "$http_upgrade"), "");
    assert_string_equal(client_value(state, &nwl_client_handshake, "$http_connection"),
                        "Upgrade|keep-alive, Upgrade");
    assert_string_equal(client_value(state, &nwl_client_plain, "$http_connection"),
                        "keep-alive");
    assert_string_equal(client_value(state, &nwl_client_handshake, "$request_method"),
                        "GET");
}

static void a_client_that_asks_for_h2c_is_not_a_websocket(void **state)
{
    assert_string_equal(client_value(state, &nwl_client_h2c, "$http_upgrade"), "h2c");
    assert_string_equal(client_value(state, &nwl_client_h2c, "$http_connection"),
                        "Upgrade, HTTP2-Settings");
    assert_string_equal(client_value(state, &nwl_client_h2c, "$http_sec_websocket_key"),
                        "");
    assert_string_equal(
        value_in(state,
                 "http { map $http_upgrade $only { websocket websocket; } "
                 "server { location / { proxy_pass http://b; } } }",
                 &nwl_client_h2c, "[$only]"),
        "[]");
}

static void names_of_variables_ignore_case_and_may_stand_in_braces(void **state)
{
    assert_string_equal(client_value(state, &nwl_client_handshake, "$HTTP_Upgrade"),
                        "websocket");
    assert_string_equal(client_value(state, &nwl_client_handshake, "${http_upgrade}"),
                        "websocket");
    assert_string_equal(client_value(state, &nwl_client_handshake, "a${http_upgrade}b"),
                        "awebsocketb");
    assert_string_equal(client_value(state, &nwl_client_handshake, "$http_upgrade-x"),
                        "websocket-x");
    assert_string_equal(client_value(state, &nwl_client_handshake, "$http_x"), "?");
}

static void headers_that_nearly_are_upgrade_are_sent_by_nobody(void **state)
{
    assert_string_equal(client_value(state, &nwl_client_handshake, "$http_upgarde"), "");
    assert_string_equal(client_value(state, &nwl_client_handshake, "$http_x_upgrade"),
                        "");
    assert_string_equal(
        client_value(state, &nwl_client_handshake, "$http_upgrade_insecure_requests"),
        "?");
}

static void
groups_are_empty_without_a_regex_and_unknown_in_the_location_of_one(void **state)
{
    assert_string_equal(client_value(state, &nwl_client_handshake, "a$1"), "a");
    world *w = *state;
    const nwl_model *model =
        model_of(state, "http { server { location ~ ^/(a+) { proxy_pass http://b; } } }");
    nwl_request request = nwl_journey_at(w->arena, model, &nwl_client_plain, 0,
                                         location_in(model, "~ ^/(a+)")->scope)
                              .request;
    assert_int_equal(nwl_evaluate(&request, NWL_STR("$1")).certainty, NWL_UNKNOWN);
}

static void what_the_configuration_does_not_say_is_unknown(void **state)
{
    static const char *const TEXTS[] = {"$arg_x",     "$nothing", "$host",
                                        "x$cookie_a", "$",        "${"};
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
        assert_string_equal(client_value(state, &nwl_client_handshake, TEXTS[i]), "?");
}

static void values_from_scripts_and_lookups_are_unknown(void **state)
{
    static const char *const DEFINITIONS[] = {
        "geo $x { default a; }",
        "geo $remote_addr $x { default a; }",
        "split_clients $http_host $x { * a; }",
        "js_set $x main.f;",
        "perl_set $x 'sub {}';",
    };
    for (size_t i = 0; i < COUNT_OF(DEFINITIONS); i++)
        assert_string_equal(value_with(state, DEFINITIONS[i], "", "", "$x"), "?");
    assert_string_equal(value_with(state, "", "auth_request_set $x a;", "", "$x"), "?");
}

static void set_counts_in_the_server_and_in_the_location_itself(void **state)
{
    assert_string_equal(value_with(state, "", "set $x server;", "", "$x"), "server");
    assert_string_equal(value_with(state, "", "", "set $x here;", "$x"), "here");
    assert_string_equal(value_with(state, "", "set $x server;", "set $x here;", "$x"),
                        "here");
    assert_string_equal(value_with(state, "", "set $x 1; set $x 2;", "", "$x"), "2");
    assert_string_equal(value_with(state, "", "set $X server;", "", "$x"), "server");
}

static void set_in_another_location_leaves_a_variable_empty(void **state)
{
    assert_string_equal(value_with(state, "", "location /a { set $x a; }", "", "$x"), "");
    assert_string_equal(value_with(state, "server { set $x a; }", "", "", "$x"), "");
}

static void set_in_a_location_around_does_not_count(void **state)
{
    assert_string_equal(
        value_in(state,
                 "http { server { location ~ . { set $x outer; location / { "
                 "proxy_pass http://b; } } } }",
                 &nwl_client_handshake, "$x"),
        "");
}

static void set_in_an_if_may_count(void **state)
{
    assert_string_equal(
        value_with(state, "", "set $x a; if ($http_foo) { set $x b; }", "", "$x"), "a|b");
    assert_string_equal(value_with(state, "", "", "if ($http_foo) { set $x b; }", "$x"),
                        "|b");
    assert_string_equal(
        value_with(state, "", "if ($http_foo) { set $x b; }", "set $x last;", "$x"),
        "last");
}

static void a_set_sees_what_was_set_before_it(void **state)
{
    assert_string_equal(value_with(state, "", "set $y early; set $x $y;", "", "$x"),
                        "early");
    assert_string_equal(value_with(state, "", "set $y early;", "set $x $y;", "$x"),
                        "early");
    assert_string_equal(value_with(state, "", "set $x $y; set $y late;", "", "$x"), "");
}

static void a_set_may_add_to_its_own_variable(void **state)
{
    assert_string_equal(value_with(state, "", "set $x up; set $x ${x}grade;", "", "$x"),
                        "upgrade");
}

static void what_doubles_without_end_is_given_up(void **state)
{
    world *w = *state;
    nwl_str lines = NWL_STR("set $v aaaaaaaa;");
    for (int i = 0; i < 60; i++)
        lines = nwl_arena_format(w->arena, "%.*s set $v $v$v;", NWL_STR_FMT(lines));
    assert_string_equal(value_with(state, "", lines.ptr, "", "$v"), "?");
}

static void a_set_behind_an_if_wins_over_it(void **state)
{
    assert_string_equal(
        value_with(state, "", "set $x a; if ($a) { set $x b; } set $x c;", "", "$x"),
        "c");
}

static void a_set_that_runs_wins_over_a_map(void **state)
{
    static const char MAP[] = "map $http_upgrade $x { default map; }";
    assert_string_equal(value_with(state, MAP, "set $x set;", "", "$x"), "set");
    assert_string_equal(value_with(state, MAP, "location /a { set $x set; }", "", "$x"),
                        "map");
}

static void maps_chain(void **state)
{
    assert_string_equal(
        value_with(
            state,
            "map $http_upgrade $a { default $b; } map $c $b { ok yes; default no; } "
            "map $request_method $c { GET ok; }",
            "", "", "$a"),
        "yes");
    assert_string_equal(
        value_with(state,
                   "map \"$request_method $http_upgrade\" $a { 'GET websocket' x; }", "",
                   "", "$a"),
        "x");
}

static void a_map_on_one_of_two_gives_one_of_two(void **state)
{
    static const char MAP[] = "map $http_connection $x { upgrade a; default b; }";
    static const char SAME[] = "map $http_connection $x { ~*upgrade a; default b; }";
    assert_string_equal(value_with(state, MAP, "", "", "$x"), "a|b");
    assert_string_equal(value_with(state, SAME, "", "", "$x"), "a");
    assert_string_equal(
        value_with(state, "map $arg_q $x { b b; default a; }", "", "", "$x"), "a|b");
}

static void the_arm_that_decides_is_named(void **state)
{
    world *w = *state;
    const nwl_model *model = model_of(
        state,
        "http { map $http_upgrade $x { default a; '' b; } map $http_upgrade $y { z z; } "
        "server { location / { proxy_pass http://b; } } }");
    const nwl_scope *scope = location_in(model, "/")->scope;
    nwl_request request =
        nwl_journey_at(w->arena, model, &nwl_client_plain, 0, scope).request;
    nwl_text_value x = nwl_evaluate(&request, NWL_STR("$x"));
    nwl_text_value y = nwl_evaluate(&request, NWL_STR("$y"));
    nwl_text_value mixed = nwl_evaluate(&request, NWL_STR("$x."));
    assert_str_equal(nwl_directive_arg(x.decided_by.directive, 0), "b");
    assert_str_equal(y.decided_by.directive->name, "map");
    assert_null(mixed.decided_by.directive);
}

static void cycles_are_unknown(void **state)
{
    static const char TWO[] = "map $b $a { default $b; } map $a $b { default $a; }";
    assert_string_equal(value_with(state, "map $a $a { default $a; }", "", "", "$a"),
                        "?");
    assert_string_equal(value_with(state, TWO, "", "", "$a"), "?");
    assert_string_equal(value_with(state, "", "set $x $y; set $y $x$x$x;", "", "$n$x"),
                        "?");
}

// "map $v1 $v0 { default $v1; } map $v2 $v1 …": each links to the next one count times, the last has a value.
static const char *chain(void **state, int length, const char *arm)
{
    world *w = *state;
    nwl_str text = NWL_STR("");
    for (int i = 0; i < length; i++) {
        nwl_str next = nwl_arena_format(w->arena, "$v%d", i + 1);
        text = nwl_arena_format(w->arena, "%.*s map $http_x $v%d { default \"",
                                NWL_STR_FMT(text), i);
        for (const char *c = arm; *c != '\0'; c++)
            text = nwl_arena_format(w->arena, "%.*s%.*s", NWL_STR_FMT(text),
                                    NWL_STR_FMT(next));
        text = nwl_arena_format(w->arena, "%.*s\"; }", NWL_STR_FMT(text));
    }
    return nwl_arena_format(w->arena, "%.*s map $http_upgrade $v%d { websocket x; }",
                            NWL_STR_FMT(text), length)
        .ptr;
}

static void a_deep_chain_is_unknown_and_a_shallow_one_is_not(void **state)
{
    assert_string_equal(
        value_with(state,
                   "map $http_upgrade $a { default $b; } map $http_upgrade $b { "
                   "default $c; } map $http_upgrade $c { default x; }",
                   "", "", "$a"),
        "x");
    assert_string_equal(value_with(state, chain(state, 1000, "1"), "", "", "$v0"), "?");
}

static void templates_that_grow_exponentially_are_given_up(void **state)
{
    clock_t start = clock();
    assert_string_equal(value_with(state, chain(state, 14, "12345678"), "", "", "$v0"),
                        "?");
    assert_string_equal(value_with(state, chain(state, 60, "12"), "", "", "$v0"), "?");
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
}

static void alternatives_do_not_multiply_without_end(void **state)
{
    world *w = *state;
    nwl_str sets = NWL_STR(""), text = NWL_STR("");
    for (int i = 0; i < 200; i++) {
        sets = nwl_arena_format(w->arena, "%.*s if ($arg_a) { set $x%d b; }",
                                NWL_STR_FMT(sets), i);
        text = nwl_arena_format(w->arena, "%.*s$x%d", NWL_STR_FMT(text), i);
    }
    assert_string_equal(value_with(state, "", sets.ptr, "", text.ptr), "?");
}

static void only_a_single_variable_is_one(void **state)
{
    (void)state;
    assert_str_equal(nwl_only_variable(NWL_STR("$a")), "a");
    assert_str_equal(nwl_only_variable(NWL_STR("${a_1}")), "a_1");
    assert_str_equal(nwl_only_variable(NWL_STR("a")), "");
    assert_str_equal(nwl_only_variable(NWL_STR("$a$b")), "");
    assert_str_equal(nwl_only_variable(NWL_STR("$a ")), "");
    assert_str_equal(nwl_only_variable(NWL_STR("")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_client_s_headers_are_those_of_a_browser),
        WORLD_TEST(a_client_that_asks_for_h2c_is_not_a_websocket),
        WORLD_TEST(names_of_variables_ignore_case_and_may_stand_in_braces),
        WORLD_TEST(headers_that_nearly_are_upgrade_are_sent_by_nobody),
        WORLD_TEST(groups_are_empty_without_a_regex_and_unknown_in_the_location_of_one),
        WORLD_TEST(what_the_configuration_does_not_say_is_unknown),
        WORLD_TEST(values_from_scripts_and_lookups_are_unknown),
        WORLD_TEST(set_counts_in_the_server_and_in_the_location_itself),
        WORLD_TEST(set_in_another_location_leaves_a_variable_empty),
        WORLD_TEST(set_in_a_location_around_does_not_count),
        WORLD_TEST(set_in_an_if_may_count),
        WORLD_TEST(a_set_sees_what_was_set_before_it),
        WORLD_TEST(a_set_may_add_to_its_own_variable),
        WORLD_TEST(what_doubles_without_end_is_given_up),
        WORLD_TEST(a_set_behind_an_if_wins_over_it),
        WORLD_TEST(a_set_that_runs_wins_over_a_map),
        WORLD_TEST(maps_chain),
        WORLD_TEST(a_map_on_one_of_two_gives_one_of_two),
        WORLD_TEST(the_arm_that_decides_is_named),
        WORLD_TEST(cycles_are_unknown),
        WORLD_TEST(a_deep_chain_is_unknown_and_a_shallow_one_is_not),
        WORLD_TEST(templates_that_grow_exponentially_are_given_up),
        WORLD_TEST(alternatives_do_not_multiply_without_end),
        WORLD_TEST(only_a_single_variable_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
