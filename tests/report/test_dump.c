#include "report/dump.h"

#include "tests/support/world.h"

static nwl_str why_not(const nwl_include_target *target)
{
    return target->state == NWL_TARGET_CYCLE ? NWL_STR("cycle") : NWL_STR("not there");
}

// The dump of what was loaded.
static nwl_str dumped(world *w, bool include_comments)
{
    const nwl_configuration *configurations[] = {&w->configuration};
    const nwl_report report = {.arena = w->arena, .files = &w->files};
    const nwl_dump dump = {.report = &report,
                           .configurations = configurations,
                           .configuration_count = 1,
                           .why_not = why_not,
                           .include_comments = include_comments};
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_dump_print(&dump, &out);
    nwl_str text = nwl_arena_copy(w->arena, nwl_buffer_text(&out));
    nwl_buffer_free(&out);
    return text;
}

// Asserts on "parsed" of the only file, whose text this is.
static void assert_parsed(void **state, const char *text, bool include_comments,
                          const char *expected)
{
    world *w = *state;
    load_at(state, "/n", FILES(FILE_AT("/n", text)));
    const nwl_str before = NWL_STR("   \"parsed\": "), after = NWL_STR("\n  }\n ]\n}\n");
    nwl_str document = dumped(w, include_comments);
    assert_true(nwl_str_ends_with(document, after));
    while (document.len > 0 && !nwl_str_starts_with(document, before))
        document = nwl_str_from(document, 1);
    assert_str_equal(nwl_str_slice(document, before.len, document.len - after.len),
                     expected);
}

static void an_empty_file_has_every_member(void **state)
{
    load_at(state, "/n", FILES(FILE_AT("/n", "")));
    assert_str_equal(dumped(*state, false), "{\n"
                                            " \"status\": \"ok\",\n"
                                            " \"errors\": [],\n"
                                            " \"config\": [\n"
                                            "  {\n"
                                            "   \"file\": \"/n\",\n"
                                            "   \"status\": \"ok\",\n"
                                            "   \"errors\": [],\n"
                                            "   \"parsed\": []\n"
                                            "  }\n"
                                            " ]\n"
                                            "}\n");
}

static void a_directive_is_a_line(void **state)
{
    assert_parsed(
        state, "a;\n\nb 'c d' \"\";\nevents {}\nhttp { e; }", false,
        "[\n"
        "    {\"directive\": \"a\", \"line\": 1, \"args\": []},\n"
        "    {\"directive\": \"b\", \"line\": 3, \"args\": [\"c d\", \"\"]},\n"
        "    {\"directive\": \"events\", \"line\": 4, \"args\": [], \"block\": []},\n"
        "    {\"directive\": \"http\", \"line\": 5, \"args\": [], \"block\": [\n"
        "     {\"directive\": \"e\", \"line\": 5, \"args\": []}\n"
        "    ]}\n"
        "   ]");
}

// The arguments of the directive that is all of text.
static void assert_args(void **state, const char *text, const char *name,
                        const char *args)
{
    world *w = *state;
    nwl_str expected = nwl_arena_format(
        w->arena, "[\n    {\"directive\": \"%s\", \"line\": 1, \"args\": %s}\n   ]", name,
        args);
    assert_parsed(state, text, false, expected.ptr);
}

static void assert_condition(void **state, const char *words, const char *args)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(w->arena, "if %s {}", words);
    assert_args(state, text.ptr, "if",
                nwl_arena_format(w->arena, "%s, \"block\": []", args).ptr);
}

static void a_condition_loses_its_parentheses(void **state)
{
    assert_condition(state, "($a)", "[\"$a\"]");
    assert_condition(state, "($a = b)", "[\"$a\", \"=\", \"b\"]");
    assert_condition(state, "( $a = '' )", "[\"$a\", \"=\", \"\"]");
    assert_condition(state, "(!-f \"a b\" )", "[\"!-f\", \"a b\"]");
    assert_condition(state, "\"( $a )\"", "[\"$a\"]");
    assert_condition(state, "()", "[]");
    assert_condition(state, "( )", "[]");
    assert_condition(state, "(($a))", "[\"($a)\"]");
}

static void what_is_no_condition_stays(void **state)
{
    assert_condition(state, "", "[]");
    assert_condition(state, "$a", "[\"$a\"]");
    assert_condition(state, "(", "[\"(\"]");
    assert_condition(state, "($a", "[\"($a\"]");
    assert_args(state, "geo $a { if (b); }", "geo",
                "[\"$a\"], \"block\": [\n"
                "     {\"directive\": \"if\", \"line\": 1, \"args\": [\"(b)\"]}\n"
                "    ]");
}

