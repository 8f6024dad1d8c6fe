#include "parser/neighbours.h"

#include "source/glob.h"
#include "source/leftover.h"
#include "source/path.h"

static const nwl_file *file_at(const nwl_configuration *c, uint32_t index)
{
    return c->files->items.items[index];
}

// ---- read again -------------------------------------------------------------------------

// A block around includes, and a file that is read into it.
typedef struct reading_key {
    const nwl_directive *block; // NULL at the top of includer
    uint64_t includer, file;
} reading_key;

typedef struct first_reading {
    reading_key key;
    const nwl_include_target *target;
    bool by_pattern;
} first_reading;

static bool is_worth_a_word(const nwl_configuration *c, const nwl_include_target *target)
{
    return target->state == NWL_TARGET_READ &&
           file_at(c, target->file)->tree.first != NULL &&
           file_at(c, target->file)->reading == NWL_READ_DIRECTIVES;
}

static void mark_target(nwl_map *readings, const nwl_directive *directive,
                        nwl_include_target *target)
{
    first_reading *reading = NWL_NEW(readings->arena, first_reading);
    reading->key.block = directive->parent;
    reading->key.includer = directive->parent == NULL ? directive->file : 0;
    reading->key.file = target->file;
    reading->target = target;
    reading->by_pattern = directive->include->is_pattern;
    nwl_str key = {(const char *)&reading->key, sizeof(reading->key)};
    const first_reading *first = nwl_map_get(readings, key);
    if (first == NULL)
        nwl_map_put(readings, key, reading);
    else if (first->by_pattern || reading->by_pattern ||
             !nwl_str_eq(first->target->name, target->name))
        target->before = first->target;
}

void nwl_neighbours_mark_repeated(nwl_arena *arena, const nwl_configuration *c)
{
    nwl_map readings = nwl_map_new(arena);
    for (uint32_t i = c->first_file; i < c->first_file + c->file_count; i++) {
        const nwl_tree *tree = &file_at(c, i)->tree;
        for (uint32_t k = 0; k < tree->includes.count; k++) {
            const nwl_directive *directive = tree->includes.items[k];
            for (uint32_t t = 0; t < directive->include->target_count; t++) {
                nwl_include_target *target = &directive->include->targets[t];
                if (is_worth_a_word(c, target))
                    mark_target(&readings, directive, target);
            }
        }
    }
}

// ---- files beside -----------------------------------------------------------------------

typedef struct search {
    nwl_arena *arena;
    nwl_locator *locator;
    nwl_configuration *configuration;
    nwl_map loaded;    // real path -> index in the file table plus one
    nwl_map texts;     // text of a loaded file -> nwl_file
    nwl_map looked_at; // directories -> anything
    uint64_t bytes;
} search;

static search search_of(nwl_locator *locator, nwl_configuration *c)
{
    search s = {.arena = locator->arena, .locator = locator, .configuration = c};
    s.loaded = nwl_map_new(s.arena);
    s.texts = nwl_map_new(s.arena);
    s.looked_at = nwl_map_new(s.arena);
    for (uintptr_t i = c->first_file; i < c->first_file + c->file_count; i++)
        nwl_map_put(&s.loaded, c->files->items.items[i]->path, (void *)(i + 1));
    return s;
}

static nwl_include_target resolve(const search *s, nwl_str directory, nwl_str name)
{
    nwl_include_target target = {.name = nwl_path_join(s->arena, directory, name)};
    nwl_locate_resolve(s->locator, &target);
    return target;
}

// Whether a regular file stands there, and not behind a symlink.
static bool is_plain(const nwl_include_target *target)
{
    return target->state == NWL_TARGET_READ && !target->through_symlink;
}

// Takes the file into the file table, as the last one. False when it cannot be read, or the limits are reached.
static bool read_beside(search *s, const nwl_include_target *target)
{
    nwl_str text;
    nwl_files *files = s->configuration->files;
    const nwl_fs *fs = s->locator->options->fs;
    uint64_t room = NWL_NEIGHBOURS_BYTES_LIMIT - s->bytes;
    if (s->configuration->neighbours.count >= NWL_NEIGHBOURS_LIMIT ||
        fs->read(fs, s->arena, target->real_path, (uint32_t)room, &text) != 0)
        return false;
    s->bytes += text.len;
    nwl_file *file = NWL_NEW(s->arena, nwl_file);
    *file = (nwl_file){.path = target->real_path,
                       .name = target->name,
                       .base = s->locator->files_base,
                       .text = text};
    *NWL_PUSH(files->arena, &files->items) = file;
    return true;
}

static nwl_neighbour *add(search *s, nwl_neighbour_kind kind)
{
    nwl_configuration *c = s->configuration;
    nwl_neighbour *neighbour = NWL_PUSH(c->files->arena, &c->neighbours);
    neighbour->kind = kind;
    neighbour->file = c->files->items.count - 1;
    return neighbour;
}

