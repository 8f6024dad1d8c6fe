#include "parser/template.h"

#include "tests/support/world.h"

static void assert_statements(void **state, const char *text, const char *expected)
{
    world *w = *state;
    nwl_str read = nwl_template_as_statements(w->arena, nwl_str_of(text));
    assert_string_equal(nwl_arena_copy(w->arena, read).ptr, expected);
}

static void a_placeholder_on_a_line_of_its_own_is_a_statement(void **state)
{
    assert_statements(state, "${A}\n${B}\nserver {\n  ${C} \n}\n",
                      "${A};${B};server {\n  ${C};\n}\n");
    assert_statements(state, "${A} # more\n${B}\r\n", "${A};# more\n${B};\n");
    assert_statements(state, "a \"#\";\n${A}\n", "a \"#\";\n${A};");
    assert_statements(state, "listen 80;\n${A}", "listen 80;\n${A};");
}

static void a_placeholder_within_a_statement_is_left_alone(void **state)
{
    static const char *const TEXTS[] = {"listen ${PORT};\n",
                                        "log_format x\n${A}\n'b';\n",
                                        "${A};\n",
                                        "$A\n",
                                        "# ${A}\n",
                                        "${lower}\n",
                                        ""};
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
        assert_statements(state, TEXTS[i], TEXTS[i]);
}

static void placeholders_are_told_from_variables(void **state)
{
    (void)state;
    assert_true(nwl_template_has_placeholder(NWL_STR("listen ${PORT}")));
    assert_true(nwl_template_has_placeholder(NWL_STR("listen $PORT")));
    assert_true(nwl_template_has_placeholder(NWL_STR("listen {{ port }}")));
    assert_false(nwl_template_has_placeholder(NWL_STR("proxy_pass http://$host")));
    assert_false(nwl_template_has_placeholder(NWL_STR("rewrite ^/(.*)$ /$1")));
}

static const nwl_file *file_of(void **state, const char *path, const char *text)
{
    const nwl_configuration *c = load_at(state, path, FILES(FILE_AT(path, text)));
    return c->files->items.items[c->root];
}

static void a_template_of_another_program_is_one_error_and_nothing_else(void **state)
{
    const nwl_file *file =
        file_of(state, "/t/a.j2", "{% if x %}\nlisten {{ port }};\n{% endif %}\n");
    assert_true(file->is_unknown);
    assert_null(file->tree.first);
    assert_int_equal(file->tree.errors.count, 1);
    assert_int_equal(file->tree.errors.items[0].kind, NWL_SYNTAX_TEMPLATE);
}

static void marks_count_in_another_file_where_nginx_stops(void **state)
{
    assert_true(file_of(state, "/t/a.conf", "a;\nlisten {{ port }};\n")->is_unknown);
    assert_false(file_of(state, "/t/a.conf", "a \"{{ b }}\";\n")->is_unknown);
    assert_false(file_of(state, "/t/a.j2", "listen 80;\n")->is_unknown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_placeholder_on_a_line_of_its_own_is_a_statement),
        WORLD_TEST(a_placeholder_within_a_statement_is_left_alone),
        WORLD_TEST(placeholders_are_told_from_variables),
        WORLD_TEST(a_template_of_another_program_is_one_error_and_nothing_else),
        WORLD_TEST(marks_count_in_another_file_where_nginx_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
