#define _XOPEN_SOURCE 700 // realpath

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "source/fs.h"

// 0 when the system sees all of path: a NUL inside would hide what follows it.
static int check_path(nwl_str path)
{
    return nwl_str_find(path, '\0', 0) < path.len ? EINVAL : 0;
}

static nwl_file_kind kind_of_mode(mode_t mode)
{
    if (S_ISREG(mode))
        return NWL_FILE_REGULAR;
    if (S_ISDIR(mode))
        return NWL_FILE_DIRECTORY;
    return S_ISLNK(mode) ? NWL_FILE_SYMLINK : NWL_FILE_OTHER;
}

static nwl_file_kind disk_kind(const nwl_fs *fs, nwl_str path, int *error)
{
    (void)fs;
    struct stat status;
    *error = check_path(path);
    if (*error == 0 && lstat(path.ptr, &status) != 0)
        *error = errno;
    return *error == 0 ? kind_of_mode(status.st_mode) : NWL_FILE_NONE;
}

static int disk_read_link(const nwl_fs *fs, nwl_arena *arena, nwl_str path,
                          nwl_str *target)
{
    (void)fs;
    if (check_path(path) != 0)
        return EINVAL;
    for (size_t capacity = 256;; capacity *= 2) {
        char *text = NWL_NEW_ARRAY(arena, char, capacity + 1);
        ssize_t length = readlink(path.ptr, text, capacity);
        if (length < 0)
            return errno;
        if ((size_t)length < capacity) {
            *target = (nwl_str){text, (size_t)length};
            return 0;
        }
    }
}

// Opens path, which is seen to be a regular file before and after: opening a device may have effects.
static int open_regular(const nwl_fs *fs, nwl_str path, int *fd, struct stat *status)
{
    int error;
    if (disk_kind(fs, path, &error) != NWL_FILE_REGULAR)
        return error != 0 ? error : EINVAL;
    *fd = open(path.ptr, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
    if (*fd < 0)
        return errno;
    error = fstat(*fd, status) != 0 ? errno : S_ISREG(status->st_mode) ? 0 : EINVAL;
    if (error != 0)
        close(*fd);
    return error;
}

// Reads fd to its end, which may have moved since its size was asked for.
static int read_to_end(nwl_arena *arena, int fd, size_t size, uint32_t limit,
                       nwl_str *text)
{
    size_t capacity = size + 1, len = 0;
    char *bytes = NWL_NEW_ARRAY(arena, char, capacity + 1);
    for (;;) {
        ssize_t got = read(fd, bytes + len, capacity - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            break;
        len += (size_t)got;
        if (len > limit)
            return EFBIG;
        if (len == capacity) {
            capacity = capacity * 2 + 4096;
            char *larger = NWL_NEW_ARRAY(arena, char, capacity + 1);
            bytes = memcpy(larger, bytes, len);
        }
    }
    *text = (nwl_str){bytes, len};
    return 0;
}

static int disk_read(const nwl_fs *fs, nwl_arena *arena, nwl_str path, uint32_t limit,
                     nwl_str *text)
{
    int fd;
    struct stat status;
    int error = open_regular(fs, path, &fd, &status);
    if (error != 0)
        return error;
    if (status.st_size > (off_t)limit)
        error = EFBIG;
    else
        error = read_to_end(arena, fd, (size_t)status.st_size, limit, text);
    close(fd);
    return error;
}

static int compare_names(const void *a, const void *b)
{
    return nwl_str_compare(*(const nwl_str *)a, *(const nwl_str *)b);
}

// The next entry but "." and ".."; NULL at the end and after an error, which *error tells apart.
static const char *next_name(DIR *directory, int *error)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        *error = entry == NULL ? errno : 0;
        if (entry == NULL)
            return NULL;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            return entry->d_name;
    }
}

static int disk_list(const nwl_fs *fs, nwl_arena *arena, nwl_str path, nwl_names *names)
{
    (void)fs;
    if (check_path(path) != 0)
        return EINVAL;
    DIR *directory = opendir(path.ptr);
    if (directory == NULL)
        return errno;
    NWL_ARRAY(nwl_str) found = {0};
    int error;
    for (const char *name; (name = next_name(directory, &error)) != NULL;)
        *NWL_PUSH(arena, &found) = nwl_arena_copy(arena, nwl_str_of(name));
    closedir(directory);
    if (error != 0)
        return error;
    if (found.count > 0)
        qsort(found.items, found.count, sizeof(*found.items), compare_names);
    *names = (nwl_names){.items = found.items, .count = found.count};
    return 0;
}

const nwl_fs *nwl_fs_disk(void)
{
    static const nwl_fs disk = {
        .kind = disk_kind,
        .read_link = disk_read_link,
        .read = disk_read,
        .list = disk_list,
    };
    return &disk;
}

nwl_str nwl_fs_real_path(nwl_arena *arena, nwl_str path)
{
    char *resolved = realpath(path.ptr, NULL);
    if (resolved == NULL)
        return NWL_STR_NONE;
    nwl_str real = nwl_arena_copy(arena, nwl_str_of(resolved));
    free(resolved);
    return real;
}
