#include "parser/locate.h"

#include "tests/support/world.h"

// Where the single include of the root at path ends: the real path, or the state it fails with.
static const char *include_leads_to(void **state, const char *path,
                                    const memory_file *table)
{
    static const char *const STATES[] = {
        "read",      "missing",     "dangling",  "loop",     "denied",
        "directory", "not regular", "too large", "io error", "cycle"};
    world *w = *state;
    const nwl_configuration *c = load_at(state, path, table);
    assert_int_not_equal(c->root, NWL_NO_FILE);
    const nwl_include *include =
        c->files->items.items[c->root]->tree.includes.items[0]->include;
    if (include->target_count == 0)
        return "nothing";
    if (include->targets[0].state != NWL_TARGET_READ)
        return STATES[include->targets[0].state];
    return nwl_arena_copy(w->arena, include->targets[0].real_path).ptr;
}

#define LEADS_TO(path, expected, ...)                                                    \
    assert_string_equal(include_leads_to(state, path, FILES(__VA_ARGS__)), expected)

// ---- symlinks ---------------------------------------------------------------------------

static void a_site_is_found_behind_a_relative_or_absolute_link(void **state)
{
    static const memory_file NGINX = {.path = "/etc/nginx/nginx.conf",
                                      .text = "include sites-enabled/*;",
                                      .kind = NWL_FILE_REGULAR};
    static const char SITE[] = "/etc/nginx/sites-available/a";
    LEADS_TO("/etc/nginx/nginx.conf", SITE, NGINX, FILE_AT(SITE, ""),
             LINK_AT("/etc/nginx/sites-enabled/a", "../sites-available/a"));
    LEADS_TO("/etc/nginx/nginx.conf", SITE, NGINX, FILE_AT(SITE, ""),
             LINK_AT("/etc/nginx/sites-enabled/a", "/etc/nginx/sites-available/a"));
}

static void chains_of_links_are_followed(void **state)
{
    LEADS_TO("/etc/nginx/nginx.conf", "/srv/site",
             FILE_AT("/etc/nginx/nginx.conf", "include a;"), LINK_AT("/etc/nginx/a", "b"),
             LINK_AT("/etc/nginx/b", "/etc/nginx/c/../d"),
             LINK_AT("/etc/nginx/d", "../../srv/site"), FILE_AT("/etc/nginx/c/x", ""),
             FILE_AT("/srv/site", ""));
}

static void directories_may_be_links(void **state)
{
    LEADS_TO("/etc/nginx/nginx.conf", "/srv/sites/a",
             FILE_AT("/etc/nginx/nginx.conf", "include enabled/*;"),
             LINK_AT("/etc/nginx/enabled", "../../srv/sites"),
             FILE_AT("/srv/sites/a", ""));
    LEADS_TO("/etc/nginx/nginx.conf", "/srv/other/b",
             FILE_AT("/etc/nginx/nginx.conf", "include enabled/*;"),
             LINK_AT("/etc/nginx/enabled", "/srv/sites"),
             LINK_AT("/srv/sites/a", "../other/b"), FILE_AT("/srv/other/b", ""));
}

static void dot_dot_behind_a_link_is_that_of_its_target(void **state)
{
    LEADS_TO(
        "/etc/nginx/nginx.conf", "/srv/x", FILE_AT("/etc/nginx/nginx.conf", "include a;"),
        LINK_AT("/etc/nginx/a", "d/../x"), LINK_AT("/etc/nginx/d", "/srv/deep"),
        FILE_AT("/srv/deep/y", ""), FILE_AT("/srv/x", ""), FILE_AT("/etc/nginx/x", ""));
}

static void links_that_lead_nowhere_are_dangling(void **state)
{
    static const memory_file NGINX = {.path = "/etc/nginx/nginx.conf",
                                      .text = "include d/*;",
                                      .kind = NWL_FILE_REGULAR};
    LEADS_TO("/etc/nginx/nginx.conf", "dangling", NGINX,
             LINK_AT("/etc/nginx/d/a", "../gone"));
    LEADS_TO("/etc/nginx/nginx.conf", "dangling", NGINX,
             LINK_AT("/etc/nginx/d/a", "/gone/a"));
    LEADS_TO("/etc/nginx/nginx.conf", "dangling", NGINX,
             LINK_AT("/etc/nginx/d/a", "../b"), LINK_AT("/etc/nginx/b", "gone"));
    LEADS_TO("/etc/nginx/nginx.conf", "dangling", NGINX,
             LINK_AT("/etc/nginx/d/a", "../nginx.conf/x"));
    LEADS_TO("/etc/nginx/nginx.conf", "directory", NGINX,
             LINK_AT("/etc/nginx/d/a", ".."));
}

