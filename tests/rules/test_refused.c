// The rules about what nginx refuses are linear in what they read.
#include "rules/engine.h"

#include "base/buffer.h"

#include "tests/support/world.h"

// A configuration of count times line, whose '#' are the number of the line, between begin and end.
static const char *repeated(void **state, const char *begin, const char *line,
                            uint32_t count, const char *end)
{
    world *w = *state;
    nwl_buffer text = nwl_buffer_new(NULL);
    nwl_buffer_add(&text, nwl_str_of(begin));
    for (uint32_t i = 0; i < count; i++) {
        for (const char *c = line; *c != '\0'; c++) {
            if (*c == '#')
                nwl_buffer_format(&text, "%u", i);
            else
                nwl_buffer_add_char(&text, *c);
        }
    }
    nwl_buffer_add(&text, nwl_str_of(end));
    const char *copy = nwl_arena_copy(w->arena, nwl_buffer_text(&text)).ptr;
    nwl_buffer_free(&text);
    return copy;
}

static uint32_t count_of(void **state, const char *text, const char *rule)
{
    nwl_findings findings = {0};
    uint32_t count = 0;
    world *w = *state;
    nwl_engine_run(w->arena, model_of(state, text), &(nwl_engine_options){0}, &findings);
    for (uint32_t i = 0; i < findings.count; i++)
        count += nwl_str_eq(findings.items[i]->rule->id, nwl_str_of(rule));
    return count;
}

enum { MANY = 4000 };

static void a_variable_is_one_finding_however_often_it_is_used(void **state)
{
    const char *text =
        repeated(state, "http { server { ", "add_header A# $none;", MANY, "} }");
    assert_int_equal(count_of(state, text, "undefined-variable"), 1);
}

static void many_variables_are_as_many_findings(void **state)
{
    const char *text =
        repeated(state, "http { server { ", "add_header A# $none_#;", MANY, "} }");
    assert_int_equal(count_of(state, text, "undefined-variable"), MANY);
}

static void the_lines_of_http_are_read_when_one_server_inherits_them(void **state)
{
    const char *text = repeated(
        state, "http { proxy_set_header A $none;",
        "proxy_set_header B# $never; server { proxy_set_header A a#; }", MANY, "}");
    assert_int_equal(count_of(state, text, "undefined-variable"), 0);
}

static void many_locations_and_many_names(void **state)
{
    const char *text =
        repeated(state, "http { server { ",
                 "location @n# {} location /# { try_files a @x; }", MANY, "} }");
    assert_int_equal(count_of(state, text, "undefined-named-location"), MANY);
    assert_int_equal(count_of(state, text, "duplicate-location"), 0);
}

static void every_further_location_and_line_is_one_finding(void **state)
{
    const char *text = repeated(state, "http { server { ",
                                "location /a {} client_max_body_size #;", MANY, "} }");
    assert_int_equal(count_of(state, text, "duplicate-location"), MANY - 1);
    assert_int_equal(count_of(state, text, "duplicate-directive"), MANY - 1);
}

// The list of one file ends after a hundred, and a line that says so.
static void wrong_values_are_told_up_to_a_hundred(void **state)
{
    const char *text = repeated(state, "http { server { ",
                                "location /# { proxy_read_timeout #x; }", MANY, "} }");
    assert_int_equal(count_of(state, text, "invalid-argument"), 101);
}

static void the_lines_of_a_body_are_compared_in_linear_time(void **state)
{
    const char *map = repeated(state, "http { map $a $b { ", "k# a;", MANY, "k1 b; } }");
    assert_int_equal(count_of(state, map, "duplicate-directive"), 1);
    const char *geo = repeated(state, "http { geo $a { ranges;",
                               "0.0.0.0-255.255.255.254 #;", MANY, "} }");
    assert_int_equal(count_of(state, geo, "invalid-argument"), 0);
}

static void every_further_upstream_listen_and_zone_is_one_finding(void **state)
{
    const char *text =
        repeated(state, "http { ",
                 "upstream u { server a; } server { listen 80 default; "
                 "limit_req zone=z#; location / { proxy_pass http://U:80; } }",
                 MANY, "}");
    assert_int_equal(count_of(state, text, "duplicate-directive"), 2 * (MANY - 1));
    assert_int_equal(count_of(state, text, "undefined-zone"), MANY);
    assert_int_equal(count_of(state, text, "invalid-argument"), MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_variable_is_one_finding_however_often_it_is_used),
        WORLD_TEST(many_variables_are_as_many_findings),
        WORLD_TEST(the_lines_of_http_are_read_when_one_server_inherits_them),
        WORLD_TEST(many_locations_and_many_names),
        WORLD_TEST(every_further_location_and_line_is_one_finding),
        WORLD_TEST(wrong_values_are_told_up_to_a_hundred),
        WORLD_TEST(the_lines_of_a_body_are_compared_in_linear_time),
        WORLD_TEST(every_further_upstream_listen_and_zone_is_one_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
