// Whatever the bytes: tokens lie side by side, cover the text, and are about as many at twice the size as twice before.

#include "tests/lexer/tokens.h"

typedef nwl_token (*reader)(nwl_lexer *lexer);

// Reads all of text and returns the number of tokens.
static uint32_t assert_covered(nwl_arena *arena, nwl_str text)
{
    nwl_lexer lexer = nwl_lexer_new(arena, text);
    uint32_t at = 0, count = 0;
    for (nwl_token token = {0}; token.kind != NWL_TOK_END; count++) {
        token = nwl_lexer_next(&lexer);
        assert_int_equal(token.range.begin, at);
        assert_true(token.range.end > at || token.kind == NWL_TOK_END);
        assert_true(token.error != NWL_LEX_OK || token.error_at == 0);
        assert_true(token.error_at <= text.len);
        at = token.range.end;
    }
    assert_int_equal(at, text.len);
    return count;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static nwl_str random_text(nwl_arena *arena, uint32_t *seed, nwl_str alphabet)
{
    uint32_t length = next_random(seed) % 200;
    char *text = NWL_NEW_ARRAY(arena, char, length);
    for (uint32_t i = 0; i < length; i++)
        text[i] = alphabet.ptr[next_random(seed) % alphabet.len];
    return (nwl_str){text, length};
}

static void random_texts_of_special_bytes_are_covered(void **state)
{
    uint32_t seed = 1;
    for (int i = 0; i < 20000; i++)
        assert_covered(*state, random_text(*state, &seed, NWL_STR("\"'\\{};#$ \n\r)a")));
}

static void random_bytes_are_covered(void **state)
{
    char all[256];
    uint32_t seed = 2;
    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    for (int i = 0; i < 5000; i++)
        assert_covered(*state, random_text(*state, &seed, (nwl_str){all, sizeof(all)}));
}

static void random_lua_ends_within_the_text(void **state)
{
    uint32_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        nwl_str text = random_text(*state, &seed, NWL_STR("{}\"'\\[]=-\n a"));
        nwl_lexer lexer = nwl_lexer_new(*state, text);
        nwl_token body = nwl_lexer_lua_body(&lexer);
        assert_true(body.range.end <= text.len && body.error_at <= text.len);
        assert_true(body.error != NWL_LEX_OK || text.ptr[body.range.end] == '}');
    }
}

static nwl_str repeat(nwl_arena *arena, nwl_str unit, uint32_t count)
{
    size_t length = unit.len * count;
    char *text = NWL_NEW_ARRAY(arena, char, length);
    for (size_t i = 0; i < length; i++)
        text[i] = unit.ptr[i % unit.len];
    return (nwl_str){text, length};
}

// Reading the larger text would not end if any byte were looked at once for every token.
static void hostile_texts_are_read_in_linear_time(void **state)
{
    const nwl_str units[] = {NWL_STR("\""),        NWL_STR("\"'"),     NWL_STR("\"\n"),
                             NWL_STR("\"a\"b "),   NWL_STR("\"\n\"x"), NWL_STR("'\\'"),
                             NWL_STR("\"a;;}}"),   NWL_STR("\\"),      NWL_STR("${"),
                             NWL_STR("\"x\n'y\n"), NWL_STR("a\n"),     NWL_STR("}")};
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        nwl_arena *arena = nwl_arena_new();
        uint32_t once = assert_covered(arena, repeat(arena, units[i], 200000));
        uint32_t twice = assert_covered(arena, repeat(arena, units[i], 400000));
        assert_true(twice <= 2 * once + 4);
        nwl_arena_free(arena);
    }
    (void)state;
}

static int make_arena(void **state)
{
    *state = nwl_arena_new();
    return 0;
}

static int free_arena(void **state)
{
    nwl_arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_texts_of_special_bytes_are_covered),
        cmocka_unit_test(random_bytes_are_covered),
        cmocka_unit_test(random_lua_ends_within_the_text),
        cmocka_unit_test(hostile_texts_are_read_in_linear_time),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