static void loops_of_links_have_an_end(void **state)
{
    static const memory_file NGINX = {
        .path = "/etc/nginx/nginx.conf", .text = "include a;", .kind = NWL_FILE_REGULAR};
    LEADS_TO("/etc/nginx/nginx.conf", "loop", NGINX, LINK_AT("/etc/nginx/a", "a"));
    LEADS_TO("/etc/nginx/nginx.conf", "loop", NGINX, LINK_AT("/etc/nginx/a", "b"),
             LINK_AT("/etc/nginx/b", "a"));
    LEADS_TO("/etc/nginx/nginx.conf", "loop", NGINX, LINK_AT("/etc/nginx/a", "b/x"),
             LINK_AT("/etc/nginx/b", "a"));
}

static const char *through_links(void **state, int count)
{
    world *w = *state;
    memory_file *table = NWL_NEW_ARRAY(w->arena, memory_file, (size_t)count + 3);
    table[0] = FILE_AT("/etc/nginx/nginx.conf", "include l0;");
    for (int i = 0; i < count; i++)
        table[i + 1] = LINK_AT(nwl_arena_format(w->arena, "/etc/nginx/l%d", i).ptr,
                               nwl_arena_format(w->arena, "l%d", i + 1).ptr);
    table[count + 1] =
        FILE_AT(nwl_arena_format(w->arena, "/etc/nginx/l%d", count).ptr, "");
    return include_leads_to(state, "/etc/nginx/nginx.conf", table);
}

static void forty_links_are_followed_as_linux_does(void **state)
{
    assert_string_equal(through_links(state, 40), "/etc/nginx/l40");
    assert_string_equal(through_links(state, 41), "loop");
}

// ---- copied trees -----------------------------------------------------------------------

// What stands in the machine's own /etc/nginx of these tests.
#define MACHINE                                                                          \
    FILE_AT("/etc/nginx/nginx.conf", ""),                                                \
        FILE_AT("/etc/nginx/sites-enabled/machine", ""),                                 \
        FILE_AT("/etc/nginx/mime.types", ""),                                            \
        FILE_AT("/etc/nginx/sites-available/a", "")

static void a_tree_in_place_says_what_it_means(void **state)
{
    LEADS_TO("/etc/nginx/nginx.conf", "/srv/a",
             FILE_AT("/etc/nginx/nginx.conf", "include /srv/a;"), FILE_AT("/srv/a", ""),
             FILE_AT("/etc/nginx/srv/a", ""));
}

static void a_copied_tree_is_read_where_it_stands(void **state)
{
    LEADS_TO("/tmp/copy/nginx.conf", "/tmp/copy/sites-enabled/mine",
             FILE_AT("/tmp/copy/nginx.conf", "include /etc/nginx/sites-enabled/*;"),
             FILE_AT("/tmp/copy/sites-enabled/mine", ""), MACHINE);
    LEADS_TO("/tmp/copy/nginx.conf", "/tmp/copy/mime.types",
             FILE_AT("/tmp/copy/nginx.conf", "include /etc/nginx/mime.types;"),
             FILE_AT("/tmp/copy/mime.types", ""), MACHINE);
}

static void the_machine_s_own_tree_is_never_mixed_in(void **state)
{
    LEADS_TO("/tmp/copy/nginx.conf", "missing",
             FILE_AT("/tmp/copy/nginx.conf", "include /etc/nginx/mime.types;"), MACHINE);
    LEADS_TO("/tmp/copy/nginx.conf", "nothing",
             FILE_AT("/tmp/copy/nginx.conf", "include /etc/nginx/sites-enabled/*;"),
             MACHINE);
    LEADS_TO("/tmp/copy/nginx.conf", "dangling",
             FILE_AT("/tmp/copy/nginx.conf", "include sites-enabled/*;"),
             LINK_AT("/tmp/copy/sites-enabled/a", "/etc/nginx/sites-available/a"),
             MACHINE);
}

static void absolute_links_of_a_copied_tree_stay_in_it(void **state)
{
    LEADS_TO("/tmp/copy/nginx.conf", "/tmp/copy/sites-available/a",
             FILE_AT("/tmp/copy/nginx.conf", "include /etc/nginx/sites-enabled/*;"),
             LINK_AT("/tmp/copy/sites-enabled/a", "/etc/nginx/sites-available/a"),
             FILE_AT("/tmp/copy/sites-available/a", ""), MACHINE);
}

static void a_copy_below_its_own_path_has_the_rest_of_the_machine_beside_it(void **state)
{
    LEADS_TO("/repo/etc/nginx/nginx.conf", "/repo/etc/letsencrypt/a",
             FILE_AT("/repo/etc/nginx/nginx.conf", "include /etc/letsencrypt/a;"),
             FILE_AT("/repo/etc/letsencrypt/a", ""), FILE_AT("/etc/letsencrypt/a", ""));
    LEADS_TO("/repo/etc/nginx/nginx.conf", "/repo/etc/nginx/b",
             FILE_AT("/repo/etc/nginx/nginx.conf", "include /etc/nginx/b;"),
             FILE_AT("/repo/etc/nginx/b", ""), FILE_AT("/etc/nginx/b", ""));
}

