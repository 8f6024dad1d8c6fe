#define _XOPEN_SOURCE 700

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "source/fs.h"
#include "tests/source/sandbox.h"

enum { LIMIT = 1024 * 1024 };

static int read_error(sandbox *box, nwl_str path, uint32_t limit)
{
    nwl_str text = NWL_STR("untouched");
    const nwl_fs *disk = nwl_fs_disk();
    int error = disk->read(disk, box->arena, path, limit, &text);
    if (error != 0)
        assert_string_equal(text.ptr, "untouched");
    return error;
}

static nwl_str text_of(sandbox *box, nwl_str path)
{
    nwl_str text = NWL_STR_NONE;
    const nwl_fs *disk = nwl_fs_disk();
    assert_int_equal(disk->read(disk, box->arena, path, LIMIT, &text), 0);
    return text;
}

static nwl_file_kind kind_of(nwl_str path)
{
    int error = -1;
    const nwl_fs *disk = nwl_fs_disk();
    nwl_file_kind kind = disk->kind(disk, path, &error);
    assert_int_equal(error, 0);
    return kind;
}

static nwl_str make_socket(sandbox *box)
{
    nwl_str path = sandbox_path(box, "socket");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path.ptr, path.len);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    close(fd);
    return path;
}

static nwl_str make_fifo(sandbox *box)
{
    nwl_str path = sandbox_path(box, "fifo");
    assert_int_equal(mkfifo(path.ptr, 0600), 0);
    return path;
}

static int lowest_free_descriptor(void)
{
    int fd = dup(STDERR_FILENO);
    close(fd);
    return fd;
}

static void kinds_are_told_apart(void **state)
{
    assert_int_equal(kind_of(sandbox_file(*state, "file", NWL_STR(""))),
                     NWL_FILE_REGULAR);
    assert_int_equal(kind_of(sandbox_directory(*state, "dir")), NWL_FILE_DIRECTORY);
    assert_int_equal(kind_of(make_fifo(*state)), NWL_FILE_OTHER);
    assert_int_equal(kind_of(make_socket(*state)), NWL_FILE_OTHER);
    assert_int_equal(kind_of(NWL_STR("/dev/null")), NWL_FILE_OTHER);
}

static void a_symlink_is_a_symlink_wherever_it_leads(void **state)
{
    assert_int_equal(kind_of(sandbox_link(*state, "to-dir", "/")), NWL_FILE_SYMLINK);
    assert_int_equal(kind_of(sandbox_link(*state, "dangling", "nowhere")),
                     NWL_FILE_SYMLINK);
    assert_int_equal(kind_of(sandbox_link(*state, "loop", "loop")), NWL_FILE_SYMLINK);
}

static void what_is_not_there_has_a_reason(void **state)
{
    int error = 0;
    const nwl_fs *disk = nwl_fs_disk();
    nwl_str missing = sandbox_path(*state, "missing");
    assert_int_equal(disk->kind(disk, missing, &error), NWL_FILE_NONE);
    assert_int_equal(error, ENOENT);
    sandbox_file(*state, "file", NWL_STR(""));
    nwl_str below_file = sandbox_path(*state, "file/x");
    assert_int_equal(disk->kind(disk, below_file, &error), NWL_FILE_NONE);
    assert_int_equal(error, ENOTDIR);
}

static void a_nul_in_a_path_hides_nothing(void **state)
{
    sandbox *box = *state;
    sandbox_file(box, "file", NWL_STR("text"));
    nwl_str path = nwl_arena_format(box->arena, "%s/file%c.conf", box->root, '\0'), text;
    nwl_names names;
    int error = 0;
    const nwl_fs *disk = nwl_fs_disk();
    assert_int_equal(disk->kind(disk, path, &error), NWL_FILE_NONE);
    assert_int_equal(error, EINVAL);
    assert_int_equal(read_error(box, path, LIMIT), EINVAL);
    assert_int_equal(disk->read_link(disk, box->arena, path, &text), EINVAL);
    assert_int_equal(disk->list(disk, box->arena, path, &names), EINVAL);
}

static void the_text_of_a_link_is_given_as_it_is(void **state)
{
    sandbox *box = *state;
    char target[1001];
    memset(target, 'x', 1000);
    target[1000] = '\0';
    nwl_str text;
    const nwl_fs *disk = nwl_fs_disk();
    nwl_str link = sandbox_link(box, "link", target);
    assert_int_equal(disk->read_link(disk, box->arena, link, &text), 0);
    assert_int_equal(text.len, 1000);
    assert_string_equal(text.ptr, target);
}

