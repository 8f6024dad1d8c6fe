#include "cli/parts.h"

#include "source/path.h"
#include "cli/message.h"

typedef struct given {
    nwl_root file; // as a root of its own
    const nwl_effective *effective;
    nwl_str real_path;
    bool covered;             // by a whole root
    NWL_ARRAY(nwl_str) roots; // real paths of those that include it
} given;

typedef struct parts {
    nwl_reading *reading;
    nwl_roots *found;
    nwl_arena *arena;
    nwl_progress *progress;
    NWL_ARRAY(given *) items;
    nwl_map named; // real paths that settings files name as configurations
    nwl_map heard; // settings files of which .named has the paths
    nwl_map asked; // settings files whose configurations are read
} parts;

static void tell_of(const parts *p, const given *part, nwl_str what)
{
    if (!part->effective->options.verbose)
        return;
    nwl_progress_clear(p->progress);
    nwl_message_note(nwl_arena_format(p->arena, "\"%.*s\" %.*s",
                                      NWL_STR_FMT(part->file.shown), NWL_STR_FMT(what)));
}

// ---- what includes what -----------------------------------------------------------------

static given *part_of(const parts *p, const nwl_file *file)
{
    given *found = nwl_map_get(&p->reading->given, file->path);
    return found != NULL ? found : nwl_map_get(&p->reading->given, file->name);
}

// Whether a configuration includes parts; it is noted in each.
static bool note_parts(parts *p, const nwl_configuration *c, bool partial)
{
    bool any = false;
    nwl_str name = c->root_target.name, root = nwl_roots_real(p->found, name);
    nwl_str remark = nwl_arena_format(
        p->arena, "belongs to \"%.*s\"",
        NWL_STR_FMT(nwl_path_relative(name, p->reading->working_directory)));
    for (uint32_t i = c->first_file; i < c->first_file + c->file_count; i++) {
        given *part = part_of(p, c->files->items.items[i]);
        if (part == NULL)
            continue;
        any = true;
        part->covered = part->covered || !partial;
        *NWL_PUSH(p->arena, &part->roots) = root;
        tell_of(p, part, remark);
    }
    return any;
}

static bool is_included_by(const given *part, nwl_str root)
{
    for (uint32_t i = 0; i < part->roots.count; i++) {
        if (nwl_str_eq(part->roots.items[i], root))
            return true;
    }
    return false;
}

// Reads the root at a path, unless that was done before, and keeps it when it includes a part.
static void ask(parts *p, nwl_str path, nwl_str named_by)
{
    if (!nwl_roots_is_new(p->found, path))
        return;
    nwl_reading_root from = {
        .root = {.path = path,
                 .shown = nwl_path_relative(path, p->reading->working_directory)},
        .named_by = named_by,
        .partial = true,
    };
    from.effective = nwl_reading_settings(p->reading, &from.root);
    if (from.effective == NULL)
        return;
    nwl_configuration *c = nwl_reading_load(p->reading, &from, p->progress);
    if (c->root == NWL_NO_FILE || note_parts(p, c, true))
        nwl_reading_keep(p->reading, &from, c, p->progress);
    else
        p->reading->files.items.count = c->first_file;
}

// ---- where to look ----------------------------------------------------------------------

static void ask_named(parts *p, const nwl_settings_file *settings)
{
    if (nwl_map_get_at(&p->asked, settings) != NULL)
        return;
    nwl_map_put_at(&p->asked, settings, p);
    for (uint32_t i = 0; i < settings->configurations.count; i++)
        ask(p, settings->configurations.items[i].path,
            settings->configurations.items[i].origin);
}

static nwl_file_kind kind_of(const parts *p, nwl_str path)
{
    int error;
    return p->found->fs->kind(p->found->fs, path, &error);
}

static bool is_top(const parts *p, nwl_str directory)
{
    return nwl_str_eq(directory, NWL_STR("/")) ||
           nwl_str_eq(directory, p->reading->roots.discovery.home) ||
           kind_of(p, nwl_path_join(p->arena, directory, NWL_STR(".git"))) !=
               NWL_FILE_NONE;
}