static void other_homes_of_nginx_are_known(void **state)
{
    LEADS_TO("/tmp/copy/nginx.conf", "/tmp/copy/a",
             FILE_AT("/tmp/copy/nginx.conf", "include /usr/local/etc/nginx/a;"),
             FILE_AT("/tmp/copy/a", ""), FILE_AT("/usr/local/etc/nginx/a", ""));
    LEADS_TO("/usr/local/etc/nginx/nginx.conf", "/etc/nginx/a",
             FILE_AT("/usr/local/etc/nginx/nginx.conf", "include /etc/nginx/a;"),
             FILE_AT("/etc/nginx/a", ""));
}

static void a_file_elsewhere_on_the_machine_is_read_there(void **state)
{
    LEADS_TO("/tmp/copy/nginx.conf", "/srv/shared/a",
             FILE_AT("/tmp/copy/nginx.conf", "include /srv/shared/a;"),
             FILE_AT("/srv/shared/a", ""));
}

static void a_given_root_is_where_absolute_paths_live(void **state)
{
    world *w = *state;
    w->load.root = NWL_STR("/image");
    LEADS_TO("/project/nginx.conf", "/image/etc/nginx/a",
             FILE_AT("/project/nginx.conf", "include /etc/nginx/a;"),
             FILE_AT("/image/etc/nginx/a", ""), FILE_AT("/project/a", ""),
             FILE_AT("/etc/nginx/a", ""));
    LEADS_TO("/image/etc/nginx/nginx.conf", "/image/srv/b",
             FILE_AT("/image/etc/nginx/nginx.conf", "include sites/*;"),
             LINK_AT("/image/etc/nginx/sites/a", "/srv/b"), FILE_AT("/image/srv/b", ""),
             FILE_AT("/srv/b", ""));
}

static void mapped_paths_are_replaced(void **state)
{
    world *w = *state;
    const nwl_path_mapping mappings[] = {
        {NWL_STR("sites-enabled"), NWL_STR("sites-available")},
        {NWL_STR("/opt/x"), NWL_STR("/srv/y")}};
    w->load.mappings = mappings;
    w->load.mapping_count = 2;
    LEADS_TO("/etc/nginx/nginx.conf", "/etc/nginx/sites-available/a",
             FILE_AT("/etc/nginx/nginx.conf", "include sites-enabled/*;"),
             FILE_AT("/etc/nginx/sites-available/a", ""));
    LEADS_TO("/etc/nginx/nginx.conf", "/srv/y/a",
             FILE_AT("/etc/nginx/nginx.conf", "include /opt/x/a;"),
             FILE_AT("/srv/y/a", ""));
    LEADS_TO("/etc/nginx/nginx.conf", "/opt/xx/a",
             FILE_AT("/etc/nginx/nginx.conf", "include /opt/xx/a;"),
             FILE_AT("/opt/xx/a", ""));
}

static void a_tree_that_says_etc_nginx_lints_the_same_anywhere(void **state)
{
    static const char *const BASES[] = {"/etc/nginx", "/tmp/x", "/repo/etc/nginx",
                                        "/a/nginx/conf"};
    world *w = *state;
    for (size_t i = 0; i < COUNT_OF(BASES); i++) {
        const char *base = BASES[i];
        memory_file *table = NWL_NEW_ARRAY(w->arena, memory_file, 4);
        table[0] = FILE_AT(nwl_arena_format(w->arena, "%s/nginx.conf", base).ptr,
                           "http { include /etc/nginx/sites-enabled/*; }");
        table[1] = LINK_AT(nwl_arena_format(w->arena, "%s/sites-enabled/a", base).ptr,
                           "/etc/nginx/sites-available/a");
        table[2] = FILE_AT(nwl_arena_format(w->arena, "%s/sites-available/a", base).ptr,
                           "server { location / { proxy_pass http://b; } }");
        assert_int_equal(model_at(state, table[0].path, table)->locations.count, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_site_is_found_behind_a_relative_or_absolute_link),
        WORLD_TEST(chains_of_links_are_followed),
        WORLD_TEST(directories_may_be_links),
        WORLD_TEST(dot_dot_behind_a_link_is_that_of_its_target),
        WORLD_TEST(links_that_lead_nowhere_are_dangling),
        WORLD_TEST(loops_of_links_have_an_end),
        WORLD_TEST(forty_links_are_followed_as_linux_does),
        WORLD_TEST(a_tree_in_place_says_what_it_means),
        WORLD_TEST(a_copied_tree_is_read_where_it_stands),
        WORLD_TEST(the_machine_s_own_tree_is_never_mixed_in),
        WORLD_TEST(absolute_links_of_a_copied_tree_stay_in_it),
        WORLD_TEST(a_copy_below_its_own_path_has_the_rest_of_the_machine_beside_it),
        WORLD_TEST(other_homes_of_nginx_are_known),
        WORLD_TEST(a_file_elsewhere_on_the_machine_is_read_there),
        WORLD_TEST(a_given_root_is_where_absolute_paths_live),
        WORLD_TEST(mapped_paths_are_replaced),
        WORLD_TEST(a_tree_that_says_etc_nginx_lints_the_same_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
