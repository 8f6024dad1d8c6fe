// A configuration in memory and what the model makes of it, for the tests of parser, model and rules.
//
//     const nwl_model *model = model_of(state, "http { … }");
//     const nwl_model *model = model_of_files(state, FILES(FILE_AT("/etc/nginx/nginx.conf", "…"),
//                                                          LINK_AT("/etc/nginx/a", "../b")));
//
// Tests run with cmocka_unit_test_setup_teardown(test, world_open, world_close): WORLD_TEST(test).
#ifndef NWL_TESTS_WORLD_H
#define NWL_TESTS_WORLD_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "source/path.h"
#include "parser/load.h"
#include "model/model.h"

#define WORLD_TEST(test) cmocka_unit_test_setup_teardown(test, world_open, world_close)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

// Directories are there when something is in them. Links in the middle of a path are followed as a system does.
typedef struct memory_file {
    const char *path;
    const char *text; // of a regular file
    const char *link; // target of a symlink
    int error;        // what reading it gives
    nwl_file_kind kind;
} memory_file;

#define FILE_AT(at, contents)                                                            \
    ((memory_file){.path = (at), .text = (contents), .kind = NWL_FILE_REGULAR})
#define LINK_AT(at, target)                                                              \
    ((memory_file){.path = (at), .link = (target), .kind = NWL_FILE_SYMLINK})
#define DENIED_AT(at)                                                                    \
    ((memory_file){.path = (at), .text = "", .error = EACCES, .kind = NWL_FILE_REGULAR})
#define FIFO_AT(at) ((memory_file){.path = (at), .kind = NWL_FILE_OTHER})
#define FILES(...)                                                                       \
    (const memory_file[])                                                                \
    {                                                                                    \
        __VA_ARGS__,                                                                     \
        {                                                                                \
            0                                                                            \
        }                                                                                \
    }

typedef struct world {
    nwl_arena *arena;
    nwl_fs fs;
    const memory_file *table; // up to an entry without path
    nwl_files files;
    nwl_load_options load;
    nwl_model_options options;
    nwl_configuration configuration;
} world;

// ---- the file system --------------------------------------------------------------------

static inline const memory_file *memory_at(const world *w, nwl_str path)
{
    for (const memory_file *f = w->table; f->path != NULL; f++) {
        if (nwl_str_eq(nwl_str_of(f->path), path))
            return f;
    }
    return NULL;
}

static inline nwl_str memory_follow(const world *w, nwl_str link, const char *target)
{
    nwl_str directory = nwl_path_directory(link);
    return nwl_path_clean(w->arena,
                          nwl_path_join(w->arena, directory, nwl_str_of(target)));
}

// The path with the links in front of its last component followed; as it is when they have no end.
static inline nwl_str memory_real(const world *w, nwl_str path)
{
    path = nwl_path_clean(w->arena, path);
    int links = 0;
    for (size_t at = nwl_str_find(path, '/', 1); at < path.len && links < 40;
         at = nwl_str_find(path, '/', at + 1)) {
        const memory_file *f = memory_at(w, nwl_str_slice(path, 0, at));
        if (f == NULL || f->link == NULL)
            continue;
        nwl_str target = memory_follow(w, nwl_str_slice(path, 0, at), f->link);
        path = nwl_path_join(w->arena, target, nwl_str_from(path, at + 1));
        links++;
        at = 0;
    }
    return path;
}

static inline bool memory_is_inside(nwl_str path, nwl_str directory)
{
    size_t skip = directory.len == 1 ? 0 : directory.len;
    return path.len > skip + 1 && nwl_str_starts_with(path, directory) &&
           path.ptr[skip] == '/';
}

static inline nwl_file_kind memory_kind(const nwl_fs *fs, nwl_str path, int *error)
{
    const world *w = fs->state;
    path = memory_real(w, path);
    const memory_file *found = memory_at(w, path);
    *error = 0;
    if (found != NULL)
        return found->kind;
    for (const memory_file *f = w->table; f->path != NULL; f++) {
        if (memory_is_inside(nwl_str_of(f->path), path))
            return NWL_FILE_DIRECTORY;
    }
    *error = ENOENT;
    return NWL_FILE_NONE;
}

static inline int memory_read_link(const nwl_fs *fs, nwl_arena *arena, nwl_str path,
                                   nwl_str *target)
{
    const world *w = fs->state;
    const memory_file *f = memory_at(w, memory_real(w, path));
    if (f == NULL || f->link == NULL)
        return EINVAL;
    *target = nwl_arena_copy(arena, nwl_str_of(f->link));
    return 0;
}

