#include "source/nginx_dump.h"

#include <errno.h>
#include <stdlib.h>

#include "source/path.h"

enum { LONGEST_PATH = 4096 }; // PATH_MAX of Linux

// ---- the lines of nginx -----------------------------------------------------------------

// Terminals send CR LF: kubectl exec -t.
static nwl_str without_cr(nwl_str line)
{
    line.len -= nwl_str_ends_with(line, NWL_STR("\r"));
    return line;
}

static bool is_path(nwl_str text)
{
    return text.len <= LONGEST_PATH && (nwl_str_starts_with(text, NWL_STR("/")) ||
                                        nwl_str_starts_with(text, NWL_STR("./")) ||
                                        nwl_str_starts_with(text, NWL_STR("../")));
}

// "# configuration file PATH:"
static bool announces_file(nwl_str line, nwl_str *path)
{
    const nwl_str before = NWL_STR("# configuration file ");
    line = without_cr(line);
    if (!nwl_str_starts_with(line, before) || !nwl_str_ends_with(line, NWL_STR(":")))
        return false;
    *path = nwl_str_slice(line, before.len, line.len - 1);
    return is_path(*path);
}

static bool is_from_nginx(nwl_str line)
{
    return nwl_str_starts_with(line, NWL_STR("nginx: "));
}

// "2026/01/31 12:00:00 [warn] …", with error_log stderr.
static bool is_logged(nwl_str line)
{
    static const char form[] = "0000/00/00 00:00:00 [";
    for (size_t i = 0; i < sizeof(form) - 1; i++) {
        bool fits = i < line.len &&
                    (form[i] == '0' ? nwl_is_digit(line.ptr[i]) : line.ptr[i] == form[i]);
        if (!fits)
            return false;
    }
    return true;
}

// What stands in front of the first file when standard error was not kept apart; the last one is kubectl's.
static bool is_message(nwl_str line)
{
    return nwl_str_trim(line).len == 0 || is_from_nginx(line) || is_logged(line) ||
           nwl_str_starts_with(line, NWL_STR("Defaulted container "));
}

bool nwl_nginx_dump_is(nwl_str text)
{
    nwl_str line, path;
    while (nwl_str_cut(&text, '\n', &line)) {
        if (!is_message(line))
            return announces_file(line, &path);
    }
    return false;
}

// ---- the files --------------------------------------------------------------------------

// kubectl and docker carry the two streams apart and may bring the messages last.
static nwl_str without_messages_at_end(nwl_str text)
{
    for (;;) {
        size_t end = text.len - nwl_str_ends_with(text, NWL_STR("\n"));
        nwl_str whole_lines = nwl_str_slice(text, 0, end);
        size_t before = nwl_str_find_last(whole_lines, '\n');
        size_t begin = before == end ? 0 : before + 1;
        if (!is_from_nginx(nwl_str_from(text, begin)))
            return text;
        text.len = begin;
    }
}

// Ends the last file in front of end. nginx prints one line break behind each, whatever the file ends with.
static void end_file(nwl_nginx_dump *dump, const char *end, nwl_str line_break)
{
    nwl_str *text = &dump->files.items[dump->files.count - 1].text;
    text->len = (size_t)(end - text->ptr);
    if (nwl_str_ends_with(*text, line_break))
        text->len -= line_break.len;
}

static void begin_file(nwl_nginx_dump *dump, nwl_str path, const char *begin)
{
    nwl_dumped_file *file = NWL_PUSH(dump->arena, &dump->files);
    file->path = nwl_path_clean(dump->arena, path);
    file->text.ptr = begin;
}

static void split(nwl_nginx_dump *dump, nwl_str text, nwl_str base)
{
    nwl_str line, path, rest = text, line_break = NWL_STR("\n");
    while (nwl_str_cut(&rest, '\n', &line)) {
        if (!announces_file(line, &path))
            continue;
        if (dump->files.count > 0)
            end_file(dump, line.ptr, line_break);
        if (nwl_str_ends_with(line, NWL_STR("\r")))
            line_break = NWL_STR("\r\n");
        const char *begin = text.ptr + text.len - rest.len;
        begin_file(dump, nwl_path_join(dump->arena, base, path), begin);
    }
    end_file(dump, text.ptr + text.len, line_break);
}

// ---- paths in order ---------------------------------------------------------------------