static void only_links_have_a_text(void **state)
{
    sandbox *box = *state;
    nwl_str text;
    const nwl_fs *disk = nwl_fs_disk();
    nwl_str file = sandbox_file(box, "file", NWL_STR(""));
    assert_int_equal(disk->read_link(disk, box->arena, file, &text), EINVAL);
    nwl_str missing = sandbox_path(box, "missing");
    assert_int_equal(disk->read_link(disk, box->arena, missing, &text), ENOENT);
}

static void every_byte_is_read_and_a_nul_follows(void **state)
{
    nwl_str text = text_of(*state, sandbox_file(*state, "file", NWL_STR("a\0b\xff\n")));
    assert_int_equal(text.len, 5);
    assert_memory_equal(text.ptr, "a\0b\xff\n", 6);
    text = text_of(*state, sandbox_file(*state, "empty", NWL_STR("")));
    assert_int_equal(text.len, 0);
    assert_int_equal(text.ptr[0], '\0');
}

static void a_file_without_a_size_is_read_to_its_end(void **state)
{
    if (access("/proc/self/status", R_OK) != 0)
        skip();
    nwl_str text = text_of(*state, NWL_STR("/proc/self/status"));
    assert_true(nwl_str_starts_with(text, NWL_STR("Name:")));
    assert_true(nwl_str_ends_with(text, NWL_STR("\n")));
    assert_int_equal(text.ptr[text.len], '\0');
}

static void a_file_may_be_as_large_as_the_limit(void **state)
{
    nwl_str file = sandbox_file(*state, "file", NWL_STR("12345"));
    assert_int_equal(read_error(*state, file, 5), 0);
    assert_int_equal(read_error(*state, file, 4), EFBIG);
    assert_int_equal(read_error(*state, file, 0), EFBIG);
}

static void the_limit_holds_for_a_file_without_a_size(void **state)
{
    if (access("/proc/self/status", R_OK) != 0)
        skip();
    assert_int_equal(read_error(*state, NWL_STR("/proc/self/status"), 10), EFBIG);
}

static void a_huge_sparse_file_is_refused_unread(void **state)
{
    sandbox *box = *state;
    nwl_str file = sandbox_file(box, "file", NWL_STR(""));
    if (truncate(file.ptr, (off_t)1 << 40) != 0)
        skip();
    size_t used = nwl_arena_used(box->arena);
    assert_int_equal(read_error(box, file, LIMIT), EFBIG);
    assert_int_equal(nwl_arena_used(box->arena), used);
}

static void what_is_no_regular_file_is_refused_at_once(void **state)
{
    assert_int_equal(read_error(*state, make_fifo(*state), LIMIT), EINVAL);
    assert_int_equal(read_error(*state, make_socket(*state), LIMIT), EINVAL);
    assert_int_equal(read_error(*state, sandbox_directory(*state, "dir"), LIMIT), EINVAL);
    assert_int_equal(read_error(*state, NWL_STR("/dev/zero"), LIMIT), EINVAL);
}

static void no_symlink_is_followed_to_be_read(void **state)
{
    sandbox_file(*state, "file", NWL_STR(""));
    nwl_str to_file = sandbox_link(*state, "to-file", "file");
    assert_int_equal(read_error(*state, to_file, LIMIT), EINVAL);
    nwl_str to_zero = sandbox_link(*state, "to-zero", "/dev/zero");
    assert_int_equal(read_error(*state, to_zero, LIMIT), EINVAL);
}

static void a_file_is_read_below_a_linked_directory(void **state)
{
    sandbox_directory(*state, "dir");
    sandbox_file(*state, "dir/file", NWL_STR("text"));
    sandbox_link(*state, "link", "dir");
    nwl_str text = text_of(*state, sandbox_path(*state, "link/file"));
    assert_string_equal(text.ptr, "text");
}

static void a_file_that_is_not_there_cannot_be_read(void **state)
{
    assert_int_equal(read_error(*state, sandbox_path(*state, "missing"), LIMIT), ENOENT);
    sandbox_link(*state, "loop", "loop");
    assert_int_equal(read_error(*state, sandbox_path(*state, "loop/x"), LIMIT), ELOOP);
}

