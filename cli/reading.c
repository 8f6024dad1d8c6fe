#define _POSIX_C_SOURCE 200809L

#include "cli/reading.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/message.h"
#include "cli/parts.h"
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

static nwl_load_options load_options(const nwl_roots *roots, const nwl_options *options,
                                     nwl_progress *progress)
{
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

static void tell_unread(nwl_reading *reading, const nwl_reading_root *from,
                        const nwl_include_target *target)
{
    nwl_str why = nwl_reading_why_not(target), remark = NWL_STR_NONE;
    if (from->named_by.len > 0)
        remark = nwl_arena_format(reading->arena, " (%.*s names it)",
                                  NWL_STR_FMT(from->named_by));
    else if (target->through_symlink && target->state != NWL_TARGET_LINK_LOOP)
        remark = nwl_arena_format(reading->arena, " (it leads to \"%.*s\")",
                                  NWL_STR_FMT(target->real_path));
    nwl_problem_tell(&reading->problems, from->root.path,
                     "cannot read \"%.*s\"%.*s: %.*s", NWL_STR_FMT(from->root.shown),
                     NWL_STR_FMT(remark), NWL_STR_FMT(why));
}

static void tell_read(const nwl_reading *reading, const nwl_reading_root *from,
                      const nwl_configuration *configuration)
{
    const nwl_root *root = &from->root;
    nwl_str settings = from->effective->file->shown;
    if (settings.len > 0)
        nwl_message_note(nwl_arena_format(reading->arena, "settings are in \"%.*s\"",
                                          NWL_STR_FMT(settings)));
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
    load.base = root->found_in;
    if (root->dump == NULL)
        return nwl_load(files, &load, root->path);
    load.fs = root->dump;
    load.root = NWL_STR("/");
    nwl_configuration configuration = nwl_load(files, &load, root->path);
    configuration.in_place = true;
    return configuration;
}

nwl_configuration *nwl_reading_load(nwl_reading *reading, const nwl_reading_root *from,
                                    nwl_progress *progress)
{
    nwl_load_options load =
        load_options(&reading->roots.found, &from->effective->options, progress);
    nwl_configuration *configuration = NWL_NEW(reading->arena, nwl_configuration);
    *configuration = load_root(&reading->files, load, &from->root);
    progress->files_before += configuration->file_count;
    return configuration;
}

static void add_configuration(nwl_reading *reading, const nwl_reading_root *from,
                              const nwl_configuration *configuration)
{
    if (configuration->root == NWL_NO_FILE)
        return;
    *NWL_PUSH(reading->arena, &reading->configurations) = configuration;
    *NWL_PUSH(reading->arena, &reading->effective) = from->effective;
    *NWL_PUSH(reading->arena, &reading->partial) = from->partial;
}

static void tell_root(nwl_reading *reading, const nwl_reading_root *from,
                      const nwl_configuration *configuration, nwl_progress *progress)
{
    bool is_read = configuration->root != NWL_NO_FILE;
    if (is_read && !from->effective->options.verbose)
        return;
    nwl_progress_clear(progress);
    if (is_read)
        tell_read(reading, from, configuration);
    else
        tell_unread(reading, from, &configuration->root_target);
}

void nwl_reading_keep(nwl_reading *reading, const nwl_reading_root *from,
                      const nwl_configuration *configuration, nwl_progress *progress)
{
    *NWL_PUSH(reading->arena, &reading->roots.items) = *from;
    add_configuration(reading, from, configuration);
    tell_root(reading, from, configuration, progress);
}

const nwl_effective *nwl_reading_settings(nwl_reading *reading, const nwl_root *root)
{
    nwl_reading_roots *roots = &reading->roots;
    const nwl_settings_file *file = nwl_discovery_of(&roots->discovery, root);
    if (file == NULL)
        return NULL;
    if (roots->last == NULL || !nwl_effective_fits(roots->last, file, root))
        roots->last = nwl_effective_new(reading->arena, roots->discovery.options, file,
                                        root, reading->working_directory);
    return roots->last;
}

// It is left out by the name that it was found by.
bool nwl_reading_excludes(const nwl_reading *reading, const nwl_root *root,
                          const nwl_effective *effective)
{
    const nwl_roots *found = &reading->roots.found;
    if (!nwl_effective_excludes(effective, root->path))
        return false;
    if (effective->options.verbose || found->items.count + found->parts.count == 1)
        nwl_message_note(nwl_arena_format(reading->arena, "\"%.*s\" is excluded",
                                          NWL_STR_FMT(root->shown)));
    return true;
}

void nwl_read_roots(const nwl_cli *cli, nwl_reading *reading)
{
    nwl_reading_roots *roots = &reading->roots;
    *reading = (nwl_reading){
        .arena = cli->arena,
        .files.arena = cli->arena,
        .problems.arena = cli->arena,
        .given = nwl_map_new(cli->arena),
    };
    if (!find_working_directory(reading))
        return;
    roots->found = (nwl_roots){
        .arena = cli->arena,
        .problems = &reading->problems,
        .working_directory = reading->working_directory,
        .fs = nwl_fs_disk(),
        .seen = nwl_map_new(cli->arena),
    };
    nwl_roots_find(&roots->found, cli->options);
    roots->discovery =
        nwl_discovery_new(cli->arena, &reading->problems, &roots->found, cli->options);
    for (uint32_t i = 0; i < roots->found.items.count; i++) {
        const nwl_root *root = &roots->found.items.items[i];
        const nwl_effective *effective = nwl_reading_settings(reading, root);
        if (effective != NULL && !nwl_reading_excludes(reading, root, effective))
            *NWL_PUSH(reading->arena, &roots->items) =
                (nwl_reading_root){.root = *root, .effective = effective};
    }
}

void nwl_read_rest(nwl_reading *reading)
{
    nwl_progress progress = nwl_progress_start();
    for (uint32_t i = 0; i < reading->roots.items.count; i++) {
        const nwl_reading_root *from = &reading->roots.items.items[i];
        const nwl_configuration *configuration =
            nwl_reading_load(reading, from, &progress);
        add_configuration(reading, from, configuration);
        tell_root(reading, from, configuration, &progress);
    }
    nwl_parts_read(reading, &progress);
    nwl_progress_clear(&progress);
}

nwl_reading *nwl_read(nwl_cli *cli)
{
    nwl_reading *reading = NWL_NEW(cli->arena, nwl_reading);
    nwl_read_roots(cli, reading);
    nwl_read_rest(reading);
    cli->reading = reading;
    return reading;
}

nwl_reading *nwl_read_again(const nwl_reading *reading, const nwl_fs *fs)
{
    nwl_reading *again = NWL_NEW(reading->arena, nwl_reading);
    *again = (nwl_reading){
        .arena = reading->arena,
        .working_directory = reading->working_directory,
        .roots = reading->roots,
        .files.arena = reading->arena,
        .problems.arena = reading->arena,
    };
    again->roots.found.fs = fs;
    nwl_progress progress = nwl_progress_start();
    for (uint32_t i = 0; i < again->roots.items.count; i++) {
        const nwl_reading_root *from = &again->roots.items.items[i];
        add_configuration(again, from, nwl_reading_load(again, from, &progress));
    }
    nwl_progress_clear(&progress);
    return again;
}
