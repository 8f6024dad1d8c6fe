#include "model/declared.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 8 };

typedef struct words {
    nwl_arg args[MOST];
    uint32_t count;
} words;

static words words_of(const char *text)
{
    words w = {0};
    nwl_str rest = nwl_str_of(text);
    while (w.count < MOST && nwl_str_cut(&rest, ' ', &w.args[w.count].value))
        w.count++;
    return w;
}

// The path that is preferred for a location, in the order of the declared ones from 0; -1 for none.
static int found(void **state, const char *declared, const char *location)
{
    nwl_declared_path paths[MOST];
    nwl_declared all = {.items = paths};
    words w = words_of(declared), l = words_of(location);
    nwl_str error;
    for (uint32_t i = 0; i < w.count;) {
        nwl_declared_path *path = &paths[all.count++];
        uint32_t taken = nwl_declared_read(w.args + i, w.count - i, path);
        assert_int_not_equal(taken, 0);
        i += taken;
        if (path->form >= NWL_DECLARED_REGEX)
            path->regex = nwl_regex_compile(
                *state, path->path, path->form == NWL_DECLARED_REGEX_NO_CASE, &error);
    }
    const nwl_directive directive = {.args = l.args, .arg_count = l.count};
    const nwl_declared_path *best = nwl_declared_find(&all, &directive);
    return best == NULL ? -1 : (int)(best - paths);
}

static void a_prefix_speaks_of_what_begins_with_it(void **state)
{
    assert_int_equal(found(state, "/chat", "/chat"), 0);
    assert_int_equal(found(state, "/chat", "/chat/room"), 0);
    assert_int_equal(found(state, "/chat", "= /chat/room"), 0);
    assert_int_equal(found(state, "/chat", "^~ /chat/"), 0);
    assert_int_equal(found(state, "/chat/", "/chat"), -1);
    assert_int_equal(found(state, "/chat", "~ ^/chat"), -1);
    assert_int_equal(found(state, "/", "@chat"), -1);
}

static void an_exact_path_speaks_of_no_other(void **state)
{
    assert_int_equal(found(state, "= /chat", "/chat"), 0);
    assert_int_equal(found(state, "=/chat", "= /chat"), 0);
    assert_int_equal(found(state, "= /chat", "/chat/"), -1);
    assert_int_equal(found(state, "@chat", "@chat"), 0);
    assert_int_equal(found(state, "@chat", "@chatter"), -1);
}

static void a_regex_speaks_of_paths_and_of_the_same_regex(void **state)
{
    assert_int_equal(found(state, "~ ^/rooms/[0-9]+$", "~ ^/rooms/[0-9]+$"), 0);
    assert_int_equal(found(state, "~ ^/rooms/[0-9]+$", "~^/rooms/[0-9]+$"), 0);
    assert_int_equal(found(state, "~ ^/rooms/[0-9]+$", "= /rooms/17"), 0);
    assert_int_equal(found(state, "~ ^/rooms/[0-9]+$", "~* ^/rooms/[0-9]+$"), -1);
    assert_int_equal(found(state, "~ ^/rooms/", "/ROOMS/1"), -1);
    assert_int_equal(found(state, "~* ^/rooms/", "/ROOMS/1"), 0);
}

static void of_several_the_one_counts_that_nginx_prefers(void **state)
{
    assert_int_equal(found(state, "/ /api /api/chat", "/api/chat/1"), 2);
    assert_int_equal(found(state, "/api/chat /api /", "/api/chat/1"), 0);
    assert_int_equal(found(state, "/api ~ chat ~ ^/api", "/api/chat"), 1);
    assert_int_equal(found(state, "^~ /api ~ chat", "/api/chat"), 0);
    assert_int_equal(found(state, "^~ /api /api/c ~ chat", "/api/chat"), 2);
    assert_int_equal(found(state, "~ chat ^~ /api = /api/chat", "/api/chat"), 2);
}

static void a_modifier_alone_is_no_path(void **state)
{
    (void)state;
    nwl_declared_path path;
    words w = words_of("~");
    assert_int_equal(nwl_declared_read(w.args, w.count, &path), 0);
    assert_int_equal(nwl_declared_read(w.args, 0, &path), 0);
}

static void without_a_location_nothing_is_said(void **state)
{
    (void)state;
    const nwl_declared_path root = {.form = NWL_DECLARED_PREFIX, .path = NWL_TEXT("/")};
    assert_null(nwl_declared_find(&(nwl_declared){&root, 1}, NULL));
}

static int set_up(void **state)
{
    *state = nwl_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    nwl_arena_free(*state);
    return 0;
}

#define ARENA_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_prefix_speaks_of_what_begins_with_it),
        ARENA_TEST(an_exact_path_speaks_of_no_other),
        ARENA_TEST(a_regex_speaks_of_paths_and_of_the_same_regex),
        ARENA_TEST(of_several_the_one_counts_that_nginx_prefers),
        ARENA_TEST(a_modifier_alone_is_no_path),
        ARENA_TEST(without_a_location_nothing_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