static void lua_is_the_last_argument(void **state)
{
    assert_args(state, "content_by_lua_block { '}' }", "content_by_lua_block",
                "[\" '}' \"]");
    assert_args(state, "set_by_lua_block $a {}", "set_by_lua_block", "[\"$a\", \"\"]");
    assert_args(state, "content_by_lua_block { {", "content_by_lua_block", "[\" {\"]");
    assert_args(state, "content_by_lua_block a;", "content_by_lua_block", "[\"a\"]");
}

#define COMMENT(line, text)                                                              \
    "{\"directive\": \"#\", \"line\": " line ", \"args\": [], "                          \
    "\"comment\": \"" text "\"}"

static void comments_stand_where_they_are(void **state)
{
    assert_parsed(
        state, "#1\na; #2\nhttp { #3\r\n}\n#4", true,
        "[\n"
        "    " COMMENT(
            "1", "1") ",\n"
                      "    {\"directive\": \"a\", \"line\": 2, \"args\": []},\n"
                      "    " COMMENT("2", "2") ",\n"
                                               "    {\"directive\": \"http\", \"line\": "
                                               "3, \"args\": [], \"block\": [\n"
                                               "     " COMMENT("3", "3") "\n"
                                                                         "    ]},\n"
                                                                         "    " COMMENT(
                                                                             "5",
                                                                             "4") "\n"
                                                                                  "   ]");
}

static void comments_among_words_follow_the_directive(void **state)
{
    assert_parsed(
        state, "a #1\n #2\n; #3\nhttp #4\n{ b c #5\n;}", true,
        "[\n"
        "    {\"directive\": \"a\", \"line\": 1, \"args\": []},\n"
        "    " COMMENT(
            "1", "1") ",\n"
                      "    " COMMENT(
                          "1", "2") ",\n"
                                    "    " COMMENT(
                                        "3",
                                        "3") ",\n"
                                             "    {\"directive\": \"http\", \"line\": 4, "
                                             "\"args\": [], \"block\": [\n"
                                             "     {\"directive\": \"b\", \"line\": 5, "
                                             "\"args\": [\"c\"]},\n"
                                             "     " COMMENT("5", "5") "\n"
                                                                       "    ]},\n"
                                                                       "    " COMMENT(
                                                                           "4",
                                                                           "4") "\n"
                                                                                "   ]");
}

// "a.conf: 1 2, b.conf:": the files of the document with the includes of each.
static nwl_str outline_of(world *w)
{
    nwl_str document = dumped(w, false), line, outline = NWL_STR("");
    const nwl_str file = NWL_STR("   \"file\": \""),
                  includes = NWL_STR("\"includes\": [");
    while (nwl_str_cut(&document, '\n', &line)) {
        if (nwl_str_starts_with(line, file)) {
            nwl_str path = nwl_str_slice(line, file.len, line.len - 2);
            outline = nwl_arena_format(w->arena, "%.*s%s%.*s:", NWL_STR_FMT(outline),
                                       outline.len > 0 ? ", " : "", NWL_STR_FMT(path));
        }
        for (size_t at = 0; at < line.len; at++) {
            nwl_str rest = nwl_str_from(line, at);
            if (!nwl_str_starts_with(rest, includes))
                continue;
            rest = nwl_str_slice(rest, includes.len, nwl_str_find(rest, ']', 0));
            outline = nwl_arena_format(w->arena, "%.*s (%.*s)", NWL_STR_FMT(outline),
                                       NWL_STR_FMT(rest));
        }
    }
    return outline;
}

static void files_come_level_by_level(void **state)
{
    load_at(state, "/n/n",
            FILES(FILE_AT("/n/n", "include a; include b; include d*;"),
                  FILE_AT("/n/a", "include c; include b;"), FILE_AT("/n/b", "include c;"),
                  FILE_AT("/n/c", ""), FILE_AT("/n/d1", ""), FILE_AT("/n/d2", "")));
    assert_str_equal(outline_of(*state),
                     "/n/n: (1) (2) (3, 4), /n/a: (5) (2), /n/b: (5), /n/d1:, /n/d2:, "
                     "/n/c:");
}

