#include "model/keepalive.h"

#include "model/target.h"

#include "tests/support/world.h"

#define OLD NWL_VERSION_OF(1u, 29u, 6u)
#define NEW NWL_VERSION_OF(1u, 29u, 7u)

static bool keeps(void **state, const char *lines, nwl_version version, nwl_site *line)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(
        w->arena, "http { upstream a { server 127.0.0.1:1; %s } }", lines);
    const nwl_model *model = model_of(state, text.ptr);
    nwl_target target = nwl_target_parse(&model->upstreams, NWL_STR("http://a"));
    assert_non_null(target.upstream);
    return nwl_upstream_keeps_connections(target.upstream, version, line);
}

static void an_upstream_with_the_line_keeps_connections(void **state)
{
    nwl_site line;
    assert_true(keeps(state, "keepalive 16;", OLD, &line));
    assert_int_equal(line.directive->id, NWL_D_keepalive);
    assert_true(keeps(state, "keepalive 16;", 0, &line));
    assert_true(keeps(state, "keepalive 16 local;", NEW, &line));
}

static void without_the_line_the_version_tells(void **state)
{
    nwl_site line;
    assert_false(keeps(state, "", OLD, &line));
    assert_false(keeps(state, "", 0, &line));
    assert_false(keeps(state, "keepalive_timeout 60s;", OLD, &line));
    assert_true(keeps(state, "", NEW, &line));
    assert_null(line.directive);
}

static void zero_switches_it_off(void **state)
{
    nwl_site line;
    assert_false(keeps(state, "keepalive 0;", NEW, &line));
    assert_false(keeps(state, "keepalive 0;", 0, &line));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(an_upstream_with_the_line_keeps_connections),
        WORLD_TEST(without_the_line_the_version_tells),
        WORLD_TEST(zero_switches_it_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
