#include "model/uri.h"

#include "tests/support/world.h"

static nwl_uri parsed(void **state, const char *target)
{
    world *w = *state;
    nwl_uri uri;
    if (!nwl_uri_parse(w->arena, nwl_str_of(target), true, &uri))
        fail_msg("\"%s\" is refused", target);
    return uri;
}

static bool is_refused(void **state, const char *target)
{
    world *w = *state;
    nwl_uri uri;
    return !nwl_uri_parse(w->arena, nwl_str_of(target), true, &uri);
}

static void a_path_is_decoded_once_and_its_dots_are_resolved(void **state)
{
    static const char *const PATHS[][2] = {
        {"/", "/"},
        {"/a/../b%20c", "/b c"},
        {"/a%2f..%2Fb", "/b"},
        {"/%2541", "/%41"},
        {"/a/./b/.", "/a/b/"},
        {"/a/..", "/"},
        {"//a///b//", "/a/b/"},
        {"/.a/..b/...", "/.a/..b/..."},
        {"/a/.%2e/b", "/b"},
        {"/a%3Fb%23c", "/a?b#c"},
        {"/a/..?x", "/"},
        {"/a#/../..", "/a"},
    };
    for (size_t i = 0; i < COUNT_OF(PATHS); i++)
        assert_str_equal(parsed(state, PATHS[i][0]).path, PATHS[i][1]);
}

static void slashes_stay_when_they_are_not_merged(void **state)
{
    world *w = *state;
    nwl_uri uri;
    assert_true(nwl_uri_parse(w->arena, NWL_STR("//a//../b/./"), false, &uri));
    assert_str_equal(uri.path, "//a/b/");
}

static void arguments_are_not_decoded_and_end_at_the_fragment(void **state)
{
    nwl_uri uri = parsed(state, "/a%41?b=%20&/../c#d?e");
    assert_str_equal(uri.path, "/aA");
    assert_str_equal(uri.args, "b=%20&/../c");
    assert_str_equal(uri.unparsed, "/a%41?b=%20&/../c#d?e");
    assert_true(uri.quoted && uri.unparsed_valid && uri.location_valid);
    assert_false(uri.plus || uri.internal);
}

static void an_absolute_target_has_an_authority(void **state)
{
    nwl_uri uri = parsed(state, "ws://Example.com:80/x?y");
    assert_str_equal(uri.authority, "Example.com:80");
    assert_str_equal(uri.unparsed, "/x?y");
    assert_str_equal(parsed(state, "http://[::1]").unparsed, "/");
    uri = parsed(state, "http://h?q");
    assert_str_equal(uri.path, "/");
    assert_str_equal(uri.args, "q");
    assert_false(uri.unparsed_valid);
}

static void what_nginx_answers_with_400_is_refused(void **state)
{
    static const char *const TARGETS[] = {
        "",
        "*",
        "x",
        "/..",
        "/a/../..",
        "/%",
        "/%4",
        "/%4g",
        "/%00",
        "/a b",
        "/\t",
        "/\x7f",
        "http:/h",
        "http://",
        "http:///x",
        "http://a_b/",
        "http://[::1/",
        "http://h#f",
        "http://h:8x/",
        "1http://h/",
    };
    for (size_t i = 0; i < COUNT_OF(TARGETS); i++) {
        if (!is_refused(state, TARGETS[i]))
            fail_msg("\"%s\" is taken", TARGETS[i]);
    }
}

static void escapes_are_those_of_nginx(void **state)
{
    world *w = *state;
    nwl_str text = NWL_STR("a/~ \"#%&+;<>?\\^`{|}:\x7f\xc3\n");
    assert_str_equal(nwl_uri_escape(w->arena, text, NWL_ESCAPE_URI),
                     "a/~%20%22%23%25&+;%3C%3E%3F%5C%5E%60%7B%7C%7D:%7F%C3%0A");
    assert_str_equal(nwl_uri_escape(w->arena, text, NWL_ESCAPE_ARGS),
                     "a/~%20%22%23%25%26%2B%3B%3C%3E%3F%5C%5E%60%7B%7C%7D:%7F%C3%0A");
    assert_str_equal(nwl_uri_escape(w->arena, text, NWL_ESCAPE_URI_COMPONENT),
                     "a%2F~%20%22%23%25%26%2B%3B%3C%3E%3F%5C%5E%60%7B%7C%7D%3A%7F%C3%0A");
}

