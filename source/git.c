#define _POSIX_C_SOURCE 200809L

#include "source/git.h"

#include <errno.h>
#include <string.h>

#include "base/array.h"

extern char **environ;

enum { ANSWER_LIMIT = 64 * 1024, HEADER_LIMIT = 256 };

// ---- running git ------------------------------------------------------------------------

// Variables that would name another repository than the one around the directory: git sets them for its hooks.
static bool is_of_repository(nwl_str variable)
{
    static const nwl_str NAMES[] = {
        NWL_TEXT("GIT_DIR="),        NWL_TEXT("GIT_WORK_TREE="),
        NWL_TEXT("GIT_COMMON_DIR="), NWL_TEXT("GIT_INDEX_FILE="),
        NWL_TEXT("GIT_NAMESPACE="),  NWL_TEXT("GIT_PREFIX="),
    };
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        if (nwl_str_starts_with(variable, NAMES[i]))
            return true;
    }
    return false;
}

typedef NWL_ARRAY(const char *) words;

// The first one of a name counts for most programs, so these stand before what was there.
static words quiet_environment(nwl_arena *arena)
{
    static const char *const QUIET[] = {
        "LC_ALL=C",
        "GIT_OPTIONAL_LOCKS=0",
        "GIT_TERMINAL_PROMPT=0",
        "GIT_NO_LAZY_FETCH=1",
        "GIT_ALLOW_PROTOCOL=none",
    };
    words all = {0};
    for (size_t i = 0; i < sizeof(QUIET) / sizeof(QUIET[0]); i++)
        *NWL_PUSH(arena, &all) = QUIET[i];
    for (char **variable = environ; *variable != NULL; variable++) {
        if (!is_of_repository(nwl_str_of(*variable)))
            *NWL_PUSH(arena, &all) = *variable;
    }
    *NWL_PUSH(arena, &all) = NULL;
    return all;
}

// git in a directory, with arguments that end with NULL.
static nwl_program git_in(nwl_arena *arena, nwl_str directory,
                          const char *const *arguments)
{
    const char *const first[] = {"git", "--no-pager", "-c", "core.fsmonitor=false",
                                 "-C",  directory.ptr};
    words all = {0};
    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
        *NWL_PUSH(arena, &all) = first[i];
    for (; *arguments != NULL; arguments++)
        *NWL_PUSH(arena, &all) = *arguments;
    *NWL_PUSH(arena, &all) = NULL;
    return (nwl_program){all.items, quiet_environment(arena).items};
}

static nwl_str without_line_end(nwl_str text)
{
    text.len -= nwl_str_ends_with(text, NWL_STR("\n"));
    return text;
}

// What git complained of, without the "fatal: " and the lines behind the first.
static nwl_str complaint(nwl_str error)
{
    nwl_str line = nwl_str_slice(error, 0, nwl_str_find(error, '\n', 0));
    nwl_str fatal = NWL_STR("fatal: ");
    return nwl_str_from(line, nwl_str_starts_with(line, fatal) ? fatal.len : 0);
}

// Asks rev-parse. Returns 0 with its answer, or else in *answer what it complained of; ENOENT without any git.
static int rev_parse(nwl_arena *arena, nwl_str directory, const char *const *arguments,
                     nwl_str *answer)
{
    nwl_program_end end;
    nwl_program program = git_in(arena, directory, arguments);
    int error = nwl_process_run(arena, &program, ANSWER_LIMIT, &end);
    if (error != 0) {
        *answer = nwl_str_of(strerror(error));
        return error;
    }
    *answer = nwl_arena_copy(arena, end.status == 0 ? without_line_end(end.output)
                                                    : complaint(end.error));
    return end.status == 0 ? 0 : EINVAL;
}

// ---- opening ----------------------------------------------------------------------------

static bool find_top(nwl_git *git, nwl_str directory, nwl_str *error)
{
    const char *const arguments[] = {"rev-parse", "--show-toplevel", NULL};
    int failure = rev_parse(git->arena, directory, arguments, &git->top);
    if (failure == ENOENT)
        *error = NWL_STR("there is no program \"git\" in PATH");
    else if (failure != 0 || git->top.len == 0)
        *error = nwl_arena_format(git->arena, "\"%.*s\" is in no work tree of git: %.*s",
                                  NWL_STR_FMT(directory), NWL_STR_FMT(git->top));
    return failure == 0 && git->top.len > 0;
}

static bool is_object_name(nwl_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!nwl_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
    }
    return text.len == 40 || text.len == 64; // SHA-1, SHA-256
}

// The object name that a word stands for.
static bool look_up(const nwl_git *git, nwl_str word, nwl_str *name)
{
    const char *const arguments[] = {"rev-parse", "--verify", "--quiet", word.ptr, NULL};
    return rev_parse(git->arena, git->top, arguments, name) == 0 && is_object_name(*name);
}

