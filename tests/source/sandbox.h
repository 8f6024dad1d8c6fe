// A directory of its own for each test, removed afterwards. The including file defines _XOPEN_SOURCE 700 first.
#ifndef NWL_TESTS_SANDBOX_H
#define NWL_TESTS_SANDBOX_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"

typedef struct sandbox {
    nwl_arena *arena;
    char root[32];
} sandbox;

static inline int sandbox_open(void **state)
{
    sandbox *box = calloc(1, sizeof(*box));
    assert_non_null(box);
    box->arena = nwl_arena_new();
    snprintf(box->root, sizeof(box->root), "/tmp/nwl-test-XXXXXX");
    assert_non_null(mkdtemp(box->root));
    *state = box;
    return 0;
}

static inline int sandbox_remove(const char *path, const struct stat *status, int kind,
                                 struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static inline int sandbox_close(void **state)
{
    sandbox *box = *state;
    nftw(box->root, sandbox_remove, 16, FTW_DEPTH | FTW_PHYS);
    nwl_arena_free(box->arena);
    free(box);
    return 0;
}

static inline nwl_str sandbox_path(sandbox *box, const char *name)
{
    return nwl_arena_format(box->arena, "%s/%s", box->root, name);
}

static inline nwl_str sandbox_directory(sandbox *box, const char *name)
{
    nwl_str path = sandbox_path(box, name);
    assert_int_equal(mkdir(path.ptr, 0700), 0);
    return path;
}

static inline nwl_str sandbox_file(sandbox *box, const char *name, nwl_str text)
{
    nwl_str path = sandbox_path(box, name);
    FILE *file = fopen(path.ptr, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline nwl_str sandbox_link(sandbox *box, const char *name, const char *target)
{
    nwl_str path = sandbox_path(box, name);
    assert_int_equal(symlink(target, path.ptr), 0);
    return path;
}

#endif