// ---- the target sent upstream ---------------------------------------------------------------

static nwl_str upstream(void **state, const nwl_uri *uri, const char *location,
                        const char *pass_uri)
{
    world *w = *state;
    nwl_str target;
    nwl_pass_uri pass = {nwl_str_of(location), nwl_str_of(pass_uri), false};
    assert_true(nwl_uri_upstream(w->arena, uri, &pass, &target));
    return target;
}

static void without_a_uri_the_clients_own_target_is_sent(void **state)
{
    nwl_uri uri = parsed(state, "/a/../x%20y?z#f");
    assert_str_equal(upstream(state, &uri, "/", ""), "/a/../x%20y?z#f");
    uri = parsed(state, "http://h?q");
    assert_str_equal(upstream(state, &uri, "/", ""), "/?q");
}

static void a_uri_replaces_the_name_of_the_location(void **state)
{
    nwl_uri uri = parsed(state, "/ws/%7e%20b?z");
    assert_str_equal(upstream(state, &uri, "/ws/", "/"), "/~%20b?z");
    assert_str_equal(upstream(state, &uri, "/ws", "/x"), "/x/~%20b?z");
    uri = parsed(state, "/ws/<\xff>");
    assert_str_equal(upstream(state, &uri, "/ws/", "/%20"), "/%20<\xff>");
}

static void a_rewritten_path_is_escaped_and_replaces_nothing_where_it_stays(void **state)
{
    nwl_uri uri = parsed(state, "/ws/a?z");
    nwl_uri_rewrite(&uri, NWL_STR("/r r"), uri.args, true);
    assert_str_equal(upstream(state, &uri, "/ws/", "/x/"), "/r%20r?z");
    assert_str_equal(upstream(state, &uri, "/ws/", ""), "/r%20r?z");
    uri = parsed(state, "/old");
    nwl_uri_rewrite(&uri, NWL_STR("/ws/new"), NWL_STR(""), false);
    assert_str_equal(upstream(state, &uri, "/ws/", "/x/"), "/x/new");
}

static void an_evaluated_uri_is_sent_as_it_is(void **state)
{
    world *w = *state;
    nwl_str target;
    nwl_uri uri = parsed(state, "/ws?z");
    nwl_pass_uri pass = {.uri = NWL_STR("?a b"), .evaluated = true};
    assert_true(nwl_uri_upstream(w->arena, &uri, &pass, &target));
    assert_str_equal(target, "/?a b");
    pass.uri = NWL_STR("");
    assert_true(nwl_uri_upstream(w->arena, &uri, &pass, &target));
    assert_str_equal(target, "/ws?z");
    nwl_uri_rewrite(&uri, NWL_STR(""), NWL_STR(""), true);
    assert_false(nwl_uri_upstream(w->arena, &uri, &pass, &target));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_path_is_decoded_once_and_its_dots_are_resolved),
        WORLD_TEST(slashes_stay_when_they_are_not_merged),
        WORLD_TEST(arguments_are_not_decoded_and_end_at_the_fragment),
        WORLD_TEST(an_absolute_target_has_an_authority),
        WORLD_TEST(what_nginx_answers_with_400_is_refused),
        WORLD_TEST(escapes_are_those_of_nginx),
        WORLD_TEST(without_a_uri_the_clients_own_target_is_sent),
        WORLD_TEST(a_uri_replaces_the_name_of_the_location),
        WORLD_TEST(a_rewritten_path_is_escaped_and_replaces_nothing_where_it_stays),
        WORLD_TEST(an_evaluated_uri_is_sent_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
