#define _XOPEN_SOURCE 700 // lstat

#include "cli/roots.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/leftover.h"
#include "source/nginx_dump.h"
#include "source/path.h"
#include "parser/load.h"
#include "cli/descriptor.h"
#include "cli/overlay.h"

// ---- paths ------------------------------------------------------------------------------

static bool has_parent_step(nwl_str path)
{
    nwl_str component;
    while (nwl_str_cut(&path, '/', &component)) {
        if (nwl_str_eq(component, NWL_STR("..")))
            return true;
    }
    return false;
}

// ".." after a symlink leads elsewhere than the text says, so the directory is asked; without one the user's names are kept.
nwl_str nwl_roots_absolute(const nwl_roots *roots, nwl_str path)
{
    nwl_str joined = nwl_path_join(roots->arena, roots->working_directory, path);
    if (has_parent_step(joined)) {
        nwl_str directory = nwl_arena_copy(roots->arena, nwl_path_directory(joined));
        if (nwl_str_eq(nwl_path_name(joined), NWL_STR("..")))
            return nwl_roots_real(roots, joined);
        nwl_str real = nwl_fs_real_path(roots->arena, directory);
        if (real.len > 0)
            return nwl_path_join(roots->arena, real, nwl_path_name(joined));
    }
    return nwl_path_clean(roots->arena, joined);
}

nwl_str nwl_roots_real(const nwl_roots *roots, nwl_str path)
{
    nwl_str real = nwl_fs_real_path(roots->arena, path);
    return real.len > 0 ? real : path;
}

bool nwl_roots_is_new(nwl_roots *roots, nwl_str path)
{
    nwl_str real = nwl_roots_real(roots, path);
    if (nwl_map_get(&roots->seen, real) != NULL)
        return false;
    nwl_map_put(&roots->seen, real, roots);
    return true;
}

static void add_root(nwl_roots *roots, nwl_root root)
{
    if (nwl_roots_is_new(roots, root.path))
        *NWL_PUSH(roots->arena, &roots->items) = root;
    else
        roots->repeated++;
}

static void add_part(nwl_roots *roots, nwl_root file)
{
    if (nwl_roots_is_new(roots, file.path))
        *NWL_PUSH(roots->arena, &roots->parts) = file;
    else
        roots->repeated++;
}

static nwl_root child_of(const nwl_roots *roots, nwl_root directory, nwl_str name)
{
    return (nwl_root){.path = nwl_path_join(roots->arena, directory.path, name),
                      .found_in = directory.found_in,
                      .shown = nwl_path_join(roots->arena, directory.shown, name)};
}