static void permission_is_needed(void **state)
{
    sandbox *box = *state;
    if (geteuid() == 0)
        skip();
    nwl_str file = sandbox_file(box, "file", NWL_STR("secret"));
    nwl_str directory = sandbox_directory(box, "dir");
    chmod(file.ptr, 0);
    chmod(directory.ptr, 0);
    nwl_names names;
    const nwl_fs *disk = nwl_fs_disk();
    assert_int_equal(read_error(box, file, LIMIT), EACCES);
    assert_int_equal(disk->list(disk, box->arena, directory, &names), EACCES);
    chmod(directory.ptr, 0700);
}

static void descriptors_are_closed_whatever_happens(void **state)
{
    sandbox *box = *state;
    nwl_str file = sandbox_file(box, "file", NWL_STR("text"));
    nwl_names names;
    const nwl_fs *disk = nwl_fs_disk();
    int before = lowest_free_descriptor();
    read_error(box, file, LIMIT);
    read_error(box, file, 1);
    read_error(box, make_fifo(box), LIMIT);
    assert_int_equal(disk->list(disk, box->arena, nwl_str_of(box->root), &names), 0);
    assert_int_equal(lowest_free_descriptor(), before);
}

static void entries_are_listed_in_byte_order(void **state)
{
    sandbox *box = *state;
    const char *expected[] = {".hidden", "10.conf",  "9.conf", "B",
                              "a",       "\xc3\xa9", "\xff"};
    for (size_t i = 7; i > 0; i--)
        sandbox_file(box, expected[i - 1], NWL_STR(""));
    nwl_names names;
    const nwl_fs *disk = nwl_fs_disk();
    assert_int_equal(disk->list(disk, box->arena, nwl_str_of(box->root), &names), 0);
    assert_int_equal(names.count, 7);
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(names.items[i].ptr, expected[i]);
}

static void a_linked_directory_is_listed(void **state)
{
    sandbox *box = *state;
    sandbox_directory(box, "dir");
    sandbox_file(box, "dir/file", NWL_STR(""));
    nwl_names names;
    const nwl_fs *disk = nwl_fs_disk();
    nwl_str link = sandbox_link(box, "link", "dir");
    assert_int_equal(disk->list(disk, box->arena, link, &names), 0);
    assert_int_equal(names.count, 1);
    assert_string_equal(names.items[0].ptr, "file");
}

static void an_empty_directory_has_no_entries(void **state)
{
    sandbox *box = *state;
    nwl_names names = {.count = 9};
    const nwl_fs *disk = nwl_fs_disk();
    nwl_str directory = sandbox_directory(box, "dir");
    assert_int_equal(disk->list(disk, box->arena, directory, &names), 0);
    assert_int_equal(names.count, 0);
}

static void only_directories_are_listed(void **state)
{
    sandbox *box = *state;
    nwl_names names;
    const nwl_fs *disk = nwl_fs_disk();
    nwl_str file = sandbox_file(box, "file", NWL_STR(""));
    assert_int_equal(disk->list(disk, box->arena, file, &names), ENOTDIR);
    assert_int_equal(disk->list(disk, box->arena, make_fifo(box), &names), ENOTDIR);
    nwl_str missing = sandbox_path(box, "missing");
    assert_int_equal(disk->list(disk, box->arena, missing, &names), ENOENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_open, sandbox_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kinds_are_told_apart),
        TEST(a_symlink_is_a_symlink_wherever_it_leads),
        TEST(what_is_not_there_has_a_reason),
        TEST(a_nul_in_a_path_hides_nothing),
        TEST(the_text_of_a_link_is_given_as_it_is),
        TEST(only_links_have_a_text),
        TEST(every_byte_is_read_and_a_nul_follows),
        TEST(a_file_without_a_size_is_read_to_its_end),
        TEST(a_file_may_be_as_large_as_the_limit),
        TEST(the_limit_holds_for_a_file_without_a_size),
        TEST(a_huge_sparse_file_is_refused_unread),
        TEST(what_is_no_regular_file_is_refused_at_once),
        TEST(no_symlink_is_followed_to_be_read),
        TEST(a_file_is_read_below_a_linked_directory),
        TEST(a_file_that_is_not_there_cannot_be_read),
        TEST(permission_is_needed),
        TEST(descriptors_are_closed_whatever_happens),
        TEST(entries_are_listed_in_byte_order),
        TEST(a_linked_directory_is_listed),
        TEST(an_empty_directory_has_no_entries),
        TEST(only_directories_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
