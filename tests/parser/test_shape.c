// Whatever the tokens: every directive lies in the block it belongs to, behind the one before it.

#include "tests/parser/parse.h"

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static const char *const pieces[] = {
    "http",
    "location",
    "root",
    "map $a $b",
    "types",
    "include",
    "split_clients",
    "if",
    "{",
    "{",
    "}",
    "}",
    ";",
    ";",
    "\n",
    "\n  ",
    " a",
    " b{2}",
    " \"c\"",
    " 'd",
    "\"",
    "#e\n",
    "unknown",
    "${",
    "\\",
    "internal",
    " ",
    " ",
    "server",
    "listen",
    "'f'g",
    ")",
    "content_by_lua_block {",
};

static nwl_str random_text(nwl_arena *arena, uint32_t *seed)
{
    nwl_str text = NWL_STR("");
    for (uint32_t i = next_random(seed) % 40; i > 0; i--) {
        const char *piece =
            pieces[next_random(seed) % (sizeof(pieces) / sizeof(pieces[0]))];
        text = nwl_arena_format(arena, "%.*s%s", NWL_STR_FMT(text), piece);
    }
    return text;
}

static void assert_inside(nwl_range inner, nwl_range outer)
{
    assert_true(inner.begin <= inner.end);
    assert_true(outer.begin <= inner.begin && inner.end <= outer.end);
}

// The part of the text a directive takes, with its block.
static nwl_range extent_of(const nwl_directive *directive)
{
    nwl_range extent = directive->range;
    if (directive->ending == NWL_ENDS_WITH_BLOCK)
        extent.end = directive->block.end;
    return extent;
}

static void assert_in_place(const nwl_directive *directive, nwl_str text)
{
    nwl_range whole = {0, (uint32_t)text.len};
    nwl_range extent = extent_of(directive);
    assert_inside(directive->name_range, directive->range);
    assert_inside(directive->range, extent);
    assert_inside(extent, directive->parent == NULL ? whole : directive->parent->block);
    if (directive->next != NULL)
        assert_true(extent.end <= directive->next->range.begin);
    if (directive->arg_count > 0)
        assert_int_equal(directive->args[directive->arg_count - 1].range.end,
                         directive->range.end);
    assert_true(directive->body == NULL || directive->ending == NWL_ENDS_WITH_BLOCK);
}

static void directives_lie_in_their_blocks(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        nwl_arena *arena = nwl_arena_new();
        nwl_str text = random_text(arena, &seed);
        nwl_tree tree = nwl_parse(arena, 0, text, vocabulary);
        nwl_walk walk = nwl_walk_of(tree.first);
        while (nwl_walk_next(&walk))
            assert_in_place(walk.directive, text);
        nwl_arena_free(arena);
    }
}

static void errors_lie_in_the_text_and_nginx_stops_at_one(void **state)
{
    (void)state;
    uint32_t seed = 2;
    for (int i = 0; i < 20000; i++) {
        nwl_arena *arena = nwl_arena_new();
        nwl_str text = random_text(arena, &seed);
        nwl_tree tree = nwl_parse(arena, 0, text, vocabulary);
        uint32_t stops = 0;
        for (uint32_t j = 0; j < tree.errors.count; j++) {
            assert_inside(tree.errors.items[j].at.range,
                          (nwl_range){0, (uint32_t)text.len});
            assert_true(tree.errors.items[j].nginx_at <= text.len);
            stops += tree.errors.items[j].stops_nginx;
        }
        assert_int_equal(stops, tree.errors.count > 0);
        nwl_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directives_lie_in_their_blocks),
        cmocka_unit_test(errors_lie_in_the_text_and_nginx_stops_at_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