static bool is_directory(nwl_str path)
{
    struct stat status;
    return stat(path.ptr, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool stands_there(nwl_str path)
{
    struct stat status;
    return lstat(path.ptr, &status) == 0;
}

// ---- directories ------------------------------------------------------------------------

// Whether a file of a directory without nginx.conf is taken for a fragment: a *.conf, the template of one, or a site, which is
// called as it likes.
static bool is_fragment(nwl_arena *arena, nwl_str directory, nwl_str name)
{
    if (nwl_str_ends_with(name, NWL_STR(".conf")) ||
        nwl_str_ends_with(name, NWL_STR(".conf.template")))
        return true;
    nwl_str folder = nwl_path_name(directory);
    bool holds_sites = nwl_str_eq(folder, NWL_STR("sites-available")) ||
                       nwl_str_eq(folder, NWL_STR("sites-enabled"));
    return holds_sites && nwl_leftover_of(arena, name).what.len == 0;
}

typedef NWL_ARRAY(nwl_root) pending;

// Looks at one directory: adds its roots, and its subdirectories to those still to be looked at.
static void visit_directory(nwl_roots *roots, nwl_root directory, pending *later)
{
    nwl_root whole = child_of(roots, directory, NWL_STR(NWL_ROOT_NAME));
    if (stands_there(whole.path)) {
        add_root(roots, whole);
        return;
    }
    nwl_names names;
    int error = roots->fs->list(roots->fs, roots->arena, directory.path, &names);
    if (error != 0) {
        nwl_problem_tell(roots->problems, directory.path, "cannot read \"%.*s\": %s",
                         NWL_STR_FMT(directory.shown), strerror(error));
        return;
    }
    for (uint32_t i = 0; i < names.count; i++) {
        nwl_str name = names.items[i];
        nwl_root child = child_of(roots, directory, name);
        // No pattern of nginx finds a hidden file.
        if (nwl_str_starts_with(name, NWL_STR(".")))
            continue;
        if (is_directory(child.path))
            *NWL_PUSH(roots->arena, later) = child;
        else if (is_fragment(roots->arena, directory.path, name))
            (roots->takes_parts ? add_part : add_root)(roots, child);
    }
}

static int compare_roots(const void *a, const void *b)
{
    return nwl_str_compare(((const nwl_root *)a)->path, ((const nwl_root *)b)->path);
}

static void sort_from(uint32_t first, nwl_root *items, uint32_t count)
{
    if (count > first)
        qsort(items + first, count - first, sizeof(nwl_root), compare_roots);
}

static void add_directory(nwl_roots *roots, nwl_root directory)
{
    uint32_t first = roots->items.count, first_part = roots->parts.count;
    uint32_t problems = roots->problems->items.count;
    uint32_t repeated = roots->repeated;
    pending later = {0};
    directory.found_in = directory.path;
    if (nwl_roots_is_new(roots, directory.path))
        visit_directory(roots, directory, &later);
    else
        roots->repeated++;
    while (later.count > 0) {
        nwl_root next = later.items[--later.count];
        if (nwl_roots_is_new(roots, next.path))
            visit_directory(roots, next, &later);
    }
    sort_from(first, roots->items.items, roots->items.count);
    sort_from(first_part, roots->parts.items, roots->parts.count);
    if (roots->items.count == first && roots->parts.count == first_part &&
        problems == roots->problems->items.count && repeated == roots->repeated) {
        nwl_problem_tell(
            roots->problems, directory.path,
            "no nginx configuration in \"%.*s\": there is no nginx.conf and no "
            "*.conf file",
            NWL_STR_FMT(directory.shown));
    }
}

// ---- dumps ------------------------------------------------------------------------------

static void add_dump(nwl_roots *roots, nwl_str shown, nwl_str text)
{
    const nwl_nginx_dump *dump =
        nwl_nginx_dump_new(roots->arena, text, roots->working_directory);
    *NWL_PUSH(roots->arena, &roots->items) =
        (nwl_root){.path = dump->root, .shown = shown, .dump = &dump->fs};
}

// Reads the file at path into *text when it is a dump. Any other file is read later, by who parses it.
static bool read_dump(const nwl_roots *roots, nwl_str path, nwl_str *text)
{
    nwl_arena *scratch = nwl_arena_new();
    nwl_str real = nwl_fs_real_path(scratch, path);
    bool is_dump =
        real.len > 0 &&
        roots->fs->read(roots->fs, scratch, real, NWL_LOAD_FILE_LIMIT, text) == 0 &&
        nwl_nginx_dump_is(*text);
    if (is_dump)
        *text = nwl_arena_copy(roots->arena, *text);
    nwl_arena_free(scratch);
    return is_dump;
}

// Whether a file with such a name may belong to a configuration.
static bool is_part(const nwl_roots *roots, nwl_str path)
{
    return roots->takes_parts && !nwl_str_eq(nwl_path_name(path), NWL_STR(NWL_ROOT_NAME));
}

static bool is_regular(nwl_str path)
{
    struct stat status;
    return stat(path.ptr, &status) == 0 && S_ISREG(status.st_mode);
}

static bool is_symlink(nwl_str path)
{
    struct stat status;
    return lstat(path.ptr, &status) == 0 && S_ISLNK(status.st_mode);
}

// In a copied tree a symlink may lead nowhere before it is known what the tree was copied from.
static void add_file(nwl_roots *roots, nwl_root file)
{
    nwl_str text;
    if (read_dump(roots, file.path, &text) && nwl_roots_is_new(roots, file.path))
        add_dump(roots, file.shown, text);
    else if (is_part(roots, file.path) &&
             (is_regular(file.path) || is_symlink(file.path)))
        add_part(roots, file);
    else
        add_root(roots, file);
}

// ---- streams ----------------------------------------------------------------------------

// Reads descriptor to its end, or to one byte above limit. Returns 0 or an errno value.
static int read_to_end(nwl_arena *arena, int descriptor, size_t limit, nwl_str *text)
{
    nwl_buffer read_so_far = nwl_buffer_new(NULL);
    char part[16 * 1024];
    ssize_t got = 0;
    do {
        got = read(descriptor, part, sizeof(part));
        if (got > 0)
            nwl_buffer_add(&read_so_far, (nwl_str){part, (size_t)got});
    } while ((got > 0 && read_so_far.len <= limit) || (got < 0 && errno == EINTR));
    int error = got < 0 ? errno : 0;
    *text = nwl_buffer_take(&read_so_far, arena);
    return error;
}

// The path that a stream is laid over: symlinks before its name are resolved.
static nwl_str path_of_stream(const nwl_roots *roots, nwl_str shown)
{
    nwl_str path = nwl_roots_absolute(roots, shown);
    nwl_str directory = nwl_arena_copy(roots->arena, nwl_path_directory(path));
    return nwl_path_join(roots->arena, nwl_roots_real(roots, directory),
                         nwl_path_name(path));
}

// What `nginx -T` prints instead of a configuration that it refuses.
static bool is_complaint_of_nginx(nwl_str text)
{
    return nwl_str_starts_with(text, NWL_STR("nginx: [")) &&
           !nwl_str_contains(text, NWL_STR("\n# configuration file "));
}

// A descriptor, and the file that its text stands for.
typedef struct stream {
    int descriptor;
    nwl_str called; // in messages
    nwl_str shown;
    bool named; // it is the user's name for a file
} stream;

// Empty for a text that may be one. What comes to nothing is most likely the output of a command that failed, but a file
// that has a name may be empty.
static nwl_str why_no_configuration(nwl_arena *arena, const stream *from, nwl_str text)
{
    if (!from->named && nwl_str_trim(text).len == 0)
        return NWL_STR("is empty: nothing was checked");
    if (!is_complaint_of_nginx(text))
        return NWL_STR_NONE;
    nwl_str first_line = nwl_str_slice(text, 0, nwl_str_find(text, '\n', 0));
    return nwl_arena_format(arena,
                            "has no configuration but what nginx says to one: %.*s",
                            NWL_STR_FMT(first_line));
}

static void add_stream(nwl_roots *roots, stream from)
{
    nwl_str path = path_of_stream(roots, from.shown), text;
    if (!nwl_roots_is_new(roots, path))
        return;
    int error = read_to_end(roots->arena, from.descriptor, NWL_LOAD_FILE_LIMIT, &text);
    if (error != 0) {
        nwl_problem_tell(roots->problems, path, "cannot read %.*s: %s",
                         NWL_STR_FMT(from.called), strerror(error));
        return;
    }
    nwl_str why_not = why_no_configuration(roots->arena, &from, text);
    if (why_not.len > 0) {
        nwl_problem_tell(roots->problems, path, "%.*s %.*s", NWL_STR_FMT(from.called),
                         NWL_STR_FMT(why_not));
        return;
    }
    bool is_whole = text.len <= NWL_LOAD_FILE_LIMIT;
    if (is_whole && nwl_nginx_dump_is(text)) {
        add_dump(roots, from.shown, text);
        return;
    }
    nwl_root file = {.path = path, .shown = from.shown};
    roots->fs = &nwl_overlay_new(roots->arena, roots->fs, path, text)->fs;
    if (from.named && is_part(roots, path))
        *NWL_PUSH(roots->arena, &roots->parts) = file;
    else
        *NWL_PUSH(roots->arena, &roots->items) = file;
}

static void add_stdin(nwl_roots *roots, const nwl_options *options)
{
    bool named = options->stdin_filename.len > 0;
    add_stream(roots,
               (stream){.descriptor = STDIN_FILENO,
                        .called = NWL_STR("standard input"),
                        .shown = named ? options->stdin_filename : NWL_STR("<stdin>"),
                        .named = named});
}

// ---- all --------------------------------------------------------------------------------

// A pipe that the shell names, as for <(nginx -T).
static bool is_pipe(int descriptor)
{
    struct stat status;
    return descriptor >= 0 && fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode);
}

static void add_path(nwl_roots *roots, nwl_str shown)
{
    int descriptor = nwl_descriptor_of(shown);
    if (is_pipe(descriptor)) {
        nwl_str name = nwl_arena_format(roots->arena, "<fd %d>", descriptor);
        add_stream(roots,
                   (stream){.descriptor = descriptor, .called = shown, .shown = name});
        return;
    }
    nwl_root root = {.path = nwl_roots_absolute(roots, shown), .shown = shown};
    if (is_directory(root.path))
        add_directory(roots, root);
    else
        add_file(roots, root);
}

// What nginx reads without -c: conf/nginx.conf below its prefix; packages set /etc/nginx in its place.
static nwl_str default_path(const nwl_roots *roots, nwl_str prefix)
{
    if (prefix.len == 0)
        return NWL_STR("/etc/nginx");
    nwl_str conf = nwl_path_join(roots->arena, prefix, NWL_STR("conf"));
    return is_directory(nwl_roots_absolute(roots, conf)) ? conf : prefix;
}

// Without it absolute includes would be looked up where nothing can be, and all of them be missing.
static void check_root_option(const nwl_roots *roots, nwl_str root)
{
    if (root.len > 0 && !is_directory(nwl_roots_absolute(roots, root)))
        nwl_problem_tell(roots->problems, root,
                         "\"--root %.*s\": there is no such directory",
                         NWL_STR_FMT(root));
}

void nwl_roots_find(nwl_roots *roots, const nwl_options *options)
{
    uint32_t first = options->command->first_path;
    check_root_option(roots, options->root);
    roots->takes_parts = (options->command->traits & NWL_LINTS) != 0;
    if (options->operands.count <= first)
        add_path(roots, default_path(roots, options->prefix));
    for (uint32_t i = first; i < options->operands.count; i++) {
        nwl_str operand = options->operands.items[i];
        if (nwl_str_eq(operand, NWL_STR("-")))
            add_stdin(roots, options);
        else
            add_path(roots, operand);
    }
}
