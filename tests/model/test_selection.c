#include "model/selection.h"

#include "tests/support/world.h"

// The selection for a path in a server with these lines.
static nwl_location_selection found_in(void **state, const char *lines, const char *path)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(w->arena, "http { server { %s } }", lines);
    const nwl_model *model = model_of(state, text.ptr);
    return nwl_select_location(nwl_selection_new(w->arena, model), w->arena,
                               model->servers.items[0]->scope, nwl_str_of(path));
}

// The location that is found, and how: "/a: longest prefix".
static nwl_str found(void **state, const char *lines, const char *path)
{
    world *w = *state;
    nwl_location_selection selected = found_in(state, lines, path);
    nwl_str how = nwl_location_selection_text(w->arena, &selected);
    if (selected.location == NULL)
        return how;
    nwl_str name = nwl_location_read(selected.location->opener.directive).text;
    return nwl_arena_format(w->arena, "%.*s: %.*s%s", NWL_STR_FMT(name), NWL_STR_FMT(how),
                            selected.redirects ? ", redirects" : "");
}

static void exact_comes_before_regex_before_prefix(void **state)
{
    const char *lines =
        "location / {} location /a {} location = /a {} location ~ ^/ab {}";
    assert_str_equal(found(state, lines, "/a"), "/a: exact");
    assert_str_equal(found(state, lines, "/abc"), "^/ab: regex ~ ^/ab");
    assert_str_equal(found(state, lines, "/ac"), "/a: longest prefix");
    assert_str_equal(found(state, lines, "/b"), "/: longest prefix");
    assert_str_equal(found(state, "location /a {}", "/A"), "no location");
}

static void only_the_longest_prefix_keeps_regexes_off(void **state)
{
    const char *lines = "location ^~ /a/ {} location /a/b/ {} location ~* X$ {}";
    assert_str_equal(found(state, lines, "/a/x"), "/a/: ^~ prefix");
    assert_str_equal(found(state, lines, "/a/b/x"), "X$: regex ~* X$");
}

static void modifiers_may_be_glued_to_the_name(void **state)
{
    const char *lines = "location =/e {} location ^~/p {} location ~^/r {} "
                        "location ~*^/c {} location @n {}";
    assert_str_equal(found(state, lines, "/e"), "/e: exact");
    assert_str_equal(found(state, lines, "/pq"), "/p: ^~ prefix");
    assert_str_equal(found(state, lines, "/r"), "^/r: regex ~ ^/r");
    assert_str_equal(found(state, lines, "/C"), "^/c: regex ~* ^/c");
    assert_str_equal(found(state, lines, "@n"), "no location");
}

static void a_proxied_name_takes_its_path_without_the_slash_by_redirect(void **state)
{
    const char *lines =
        "location /a/ { proxy_pass http://b; } location ~ /a {} location /b/ {}";
    assert_str_equal(found(state, lines, "/a"), "/a/: longest prefix, redirects");
    assert_str_equal(found(state, lines, "/b"), "no location");
    assert_str_equal(found(state, "location /a/ { uwsgi_pass b; } location /a {}", "/a"),
                     "/a: longest prefix");
    assert_str_equal(
        found(state, "location /a/ { if ($x) { proxy_pass http://b; } }", "/a"),
        "no location");
}

static void the_target_of_a_redirect_is_escaped(void **state)
{
    world *w = *state;
    nwl_location_selection selected =
        found_in(state, "location \"/a b%/\" { proxy_pass http://b; }", "/a b%");
    assert_true(selected.redirects);
    assert_str_equal(nwl_location_redirect(w->arena, selected.location, NWL_STR("x=1")),
                     "/a%20b%25/?x=1");
}

static void nested_regexes_come_before_those_of_the_server(void **state)
{
    const char *lines =
        "location /a { location /a/p {} location ~ n {} } location ~ /a {}";
    assert_str_equal(found(state, lines, "/an"), "n: nested regex ~ n");
    assert_str_equal(found(state, lines, "/a/p"), "/a: regex ~ /a");
}

static void a_nested_prefix_does_not_keep_regexes_of_the_server_off(void **state)
{
    const char *lines = "location /a { location ^~ /a/p {} } location ~ p {}";
    assert_str_equal(found(state, lines, "/a/p"), "p: regex ~ p");
    lines = "location ^~ /a { location /a/p {} } location ~ p {}";
    assert_str_equal(found(state, lines, "/a/p"), "/a/p: nested longest prefix");
}

static void no_prefix_is_found_inside_a_regex(void **state)
{
    nwl_location_selection selected =
        found_in(state, "location ~ /a { location /a/b {} location = /a/b {} }", "/a/b");
    assert_str_equal(nwl_location_read(selected.location->opener.directive).text, "/a");
    assert_int_equal(selected.candidate_count, 2);
    assert_int_equal(selected.candidates[0].loss, NWL_LOSS_INSIDE_REGEX);
    assert_ptr_equal(selected.candidates[0].lost_to, selected.location);
}

