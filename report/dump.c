// crossplane's schema: github.com/nginxinc/crossplane, README.md, "crossplane parse".

#include "report/dump.h"

#include "report/dump_tree.h"

typedef struct dump_error {
    nwl_str message;
    uint32_t offset; // of the byte whose line it is about
} dump_error;

// A file of the document.
typedef struct entry {
    uint32_t file;
    nwl_str name; // as nginx opens it
    NWL_ARRAY(dump_error) errors;
} entry;

typedef struct page {
    const nwl_dump *dump;
    nwl_arena *arena;
    nwl_places places;
    nwl_emitter emit;
    NWL_ARRAY(entry) entries;
    uint32_t *entry_of; // by file: its index in entries plus 1, or 0
    bool failed;
} page;

static const nwl_file *file_at(const page *p, uint32_t file)
{
    return p->dump->report->files->items.items[file];
}

static uint32_t line_of(page *p, uint32_t file, uint32_t offset)
{
    return nwl_places_position(&p->places, file, offset).line;
}

// ---- which files there are, and what is wrong in them -----------------------------------

static void add_entry(page *p, uint32_t file, nwl_str name)
{
    if (p->entry_of[file] > 0)
        return;
    *NWL_PUSH(p->arena, &p->entries) = (entry){.file = file, .name = name};
    p->entry_of[file] = p->entries.count;
}

static void add_error(page *p, uint32_t index, uint32_t offset, nwl_str message)
{
    *NWL_PUSH(p->arena, &p->entries.items[index].errors) =
        (dump_error){.message = message, .offset = offset};
    p->failed = true;
}

static void add_target(page *p, uint32_t index, uint32_t offset,
                       const nwl_include_target *target)
{
    if (target->file != NWL_NO_FILE)
        add_entry(p, target->file, target->name);
    if (target->state == NWL_TARGET_READ)
        return;
    nwl_str why = p->dump->why_not(target);
    add_error(p, index, offset,
              nwl_arena_format(p->arena, "cannot read \"%.*s\": %.*s",
                               NWL_STR_FMT(target->name), NWL_STR_FMT(why)));
}

static void follow_include(page *p, uint32_t index, const nwl_directive *directive)
{
    const nwl_include *include = directive->include;
    uint32_t offset = directive->range.begin;
    for (uint32_t i = 0; i < include->target_count; i++)
        add_target(p, index, offset, &include->targets[i]);
    if (include->truncated)
        add_error(p, index, offset,
                  nwl_arena_format(p->arena,
                                   "\"%.*s\" matches more files than are looked at",
                                   NWL_STR_FMT(include->path)));
}

// Adds the syntax errors in front of offset, from *next on.
static void add_syntax_errors(page *p, uint32_t index, uint32_t offset, uint32_t *next)
{
    const nwl_tree *tree = &file_at(p, p->entries.items[index].file)->tree;
    for (; *next < tree->errors.count; ++*next) {
        const nwl_syntax_error *error = &tree->errors.items[*next];
        if (error->at.range.begin >= offset)
            return;
        add_error(p, index, error->at.range.begin, error->message);
    }
}

static void follow(page *p, uint32_t index)
{
    const nwl_tree *tree = &file_at(p, p->entries.items[index].file)->tree;
    uint32_t next_error = 0;
    for (uint32_t i = 0; i < tree->includes.count; i++) {
        const nwl_directive *include = tree->includes.items[i];
        add_syntax_errors(p, index, include->range.begin, &next_error);
        follow_include(p, index, include);
    }
    add_syntax_errors(p, index, UINT32_MAX, &next_error);
}

static void find_entries(page *p)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < p->dump->configuration_count; i++) {
        const nwl_configuration *configuration = p->dump->configurations[i];
        add_entry(p, configuration->root, configuration->root_target.name);
        for (; next < p->entries.count; next++)
            follow(p, next);
    }
}

// ---- the document -----------------------------------------------------------------------

static void put_status(page *p, bool failed)
{
    nwl_emit_text(&p->emit, "status", failed ? NWL_STR("failed") : NWL_STR("ok"));
}

static void put_problems(page *p)
{
    const nwl_report *report = p->dump->report;
    for (uint32_t i = 0; i < report->problem_count; i++) {
        nwl_emit_open_row(&p->emit, NULL);
        nwl_emit_text(&p->emit, "file", report->problems[i].path);
        nwl_emit_text(&p->emit, "error", report->problems[i].message);
        nwl_emit_null(&p->emit, "line");
        nwl_emit_close(&p->emit);
    }
}

// The errors of a file, with its name in each when they stand outside of it.
static void put_errors(page *p, const entry *of, bool with_name)
{
    for (uint32_t i = 0; i < of->errors.count; i++) {
        const dump_error *error = &of->errors.items[i];
        nwl_emit_open_row(&p->emit, NULL);
        if (with_name)
            nwl_emit_text(&p->emit, "file", of->name);
        nwl_emit_text(&p->emit, "error", error->message);
        nwl_emit_number(&p->emit, "line", line_of(p, of->file, error->offset));
        nwl_emit_close(&p->emit);
    }
}

static void put_all_errors(page *p)
{
    nwl_emit_open_list(&p->emit, "errors");
    put_problems(p);
    for (uint32_t i = 0; i < p->entries.count; i++)
        put_errors(p, &p->entries.items[i], true);
    nwl_emit_close(&p->emit);
}

static void put_tree(page *p, uint32_t file)
{
    nwl_dump_tree tree = {.emit = &p->emit,
                          .places = &p->places,
                          .file = file_at(p, file),
                          .index = file,
                          .entry_of = p->entry_of,
                          .include_comments = p->dump->include_comments};
    nwl_dump_tree_put(&tree, "parsed");
}

static void put_entry(page *p, const entry *e)
{
    nwl_emit_open_object(&p->emit, NULL);
    nwl_emit_text(&p->emit, "file", e->name);
    put_status(p, e->errors.count > 0);
    nwl_emit_open_list(&p->emit, "errors");
    put_errors(p, e, false);
    nwl_emit_close(&p->emit);
    put_tree(p, e->file);
    nwl_emit_close(&p->emit);
}

static void put_config(page *p)
{
    nwl_emit_open_list(&p->emit, "config");
    for (uint32_t i = 0; i < p->entries.count; i++)
        put_entry(p, &p->entries.items[i]);
    nwl_emit_close(&p->emit);
}

void nwl_dump_print(const nwl_dump *dump, nwl_buffer *out)
{
    const nwl_report *report = dump->report;
    page p = {.dump = dump,
              .arena = report->arena,
              .places = nwl_places_of(report),
              .emit = nwl_emit_to(report->arena, out),
              .failed = report->problem_count > 0};
    p.entry_of = NWL_NEW_ARRAY(p.arena, uint32_t, report->files->items.count);
    find_entries(&p);
    nwl_emit_open_object(&p.emit, NULL);
    put_status(&p, p.failed);
    put_all_errors(&p);
    put_config(&p);
    nwl_emit_close(&p.emit);
}
