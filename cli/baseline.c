#include "cli/baseline.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "source/path.h"
#include "rules/fingerprint.h"
#include "cli/message.h"
#include "cli/output.h"

static bool fail(nwl_str message)
{
    nwl_message_error(message);
    return false;
}

// ---- reading ----------------------------------------------------------------------------

static nwl_str words_of(int error)
{
    if (error == EFBIG)
        return NWL_STR("too large, a baseline may have 64 MiB");
    if (error == ENOENT)
        return NWL_STR("there is no such file; \"--write-baseline\" makes it");
    return error == EINVAL ? NWL_STR("not a regular file") : nwl_str_of(strerror(error));
}

static_assert(NWL_BASELINE_LIMIT == 64 * 1024 * 1024, "as words_of says");

// Reads the file at path, whose symlinks are followed. Returns 0 or an errno value.
static int read_text(nwl_arena *arena, nwl_str path, nwl_str *text)
{
    nwl_str real = nwl_fs_real_path(arena, nwl_arena_copy(arena, path));
    if (real.len == 0)
        return errno;
    const nwl_fs *disk = nwl_fs_disk();
    return disk->read(disk, arena, real, NWL_BASELINE_LIMIT, text);
}

bool nwl_baseline_open(const nwl_cli *cli, nwl_baseline *baseline)
{
    nwl_arena *arena = cli->arena;
    nwl_str path = cli->options->baseline, text, error;
    uint32_t line;
    int failure = read_text(arena, path, &text);
    if (failure != 0)
        return fail(nwl_arena_format(arena, "cannot read the baseline \"%.*s\": %.*s",
                                     NWL_STR_FMT(path), NWL_STR_FMT(words_of(failure))));
    return nwl_baseline_read(arena, text, baseline, &error, &line) ||
           fail(nwl_arena_format(arena, "%.*s:%u: %.*s", NWL_STR_FMT(path), line,
                                 NWL_STR_FMT(error)));
}

// ---- what is gone -----------------------------------------------------------------------

// Where the entries of a baseline may be: the files that were read, and the directories that paths begin in.
typedef struct places {
    nwl_arena *arena;
    nwl_map read;
    NWL_ARRAY(nwl_str) bases;
} places;

static places places_of(nwl_arena *arena, const nwl_files *files)
{
    places p = {.arena = arena, .read = nwl_map_new(arena)};
    nwl_map known = nwl_map_new(arena);
    for (uint32_t i = 0; i < files->items.count; i++) {
        nwl_file *file = files->items.items[i];
        nwl_map_put(&p.read, nwl_fingerprint_path(arena, file), file);
        if (nwl_map_get(&known, file->base) == NULL)
            *NWL_PUSH(arena, &p.bases) = file->base;
        nwl_map_put(&known, file->base, file);
    }
    return p;
}

static bool exists(const places *p, nwl_str path)
{
    int error;
    const nwl_fs *disk = nwl_fs_disk();
    for (uint32_t i = 0; i < p->bases.count; i++) {
        nwl_str at =
            nwl_path_clean(p->arena, nwl_path_join(p->arena, p->bases.items[i], path));
        if (disk->kind(disk, at, &error) != NWL_FILE_NONE)
            return true;
    }
    return false;
}

static bool was_looked_for(const nwl_cli *cli, const places *p,
                           const nwl_baseline_entry *entry)
{
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        if (nwl_str_eq(nwl_rule_at(i)->id, entry->rule) &&
            cli->options->choices[i].disabled)
            return false;
    }
    return nwl_map_get(&p->read, entry->path) != NULL || !exists(p, entry->path);
}

void nwl_baseline_tell_gone(const nwl_cli *cli, const nwl_reading *reading,
                            const nwl_baseline *baseline, const nwl_known *known)
{
    uint32_t gone = 0;
    places p = places_of(cli->arena, &reading->files);
    for (uint32_t i = 0; i < baseline->entries.count; i++) {
        const nwl_baseline_entry *entry = &baseline->entries.items[i];
        gone += nwl_known_is_left(known, entry->fingerprint) &&
                was_looked_for(cli, &p, entry);
    }
    if (gone == 0 || cli->options->quiet)
        return;
    nwl_message_note(nwl_arena_format(
        cli->arena,
        "%u entr%s of the baseline %s gone: \"--write-baseline %.*s\" drops %s", gone,
        gone == 1 ? "y" : "ies", gone == 1 ? "is" : "are",
        NWL_STR_FMT(cli->options->baseline), gone == 1 ? "it" : "them"));
}

// ---- writing ----------------------------------------------------------------------------

typedef struct to_write {
    const nwl_reading *reading;
    const nwl_findings *findings;
} to_write;

static void print(const nwl_printing *printing, nwl_buffer *out)
{
    const to_write *w = printing->what;
    nwl_baseline_print(printing->cli->arena, &w->reading->files, w->findings, out);
}

// Some configuration of which only the given files are asked; empty for none.
static nwl_str partial_root(const nwl_reading *reading)
{
    for (uint32_t i = 0; i < reading->configurations.count; i++) {
        if (reading->partial.items[i])
            return nwl_path_relative(reading->configurations.items[i]->root_target.name,
                                     reading->working_directory);
    }
    return NWL_STR_NONE;
}

bool nwl_baseline_write(const nwl_cli *cli, const nwl_reading *reading,
                        const nwl_findings *findings)
{
    nwl_arena *arena = cli->arena;
    nwl_str path = cli->options->write_baseline;
    if (reading->problems.items.count > 0)
        return fail(nwl_arena_format(arena,
                                     "the baseline \"%.*s\" was not written, as not "
                                     "everything could be looked at",
                                     NWL_STR_FMT(path)));
    nwl_str root = partial_root(reading);
    if (root.len > 0)
        return fail(nwl_arena_format(
            arena,
            "the baseline \"%.*s\" was not written, as it would have a part of \"%.*s\" "
            "alone: name that file, or its directory",
            NWL_STR_FMT(path), NWL_STR_FMT(root)));
    nwl_str other = nwl_output_overwritten(cli, path);
    if (other.len > 0)
        return fail(nwl_arena_format(
            arena,
            "\"--write-baseline %.*s\" would overwrite \"%.*s\"; nothing was written",
            NWL_STR_FMT(path), NWL_STR_FMT(other)));
    to_write what = {reading, findings};
    nwl_printing printing = {.cli = cli, .what = &what};
    if (!nwl_output_file(path, print, printing))
        return false;
    nwl_message_note(nwl_arena_format(
        arena, "wrote a baseline of %u finding%s to \"%.*s\"", findings->count,
        findings->count == 1 ? "" : "s", NWL_STR_FMT(path)));
    return true;
}
