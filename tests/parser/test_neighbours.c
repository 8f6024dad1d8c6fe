#include "parser/neighbours.h"

#include "parser/stray.h"
#include "tests/support/world.h"

#define NGINX FILE_AT("/etc/nginx/nginx.conf", "http { include sites-enabled/*; }")

static const char AVAILABLE[] = "/etc/nginx/sites-available/app";
static const char ENABLED[] = "/etc/nginx/sites-enabled/app";

static const nwl_configuration *tree_of(void **state, const memory_file *table)
{
    return load_at(state, "/etc/nginx/nginx.conf", table);
}

static const nwl_include *sites_of(const nwl_configuration *c)
{
    return c->files->items.items[c->root]->tree.includes.items[0]->include;
}

static void a_site_without_a_symlink_is_a_neighbour_and_no_part_of_the_tree(void **state)
{
    const nwl_configuration *c =
        tree_of(state, FILES(NGINX, FILE_AT(AVAILABLE, "one;"),
                             FILE_AT("/etc/nginx/sites-enabled/other", "two;")));
    assert_int_equal(c->file_count, 2);
    assert_int_equal(c->neighbours.count, 1);
    assert_int_equal(c->neighbours.items[0].kind, NWL_NEIGHBOUR_NOT_ENABLED);
    assert_int_equal(c->neighbours.items[0].file, 2);
}

static void what_is_enabled_or_left_over_is_none(void **state)
{
    const nwl_configuration *c =
        tree_of(state, FILES(NGINX, FILE_AT(AVAILABLE, "one;"),
                             LINK_AT(ENABLED, "../sites-available/app"),
                             FILE_AT("/etc/nginx/sites-available/app.bak", ""),
                             FILE_AT("/etc/nginx/sites-available/.hidden", ""),
                             LINK_AT("/etc/nginx/sites-available/link", "/srv/site"),
                             FILE_AT("/srv/site", "")));
    assert_int_equal(c->neighbours.count, 0);
}

static void a_copy_is_compared_with_its_namesake(void **state)
{
    const nwl_configuration *same = tree_of(
        state, FILES(NGINX, FILE_AT(AVAILABLE, "one;"), FILE_AT(ENABLED, "one;")));
    assert_int_equal(same->neighbours.count, 0);
}

static void a_copy_that_differs_knows_the_enabled_file(void **state)
{
    const nwl_configuration *c = tree_of(
        state, FILES(NGINX, FILE_AT(AVAILABLE, "one;"), FILE_AT(ENABLED, "two;")));
    assert_int_equal(c->neighbours.count, 1);
    assert_int_equal(c->neighbours.items[0].kind, NWL_NEIGHBOUR_DIFFERS);
    assert_int_equal(c->neighbours.items[0].enabled, 1);
}

static void a_symlink_to_nothing_is_another_mistake(void **state)
{
    const nwl_configuration *c = tree_of(
        state, FILES(NGINX, FILE_AT(AVAILABLE, "one;"), LINK_AT(ENABLED, "gone")));
    assert_int_equal(c->neighbours.count, 0);
}

static void nothing_outside_of_the_tree_is_looked_at(void **state)
{
    const nwl_configuration *c = tree_of(
        state, FILES(FILE_AT("/etc/nginx/nginx.conf", "include /srv/sites-enabled/*;"),
                     FILE_AT("/srv/sites-enabled/a", "one;"),
                     FILE_AT("/srv/sites-available/b", "two;")));
    assert_int_equal(c->neighbours.count, 0);
    c = tree_of(state,
                FILES(FILE_AT("/etc/nginx/nginx.conf", "include ../srv/x-enabled/*;"),
                      FILE_AT("/etc/srv/x-enabled/a", "one;"),
                      FILE_AT("/etc/srv/x-available/b", "two;")));
    assert_int_equal(c->neighbours.count, 0);
}

static void templates_are_neighbours(void **state)
{
    const nwl_configuration *c =
        tree_of(state, FILES(NGINX, FILE_AT("/etc/nginx/templates/app.conf.template", ""),
                             FILE_AT("/etc/nginx/templates/notes", "")));
    assert_int_equal(c->neighbours.count, 1);
    assert_int_equal(c->neighbours.items[0].kind, NWL_NEIGHBOUR_TEMPLATE);
}

static void the_second_name_of_a_file_knows_the_first(void **state)
{
    const nwl_include *include =
        sites_of(tree_of(state, FILES(NGINX, FILE_AT(AVAILABLE, "one;"),
                                      LINK_AT("/etc/nginx/sites-enabled/a", AVAILABLE),
                                      LINK_AT("/etc/nginx/sites-enabled/b", AVAILABLE))));
    assert_null(include->targets[0].before);
    assert_ptr_equal(include->targets[1].before, &include->targets[0]);
}

static void one_file_in_two_blocks_is_not_read_again(void **state)
{
    const nwl_configuration *c = tree_of(
        state,
        FILES(FILE_AT("/etc/nginx/nginx.conf", "a { include s/*; } b { include s/*; }"),
              FILE_AT("/etc/nginx/s/x", "one;")));
    const nwl_tree *tree = &c->files->items.items[c->root]->tree;
    assert_null(tree->includes.items[0]->include->targets[0].before);
    assert_null(tree->includes.items[1]->include->targets[0].before);
}

static void a_stray_file_knows_its_original(void **state)
{
    world *w = *state;
    nwl_stray stray;
    const nwl_include *include = sites_of(
        tree_of(state, FILES(NGINX, FILE_AT("/etc/nginx/sites-enabled/#app#", "one;"),
                             FILE_AT(ENABLED, "one;"),
                             FILE_AT("/etc/nginx/sites-enabled/shop.1", "two;"))));
    assert_true(nwl_stray_find(w->arena, include, 0, &stray));
    assert_ptr_equal(stray.original, &include->targets[1]);
    assert_true(stray.before_original);
    assert_false(nwl_stray_find(w->arena, include, 1, &stray));
    assert_false(nwl_stray_find(w->arena, include, 2, &stray));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_site_without_a_symlink_is_a_neighbour_and_no_part_of_the_tree),
        WORLD_TEST(what_is_enabled_or_left_over_is_none),
        WORLD_TEST(a_copy_is_compared_with_its_namesake),
        WORLD_TEST(a_copy_that_differs_knows_the_enabled_file),
        WORLD_TEST(a_symlink_to_nothing_is_another_mistake),
        WORLD_TEST(nothing_outside_of_the_tree_is_looked_at),
        WORLD_TEST(templates_are_neighbours),
        WORLD_TEST(the_second_name_of_a_file_knows_the_first),
        WORLD_TEST(one_file_in_two_blocks_is_not_read_again),
        WORLD_TEST(a_stray_file_knows_its_original),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