static inline int memory_read(const nwl_fs *fs, nwl_arena *arena, nwl_str path,
                              uint32_t limit, nwl_str *text)
{
    const world *w = fs->state;
    const memory_file *f = memory_at(w, memory_real(w, path));
    if (f == NULL)
        return ENOENT;
    if (f->error != 0 || f->text == NULL)
        return f->error != 0 ? f->error : EINVAL;
    *text = nwl_arena_copy(arena, nwl_str_of(f->text));
    return text->len > limit ? EFBIG : 0;
}

static inline int memory_by_name(const void *a, const void *b)
{
    return nwl_str_compare(*(const nwl_str *)a, *(const nwl_str *)b);
}

static inline int memory_list(const nwl_fs *fs, nwl_arena *arena, nwl_str path,
                              nwl_names *names)
{
    const world *w = fs->state;
    NWL_ARRAY(nwl_str) found = {0};
    path = memory_real(w, path);
    const memory_file *link = memory_at(w, path);
    if (link != NULL && link->link != NULL)
        path = memory_real(w, memory_follow(w, path, link->link));
    if (link != NULL && link->error != 0)
        return link->error;
    for (const memory_file *f = w->table; f->path != NULL; f++) {
        nwl_str name, rest = nwl_str_of(f->path);
        if (!memory_is_inside(rest, path))
            continue;
        rest = nwl_str_from(rest, path.len == 1 ? 1 : path.len + 1);
        nwl_str_cut(&rest, '/', &name);
        bool seen = false;
        for (uint32_t i = 0; i < found.count; i++)
            seen = seen || nwl_str_eq(found.items[i], name);
        if (!seen)
            *NWL_PUSH(arena, &found) = nwl_arena_copy(arena, name);
    }
    if (found.count > 0)
        qsort(found.items, found.count, sizeof(nwl_str), memory_by_name);
    *names = (nwl_names){.items = found.items, .count = found.count};
    return found.count > 0 ? 0 : ENOENT;
}

// ---- from texts to models ---------------------------------------------------------------

static inline int world_open(void **state)
{
    world *w = calloc(1, sizeof(*w));
    assert_non_null(w);
    w->arena = nwl_arena_new();
    w->fs = (nwl_fs){w, memory_kind, memory_read_link, memory_read, memory_list};
    w->files.arena = w->arena;
    w->load = (nwl_load_options){.fs = &w->fs, .vocabulary = nwl_directive_word};
    *state = w;
    return 0;
}

static inline int world_close(void **state)
{
    world *w = *state;
    nwl_arena_free(w->arena);
    free(w);
    return 0;
}

// Loads the configuration at path of a table that lives as long as the test.
static inline const nwl_configuration *load_at(void **state, const char *path,
                                               const memory_file *table)
{
    world *w = *state;
    w->table = table;
    w->configuration = nwl_load(&w->files, &w->load, nwl_str_of(path));
    return &w->configuration;
}

static inline const nwl_model *model_at(void **state, const char *path,
                                        const memory_file *table)
{
    world *w = *state;
    const nwl_configuration *configuration = load_at(state, path, table);
    assert_int_not_equal(configuration->root, NWL_NO_FILE);
    return nwl_model_build(w->arena, configuration, &w->options);
}

// The model of a table with an /etc/nginx/nginx.conf.
static inline const nwl_model *model_of_files(void **state, const memory_file *table)
{
    return model_at(state, "/etc/nginx/nginx.conf", table);
}

static inline const nwl_model *model_of(void **state, const char *text)
{
    world *w = *state;
    memory_file *table = NWL_NEW_ARRAY(w->arena, memory_file, 2);
    table[0] = FILE_AT("/etc/nginx/nginx.conf", text);
    return model_of_files(state, table);
}

// The proxied location of this text; the test fails without one.
static inline const nwl_proxied_location *location_in(const nwl_model *model,
                                                      const char *text)
{
    for (uint32_t i = 0; i < model->locations.count; i++) {
        if (nwl_str_eq(model->locations.items[i].location_text, nwl_str_of(text)))
            return &model->locations.items[i];
    }
    fail_msg("there is no proxied location %s", text);
    return NULL;
}

// The location "/" with these lines in front of its proxy_pass.
static inline const nwl_proxied_location *location_with(void **state, const char *lines)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(
        w->arena,
        "http { server { location / { %s\n proxy_pass http://127.0.0.1:3000; } } }",
        lines);
    return location_in(model_of(state, text.ptr), "/");
}

#define assert_str_equal(actual, expected)                                               \
    assert_text(actual, expected, __FILE__, __LINE__)

static inline void assert_text(nwl_str actual, const char *expected, const char *file,
                               int line)
{
    if (nwl_str_eq(actual, nwl_str_of(expected)))
        return;
    print_error("\"%.*s\" is not \"%s\"\n", NWL_STR_FMT(actual), expected);
    _fail(file, line);
}

#endif
