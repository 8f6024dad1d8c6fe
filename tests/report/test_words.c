#include "report/words.h"

#include "tests/report/sample.h"

static nwl_finding *sample_words(sample *s)
{
    uint32_t file = sample_file(s, "/etc/nginx/a[1].conf", "location [x] {\n  bad;\n}\n");
    uint32_t root = sample_file(s, "/etc/nginx/nginx.conf", "\ninclude a*;\n");
    nwl_finding *f =
        sample_finding(s, sample_span(s, file, "bad"), "\"[x](1)\" is bad", "a\\b");
    f->via = sample_step(s, sample_span(s, root, "include a*"), "a[1]*", file,
                         "/etc/nginx/a[1].conf");
    sample_related(s, f, sample_span(s, root, "include"), "read [here]");
    sample_related(s, f, sample_bytes(NWL_NO_FILE, 0, 0), "nowhere");
    *NWL_PUSH(s->arena, &f->notes) = NWL_STR("one\ntwo");
    NWL_PUSH(s->arena, &f->helps)->title = NWL_STR("add [y]");
    *NWL_PUSH(s->arena, &f->helps.items[0].lines) = NWL_STR("y [z];");
    return f;
}

static void everything_is_said_in_lines(void **state)
{
    sample *s = *state;
    const nwl_finding *f = sample_words(s);
    nwl_places places = nwl_places_of(&s->report);
    assert_string_equal(nwl_words_all(&places, f).ptr,
                        "\"[x](1)\" is bad\n"
                        "a\\b\n"
                        "nginx.conf:2: read [here]\n"
                        "nowhere\n"
                        "note: one␊two\n"
                        "note: included from nginx.conf:2 (include a[1]*)\n"
                        "help: add [y]\n"
                        "    y [z];\n"
                        "see: nginx-wslint explain upstream-http-1-0");
}

static void assert_link(const nwl_link *link, nwl_span at, const char *label)
{
    assert_int_equal(link->at.file, at.file);
    assert_int_equal(link->at.range.begin, at.range.begin);
    assert_string_equal(link->label.ptr, label);
}

static void places_are_links_among_escaped_words(void **state)
{
    sample *s = *state;
    const nwl_finding *f = sample_words(s);
    nwl_places places = nwl_places_of(&s->report);
    nwl_links links = {0};
    assert_string_equal(nwl_words_linked(&places, f, &links).ptr,
                        "\"\\[x\\](1)\" is bad.\n"
                        "a\\\\b\n"
                        "[nginx.conf:2](1): read \\[here\\]\n"
                        "nowhere\n"
                        "note: one␊two\n"
                        "note: included from [nginx.conf:2](2) (include a\\[1\\]*)\n"
                        "help: add \\[y\\]\n"
                        "    y \\[z\\];\n"
                        "see: nginx-wslint explain upstream-http-1-0");
    assert_int_equal(links.count, 2);
    assert_link(&links.items[0], sample_span(s, 1, "include"), "read \\[here\\]");
    assert_link(&links.items[1], sample_span(s, 1, "include"), "included from here");
}

// What is cut is the text of a configuration, neither a link nor an escape.
static void endless_words_leave_links_and_escapes_whole(void **state)
{
    sample *s = *state;
    char *bytes = NWL_NEW_ARRAY(s->arena, char, 5001);
    memset(bytes, '[', 5000);
    const char *path = nwl_arena_format(s->arena, "/etc/nginx/%s", bytes).ptr;
    uint32_t file = sample_file(s, path, "bad;\n");
    nwl_finding *f = sample_finding(s, sample_bytes(file, 0, 3), "m", "");
    sample_related(s, f, sample_bytes(file, 0, 3), "here");
    *NWL_PUSH(s->arena, &f->notes) = nwl_str_of(bytes);
    nwl_places places = nwl_places_of(&s->report);
    nwl_links links = {0};
    nwl_str words = nwl_words_linked(&places, f, &links);
    assert_non_null(strstr(words.ptr, "\\[\\[…](1): here\nnote: \\[\\["));
    assert_non_null(strstr(words.ptr, "\\[\\[…\nsee: "));
}

// A location of the sample, and the finding's place in it.
static nwl_scope *sample_location(sample *s, nwl_finding *f)
{
    nwl_directive *opener = NWL_NEW(s->arena, nwl_directive);
    *opener = (nwl_directive){.file = f->at.file, .range = {0, 12}};
    nwl_scope *scope = NWL_NEW(s->arena, nwl_scope);
    *scope = (nwl_scope){.location = scope, .opener = {.directive = opener}};
    f->scope = scope;
    f->location = NWL_STR("[x]");
    return scope;
}

static void assert_names_location(sample *s, const nwl_finding *f, bool expected)
{
    nwl_places places = nwl_places_of(&s->report);
    nwl_links links = {0};
    nwl_str words = nwl_words_linked(&places, f, &links);
    bool found =
        strstr(words.ptr, "\nin location \\[x\\], [a\\[1\\].conf:1](1)\n") != NULL;
    assert_int_equal(found, expected);
    assert_int_equal(links.count, expected ? 3 : links.count);
}

static void the_location_around_is_named(void **state)
{
    sample *s = *state;
    nwl_finding *f = sample_words(s);
    sample_location(s, f);
    assert_names_location(s, f, true);
}

static void a_location_is_not_named_twice(void **state)
{
    sample *s = *state;
    nwl_finding *f = sample_words(s);
    const nwl_scope *location = sample_location(s, f);
    f->of_line = true;
    assert_names_location(s, f, false);
    f->of_line = false;
    sample_related(s, f, nwl_site_span(location->opener), "expected here");
    assert_names_location(s, f, false);
    f->related.count = 0;
    f->at = nwl_site_span(location->opener);
    assert_names_location(s, f, false);
}

static void a_fragment_has_no_location_to_name(void **state)
{
    sample *s = *state;
    nwl_finding *f = sample_words(s);
    sample_location(s, f)->opener.directive = NULL;
    f->location = NWL_STR("");
    nwl_places places = nwl_places_of(&s->report);
    nwl_links links = {0};
    nwl_str words = nwl_words_linked(&places, f, &links);
    assert_null(strstr(words.ptr, "in location"));
    assert_int_equal(links.count, 2);
}

static void links_have_a_limit(void **state)
{
    sample *s = *state;
    nwl_finding *f = sample_words(s);
    for (uint32_t i = 0; i < 1001; i++)
        sample_related(s, f, sample_span(s, 1, "include"), "here");
    nwl_places places = nwl_places_of(&s->report);
    nwl_links links = {0};
    nwl_str words = nwl_words_linked(&places, f, &links);
    assert_int_equal(links.count, NWL_MOST_LINKS);
    assert_non_null(strstr(words.ptr, "\n[nginx.conf:2](999): here\nnginx.conf:2: here"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(everything_is_said_in_lines),
        SAMPLE_TEST(places_are_links_among_escaped_words),
        SAMPLE_TEST(endless_words_leave_links_and_escapes_whole),
        SAMPLE_TEST(the_location_around_is_named),
        SAMPLE_TEST(a_location_is_not_named_twice),
        SAMPLE_TEST(a_fragment_has_no_location_to_name),
        SAMPLE_TEST(links_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
