#define _POSIX_C_SOURCE 200809L

#include "cli/reading.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/message.h"
#include "cli/progress.h"
#include "cli/roots.h"

static nwl_str words_of(int error, int otherwise)
{
    return nwl_str_of(strerror(error != 0 ? error : otherwise));
}

static_assert(NWL_LOAD_FILE_LIMIT == 32 * 1024 * 1024, "as nwl_reading_why_not says");

nwl_str nwl_reading_why_not(const nwl_include_target *target)
{
    switch (target->state) {
    case NWL_TARGET_READ:
        return NWL_STR_NONE;
    case NWL_TARGET_MISSING:
        return words_of(target->error, ENOENT);
    case NWL_TARGET_DANGLING:
        return NWL_STR("dangling symlink");
    case NWL_TARGET_LINK_LOOP:
        return words_of(0, ELOOP);
    case NWL_TARGET_DENIED:
        return words_of(target->error, EACCES);
    case NWL_TARGET_DIRECTORY:
        return words_of(0, EISDIR);
    case NWL_TARGET_NOT_REGULAR:
        return NWL_STR("not a regular file");
    case NWL_TARGET_TOO_LARGE:
        return NWL_STR("too large, a file may have 32 MiB");
    case NWL_TARGET_IO_ERROR:
        return words_of(target->error, EIO);
    case NWL_TARGET_CYCLE:
        return NWL_STR("a cycle: it is being included already");
    }
    abort();
}

static bool find_working_directory(nwl_reading *reading)
{
    char *path = getcwd(NULL, 0);
    if (path == NULL) {
        nwl_problem_tell(&reading->problems, NWL_STR_NONE,
                         "cannot find the working directory: %s", strerror(errno));
        return false;
    }
    reading->working_directory = nwl_arena_copy(reading->arena, nwl_str_of(path));
    free(path);
    return true;
}

static nwl_load_options load_options(const nwl_cli *cli, const nwl_roots *roots,
                                     nwl_progress *progress)
{
    const nwl_options *options = cli->options;
    return (nwl_load_options){
        .fs = roots->fs,
        .vocabulary = nwl_directive_word,
        .root = options->root.len > 0 ? nwl_roots_absolute(roots, options->root)
                                      : NWL_STR_NONE,
        .mappings = options->mappings.items,
        .mapping_count = options->mappings.count,
        .progress = nwl_progress_files,
        .progress_state = progress,
    };
}

static void tell_unread(nwl_reading *reading, const nwl_root *root,
                        const nwl_include_target *target)
{
    nwl_str why = nwl_reading_why_not(target);
    bool leads_elsewhere =
        target->through_symlink && target->state != NWL_TARGET_LINK_LOOP;
    nwl_problem_tell(&reading->problems, root->path, "cannot read \"%.*s\"%s%.*s%s: %.*s",
                     NWL_STR_FMT(root->shown), leads_elsewhere ? " (it leads to \"" : "",
                     leads_elsewhere ? (int)target->real_path.len : 0,
                     target->real_path.ptr, leads_elsewhere ? "\")" : "",
                     NWL_STR_FMT(why));
}

static void tell_read(const nwl_reading *reading, const nwl_root *root,
                      const nwl_configuration *configuration)
{
    nwl_message_note(nwl_arena_format(
        reading->arena, "read \"%.*s\": %u file%s, includes start in \"%.*s\"",
        NWL_STR_FMT(root->shown), configuration->file_count,
        configuration->file_count == 1 ? "" : "s",
        NWL_STR_FMT(configuration->directory)));
}

// A dump has every path as nginx opened it, and nothing in it is a copy of what lies elsewhere.
static nwl_configuration load_root(nwl_files *files, nwl_load_options load,
                                   const nwl_root *root)
{
    if (root->dump == NULL)
        return nwl_load(files, &load, root->path);
    load.fs = root->dump;
    load.root = NWL_STR("/");
    nwl_configuration configuration = nwl_load(files, &load, root->path);
    configuration.in_place = true;
    return configuration;
}

static void read_root(nwl_reading *reading, const nwl_root *root,
                      const nwl_load_options *load, bool verbose)
{
    nwl_progress *progress = load->progress_state;
    nwl_configuration *configuration = NWL_NEW(reading->arena, nwl_configuration);
    *configuration = load_root(&reading->files, *load, root);
    progress->files_before += configuration->file_count;
    if (configuration->root == NWL_NO_FILE) {
        nwl_progress_clear(progress);
        tell_unread(reading, root, &configuration->root_target);
        return;
    }
    *NWL_PUSH(reading->arena, &reading->configurations) = configuration;
    if (verbose) {
        nwl_progress_clear(progress);
        tell_read(reading, root, configuration);
    }
}

static void read_roots(nwl_reading *reading, const nwl_cli *cli, const nwl_roots *roots)
{
    nwl_progress progress = nwl_progress_start();
    nwl_load_options load = load_options(cli, roots, &progress);
    for (uint32_t i = 0; i < roots->items.count; i++)
        read_root(reading, &roots->items.items[i], &load, cli->options->verbose);
    nwl_progress_clear(&progress);
}

nwl_reading *nwl_read(const nwl_cli *cli)
{
    nwl_reading *reading = NWL_NEW(cli->arena, nwl_reading);
    reading->arena = cli->arena;
    reading->files.arena = cli->arena;
    reading->problems.arena = cli->arena;
    if (!find_working_directory(reading))
        return reading;
    nwl_roots roots = {
        .arena = cli->arena,
        .problems = &reading->problems,
        .working_directory = reading->working_directory,
        .fs = nwl_fs_disk(),
        .seen = nwl_map_new(cli->arena),
    };
    nwl_roots_find(&roots, cli->options);
    read_roots(reading, cli, &roots);
    return reading;
}
