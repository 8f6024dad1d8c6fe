#include "model/map_block.h"

#include "model/variables.h"
#include "tests/support/world.h"

// The value a map with these arms has for input; "?" when it is not decided, "-" when no arm fits.
static const char *lookup(void **state, const char *arms, const char *input)
{
    world *w = *state;
    const nwl_map_arm *arm;
    nwl_str text =
        nwl_arena_format(w->arena, "http { map $http_upgrade $x { %s } }", arms);
    const nwl_model *model = model_of(state, text.ptr);
    const nwl_map_block *map = nwl_variables_map_at(model->variables, 0);
    switch (nwl_map_block_find(map, nwl_str_of(input), &arm)) {
    case NWL_MAP_ARM:
        return nwl_arena_copy(w->arena, arm->value).ptr;
    case NWL_MAP_NO_ARM:
        return "-";
    default:
        return "?";
    }
}

typedef struct map_case {
    const char *arms, *input, *value;
} map_case;

static void check(void **state, const map_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *value = lookup(state, cases[i].arms, cases[i].input);
        if (strcmp(value, cases[i].value) != 0)
            fail_msg("{ %s } gives %s for \"%s\"", cases[i].arms, value, cases[i].input);
    }
}

// nginx-semantics.md, section 6.
static void a_handshake_and_a_plain_request_take_the_arms_that_nginx_takes(void **state)
{
    static const struct {
        const char *arms, *handshake, *plain;
    } CASES[] = {
        {"default upgrade; '' close;", "upgrade", "close"},
        {"default upgrade; '' '';", "upgrade", ""},
        {"websocket upgrade;", "upgrade", "-"},
        {"default close; WebSocket upgrade;", "upgrade", "close"},
        {"default close; ~*websocket upgrade;", "upgrade", "close"},
        {"default close; ~^WebSocket$ upgrade;", "close", "close"},
        {"~^$ close; default upgrade;", "upgrade", "upgrade"},
        {"~.* upgrade; default close;", "upgrade", "close"},
        {"default close; '' upgrade;", "close", "upgrade"},
        {"default $http_connection; '' close;", "$http_connection", "close"},
        {"default close; *.socket upgrade;", "close", "close"},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const map_case both[] = {{CASES[i].arms, "websocket", CASES[i].handshake},
                                 {CASES[i].arms, "", CASES[i].plain}};
        check(state, both, 2);
    }
}

