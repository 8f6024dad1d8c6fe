#define _XOPEN_SOURCE 700 // mkstemp

#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/path.h"
#include "cli/descriptor.h"
#include "cli/message.h"
#include "cli/reading.h"
#include "cli/terminal.h"

static bool fail(nwl_arena *arena, nwl_str file, int error)
{
    nwl_str name = file.len > 0 ? nwl_arena_format(arena, "\"%.*s\"", NWL_STR_FMT(file))
                                : NWL_STR("standard output");
    nwl_message_error(nwl_arena_format(arena, "cannot write %.*s: %s", NWL_STR_FMT(name),
                                       strerror(error)));
    return false;
}

typedef struct printer {
    nwl_print print;
    nwl_printing printing;
} printer;

// Prints to sink. Returns 0 or an errno value.
static int print_to(FILE *sink, const printer *p)
{
    nwl_buffer out = nwl_buffer_new(sink);
    p->print(&p->printing, &out);
    int error = nwl_buffer_flush(&out);
    nwl_buffer_free(&out);
    return error;
}

static int print_to_descriptor(int descriptor, const printer *p)
{
    FILE *sink = fdopen(descriptor, "w");
    if (sink == NULL) {
        int error = errno;
        close(descriptor);
        return error;
    }
    int error = print_to(sink, p);
    // What is no file on a disk has nothing to wait for.
    if (error == 0 && fsync(descriptor) != 0 && errno != EINVAL && errno != ENOTSUP)
        error = errno;
    int closing = fclose(sink) == 0 ? 0 : errno;
    return error != 0 ? error : closing;
}

static int print_directly(const char *path, const printer *p)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return descriptor < 0 ? errno : print_to_descriptor(descriptor, p);
}

