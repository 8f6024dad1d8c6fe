#include "parser/load.h"

#include <errno.h>

#include "source/glob.h"
#include "source/path.h"
#include "parser/neighbours.h"
#include "parser/parser.h"
#include "parser/template.h"

// Files are read depth first, as nginx does. A file is `open` while one of its includes is being followed: an include of
// such a file closes a cycle.
typedef struct visit {
    uint32_t file, next_include, next_target;
    bool open;
} visit;

typedef struct loader {
    nwl_arena *arena;
    nwl_files *files;
    const nwl_load_options *options;
    nwl_locator locator;
    nwl_map by_path; // real path -> visit
    NWL_ARRAY(visit *) stack;
    uint64_t total_bytes;
    uint32_t file_count;
} loader;

// A symlink to /dev/null is how a file is switched off; nginx reads nothing from it.
static int read_text(loader *l, nwl_str path, nwl_str *text)
{
    *text = NWL_STR("");
    if (nwl_str_eq(path, NWL_STR("/dev/null")))
        return 0;
    if (l->file_count >= NWL_LOAD_FILES_LIMIT || l->total_bytes >= NWL_LOAD_TOTAL_LIMIT)
        return EFBIG;
    return l->options->fs->read(l->options->fs, l->arena, path, NWL_LOAD_FILE_LIMIT,
                                text);
}

// Reads and parses the file at target->real_path for the first time.
static visit *read_file(loader *l, nwl_include_target *target, nwl_body_reading reading)
{
    nwl_str text;
    int error = read_text(l, target->real_path, &text);
    if (error != 0) {
        target->error = error;
        target->state = error == EFBIG    ? NWL_TARGET_TOO_LARGE
                        : error == EACCES ? NWL_TARGET_DENIED
                                          : NWL_TARGET_IO_ERROR;
        return NULL;
    }
    nwl_file *file = NWL_NEW(l->arena, nwl_file);
    uint32_t index = l->files->items.count;
    *NWL_PUSH(l->files->arena, &l->files->items) = file;
    *file = (nwl_file){.path = target->real_path,
                       .name = target->name,
                       .base = l->locator.files_base,
                       .text = text,
                       .reading = reading};
    nwl_parse_options how = {.vocabulary = l->options->vocabulary, .reading = reading};
    file->is_template = nwl_template_is(file->name);
    if (file->is_template)
        text = nwl_template_as_statements(l->arena, text);
    file->tree = nwl_parse_with(l->arena, index, text, &how);
    file->is_unknown = nwl_template_refuse(l->arena, file, index);
    l->total_bytes += text.len;
    l->file_count++;
    if (l->options->progress != NULL)
        l->options->progress(l->options->progress_state, l->file_count);
    visit *v = NWL_NEW(l->arena, visit);
    v->file = index;
    nwl_map_put(&l->by_path, file->path, v);
    return v;
}

// Makes sure that the file of target is read, and puts it on the stack when its includes are still to be followed.
static void reach(loader *l, nwl_include_target *target, nwl_body_reading reading)
{
    target->file = NWL_NO_FILE;
    if (target->state == NWL_TARGET_READ)
        nwl_locate_resolve(&l->locator, target);
    if (target->state != NWL_TARGET_READ)
        return;
    visit *v = nwl_map_get(&l->by_path, target->real_path);
    bool is_new = v == NULL;
    if (is_new)
        v = read_file(l, target, reading);
    if (v == NULL)
        return;
    target->file = v->file;
    if (v->open)
        target->state = NWL_TARGET_CYCLE;
    if (is_new) {
        v->open = true;
        *NWL_PUSH(l->arena, &l->stack) = v;
    }
}

// The files a pattern or a path stands for, in the order in which nginx opens them.
static nwl_names names_of(loader *l, const nwl_include *include)
{
    if (include->is_pattern)
        return nwl_glob(l->options->fs, l->arena, include->looked_for);
    nwl_str *only = NWL_NEW(l->arena, nwl_str);
    *only = include->looked_for;
    return (nwl_names){.items = only, .count = 1};
}

// nginx: ngx_conf_full_name() with conf_prefix, so relative to the root configuration, whatever file the include is in.
static nwl_include *open_include(loader *l, const nwl_directive *directive)
{
    nwl_str argument = directive->args[0].value;
    nwl_include *include = NWL_NEW(l->arena, nwl_include);
    include->is_pattern = nwl_glob_is_pattern(argument);
    include->path = nwl_path_join(l->arena, l->locator.base, argument);
    if (nwl_path_is_absolute(argument)) {
        include->looked_for = nwl_locate(&l->locator, argument, &include->place);
    } else {
        include->place = NWL_PLACE_TREE;
        include->looked_for = nwl_locate(&l->locator, include->path, &include->place);
    }
    return include;
}

// A directory that a pattern leads into and that may not be looked into stands for what is in it.
static nwl_include_target denied(nwl_str directory)
{
    return (nwl_include_target){.name = directory,
                                .real_path = directory,
                                .state = NWL_TARGET_DENIED,
                                .error = EACCES};
}

static void name_targets(loader *l, nwl_directive *directive)
{
    nwl_include *include = open_include(l, directive);
    nwl_names names = names_of(l, include);
    uint32_t count = names.count + names.denied_count;
    include->targets = NWL_NEW_ARRAY(l->arena, nwl_include_target, count);
    include->target_count = count;
    include->truncated = names.truncated;
    for (uint32_t i = 0; i < names.count; i++)
        include->targets[i].name = names.items[i];
    for (uint32_t i = 0; i < names.denied_count; i++)
        include->targets[names.count + i] = denied(names.denied[i]);
    directive->include = include;
}

// What the block around an include is made of: a file included in a map consists of its lines.
static nwl_body_reading reading_around(const loader *l, const nwl_directive *include)
{
    return include->parent != NULL ? l->options->vocabulary(include->parent->name).body
                                   : l->files->items.items[include->file]->reading;
}

// Goes one step on in the file on top of the stack: to its next include, to the next target of it, or back.
static void advance(loader *l, visit *top)
{
    const nwl_tree *tree = &l->files->items.items[top->file]->tree;
    if (top->next_include == tree->includes.count) {
        top->open = false;
        l->stack.count--;
        return;
    }
    nwl_directive *directive = tree->includes.items[top->next_include];
    if (directive->include == NULL)
        name_targets(l, directive);
    if (top->next_target == directive->include->target_count) {
        top->next_include++;
        top->next_target = 0;
        return;
    }
    reach(l, &directive->include->targets[top->next_target++],
          reading_around(l, directive));
}

nwl_configuration nwl_load(nwl_files *files, const nwl_load_options *options,
                           nwl_str path)
{
    loader l = {.arena = files->arena, .files = files, .options = options};
    nwl_configuration result = {.files = files, .directory = nwl_path_directory(path)};
    l.by_path = nwl_map_new(l.arena);
    l.locator = nwl_locator_new(l.arena, options, result.directory);
    l.locator.files_base = nwl_locate_directory(
        &l.locator, options->base.len > 0 ? options->base : result.directory);
    result.first_file = files->items.count;
    result.root_target.name = path;
    reach(&l, &result.root_target, NWL_READ_DIRECTIVES);
    while (l.stack.count > 0)
        advance(&l, l.stack.items[l.stack.count - 1]);
    result.root = result.root_target.file;
    result.in_place = l.locator.in_place;
    result.file_count = files->items.count - result.first_file;
    nwl_neighbours_mark_repeated(l.arena, &result);
    nwl_neighbours_find(&l.locator, &result);
    return result;
}
