#define _XOPEN_SOURCE 700 // mkstemp, realpath

#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/message.h"

static bool fail(nwl_arena *arena, nwl_str name, int error)
{
    nwl_message_error(nwl_arena_format(arena, "cannot write \"%.*s\": %s",
                                       NWL_STR_FMT(name), strerror(error)));
    return false;
}

// Prints to sink. Returns 0 or an errno value.
static int print_to(FILE *sink, nwl_printer printer)
{
    nwl_buffer out = nwl_buffer_new(sink);
    printer.print(printer.state, &out);
    int error = nwl_buffer_flush(&out);
    nwl_buffer_free(&out);
    return error;
}

static int close_file(FILE *sink, int error)
{
    int closing = fclose(sink) == 0 ? 0 : errno;
    return error != 0 ? error : closing;
}

static int print_directly(const char *path, nwl_printer printer)
{
    FILE *sink = fopen(path, "w");
    if (sink == NULL)
        return errno;
    return close_file(sink, print_to(sink, printer));
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

// Prints to a file of a new name, opened as descriptor.
static int print_to_descriptor(int descriptor, mode_t mode, nwl_printer printer)
{
    if (fchmod(descriptor, mode) != 0) {
        int error = errno;
        close(descriptor);
        return error;
    }
    FILE *sink = fdopen(descriptor, "w");
    if (sink == NULL) {
        int error = errno;
        close(descriptor);
        return error;
    }
    return close_file(sink, print_to(sink, printer));
}

static int print_beside(nwl_arena *arena, const char *path, const struct stat *old,
                        nwl_printer printer)
{
    nwl_str name = nwl_arena_format(arena, "%s.XXXXXX", path);
    char *temporary = nwl_arena_alloc(arena, name.len + 1, 1);
    memcpy(temporary, name.ptr, name.len);

    int descriptor = mkstemp(temporary);
    if (descriptor < 0)
        return errno;
    int error = print_to_descriptor(descriptor, mode_of_new_file(old), printer);
    if (error == 0 && rename(temporary, path) != 0)
        error = errno;
    if (error != 0)
        unlink(temporary);
    return error;
}

// Where path leads, so that a symlink stays one and its target is replaced.
static const char *target_of(nwl_arena *arena, const char *path)
{
    char *resolved = realpath(path, NULL);
    if (resolved == NULL)
        return path;
    nwl_arena_defer(arena, free, resolved);
    return resolved;
}

static int print_to_path(nwl_arena *arena, const char *path, nwl_printer printer)
{
    struct stat old;
    if (stat(path, &old) != 0)
        return print_beside(arena, target_of(arena, path), NULL, printer);
    if (!S_ISREG(old.st_mode))
        return print_directly(path, printer);
    if (access(path, W_OK) != 0)
        return errno;
    return print_beside(arena, target_of(arena, path), &old, printer);
}

bool nwl_output_print(nwl_arena *arena, nwl_str file, nwl_printer printer)
{
    if (file.len == 0) {
        int error = print_to(stdout, printer);
        return error == 0 || error == EPIPE || fail(arena, NWL_STR("standard output"), error);
    }
    int error = print_to_path(arena, nwl_arena_copy(arena, file).ptr, printer);
    return error == 0 || fail(arena, file, error);
}