static void a_file_has_the_name_it_is_opened_by(void **state)
{
    load_at(state, "/n/n",
            FILES(FILE_AT("/n/n", "include x/../e/*;"), FILE_AT("/n/x/y", ""),
                  LINK_AT("/n/e/a", "../v/a"), LINK_AT("/n/e/b", "../v/a"),
                  FILE_AT("/n/v/a", "")));
    assert_str_equal(outline_of(*state), "/n/n: (1, 1), /n/x/../e/a:");
}

static void assert_errors(void **state, const char *expected)
{
    const nwl_str before = NWL_STR("   \"errors\": [\n"), after = NWL_STR("\n   ],");
    nwl_str document = dumped(*state, false);
    assert_true(nwl_str_starts_with(document, NWL_STR("{\n \"status\": \"failed\"")));
    while (document.len > 0 && !nwl_str_starts_with(document, before))
        document = nwl_str_from(document, 1);
    document = nwl_str_from(document, before.len);
    size_t end = 0;
    while (end < document.len && !nwl_str_starts_with(nwl_str_from(document, end), after))
        end++;
    assert_str_equal(nwl_str_slice(document, 0, end), expected);
}

static void errors_come_in_the_order_of_their_places(void **state)
{
    load_at(state, "/n/n", FILES(FILE_AT("/n/n", ";\ninclude a;\n;\ninclude n;\n}")));
    assert_errors(
        state, "    {\"error\": \"unexpected \\\";\\\"\", \"line\": 1},\n"
               "    {\"error\": \"cannot read \\\"/n/a\\\": not there\", \"line\": 2},\n"
               "    {\"error\": \"unexpected \\\";\\\"\", \"line\": 3},\n"
               "    {\"error\": \"cannot read \\\"/n/n\\\": cycle\", \"line\": 4},\n"
               "    {\"error\": \"unexpected \\\"}\\\"\", \"line\": 5}");
}

static void a_root_that_was_not_read_is_an_error(void **state)
{
    world *w = *state;
    const nwl_problem problem = {NWL_STR("cannot read"), NWL_STR("/n")};
    const nwl_report report = {
        .arena = w->arena, .files = &w->files, .problems = &problem, .problem_count = 1};
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_dump_print(&(nwl_dump){.report = &report}, &out);
    assert_str_equal(nwl_buffer_text(&out),
                     "{\n"
                     " \"status\": \"failed\",\n"
                     " \"errors\": [\n"
                     "  {\"file\": \"/n\", \"error\": \"cannot read\", \"line\": null}\n"
                     " ],\n"
                     " \"config\": []\n"
                     "}\n");
    nwl_buffer_free(&out);
}

// The output for count times unit, and the memory it takes.
static size_t length_for(const char *unit, uint32_t count, size_t *memory)
{
    void *state;
    world_open(&state);
    world *w = state;
    size_t length = strlen(unit);
    char *text = NWL_NEW_ARRAY(w->arena, char, length *count + 1);
    for (uint32_t i = 0; i < count; i++)
        memcpy(text + i * length, unit, length);
    load_at(&state, "/n", FILES(FILE_AT("/n", text)));
    size_t before = nwl_arena_used(w->arena);
    size_t printed = dumped(w, true).len;
    *memory = nwl_arena_used(w->arena) - before - printed;
    world_close(&state);
    return printed;
}

static void output_and_memory_grow_with_the_text(void **state)
{
    (void)state;
    const char *const units[] = {"a{", "a b;", "#\n", "a #\n", "a #\n{", "if ($a) {}"};
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        size_t memory_once, memory_ten_times;
        size_t once = length_for(units[i], 5000, &memory_once);
        size_t ten_times = length_for(units[i], 50000, &memory_ten_times);
        assert_true(ten_times < 11 * once);
        assert_true(memory_ten_times < 25 * memory_once + 10000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(an_empty_file_has_every_member),
        WORLD_TEST(a_directive_is_a_line),
        WORLD_TEST(a_condition_loses_its_parentheses),
        WORLD_TEST(what_is_no_condition_stays),
        WORLD_TEST(lua_is_the_last_argument),
        WORLD_TEST(comments_stand_where_they_are),
        WORLD_TEST(comments_among_words_follow_the_directive),
        WORLD_TEST(files_come_level_by_level),
        WORLD_TEST(a_file_has_the_name_it_is_opened_by),
        WORLD_TEST(errors_come_in_the_order_of_their_places),
        WORLD_TEST(a_root_that_was_not_read_is_an_error),
        WORLD_TEST(output_and_memory_grow_with_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
