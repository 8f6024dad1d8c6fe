#include "parser/load.h"

#include "tests/support/world.h"

// The include of that index in the file of that index.
static const nwl_include *include_in(const nwl_configuration *c, uint32_t file,
                                     uint32_t index)
{
    const nwl_tree *tree = &c->files->items.items[file]->tree;
    assert_true(index < tree->includes.count);
    return tree->includes.items[index]->include;
}

static const nwl_include *only_include(void **state, const memory_file *table)
{
    const nwl_configuration *c = load_at(state, "/etc/nginx/nginx.conf", table);
    return include_in(c, c->root, 0);
}

static nwl_target_state state_of(void **state, const memory_file *table)
{
    const nwl_include *include = only_include(state, table);
    assert_int_equal(include->target_count, 1);
    return include->targets[0].state;
}

static void relative_paths_start_at_the_root_configuration_whatever_the_file(void **state)
{
    const nwl_configuration *c =
        load_at(state, "/etc/nginx/nginx.conf",
                FILES(FILE_AT("/etc/nginx/nginx.conf", "include sub/a.conf;"),
                      FILE_AT("/etc/nginx/sub/a.conf", "include b.conf;"),
                      FILE_AT("/etc/nginx/b.conf", "one;"),
                      FILE_AT("/etc/nginx/sub/b.conf", "two;")));
    assert_int_equal(c->file_count, 3);
    assert_str_equal(c->files->items.items[2]->path, "/etc/nginx/b.conf");
    assert_str_equal(c->directory, "/etc/nginx");
}

