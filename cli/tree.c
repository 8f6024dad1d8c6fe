// tree: the files as nginx includes them, and what was not read
//
//     nginx.conf
//     ├── mime.types
//     ├── conf.d/*.conf (no match)
//     └── sites-enabled/chat -> sites-available/chat
//         └── snippets/websocket.conf
//
//     not read:
//     sites-available/shop (not enabled)

#include <stdlib.h>

#include "source/path.h"
#include "parser/stray.h"
#include "report/screen.h"
#include "cli/output.h"
#include "cli/reading.h"

enum {
    MOST_DRAWN_LEVELS = 32
}; // deeper ones are told by a number: a chain of includes may be long

// A file whose includes are being drawn: an include and a target of it, which the next line is about.
typedef struct level {
    const nwl_file *file;
    uint32_t include, target;
} level;

typedef struct tree {
    const nwl_report *report; // for its paths
    const nwl_configuration *configuration;
    nwl_str real_directory; // of the root, symlinks resolved
    bool *shown; // the includes of a file, by its index within the configuration
    NWL_ARRAY(level) levels;
    nwl_screen *screen;
} tree;

// ---- where we are -----------------------------------------------------------------------

static const nwl_include *include_of(const level *l)
{
    return l->file->tree.includes.items[l->include]->include;
}

// NULL for a pattern that matches nothing: it is a line of its own.
static const nwl_include_target *target_of(const level *l)
{
    const nwl_include *include = include_of(l);
    return include->target_count > 0 ? &include->targets[l->target] : NULL;
}

static bool is_last(const level *l)
{
    return l->include + 1 == l->file->tree.includes.count &&
           l->target + 1 >= include_of(l)->target_count;
}

static void go_on(level *l)
{
    if (++l->target >= include_of(l)->target_count) {
        l->include++;
        l->target = 0;
    }
}

static bool *shown(const tree *t, uint32_t file)
{
    return &t->shown[file - t->configuration->first_file];
}

static void open_file(tree *t, uint32_t index)
{
    *shown(t, index) = true;
    NWL_PUSH(t->report->arena, &t->levels)->file = t->report->files->items.items[index];
}

// ---- lines ------------------------------------------------------------------------------

static void draw_branches(const tree *t)
{
    bool ascii = t->screen->style->ascii;
    uint32_t count = t->levels.count, first = 0;
    if (count > MOST_DRAWN_LEVELS) {
        first = count - MOST_DRAWN_LEVELS;
        nwl_buffer_format(t->screen->out, "[%u] ", first);
    }
    for (uint32_t i = first; i + 1 < count; i++) {
        bool last = is_last(&t->levels.items[i]);
        nwl_buffer_add(t->screen->out, last    ? NWL_STR("    ")
                                       : ascii ? NWL_STR("|   ")
                                               : NWL_STR("│   "));
    }
    bool last = is_last(&t->levels.items[count - 1]);
    nwl_buffer_add(t->screen->out, ascii  ? (last ? NWL_STR("`-- ") : NWL_STR("|-- "))
                                   : last ? NWL_STR("└── ")
                                          : NWL_STR("├── "));
}

static void draw_path(const tree *t, nwl_ink ink, nwl_str path)
{
    nwl_screen_text(t->screen, ink, nwl_report_path(t->report, path));
}

static void draw_remark(const tree *t, nwl_ink ink, nwl_str words)
{
    nwl_screen_put(t->screen, ink, NWL_STR(" ("));
    nwl_screen_text(t->screen, ink, words);
    nwl_screen_put(t->screen, ink, NWL_STR(")"));
}

// Path without the root's directory in front.
static nwl_str inside(nwl_str path, nwl_str directory)
{
    return nwl_path_is_below(path, directory) ? nwl_str_from(path, directory.len) : path;
}

// Whether a symlink leads from name to real, other than one on the way to the tree.
static bool leads_elsewhere(const tree *t, const nwl_include_target *target)
{
    if (target->state == NWL_TARGET_LINK_LOOP)
        return false;
    nwl_str name = nwl_path_clean(t->report->arena, target->name);
    return !nwl_str_eq(name, target->real_path) &&
           !nwl_str_eq(inside(name, t->configuration->directory),
                       inside(target->real_path, t->real_directory));
}

static void draw_target(const tree *t, const nwl_include_target *target)
{
    draw_path(t, NWL_INK_PLAIN, target->name);
    if (leads_elsewhere(t, target)) {
        nwl_screen_put(t->screen, NWL_INK_GUTTER, NWL_STR(" -> "));
        draw_path(t, NWL_INK_PLAIN, target->real_path);
    }
    if (target->state != NWL_TARGET_READ)
        draw_remark(t, NWL_INK_ERROR, nwl_reading_why_not(target));
}

static void draw_no_match(const tree *t, const nwl_include *include)
{
    bool elsewhere = include->place == NWL_PLACE_NOT_HERE;
    draw_path(t, NWL_INK_PLAIN, include->looked_for);
    draw_remark(t, NWL_INK_NOTE,
                elsewhere ? NWL_STR("not in this tree") : NWL_STR("no match"));
}

// The copy in sites-enabled whose namesake in sites-available says something else.
static const nwl_neighbour *other_version(const tree *t, uint32_t file)
{
    const nwl_configuration *c = t->configuration;
    for (uint32_t i = 0; i < c->neighbours.count; i++) {
        if (c->neighbours.items[i].enabled == file)
            return &c->neighbours.items[i];
    }
    return NULL;
}

