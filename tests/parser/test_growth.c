// Twice the text, no more than about twice the memory, and an end in sight: what is quadratic would not come to one.

#include "tests/parser/parse.h"

static nwl_str repeat(nwl_arena *arena, const char *unit, uint32_t count)
{
    size_t length = strlen(unit);
    char *text = NWL_NEW_ARRAY(arena, char, length *count);
    for (uint32_t i = 0; i < count; i++)
        memcpy(text + i * length, unit, length);
    return (nwl_str){text, length * count};
}

static size_t memory_for(const char *unit, uint32_t count)
{
    nwl_arena *arena = nwl_arena_new();
    nwl_str text = repeat(arena, unit, count);
    size_t before = nwl_arena_used(arena);
    nwl_tree tree = nwl_parse(arena, 0, text, vocabulary);
    nwl_walk walk = nwl_walk_of(tree.first);
    uint32_t entered = 0;
    while (nwl_walk_next(&walk))
        entered += walk.entering;
    assert_int_equal(entered, tree.directive_count);
    size_t used = nwl_arena_used(arena) - before;
    nwl_arena_free(arena);
    return used;
}

// Growable arrays double, so the larger text may need up to four times as much for a moment.
static void assert_linear(const char *unit)
{
    size_t once = memory_for(unit, 5000);
    size_t ten_times = memory_for(unit, 50000);
    assert_true(ten_times < 25 * once + 10000);
}

static void nested_blocks_grow_linearly(void **state)
{
    (void)state;
    assert_linear("location / {\n");
    assert_linear("a{");
    assert_linear("{");
    assert_linear("map $a $b { a b {\n");
    assert_linear("map $a $b {\n");
}

static void one_long_line_grows_linearly(void **state)
{
    (void)state;
    assert_linear("server { listen 80; root \"a b\"; } ");
    assert_linear("root a;");
}

static void mistakes_grow_linearly(void **state)
{
    (void)state;
    assert_linear("}");
    assert_linear(";");
    assert_linear("\"");
    assert_linear("\"a\"b ");
    assert_linear("\"a\n");
    assert_linear("root a{2} b;\n");
    assert_linear("root a{2}");
}

static void missing_terminators_grow_linearly(void **state)
{
    (void)state;
    assert_linear("root a\n");
    assert_linear("location /\n");
    assert_linear("root a\nlocation / {\n");
    assert_linear("  location /\n root a;\n}\n");
    assert_linear("location / ; {");
}

static void broken_lua_grows_linearly(void **state)
{
    (void)state;
    assert_linear("content_by_lua_block { {\n}\n");
    assert_linear("content_by_lua_block { [[\n}\n");
    assert_linear("content_by_lua_block { '\\'\n}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nested_blocks_grow_linearly),
        cmocka_unit_test(one_long_line_grows_linearly),
        cmocka_unit_test(mistakes_grow_linearly),
        cmocka_unit_test(missing_terminators_grow_linearly),
        cmocka_unit_test(broken_lua_grows_linearly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