static void a_pattern_names_its_files_in_byte_order(void **state)
{
    static const char *const ORDER[] = {"/etc/nginx/d/10.conf", "/etc/nginx/d/9.conf",
                                        "/etc/nginx/d/B.conf", "/etc/nginx/d/a.conf"};
    const nwl_include *include = only_include(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf", "include d/*.conf;"),
                     FILE_AT(ORDER[3], ""), FILE_AT(ORDER[1], ""), FILE_AT(ORDER[2], ""),
                     FILE_AT(ORDER[0], ""), FILE_AT("/etc/nginx/d/.hidden.conf", ""),
                     FILE_AT("/etc/nginx/d/x.conf~", "")));
    assert_int_equal(include->target_count, 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_str_equal(include->targets[i].name, ORDER[i]);
}

static void a_pattern_may_match_nothing_and_a_path_may_not(void **state)
{
    const memory_file *pattern =
        FILES(FILE_AT("/etc/nginx/nginx.conf", "include nope/*.conf;"));
    const memory_file *bracket =
        FILES(FILE_AT("/etc/nginx/nginx.conf", "include nope[1].conf;"));
    const memory_file *path =
        FILES(FILE_AT("/etc/nginx/nginx.conf", "include nope.conf;"));
    assert_int_equal(only_include(state, pattern)->target_count, 0);
    assert_int_equal(only_include(state, bracket)->target_count, 0);
    assert_int_equal(state_of(state, path), NWL_TARGET_MISSING);
}

static void what_cannot_be_read_says_why(void **state)
{
    static const memory_file NGINX = {
        .path = "/etc/nginx/nginx.conf", .text = "include a;", .kind = NWL_FILE_REGULAR};
    assert_int_equal(state_of(state, FILES(NGINX, DENIED_AT("/etc/nginx/a"))),
                     NWL_TARGET_DENIED);
    assert_int_equal(state_of(state, FILES(NGINX, FIFO_AT("/etc/nginx/a"))),
                     NWL_TARGET_NOT_REGULAR);
    assert_int_equal(state_of(state, FILES(NGINX, FILE_AT("/etc/nginx/a/b", ""))),
                     NWL_TARGET_DIRECTORY);
    assert_int_equal(state_of(state, FILES(NGINX, LINK_AT("/etc/nginx/a", "b"))),
                     NWL_TARGET_DANGLING);
    assert_int_equal(state_of(state, FILES(NGINX, LINK_AT("/etc/nginx/a", "a"))),
                     NWL_TARGET_LINK_LOOP);
    assert_int_equal(state_of(state, FILES(NGINX, LINK_AT("/etc/nginx/a", "b"),
                                           FIFO_AT("/etc/nginx/b"))),
                     NWL_TARGET_NOT_REGULAR);
}

static void a_directory_that_nobody_may_list_stands_for_what_is_in_it(void **state)
{
    const nwl_include *include =
        only_include(state, FILES(FILE_AT("/etc/nginx/nginx.conf", "include d/*.conf;"),
                                  DENIED_AT("/etc/nginx/d")));
    assert_int_equal(include->target_count, 1);
    assert_int_equal(include->targets[0].state, NWL_TARGET_DENIED);
    assert_string_equal(include->targets[0].name.ptr, "/etc/nginx/d");
}

static void a_directory_that_a_pattern_matches_is_not_passed_over(void **state)
{
    const nwl_include *include = only_include(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf", "include d/*;"),
                     FILE_AT("/etc/nginx/d/sub/x", ""), FILE_AT("/etc/nginx/d/a", "")));
    assert_int_equal(include->target_count, 2);
    assert_int_equal(include->targets[0].state, NWL_TARGET_READ);
    assert_int_equal(include->targets[1].state, NWL_TARGET_DIRECTORY);
}

static void a_file_is_read_once_however_it_is_reached(void **state)
{
    const nwl_configuration *c =
        load_at(state, "/etc/nginx/nginx.conf",
                FILES(FILE_AT("/etc/nginx/nginx.conf",
                              "include a; include a; include link; include ./x/../a;"),
                      FILE_AT("/etc/nginx/a", "x;"), LINK_AT("/etc/nginx/link", "a"),
                      FILE_AT("/etc/nginx/x/y", "")));
    assert_int_equal(c->file_count, 2);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(include_in(c, 0, i)->targets[0].file, 1);
    assert_true(include_in(c, 0, 2)->targets[0].through_symlink);
    assert_str_equal(include_in(c, 0, 2)->targets[0].real_path, "/etc/nginx/a");
}

static void cycles_are_found(void **state)
{
    const nwl_configuration *c =
        load_at(state, "/etc/nginx/nginx.conf",
                FILES(FILE_AT("/etc/nginx/nginx.conf", "include a;"),
                      FILE_AT("/etc/nginx/a", "include b;"),
                      FILE_AT("/etc/nginx/b", "include a; include c;"),
                      FILE_AT("/etc/nginx/c", "")));
    assert_int_equal(c->file_count, 4);
    assert_int_equal(include_in(c, 2, 0)->targets[0].state, NWL_TARGET_CYCLE);
    assert_int_equal(include_in(c, 2, 0)->targets[0].file, 1);
    assert_int_equal(include_in(c, 2, 1)->targets[0].state, NWL_TARGET_READ);
}

static void a_file_that_includes_itself_is_a_cycle_by_any_name(void **state)
{
    static const char *const INCLUDES[] = {
        "include nginx.conf;", "include /etc/nginx/nginx.conf;", "include *.conf;",
        "include link;", "include ./nginx.conf;"};
    for (size_t i = 0; i < COUNT_OF(INCLUDES); i++) {
        const memory_file *table = FILES(FILE_AT("/etc/nginx/nginx.conf", INCLUDES[i]),
                                         LINK_AT("/etc/nginx/link", "nginx.conf"));
        assert_int_equal(state_of(state, table), NWL_TARGET_CYCLE);
    }
}

static void two_includes_of_one_file_in_a_row_are_no_cycle(void **state)
{
    const nwl_configuration *c = load_at(
        state, "/etc/nginx/nginx.conf",
        FILES(FILE_AT("/etc/nginx/nginx.conf", "include a; include b;"),
              FILE_AT("/etc/nginx/a", "include b;"), FILE_AT("/etc/nginx/b", "x;")));
    assert_int_equal(include_in(c, 0, 1)->targets[0].state, NWL_TARGET_READ);
}

static void an_include_with_variables_is_a_name_like_others(void **state)
{
    const nwl_include *include =
        only_include(state, FILES(FILE_AT("/etc/nginx/nginx.conf", "include $a.conf;")));
    assert_str_equal(include->path, "/etc/nginx/$a.conf");
    assert_false(include->is_pattern);
}

static void includes_are_followed_in_blocks_and_in_maps(void **state)
{
    const nwl_configuration *c = load_at(
        state, "/etc/nginx/nginx.conf",
        FILES(FILE_AT("/etc/nginx/nginx.conf",
                      "http { map $a $b { include m; } server { location / { "
                      "if ($x) { include n; } } } }"),
              FILE_AT("/etc/nginx/m", "a b;"), FILE_AT("/etc/nginx/n", "break;")));
    assert_int_equal(c->file_count, 3);
}

static void an_include_in_split_clients_is_a_line(void **state)
{
    const nwl_configuration *c =
        load_at(state, "/etc/nginx/nginx.conf",
                FILES(FILE_AT("/etc/nginx/nginx.conf",
                              "http { split_clients $a $b { include m; } }"),
                      FILE_AT("/etc/nginx/m", "")));
    assert_int_equal(c->file_count, 1);
}

static void a_root_that_cannot_be_read_is_said_to_be(void **state)
{
    const nwl_configuration *missing =
        load_at(state, "/etc/nginx/nginx.conf", FILES(FILE_AT("/x", "")));
    assert_int_equal(missing->root, NWL_NO_FILE);
    assert_int_equal(missing->root_target.state, NWL_TARGET_MISSING);
    const nwl_configuration *denied = load_at(state, "/etc/nginx/nginx.conf",
                                              FILES(DENIED_AT("/etc/nginx/nginx.conf")));
    assert_int_equal(denied->root_target.state, NWL_TARGET_DENIED);
    assert_int_equal(denied->root_target.error, EACCES);
    assert_int_equal(denied->file_count, 0);
}

static void two_roots_share_a_table_and_keep_their_parts(void **state)
{
    const memory_file *table =
        FILES(FILE_AT("/a/nginx.conf", "include x;"), FILE_AT("/a/x", ""),
              FILE_AT("/b/nginx.conf", "include /a/x;"));
    nwl_configuration a = *load_at(state, "/a/nginx.conf", table);
    nwl_configuration b = *load_at(state, "/b/nginx.conf", table);
    assert_int_equal(a.first_file, 0);
    assert_int_equal(a.file_count, 2);
    assert_int_equal(b.first_file, 2);
    assert_int_equal(b.file_count, 2);
    assert_int_equal(b.root, 2);
}

static void the_size_of_a_file_is_limited(void **state)
{
    world *w = *state;
    char *text = NWL_NEW_ARRAY(w->arena, char, NWL_LOAD_FILE_LIMIT + 2);
    memset(text, ' ', NWL_LOAD_FILE_LIMIT + 1);
    const memory_file *table =
        FILES(FILE_AT("/etc/nginx/nginx.conf", "include a; include b;"),
              FILE_AT("/etc/nginx/a", text), FILE_AT("/etc/nginx/b", text + 1));
    const nwl_configuration *c = load_at(state, "/etc/nginx/nginx.conf", table);
    assert_int_equal(include_in(c, 0, 0)->targets[0].state, NWL_TARGET_TOO_LARGE);
    assert_int_equal(include_in(c, 0, 0)->targets[0].file, NWL_NO_FILE);
    assert_int_equal(include_in(c, 0, 1)->targets[0].state, NWL_TARGET_READ);
}

static void read_again(void *count, uint32_t files)
{
    *(uint32_t *)count = files;
}

static void progress_is_told(void **state)
{
    world *w = *state;
    uint32_t files = 0;
    w->load.progress = read_again;
    w->load.progress_state = &files;
    load_at(state, "/etc/nginx/nginx.conf",
            FILES(FILE_AT("/etc/nginx/nginx.conf", "include a;"),
                  FILE_AT("/etc/nginx/a", "")));
    assert_int_equal(files, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(relative_paths_start_at_the_root_configuration_whatever_the_file),
        WORLD_TEST(a_pattern_names_its_files_in_byte_order),
        WORLD_TEST(a_pattern_may_match_nothing_and_a_path_may_not),
        WORLD_TEST(what_cannot_be_read_says_why),
        WORLD_TEST(a_directory_that_nobody_may_list_stands_for_what_is_in_it),
        WORLD_TEST(a_directory_that_a_pattern_matches_is_not_passed_over),
        WORLD_TEST(a_file_is_read_once_however_it_is_reached),
        WORLD_TEST(cycles_are_found),
        WORLD_TEST(a_file_that_includes_itself_is_a_cycle_by_any_name),
        WORLD_TEST(two_includes_of_one_file_in_a_row_are_no_cycle),
        WORLD_TEST(an_include_with_variables_is_a_name_like_others),
        WORLD_TEST(includes_are_followed_in_blocks_and_in_maps),
        WORLD_TEST(an_include_in_split_clients_is_a_line),
        WORLD_TEST(a_root_that_cannot_be_read_is_said_to_be),
        WORLD_TEST(two_roots_share_a_table_and_keep_their_parts),
        WORLD_TEST(the_size_of_a_file_is_limited),
        WORLD_TEST(progress_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