static nwl_str path_of(const tree *t, uint32_t file)
{
    return nwl_report_path(t->report, t->report->files->items.items[file]->path);
}

// What is odd about a file that nginx reads.
static void draw_oddities(const tree *t, const level *l)
{
    nwl_stray stray;
    nwl_arena *arena = t->report->arena;
    const nwl_include_target *target = target_of(l);
    if (target->state != NWL_TARGET_READ)
        return;
    if (nwl_stray_find(arena, include_of(l), l->target, &stray))
        draw_remark(
            t, NWL_INK_WARNING,
            nwl_arena_format(arena, "stray: %.*s", NWL_STR_FMT(stray.leftover.what)));
    if (target->before != NULL)
        draw_remark(t, NWL_INK_WARNING, NWL_STR("read twice"));
    const nwl_neighbour *other = other_version(t, target->file);
    if (other != NULL)
        draw_remark(t, NWL_INK_WARNING,
                    nwl_arena_format(arena, "no symlink, differs from %.*s",
                                     NWL_STR_FMT(path_of(t, other->file))));
}

// Draws the line the innermost level is at and moves on, into the file of the line when its includes were not drawn yet.
static void draw_line(tree *t, level *l)
{
    const nwl_include *include = include_of(l);
    const nwl_include_target *target = target_of(l);
    draw_branches(t);
    if (target != NULL) {
        draw_target(t, target);
        draw_oddities(t, l);
    } else {
        draw_no_match(t, include);
    }
    if (include->truncated && l->target + 1 >= include->target_count)
        draw_remark(t, NWL_INK_ERROR, NWL_STR("the pattern matches more"));

    uint32_t file =
        target != NULL && target->state == NWL_TARGET_READ ? target->file : NWL_NO_FILE;
    bool has_includes = file != NWL_NO_FILE &&
                        t->report->files->items.items[file]->tree.includes.count > 0;
    if (has_includes && *shown(t, file))
        draw_remark(t, NWL_INK_NOTE, NWL_STR("shown above"));
    nwl_screen_end_line(t->screen);
    if (has_includes && !*shown(t, file))
        open_file(t, file);
}

// ---- the tree ---------------------------------------------------------------------------

static void draw_tree(tree *t)
{
    draw_target(t, &t->configuration->root_target);
    nwl_screen_end_line(t->screen);
    open_file(t, t->configuration->root);
    while (t->levels.count > 0) {
        uint32_t depth = t->levels.count;
        level *l = &t->levels.items[depth - 1];
        if (l->include == l->file->tree.includes.count) {
            // The level above still stands at the line of this file.
            if (--t->levels.count > 0)
                go_on(&t->levels.items[t->levels.count - 1]);
            continue;
        }
        draw_line(t, l);
        if (t->levels.count == depth)
            go_on(&t->levels.items[depth - 1]);
    }
}

static nwl_str why_beside(const nwl_neighbour *neighbour)
{
    switch (neighbour->kind) {
    case NWL_NEIGHBOUR_NOT_ENABLED:
        return NWL_STR("not enabled");
    case NWL_NEIGHBOUR_DIFFERS:
        return NWL_STR("not enabled, another version is");
    case NWL_NEIGHBOUR_TEMPLATE:
        return NWL_STR("a template");
    }
    abort();
}

static void draw_neighbours(const tree *t)
{
    const nwl_configuration *c = t->configuration;
    if (c->neighbours.count == 0)
        return;
    nwl_screen_end_line(t->screen);
    nwl_screen_put(t->screen, NWL_INK_PLAIN, NWL_STR("not read:"));
    nwl_screen_end_line(t->screen);
    for (uint32_t i = 0; i < c->neighbours.count; i++) {
        const nwl_neighbour *neighbour = &c->neighbours.items[i];
        nwl_screen_text(t->screen, NWL_INK_PLAIN, path_of(t, neighbour->file));
        draw_remark(t, NWL_INK_NOTE, why_beside(neighbour));
        nwl_screen_end_line(t->screen);
    }
}

static void print_trees(const nwl_printing *printing, nwl_buffer *out)
{
    const nwl_reading *reading = printing->what;
    nwl_screen screen = {.out = out, .style = &printing->style};
    nwl_report report = {
        .arena = reading->arena,
        .files = &reading->files,
        .working_directory = reading->working_directory,
    };
    for (uint32_t i = 0; i < reading->configurations.count; i++) {
        const nwl_configuration *configuration = reading->configurations.items[i];
        tree t = {
            .report = &report,
            .configuration = configuration,
            .real_directory = nwl_path_directory(configuration->root_target.real_path),
            .shown = NWL_NEW_ARRAY(reading->arena, bool, configuration->file_count),
            .screen = &screen,
        };
        if (i > 0)
            nwl_screen_end_line(&screen);
        draw_tree(&t);
        draw_neighbours(&t);
    }
}

static int run(nwl_cli *cli)
{
    const nwl_reading *reading = nwl_read(cli);
    bool printed = nwl_output_all(cli, print_trees, reading);
    return printed && reading->problems.items.count == 0 ? NWL_EXIT_CLEAN
                                                         : NWL_EXIT_FAILURE;
}

const nwl_command nwl_command_tree = {
    .name = NWL_TEXT("tree"),
    .title = NWL_TEXT("show the include tree: what is read, and what is not"),
    .operands = NWL_TEXT("[PATH...]"),
    .most_operands = UINT32_MAX,
    .traits = NWL_READS | NWL_DRAWS,
    .run = run,
};
