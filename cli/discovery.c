#include "cli/discovery.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source/path.h"
#include "report/snippet.h"
#include "cli/message.h"
#include "cli/terminal.h"

// What a search ended with; kept so that it is made once.
typedef struct outcome {
    const nwl_settings_file *file; // NULL when it is no good
} outcome;

nwl_discovery nwl_discovery_new(nwl_arena *arena, nwl_problems *problems,
                                const nwl_roots *roots, const nwl_options *options)
{
    const char *home = getenv("HOME");
    return (nwl_discovery){
        .arena = arena,
        .problems = problems,
        .roots = roots,
        .options = options,
        .home = home != NULL ? nwl_fs_real_path(arena, nwl_str_of(home)) : NWL_STR_NONE,
        .none = nwl_settings_file_none(arena),
        .by_directory = nwl_map_new(arena),
        .by_path = nwl_map_new(arena),
    };
}

// ---- what is wrong with one -------------------------------------------------------------

static void draw_place(const nwl_discovery *d, const nwl_settings_file *file,
                       nwl_range at)
{
    nwl_file source = {.text = file->text};
    nwl_files files = {.arena = d->arena};
    *NWL_PUSH(d->arena, &files.items) = &source;
    nwl_report report = {.arena = d->arena, .files = &files};
    nwl_style style = {.ascii = nwl_terminal_ascii()};
    nwl_places places = nwl_places_of(&report);
    nwl_mark mark = nwl_mark_of(&places, (nwl_span){0, at}, NWL_STR_NONE);
    mark.primary = true;

    nwl_buffer out = nwl_buffer_new(stderr);
    nwl_screen screen = {.out = &out, .style = &style, .digits = 2};
    nwl_screen_bar(&screen);
    nwl_snippet_draw(&screen, &places, &mark, 1);
    nwl_screen_bar(&screen);
    nwl_buffer_flush(&out); // nobody is left to tell when it fails
    nwl_buffer_free(&out);
}

static void tell_errors(const nwl_discovery *d, const nwl_settings_file *file,
                        nwl_str path)
{
    for (uint32_t i = 0; i < file->errors.count; i++) {
        const nwl_settings_error *error = &file->errors.items[i];
        nwl_position position = nwl_lines_position(&file->lines, error->at.begin);
        nwl_problem_tell(d->problems, path, "%.*s:%u:%u: %.*s", NWL_STR_FMT(file->shown),
                         position.line, position.column, NWL_STR_FMT(error->message));
        draw_place(d, file, error->at);
    }
}

// ---- reading one ------------------------------------------------------------------------

static nwl_str words_of(int error)
{
    if (error == EFBIG)
        return NWL_STR("too large, a settings file may have 64 KiB");
    return error == EINVAL ? NWL_STR("not a regular file") : nwl_str_of(strerror(error));
}

static_assert(NWL_SETTINGS_LIMIT == 64 * 1024, "as words_of says");

// Reads the file at path, which exists as far as anybody knows. NULL when it is no good.
static const nwl_settings_file *read_file(const nwl_discovery *d, nwl_str path,
                                          nwl_str shown)
{
    nwl_str real = nwl_fs_real_path(d->arena, path), text;
    int error = real.len == 0 ? errno : 0;
    const nwl_fs *disk = nwl_fs_disk();
    if (error == 0)
        error = disk->read(disk, d->arena, real, NWL_SETTINGS_LIMIT, &text);
    if (error != 0) {
        nwl_str why = words_of(error);
        nwl_problem_tell(d->problems, path,
                         "cannot read the settings file \"%.*s\": %.*s",
                         NWL_STR_FMT(shown), NWL_STR_FMT(why));
        return NULL;
    }
    nwl_str directory = nwl_arena_copy(d->arena, nwl_path_directory(real));
    nwl_settings_file *file = nwl_settings_file_read(d->arena, shown, directory, text);
    tell_errors(d, file, path);
    return file->errors.count == 0 ? file : NULL;
}

static outcome *outcome_of(const nwl_discovery *d, const nwl_settings_file *file)
{
    outcome *made = NWL_NEW(d->arena, outcome);
    made->file = file;
    return made;
}

static outcome *open_file(nwl_discovery *d, nwl_str path, nwl_str shown)
{
    outcome *known = nwl_map_get(&d->by_path, path);
    if (known == NULL) {
        known = outcome_of(d, read_file(d, path, shown));
        nwl_map_put(&d->by_path, path, known);
    }
    return known;
}

// ---- finding one ------------------------------------------------------------------------

// Something of this name stands there, be it readable or not.
static bool stands_there(nwl_str path)
{
    int error;
    const nwl_fs *disk = nwl_fs_disk();
    return disk->kind(disk, path, &error) != NWL_FILE_NONE;
}

static outcome *search(nwl_discovery *d, nwl_str directory)
{
    while (directory.len > 0) {
        nwl_str path = nwl_path_join(d->arena, directory, NWL_STR(NWL_SETTINGS_NAME));
        if (stands_there(path))
            return open_file(d, path,
                             nwl_path_relative(path, d->roots->working_directory));
        if (nwl_str_eq(directory, NWL_STR("/")) || nwl_str_eq(directory, d->home))
            break;
        directory = nwl_path_directory(directory);
    }
    return outcome_of(d, d->none);
}

static nwl_str start_of(const nwl_discovery *d, const nwl_root *root)
{
    nwl_str directory = nwl_path_directory(root->path);
    if (root->dump != NULL)
        directory = d->roots->working_directory;
    return nwl_fs_real_path(d->arena, nwl_arena_copy(d->arena, directory));
}

const nwl_settings_file *nwl_discovery_of(nwl_discovery *d, const nwl_root *root)
{
    if (d->options->no_config)
        return d->none;
    nwl_str given = d->options->config;
    if (given.len > 0)
        return open_file(d, nwl_roots_absolute(d->roots, given), given)->file;
    nwl_str start = start_of(d, root);
    outcome *known = nwl_map_get(&d->by_directory, start);
    if (known == NULL) {
        known = search(d, start);
        nwl_map_put(&d->by_directory, start, known);
    }
    return known->file;
}