// The permissions of a new file: those of the one it replaces, or what the umask leaves.
static mode_t mode_of_new_file(const struct stat *old)
{
    if (old != NULL)
        return old->st_mode & 0777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static int print_beside(nwl_arena *arena, const char *path, const struct stat *old,
                        const printer *p)
{
    nwl_str name = nwl_arena_format(arena, "%s.XXXXXX", path);
    char *temporary = nwl_arena_alloc(arena, name.len + 1, 1);
    memcpy(temporary, name.ptr, name.len);

    int descriptor = mkstemp(temporary);
    if (descriptor < 0)
        return errno;
    fchmod(descriptor, mode_of_new_file(old)); // some file systems have no permissions
    int error = print_to_descriptor(descriptor, p);
    if (error == 0 && rename(temporary, path) != 0)
        error = errno;
    if (error != 0)
        unlink(temporary);
    return error;
}

// Where path leads, so that a symlink stays one and its target is replaced.
static const char *target_of(nwl_arena *arena, nwl_str path)
{
    nwl_str real = nwl_fs_real_path(arena, path);
    return real.len > 0 ? real.ptr : path.ptr;
}

static int print_to_path(nwl_arena *arena, nwl_str file, const printer *p)
{
    struct stat old;
    nwl_str path = nwl_arena_copy(arena, file);
    // To open the name of a descriptor would begin a file anew that others are writing to.
    int open_already = nwl_descriptor_of(file);
    if (open_already >= 0) {
        int copy = dup(open_already);
        return copy < 0 ? errno : print_to_descriptor(copy, p);
    }
    if (stat(path.ptr, &old) != 0)
        return print_beside(arena, target_of(arena, path), NULL, p);
    if (!S_ISREG(old.st_mode))
        return print_directly(path.ptr, p);
    if (access(path.ptr, W_OK) != 0)
        return errno;
    return print_beside(arena, target_of(arena, path), &old, p);
}

static bool print_output(const nwl_cli *cli, nwl_str file, const printer *p)
{
    if (file.len == 0) {
        int error = print_to(stdout, p);
        return error == 0 || error == EPIPE || fail(cli->arena, file, error);
    }
    int error = print_to_path(cli->arena, file, p);
    return error == 0 || fail(cli->arena, file, error);
}

bool nwl_output_file(nwl_str file, nwl_print print, nwl_printing printing)
{
    return print_output(printing.cli, file, &(printer){print, printing});
}

// ---- all of them ------------------------------------------------------------------------

// Whether both name one regular file, or will when it is written.
static bool is_same(nwl_arena *arena, nwl_str a, nwl_str b)
{
    struct stat first, second;
    if (a.len == 0 || b.len == 0 || nwl_descriptor_of(a) >= 0)
        return false;
    if (stat(nwl_arena_copy(arena, a).ptr, &first) != 0 ||
        stat(nwl_arena_copy(arena, b).ptr, &second) != 0)
        return nwl_str_eq(nwl_path_clean(arena, a), nwl_path_clean(arena, b));
    return S_ISREG(first.st_mode) && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

// The file of the command line, one of the first outputs or an input, that a file to be written would overwrite; empty for
// none.
static nwl_str named_by_options(const nwl_cli *cli, uint32_t outputs, nwl_str file)
{
    const nwl_options *options = cli->options;
    for (uint32_t i = 0; i < outputs; i++) {
        if (is_same(cli->arena, options->outputs.items[i].file, file))
            return options->outputs.items[i].file;
    }
    for (uint32_t i = 0; i < options->operands.count; i++) {
        if (is_same(cli->arena, options->operands.items[i], file))
            return options->operands.items[i];
    }
    return is_same(cli->arena, options->baseline, file) ? options->baseline : NWL_STR("");
}

static bool leads_to(nwl_str path, const struct stat *file)
{
    struct stat status;
    return stat(path.ptr, &status) == 0 && status.st_dev == file->st_dev &&
           status.st_ino == file->st_ino;
}

// The file that was read, a configuration or settings, likewise.
static nwl_str read_by_command(const nwl_cli *cli, nwl_str file)
{
    const nwl_reading *reading = cli->reading;
    const nwl_settings_file *last = NULL;
    struct stat written;
    if (reading == NULL || stat(nwl_arena_copy(cli->arena, file).ptr, &written) != 0 ||
        !S_ISREG(written.st_mode))
        return NWL_STR("");
    for (uint32_t i = 0; i < reading->files.items.count; i++) {
        nwl_str path = reading->files.items.items[i]->path;
        if (leads_to(path, &written))
            return nwl_path_relative(path, reading->working_directory);
    }
    for (uint32_t i = 0; i < reading->effective.count; i++) {
        const nwl_settings_file *settings = reading->effective.items[i]->file;
        if (settings != last && is_same(cli->arena, settings->shown, file))
            return settings->shown;
        last = settings;
    }
    return NWL_STR("");
}

static nwl_str overwritten_by(const nwl_cli *cli, uint32_t outputs, nwl_str file)
{
    nwl_str named = named_by_options(cli, outputs, file);
    return named.len > 0 ? named : read_by_command(cli, file);
}

nwl_str nwl_output_overwritten(const nwl_cli *cli, nwl_str file)
{
    return overwritten_by(cli, cli->options->outputs.count, file);
}

static bool may_write(const nwl_cli *cli)
{
    bool ok = true;
    for (uint32_t i = 0; i < cli->options->outputs.count; i++) {
        nwl_str other = overwritten_by(cli, i, cli->options->outputs.items[i].file);
        if (other.len == 0)
            continue;
        nwl_message_error(nwl_arena_format(
            cli->arena, "\"-o %.*s\" would overwrite \"%.*s\"; nothing was written",
            NWL_STR_FMT(cli->options->outputs.items[i].file), NWL_STR_FMT(other)));
        ok = false;
    }
    return ok;
}

bool nwl_output_all(const nwl_cli *cli, nwl_print print, const void *what)
{
    const nwl_options *options = cli->options;
    static const nwl_output standard = {0};
    bool named = options->outputs.count > 0;
    const nwl_output *outputs = named ? options->outputs.items : &standard;
    uint32_t count = named ? options->outputs.count : 1;
    bool may = may_write(cli), written = may;
    for (uint32_t i = 0; may && i < count; i++) {
        printer p = {print, {.cli = cli, .format = outputs[i].format, .what = what}};
        p.printing.style = nwl_terminal_style(options, outputs[i].file.len == 0);
        written = print_output(cli, outputs[i].file, &p) && written;
    }
    return written;
}
