// Any tree of files is read, judged and reported: no crash, no leak, every finding inside its file, JSON that is JSON, and
// no control character on the terminal.
//
// An input is the text of /etc/nginx/nginx.conf. A line "--- PATH" begins a further file, "--- PATH -> TARGET" is a symlink;
// relative paths start in /etc/nginx.

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/utf8.h"
#include "source/path.h"
#include "rules/engine.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_FILES = 32, MOST_LINKS = 8 };

typedef struct node {
    nwl_str path, text, link;
} node;

typedef struct world {
    nwl_arena *arena;
    nwl_fs fs;
    node nodes[MOST_FILES];
    uint32_t count;
} world;

static void must(bool holds)
{
    if (!holds)
        abort();
}

// ---- the file system --------------------------------------------------------------------

static const node *node_at(const world *w, nwl_str path)
{
    for (uint32_t i = 0; i < w->count; i++) {
        if (nwl_str_eq(w->nodes[i].path, path))
            return &w->nodes[i];
    }
    return NULL;
}

// The path with the links in it followed, at its end only when asked to; as it is when they have no end.
static nwl_str real(const world *w, nwl_str path, bool at_end)
{
    uint32_t links = 0;
    nwl_str result = nwl_path_clean(w->arena, path);
    for (size_t at = 1; at <= result.len && links < MOST_LINKS; at++) {
        at = nwl_str_find(result, '/', at);
        const node *found = node_at(w, nwl_str_slice(result, 0, at));
        if (found == NULL || found->link.len == 0 || (at == result.len && !at_end))
            continue;
        nwl_str target =
            nwl_path_join(w->arena, nwl_path_directory(found->path), found->link);
        nwl_str rest = nwl_str_from(result, at + 1);
        result = nwl_path_clean(w->arena, nwl_path_join(w->arena, target, rest));
        links++;
        at = 0;
    }
    return result;
}

// A path that ends in '/' names what a link at its end leads to.
static nwl_str named(const world *w, nwl_str path)
{
    return real(w, path, nwl_str_ends_with(path, NWL_STR("/")));
}

static nwl_file_kind kind(const nwl_fs *fs, nwl_str path, int *error)
{
    const world *w = fs->state;
    nwl_str place = named(w, path);
    const node *found = node_at(w, place);
    *error = 0;
    if (found != NULL)
        return found->link.len > 0 ? NWL_FILE_SYMLINK : NWL_FILE_REGULAR;
    for (uint32_t i = 0; i < w->count; i++) {
        if (nwl_path_is_below(w->nodes[i].path, place))
            return NWL_FILE_DIRECTORY;
    }
    *error = ENOENT;
    return NWL_FILE_NONE;
}

static int read_link(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_str *target)
{
    const world *w = fs->state;
    const node *found = node_at(w, named(w, path));
    if (found == NULL || found->link.len == 0)
        return EINVAL;
    *target = nwl_arena_copy(arena, found->link);
    return 0;
}

static int read_text(const nwl_fs *fs, nwl_arena *arena, nwl_str path, uint32_t limit,
                     nwl_str *text)
{
    const world *w = fs->state;
    const node *found = node_at(w, named(w, path));
    if (found == NULL || found->link.len > 0)
        return found == NULL ? ENOENT : EINVAL;
    *text = nwl_arena_copy(arena, found->text);
    return text->len > limit ? EFBIG : 0;
}

static int by_bytes(const void *a, const void *b)
{
    return nwl_str_compare(*(const nwl_str *)a, *(const nwl_str *)b);
}

static int list(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_names *names)
{
    const world *w = fs->state;
    nwl_str place = real(w, path, true);
    nwl_str *found = NWL_NEW_ARRAY(arena, nwl_str, w->count);
    uint32_t count = 0, kept = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        nwl_str name, rest = nwl_path_relative(w->nodes[i].path, place);
        if (nwl_str_eq(rest, w->nodes[i].path) || !nwl_str_cut(&rest, '/', &name))
            continue;
        found[count++] = nwl_arena_copy(arena, name);
    }
    qsort(found, count, sizeof(*found), by_bytes);
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || !nwl_str_eq(found[kept - 1], found[i]))
            found[kept++] = found[i];
    }
    *names = (nwl_names){.items = found, .count = kept};
    return kept > 0 ? 0 : ENOENT;
}

// ---- from bytes to files ----------------------------------------------------------------

static node *add_node(world *w, nwl_str path, nwl_str link)
{
    node *added = &w->nodes[w->count++];
    nwl_str place = nwl_path_join(w->arena, NWL_STR("/etc/nginx"), path);
    added->path = nwl_path_clean(w->arena, place);
    added->link = link;
    return added;
}