// Asks for the nearest root of the usual name, in a directory or above it, that includes the part; false when there is none.
static bool ask_above(parts *p, const given *part, nwl_str directory)
{
    for (bool last = directory.len == 0; !last;
         directory = nwl_path_directory(directory)) {
        nwl_str path = nwl_path_join(p->arena, directory, NWL_STR(NWL_ROOT_NAME));
        nwl_file_kind kind = kind_of(p, path);
        last = is_top(p, directory);
        if (kind != NWL_FILE_REGULAR && kind != NWL_FILE_SYMLINK)
            continue;
        ask(p, path, NWL_STR_NONE);
        if (is_included_by(part, nwl_roots_real(p->found, path)))
            return true;
    }
    return false;
}

static void read_alone(parts *p, const given *part)
{
    nwl_reading_root from = {.root = part->file, .effective = part->effective};
    tell_of(p, part, NWL_STR("is read on its own"));
    nwl_reading_keep(p->reading, &from, nwl_reading_load(p->reading, &from, p->progress),
                     p->progress);
}

// --context says what is around a part, so that nobody else has to.
static void look_around(parts *p, const given *part)
{
    if (part->covered || part->effective->line->context != 0)
        return;
    ask_named(p, part->effective->file);
    for (uint32_t i = 0; i < part->roots.count; i++) {
        if (nwl_map_get(&p->named, part->roots.items[i]) != NULL)
            return;
    }
    if (!ask_above(p, part, nwl_path_directory(part->real_path)))
        ask_above(p, part, nwl_path_directory(part->file.path));
}

// ---- the parts --------------------------------------------------------------------------

// Whether the settings that count for a file name it as a configuration.
static bool is_named(parts *p, const given *part)
{
    const nwl_settings_file *settings = part->effective->file;
    if (nwl_map_get_at(&p->heard, settings) == NULL) {
        for (uint32_t i = 0; i < settings->configurations.count; i++) {
            nwl_str path = settings->configurations.items[i].path;
            nwl_map_put(&p->named, nwl_roots_real(p->found, path), p);
        }
        nwl_map_put_at(&p->heard, settings, p);
    }
    return nwl_map_get(&p->named, part->real_path) != NULL;
}

static void take(parts *p, const nwl_root *file)
{
    given *part = NWL_NEW(p->arena, struct given);
    part->file = *file;
    part->effective = nwl_reading_settings(p->reading, file);
    if (part->effective == NULL ||
        nwl_reading_excludes(p->reading, file, part->effective))
        return;
    part->real_path = nwl_roots_real(p->found, file->path);
    if (is_named(p, part)) {
        nwl_reading_root whole = {.root = *file, .effective = part->effective};
        nwl_reading_keep(p->reading, &whole,
                         nwl_reading_load(p->reading, &whole, p->progress), p->progress);
        return;
    }
    *NWL_PUSH(p->arena, &p->items) = part;
    nwl_map_put(&p->reading->given, part->real_path, part);
    nwl_map_put(&p->reading->given, part->file.path, part);
}

void nwl_parts_read(nwl_reading *reading, nwl_progress *progress)
{
    nwl_arena *arena = reading->arena;
    parts p = {.reading = reading,
               .found = &reading->roots.found,
               .arena = arena,
               .progress = progress,
               .named = nwl_map_new(arena),
               .heard = nwl_map_new(arena),
               .asked = nwl_map_new(arena)};
    for (uint32_t i = 0; i < p.found->parts.count; i++)
        take(&p, &p.found->parts.items[i]);
    for (uint32_t i = 0; p.items.count > 0 && i < reading->configurations.count; i++)
        note_parts(&p, reading->configurations.items[i], false);
    for (uint32_t i = 0; i < p.items.count; i++)
        look_around(&p, p.items.items[i]);
    for (uint32_t i = 0; i < p.items.count; i++) {
        if (p.items.items[i]->roots.count == 0)
            read_alone(&p, p.items.items[i]);
    }
}