static bool is_shallow(const nwl_git *git)
{
    nwl_str answer;
    const char *const arguments[] = {"rev-parse", "--is-shallow-repository", NULL};
    return rev_parse(git->arena, git->top, arguments, &answer) == 0 &&
           nwl_str_eq(answer, NWL_STR("true"));
}

// In two steps, as "^{tree}" behind the words of ":/some words" would be one of them.
static bool find_tree(nwl_git *git, nwl_str revision, nwl_str *error)
{
    nwl_str name;
    if (look_up(git, nwl_arena_copy(git->arena, revision), &name) &&
        look_up(git, nwl_arena_format(git->arena, "%.*s^{tree}", NWL_STR_FMT(name)),
                &git->tree))
        return true;
    *error = nwl_arena_format(
        git->arena, "there is no revision \"%.*s\" in the repository \"%.*s\"%s",
        NWL_STR_FMT(revision), NWL_STR_FMT(git->top),
        is_shallow(git) ? ", a shallow clone: \"git fetch --unshallow\" gets the rest"
                        : "");
    return false;
}

static void stop(void *git)
{
    nwl_process_stop(&((nwl_git *)git)->objects);
}

static bool start_objects(nwl_git *git, nwl_str *error)
{
    const char *const arguments[] = {"cat-file", "--batch", NULL};
    nwl_program program = git_in(git->arena, git->top, arguments);
    int failure = nwl_process_start(&git->objects, &program);
    if (failure != 0) {
        *error = nwl_arena_format(git->arena, "cannot run git: %s", strerror(failure));
        return false;
    }
    nwl_arena_defer(git->arena, stop, git);
    return true;
}

nwl_git *nwl_git_open(nwl_arena *arena, nwl_str directory, nwl_str revision,
                      nwl_str *error)
{
    nwl_git *git = NWL_NEW(arena, nwl_git);
    git->arena = arena;
    directory = nwl_arena_copy(arena, directory);
    bool is_open = find_top(git, directory, error) && find_tree(git, revision, error) &&
                   start_objects(git, error);
    return is_open ? git : NULL;
}

// ---- objects ----------------------------------------------------------------------------

// Reads "NAME KIND SIZE"; false for "NAME missing", another kind, and when git is gone.
static bool read_header(const nwl_git *git, const char *kind, uint64_t *size)
{
    char line[HEADER_LIMIT], found[16];
    unsigned long long bytes;
    if (fgets(line, sizeof(line), git->objects.from) == NULL ||
        sscanf(line, "%*s %15s %llu", found, &bytes) != 2)
        return false;
    *size = bytes;
    return strcmp(found, kind) == 0;
}

// Reads size bytes, and the line end behind them.
static bool take(FILE *from, char *bytes, size_t size)
{
    return fread(bytes, 1, size, from) == size && fgetc(from) == '\n';
}

// The same of an object that is too large to keep.
static bool pass_over(FILE *from, uint64_t size)
{
    char part[16 * 1024];
    for (; size > 0; size -= size < sizeof(part) ? size : sizeof(part)) {
        size_t next = size < sizeof(part) ? (size_t)size : sizeof(part);
        if (fread(part, 1, next, from) != next)
            return false;
    }
    return fgetc(from) == '\n';
}

void nwl_git_distrust(nwl_git *git, nwl_str name, const char *kind)
{
    if (git->trouble.len == 0)
        git->trouble = nwl_arena_format(git->arena, "the repository has no good %s %.*s",
                                        kind, NWL_STR_FMT(name));
}

static int fail(nwl_git *git, nwl_str name, const char *kind)
{
    nwl_git_distrust(git, name, kind);
    nwl_process_stop(
        &git->objects); // what it says next would be taken for another answer
    return EIO;
}

int nwl_git_read(nwl_git *git, nwl_arena *arena, nwl_str name, const char *kind,
                 uint32_t limit, nwl_str *bytes)
{
    uint64_t size;
    nwl_process *objects = &git->objects;
    if (objects->to == NULL)
        return EIO;
    fprintf(objects->to, "%.*s\n", NWL_STR_FMT(name));
    if (fflush(objects->to) != 0 || !read_header(git, kind, &size))
        return fail(git, name, kind);
    if (size > limit)
        return pass_over(objects->from, size) ? EFBIG : fail(git, name, kind);
    char *text = NWL_NEW_ARRAY(arena, char, (size_t)size + 1);
    if (!take(objects->from, text, (size_t)size))
        return fail(git, name, kind);
    *bytes = (nwl_str){text, (size_t)size};
    return 0;
}
