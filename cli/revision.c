#include "cli/revision.h"

#include "source/path.h"
#include "cli/message.h"

static bool fail(nwl_str message)
{
    nwl_message_error(message);
    return false;
}

// ---- opening ----------------------------------------------------------------------------

// Standard input and the files of a dump are in no repository.
static bool are_files(const nwl_cli *cli, const nwl_reading *reading)
{
    const nwl_reading_roots *roots = &reading->roots;
    bool are = roots->found.fs == nwl_fs_disk();
    for (uint32_t i = 0; i < roots->items.count; i++)
        are = are && roots->items.items[i].root.dump == NULL;
    return are || fail(nwl_arena_format(
                      cli->arena,
                      "\"--new-from-rev %.*s\" needs files of a git repository, and "
                      "neither standard input nor what \"nginx -T\" prints is one",
                      NWL_STR_FMT(cli->options->new_from_rev)));
}

static nwl_str directory_of(const nwl_configuration *configuration)
{
    return nwl_path_directory(configuration->root_target.real_path);
}

// Opens the repository of a configuration.
static bool open_around(const nwl_cli *cli, const nwl_configuration *configuration,
                        nwl_revision *revision)
{
    nwl_str error, name = cli->options->new_from_rev;
    nwl_git *git = nwl_git_open(cli->arena, directory_of(configuration), name, &error);
    if (git == NULL)
        return fail(nwl_arena_format(cli->arena, "\"--new-from-rev %.*s\": %.*s",
                                     NWL_STR_FMT(name), NWL_STR_FMT(error)));
    *revision = (nwl_revision){name, nwl_git_tree_new(git, nwl_fs_disk())};
    return true;
}

static bool has(const nwl_cli *cli, const nwl_revision *revision,
                const nwl_configuration *configuration)
{
    nwl_str top = revision->tree->git->top;
    return nwl_path_is_below(directory_of(configuration), top) ||
           fail(nwl_arena_format(
               cli->arena,
               "\"--new-from-rev %.*s\": \"%.*s\" is not in the repository \"%.*s\"",
               NWL_STR_FMT(revision->name), NWL_STR_FMT(configuration->root_target.name),
               NWL_STR_FMT(top)));
}

bool nwl_revision_open(const nwl_cli *cli, const nwl_reading *reading,
                       nwl_revision *revision)
{
    *revision = (nwl_revision){0};
    if (!are_files(cli, reading))
        return false;
    uint32_t count = reading->configurations.count;
    bool ok = count == 0 || open_around(cli, reading->configurations.items[0], revision);
    for (uint32_t i = 1; ok && i < count; i++)
        ok = has(cli, revision, reading->configurations.items[i]);
    return ok;
}

// ---- files that were moved --------------------------------------------------------------

// The files with one text that are there now only, and those that were there then only.
typedef struct move {
    nwl_file *now, *then; // the last of them
    uint32_t now_count, then_count;
} move;

static move *move_of(nwl_map *moves, nwl_arena *arena, nwl_str text)
{
    move *found = nwl_map_get(moves, text);
    if (found == NULL) {
        found = NWL_NEW(arena, move);
        nwl_map_put(moves, text, found);
    }
    return found;
}

static bool is_on(const nwl_fs *fs, const nwl_file *file)
{
    int error;
    return fs->kind(fs, file->path, &error) != NWL_FILE_NONE;
}

// Gives a file of then the path of the one file of now that has its text.
static void follow_moves(const nwl_revision *revision, const nwl_reading *now,
                         nwl_reading *then)
{
    nwl_map moves = nwl_map_new(now->arena);
    for (uint32_t i = 0; i < now->files.items.count; i++) {
        nwl_file *file = now->files.items.items[i];
        if (is_on(&revision->tree->fs, file))
            continue;
        move *moved = move_of(&moves, now->arena, file->text);
        moved->now_count++;
        moved->now = file;
    }
    for (uint32_t i = 0; moves.count > 0 && i < then->files.items.count; i++) {
        nwl_file *file = then->files.items.items[i];
        move *moved = nwl_map_get(&moves, file->text);
        if (moved == NULL || is_on(nwl_fs_disk(), file))
            continue;
        moved->then_count++;
        moved->then = file;
    }
    for (uint32_t i = 0; i < moves.capacity; i++) {
        const move *moved = moves.slots[i].value;
        if (moved != NULL && moved->now_count == 1 && moved->then_count == 1)
            moved->then->path = moved->now->path;
    }
}

nwl_reading *nwl_revision_read(const nwl_revision *revision, const nwl_reading *now)
{
    nwl_reading *then = nwl_read_again(now, &revision->tree->fs);
    follow_moves(revision, now, then);
    return then;
}

bool nwl_revision_is_whole(const nwl_cli *cli, const nwl_revision *revision)
{
    nwl_str trouble = revision->tree->git->trouble;
    return trouble.len == 0 ||
           fail(nwl_arena_format(cli->arena, "cannot read all of \"%.*s\": %.*s",
                                 NWL_STR_FMT(revision->name), NWL_STR_FMT(trouble)));
}