static void exact_keys_win_over_regexes_and_ignore_case(void **state)
{
    static const map_case CASES[] = {
        {"~a regex; abc exact;", "ABC", "exact"},
        {"ABC exact; default no;", "abc", "exact"},
        {"'a b' quoted; default no;", "a b", "quoted"},
        {"a 1; default no;", "ab", "no"},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void regexes_are_tried_in_reading_order(void **state)
{
    static const map_case CASES[] = {
        {"~b second; ~a first;", "ab", "second"},
        {"~^a$ exact; ~a any;", "aa", "any"},
        {"~A upper; default no;", "a", "no"},
        {"~*A upper; default no;", "a", "upper"},
        {"'~^a b$' spaced; default no;", "a b", "spaced"},
        {"default no; ~x(?=y)y ahead;", "xy", "ahead"},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void one_backslash_in_front_of_a_key_is_taken_off(void **state)
{
    static const map_case CASES[] = {
        {"\\default key; default no;", "default", "key"},
        {"\\default key; default no;", "x", "no"},
        {"\\~a key; default no;", "~a", "key"},
        {"\\hostnames key; default no;", "hostnames", "key"},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void default_is_found_quoted_and_in_lower_case_alone(void **state)
{
    static const map_case CASES[] = {
        {"'default' x;", "a", "x"},
        {"Default x;", "a", "-"},
        {"Default x;", "default", "x"},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void hostnames_match_with_wildcards(void **state)
{
    static const map_case CASES[] = {
        {"hostnames; *.a.com sub; default no;", "x.a.com", "sub"},
        {"hostnames; *.a.com sub; default no;", "x.y.a.com", "sub"},
        {"hostnames; *.a.com sub; default no;", "a.com", "no"},
        {"hostnames; .a.com both; default no;", "a.com", "both"},
        {"hostnames; .a.com both; default no;", "X.A.com", "both"},
        {"hostnames; www.a.* tail; default no;", "www.a.org", "tail"},
        {"hostnames; www.a.* tail; default no;", "www.b.org", "no"},
        {"hostnames; *.com one; *.a.com two;", "x.a.com", "two"},
        {"hostnames; *.com head; x.* tail;", "x.com", "head"},
        {"hostnames; a.com exact; .com head;", "a.com", "exact"},
        {"hostnames; a.com exact;", "a.com.", "exact"},
        {"hostnames; *.com head; ~x regex;", "x.com", "head"},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void without_hostnames_wildcards_are_letters(void **state)
{
    static const map_case CASES[] = {
        {"*.a.com sub; default no;", "x.a.com", "no"},
        {"*.a.com sub; default no;", "*.a.com", "sub"},
        {"a.com exact; default no;", "a.com.", "no"},
        {"*.a.com sub; hostnames; default no;", "x.a.com", "no"},
    };
    check(state, CASES, COUNT_OF(CASES));
}

static void volatile_is_no_arm(void **state)
{
    static const map_case CASES[] = {{"volatile; default x;", "a", "x"},
                                     {"volatile; default x;", "volatile", "x"}};
    check(state, CASES, COUNT_OF(CASES));
}

static void a_long_value_finds_its_key(void **state)
{
    world *w = *state;
    char key[1001];
    memset(key, 'k', sizeof(key) - 1);
    key[sizeof(key) - 1] = '\0';
    nwl_str arms = nwl_arena_format(w->arena, "%s found; default no;", key);
    assert_string_equal(lookup(state, arms.ptr, key), "found");
}

static void a_regex_that_does_not_compile_decides_nothing(void **state)
{
    static const map_case CASES[] = {{"'~(' x; default no;", "a", "?"},
                                     {"'~(' x; default no;", "", "no"},
                                     {"a exact; '~(' x;", "a", "exact"}};
    check(state, CASES, COUNT_OF(CASES));
}

static void a_catastrophic_regex_is_given_up(void **state)
{
    char input[4001];
    memset(input, 'a', sizeof(input) - 2);
    memcpy(input + sizeof(input) - 2, "!", 2);
    assert_string_equal(lookup(state, "'~^(a+)+(b+)?$' x; default no;", input), "?");
    assert_string_equal(lookup(state, "'~(x+x+)+y|((a|aa)+)+$' x; default no;", input),
                        "?");
    assert_string_equal(
        lookup(state, "'~^(([a-z])+.)+[A-Z]([a-z])+$' x; default no;", input), "?");
}

static const nwl_map_block *map_of_files(void **state, const memory_file *table)
{
    return nwl_variables_map_at(model_of_files(state, table)->variables, 0);
}

static void arms_may_stand_in_an_included_file(void **state)
{
    const nwl_map_arm *arm;
    const memory_file *table =
        FILES(FILE_AT("/etc/nginx/nginx.conf",
                      "http { map $a $b { default no; include maps/*; } }"),
              FILE_AT("/etc/nginx/maps/1", "websocket upgrade;"),
              FILE_AT("/etc/nginx/maps/2", "~x regex;"));
    const nwl_map_block *map = map_of_files(state, table);
    assert_int_equal(nwl_map_block_find(map, NWL_STR("websocket"), &arm), NWL_MAP_ARM);
    assert_str_equal(arm->value, "upgrade");
    assert_int_equal(nwl_map_block_find(map, NWL_STR("xy"), &arm), NWL_MAP_ARM);
    assert_str_equal(arm->value, "regex");
}

static void a_map_with_an_unread_include_decides_only_what_it_has(void **state)
{
    const nwl_map_arm *arm;
    const memory_file *table = FILES(
        FILE_AT("/etc/nginx/nginx.conf",
                "http { map $a $b { default no; a exact; include missing.map; } }"));
    const nwl_map_block *map = map_of_files(state, table);
    assert_int_equal(nwl_map_block_find(map, NWL_STR("a"), &arm), NWL_MAP_ARM);
    assert_int_equal(nwl_map_block_find(map, NWL_STR("b"), &arm), NWL_MAP_UNDECIDED);
}

static void of_two_maps_onto_a_variable_the_later_counts(void **state)
{
    const nwl_map_arm *arm;
    const nwl_model *model =
        model_of(state, "http { map $a $x { default 1; } map $a $X { default 2; } }");
    assert_int_equal(nwl_variables_map_count(model->variables), 1);
    nwl_map_block_find(nwl_variables_map_at(model->variables, 0), NWL_STR("a"), &arm);
    assert_str_equal(arm->value, "2");
}

static void a_map_of_stream_is_not_one_of_http(void **state)
{
    const nwl_map_arm *arm;
    const nwl_model *model =
        model_of(state, "http { map $a $x { default 1; } } "
                        "stream { map $a $x { default 2; } map $a $y { default 2; } }");
    assert_null(nwl_variables_find(model->variables, NWL_STR("y")));
    nwl_map_block_find(nwl_variables_map_at(model->variables, 0), NWL_STR("a"), &arm);
    assert_str_equal(arm->value, "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_handshake_and_a_plain_request_take_the_arms_that_nginx_takes),
        WORLD_TEST(exact_keys_win_over_regexes_and_ignore_case),
        WORLD_TEST(regexes_are_tried_in_reading_order),
        WORLD_TEST(one_backslash_in_front_of_a_key_is_taken_off),
        WORLD_TEST(default_is_found_quoted_and_in_lower_case_alone),
        WORLD_TEST(hostnames_match_with_wildcards),
        WORLD_TEST(without_hostnames_wildcards_are_letters),
        WORLD_TEST(volatile_is_no_arm),
        WORLD_TEST(a_long_value_finds_its_key),
        WORLD_TEST(a_regex_that_does_not_compile_decides_nothing),
        WORLD_TEST(a_catastrophic_regex_is_given_up),
        WORLD_TEST(arms_may_stand_in_an_included_file),
        WORLD_TEST(a_map_with_an_unread_include_decides_only_what_it_has),
        WORLD_TEST(of_two_maps_onto_a_variable_the_later_counts),
        WORLD_TEST(a_map_of_stream_is_not_one_of_http),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