// Whether a directory of the tree is there and was not looked at yet.
static bool first_look(search *s, nwl_str directory)
{
    int error;
    const nwl_fs *fs = s->locator->options->fs;
    nwl_str clean = nwl_path_clean(s->arena, directory);
    if (nwl_map_get(&s->looked_at, directory) != NULL ||
        !nwl_path_is_below(clean, s->locator->base))
        return false;
    nwl_map_put(&s->looked_at, directory, s);
    return fs->kind(fs, directory, &error) == NWL_FILE_DIRECTORY;
}

static nwl_names names_in(const search *s, nwl_str directory)
{
    nwl_names names = {0};
    const nwl_fs *fs = s->locator->options->fs;
    return fs->list(fs, s->arena, directory, &names) == 0 ? names : (nwl_names){0};
}

// ---- sites ------------------------------------------------------------------------------

// Whether an include is a pattern over X-enabled, and the names of that directory and of X-available.
static bool find_pair(const search *s, const nwl_include *include, nwl_str *enabled,
                      nwl_str *available)
{
    nwl_str wildcard, word = NWL_STR("-enabled");
    if (!include->is_pattern)
        return false;
    *enabled = nwl_glob_literal_part(include->looked_for, &wildcard);
    if (!nwl_str_ends_with(*enabled, word) || nwl_str_contains(wildcard, NWL_STR("/")))
        return false;
    *available = nwl_arena_format(s->arena, "%.*s-available",
                                  (int)(enabled->len - word.len), enabled->ptr);
    return true;
}

static void fill_texts(search *s)
{
    const nwl_configuration *c = s->configuration;
    if (s->texts.count > 0)
        return;
    for (uint32_t i = c->first_file; i < c->first_file + c->file_count; i++)
        nwl_map_put(&s->texts, c->files->items.items[i]->text, c->files->items.items[i]);
}

// What is known of the name in X-enabled: the file that nginx reads there, copied and not linked, or NWL_NO_FILE.
static uint32_t copy_of(const search *s, const nwl_include_target *enabled)
{
    uintptr_t place =
        is_plain(enabled) ? (uintptr_t)nwl_map_get(&s->loaded, enabled->real_path) : 0;
    return place > 0 ? (uint32_t)(place - 1) : NWL_NO_FILE;
}

// A symlink that leads nowhere is another mistake.
static bool is_broken(const nwl_include_target *enabled)
{
    return enabled->state != NWL_TARGET_READ && enabled->state != NWL_TARGET_MISSING;
}

static bool is_copied(search *s, nwl_str text)
{
    fill_texts(s);
    return nwl_map_get(&s->texts, text) != NULL;
}

static void look_at_site(search *s, const nwl_directive *include,
                         const nwl_include_target *enabled,
                         const nwl_include_target *site)
{
    nwl_files *files = s->configuration->files;
    if (!is_plain(site) || nwl_map_get(&s->loaded, site->real_path) != NULL ||
        is_broken(enabled) || !read_beside(s, site))
        return;
    if (is_copied(s, files->items.items[files->items.count - 1]->text)) {
        files->items.count--;
        return;
    }
    uint32_t copy = copy_of(s, enabled);
    nwl_neighbour *neighbour =
        add(s, copy != NWL_NO_FILE ? NWL_NEIGHBOUR_DIFFERS : NWL_NEIGHBOUR_NOT_ENABLED);
    neighbour->include = include;
    neighbour->enabled = copy;
}

static void look_at_include(search *s, const nwl_directive *include)
{
    nwl_str enabled, available;
    if (!find_pair(s, include->include, &enabled, &available) ||
        !first_look(s, available))
        return;
    nwl_names names = names_in(s, available);
    for (uint32_t i = 0; i < names.count; i++) {
        nwl_str name = names.items[i];
        if (nwl_str_starts_with(name, NWL_STR(".")) ||
            nwl_leftover_of(s->arena, name).what.len > 0)
            continue;
        nwl_include_target site = resolve(s, available, name);
        nwl_include_target link = resolve(s, enabled, name);
        look_at_site(s, include, &link, &site);
    }
}

// ---- templates --------------------------------------------------------------------------

// The official image fills in /etc/nginx/templates/*.template when it starts (20-envsubst-on-templates.sh).
static void look_at_templates(search *s)
{
    nwl_str directory = nwl_path_join(s->arena, s->locator->base, NWL_STR("templates"));
    if (!first_look(s, directory))
        return;
    nwl_names names = names_in(s, directory);
    for (uint32_t i = 0; i < names.count; i++) {
        nwl_include_target file = resolve(s, directory, names.items[i]);
        if (nwl_str_ends_with(names.items[i], NWL_STR(".template")) && is_plain(&file) &&
            nwl_map_get(&s->loaded, file.real_path) == NULL && read_beside(s, &file))
            add(s, NWL_NEIGHBOUR_TEMPLATE)->enabled = NWL_NO_FILE;
    }
}

void nwl_neighbours_find(nwl_locator *locator, nwl_configuration *configuration)
{
    search s = search_of(locator, configuration);
    for (uint32_t i = 0; i < configuration->file_count; i++) {
        const nwl_tree *tree =
            &file_at(configuration, configuration->first_file + i)->tree;
        for (uint32_t k = 0; k < tree->includes.count; k++)
            look_at_include(&s, tree->includes.items[k]);
    }
    look_at_templates(&s);
}