// A '/' sorts before any other byte, so that a directory is followed by what lies in it: "/a", "/a/b", "/a-b".
static int rank(nwl_str path, size_t at)
{
    if (at == path.len)
        return -1;
    return path.ptr[at] == '/' ? 0 : 1 + (unsigned char)path.ptr[at];
}

static int compare_paths(nwl_str a, nwl_str b)
{
    size_t at = 0;
    while (at < a.len && at < b.len && a.ptr[at] == b.ptr[at])
        at++;
    return rank(a, at) - rank(b, at);
}

static int compare_files(const void *a, const void *b)
{
    const nwl_dumped_file *x = a, *y = b;
    int order = compare_paths(x->path, y->path);
    return order != 0 ? order : (x->text.ptr > y->text.ptr) - (x->text.ptr < y->text.ptr);
}

// The first file at or behind path.
static uint32_t find(const nwl_nginx_dump *dump, nwl_str path)
{
    uint32_t begin = 0, end = dump->files.count;
    while (begin < end) {
        uint32_t middle = begin + (end - begin) / 2;
        if (compare_paths(dump->files.items[middle].path, path) < 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

static const nwl_dumped_file *file_at(const nwl_nginx_dump *dump, uint32_t index)
{
    return index < dump->files.count ? &dump->files.items[index] : NULL;
}

// ---- the file system --------------------------------------------------------------------

// The first file at or below path, NULL when there is neither.
static const nwl_dumped_file *look_up(const nwl_fs *fs, nwl_str path, nwl_str *clean)
{
    const nwl_nginx_dump *dump = fs->state;
    *clean = nwl_path_clean(dump->arena, path);
    const nwl_dumped_file *file = file_at(dump, find(dump, *clean));
    return file != NULL && nwl_path_is_below(file->path, *clean) ? file : NULL;
}

static nwl_file_kind kind(const nwl_fs *fs, nwl_str path, int *error)
{
    nwl_str clean;
    const nwl_dumped_file *file = look_up(fs, path, &clean);
    *error = file == NULL ? ENOENT : 0;
    if (file == NULL)
        return NWL_FILE_NONE;
    return nwl_str_eq(file->path, clean) ? NWL_FILE_REGULAR : NWL_FILE_DIRECTORY;
}

static int read_link(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_str *target)
{
    (void)fs, (void)arena, (void)path, (void)target;
    return EINVAL;
}

static int read(const nwl_fs *fs, nwl_arena *arena, nwl_str path, uint32_t limit,
                nwl_str *text)
{
    (void)arena;
    nwl_str clean;
    const nwl_dumped_file *file = look_up(fs, path, &clean);
    if (file == NULL)
        return ENOENT;
    if (!nwl_str_eq(file->path, clean))
        return EINVAL;
    if (file->text.len > limit)
        return EFBIG;
    *text = file->text;
    return 0;
}

// The component of path behind directory, which it lies in.
static nwl_str entry_of(nwl_str path, nwl_str directory)
{
    nwl_str rest = nwl_str_from(path, directory.len == 1 ? 1 : directory.len + 1);
    return nwl_str_slice(rest, 0, nwl_str_find(rest, '/', 0));
}

static int list(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_names *names)
{
    const nwl_nginx_dump *dump = fs->state;
    NWL_ARRAY(nwl_str) found = {0};
    nwl_str clean, last = NWL_STR_NONE;
    const nwl_dumped_file *file = look_up(fs, path, &clean);
    if (file == NULL)
        return ENOENT;
    if (nwl_str_eq(file->path, clean))
        return ENOTDIR;
    const nwl_dumped_file *end = dump->files.items + dump->files.count;
    for (; file < end && nwl_path_is_below(file->path, clean); file++) {
        nwl_str name = entry_of(file->path, clean);
        if (!nwl_str_eq(name, last))
            *NWL_PUSH(arena, &found) = nwl_arena_copy(arena, name);
        last = name;
    }
    *names = (nwl_names){.items = found.items, .count = found.count};
    return 0;
}

nwl_nginx_dump *nwl_nginx_dump_new(nwl_arena *arena, nwl_str text, nwl_str base)
{
    nwl_nginx_dump *dump = NWL_NEW(arena, nwl_nginx_dump);
    dump->fs = (nwl_fs){
        .state = dump, .kind = kind, .read_link = read_link, .read = read, .list = list};
    dump->arena = arena;
    split(dump, without_messages_at_end(text), base);
    dump->root = dump->files.items[0].path;
    qsort(dump->files.items, dump->files.count, sizeof(nwl_dumped_file), compare_files);
    return dump;
}