static void a_location_inside_such_a_prefix_is_out_of_reach_as_well(void **state)
{
    const nwl_scope *regex =
        found_in(state,
                 "location ~ /a { location /a/b { location /a/b/c {} } location ~ d {} }",
                 "/a")
            .location;
    assert_false(nwl_location_out_of_reach(regex));
    assert_true(nwl_location_out_of_reach(regex->first));
    assert_true(nwl_location_out_of_reach(regex->first->first));
    assert_false(nwl_location_out_of_reach(regex->first->next));
}

static void captures_come_from_every_regex_on_the_way(void **state)
{
    nwl_location_selection selected =
        found_in(state, "location ~ ^/(?<who>\\w+)/ { location ~ (x)(y)? {} }", "/joe/x");
    assert_int_equal(selected.capture_count, 2);
    assert_str_equal(selected.captures[0].items[1].name, "who");
    assert_str_equal(selected.captures[0].items[1].value, "joe");
    assert_str_equal(selected.captures[1].items[1].value, "x");
    assert_str_equal(selected.captures[1].items[2].value, "");
}

static void a_regex_that_takes_the_path_of_a_prefix_is_told(void **state)
{
    nwl_location_selection selected =
        found_in(state,
                 "location / {} location /ws {} location ~ no {} location ~ s$ {} "
                 "location ~ ws {}",
                 "/ws");
    static const struct {
        const char *name;
        nwl_loss loss;
    } EXPECTED[] = {{"/", NWL_LOSS_OUTRANKED},
                    {"no", NWL_LOSS_NO_MATCH},
                    {"ws", NWL_LOSS_LATER},
                    {"/ws", NWL_LOSS_OVERRULED}};
    assert_int_equal(selected.candidate_count, COUNT_OF(EXPECTED));
    for (size_t i = 0; i < COUNT_OF(EXPECTED); i++) {
        assert_str_equal(
            nwl_location_read(selected.candidates[i].location->opener.directive).text,
            EXPECTED[i].name);
        assert_int_equal(selected.candidates[i].loss, EXPECTED[i].loss);
    }
    assert_ptr_equal(selected.candidates[3].lost_to, selected.location);
    assert_str_equal(nwl_loss_text(NWL_LOSS_OVERRULED), "a regex matches");
}

static void regexes_that_are_not_tried_are_told(void **state)
{
    nwl_location_selection selected =
        found_in(state, "location ^~ /a { location = /ab {} } location ~ . {}", "/ab");
    assert_int_equal(selected.candidate_count, 1);
    assert_int_equal(selected.candidates[0].loss, NWL_LOSS_NOT_TRIED);
    assert_ptr_equal(selected.candidates[0].lost_to, selected.location);
}

static void candidates_have_a_limit(void **state)
{
    world *w = *state;
    nwl_str lines = NWL_STR("");
    for (int i = 0; i < NWL_CANDIDATE_LIMIT + 6; i++)
        lines =
            nwl_arena_format(w->arena, "%.*s location ~ no%d {}", NWL_STR_FMT(lines), i);
    nwl_location_selection selected = found_in(state, lines.ptr, "/");
    assert_int_equal(selected.candidate_count, NWL_CANDIDATE_LIMIT);
    assert_int_equal(selected.candidates_left_out, 6);
}

static void a_regex_that_is_given_up_leaves_the_choice_open(void **state)
{
    nwl_location_selection selected =
        found_in(state, "location / {} location ~ ^/(a|aa)+$ {} location ~ / {}",
                 "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    assert_non_null(selected.undecided);
    assert_str_equal(nwl_location_read(selected.location->opener.directive).text, "/");
}

static void a_named_location_is_found_by_its_name_alone(void **state)
{
    const nwl_model *model =
        model_of(state, "http { server { location @a {} location = @b {} } }");
    const nwl_scope *server = model->servers.items[0]->scope;
    assert_ptr_equal(nwl_select_named_location(model->selection, server, NWL_STR("@a")),
                     server->first);
    assert_null(nwl_select_named_location(model->selection, server, NWL_STR("@b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(exact_comes_before_regex_before_prefix),
        WORLD_TEST(only_the_longest_prefix_keeps_regexes_off),
        WORLD_TEST(modifiers_may_be_glued_to_the_name),
        WORLD_TEST(a_proxied_name_takes_its_path_without_the_slash_by_redirect),
        WORLD_TEST(the_target_of_a_redirect_is_escaped),
        WORLD_TEST(nested_regexes_come_before_those_of_the_server),
        WORLD_TEST(a_nested_prefix_does_not_keep_regexes_of_the_server_off),
        WORLD_TEST(no_prefix_is_found_inside_a_regex),
        WORLD_TEST(a_location_inside_such_a_prefix_is_out_of_reach_as_well),
        WORLD_TEST(captures_come_from_every_regex_on_the_way),
        WORLD_TEST(a_regex_that_takes_the_path_of_a_prefix_is_told),
        WORLD_TEST(regexes_that_are_not_tried_are_told),
        WORLD_TEST(candidates_have_a_limit),
        WORLD_TEST(a_regex_that_is_given_up_leaves_the_choice_open),
        WORLD_TEST(a_named_location_is_found_by_its_name_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