static node *begin_node(world *w, nwl_str header)
{
    nwl_str arrow = NWL_STR(" -> ");
    size_t at = 0;
    while (at < header.len && !nwl_str_starts_with(nwl_str_from(header, at), arrow))
        at++;
    return add_node(w, nwl_str_slice(header, 0, at),
                    nwl_str_from(header, at + arrow.len));
}

static void unpack(world *w, nwl_str input)
{
    node *into = add_node(w, NWL_STR("nginx.conf"), NWL_STR_NONE);
    into->text.ptr = input.ptr;
    for (size_t at = 0, end; at < input.len; at = end) {
        end = nwl_str_find(input, '\n', at);
        nwl_str line = nwl_str_slice(input, at, end);
        end += end < input.len;
        if (nwl_str_starts_with(line, NWL_STR("--- ")) && w->count < MOST_FILES) {
            into = begin_node(w, nwl_str_from(line, 4));
            into->text.ptr = input.ptr + end;
        } else {
            into->text.len += end - at;
        }
    }
}

// ---- what must hold ---------------------------------------------------------------------

static void check_span(const nwl_files *files, nwl_span at)
{
    must(at.file < files->items.count);
    must(at.range.begin <= at.range.end &&
         at.range.end <= files->items.items[at.file]->text.len);
}

static void check_finding(const nwl_files *files, const nwl_finding *finding)
{
    check_span(files, finding->at);
    for (uint32_t i = 0; i < finding->related.count; i++)
        check_span(files, finding->related.items[i].at);
}

static void check_json(nwl_str text)
{
    json_t *document = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, NULL);
    must(document != NULL);
    json_decref(document);
}

static void check_terminal(nwl_str text)
{
    while (text.len > 0) {
        nwl_code_point c = nwl_utf8_decode(text);
        must(c.valid && (c.value == '\n' || !nwl_utf8_is_hostile(c.value)));
        text = nwl_str_from(text, c.bytes);
    }
}

static void print_all(const nwl_report *report)
{
    static const nwl_style PLAIN = {.width = 80};
    for (uint32_t i = 0; i < nwl_format_count(); i++) {
        const nwl_format *format = nwl_format_at(i);
        nwl_buffer out = nwl_buffer_new(NULL);
        format->print(report, &PLAIN, &out);
        if (nwl_str_eq(format->name, NWL_STR("json")))
            check_json(nwl_buffer_text(&out));
        else
            check_terminal(nwl_buffer_text(&out));
        nwl_buffer_free(&out);
    }
}

static void report_on(const nwl_model *model, nwl_version version)
{
    nwl_arena *arena = model->arena;
    uint32_t count = model->locations.count;
    const nwl_files *files = model->configuration->files;
    const nwl_engine_options engine = {0};
    nwl_findings findings = {0};
    nwl_engine_run(arena, model, &engine, &findings);
    nwl_engine_finish(arena, files, &findings);
    for (uint32_t i = 0; i < findings.count; i++)
        check_finding(files, findings.items[i]);

    const nwl_proxied_location **locations =
        NWL_NEW_ARRAY(arena, const nwl_proxied_location *, count);
    const nwl_model **models = NWL_NEW_ARRAY(arena, const nwl_model *, count);
    for (uint32_t i = 0; i < count; i++) {
        locations[i] = &model->locations.items[i];
        models[i] = model;
    }
    nwl_report report = {
        .arena = arena,
        .files = files,
        .working_directory = NWL_STR("/etc/nginx"),
        .nginx_version = version,
        .findings = (const nwl_finding *const *)findings.items,
        .finding_count = findings.count,
        .locations = locations,
        .location_models = models,
        .location_count = count,
    };
    print_all(&report);
}

static void judge(nwl_arena *arena, nwl_str input, nwl_version version)
{
    world w = {.arena = arena};
    w.fs = (nwl_fs){&w, kind, read_link, read_text, list};
    unpack(&w, input);
    nwl_files files = {.arena = arena};
    const nwl_load_options load = {.fs = &w.fs, .vocabulary = nwl_directive_word};
    nwl_configuration configuration =
        nwl_load(&files, &load, NWL_STR("/etc/nginx/nginx.conf"));
    if (configuration.root ==
        NWL_NO_FILE) // a later file took its name, as a directory or a link
        return;
    const nwl_model_options options = {
        .version = version,
        .working_directory = NWL_STR("/etc/nginx"),
    };
    report_on(nwl_model_build(arena, &configuration, &options), version);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const nwl_version VERSIONS[] = {0, NWL_VERSION_OF(1u, 22u, 1u)};
    for (size_t i = 0; i < sizeof(VERSIONS) / sizeof(VERSIONS[0]); i++) {
        nwl_arena *arena = nwl_arena_new();
        judge(arena, (nwl_str){(const char *)data, size}, VERSIONS[i]);
        nwl_arena_free(arena);
    }
    return 0;
}
