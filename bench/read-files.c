// Opens and reads every file that LIST names, one path a line: what reading alone costs.
//
//     read-files LIST
#define _POSIX_C_SOURCE 200809L

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int read_file(const char *path)
{
    static char bytes[64 * 1024];
    ssize_t got;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        perror(path);
        return 1;
    }
    while ((got = read(fd, bytes, sizeof(bytes))) > 0)
        continue;
    close(fd);
    return got < 0;
}

int main(int argc, char **argv)
{
    char path[4096];
    int failed = 0;
    FILE *list = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (list == NULL) {
        fputs("usage: read-files LIST\n", stderr);
        return 2;
    }
    while (fgets(path, sizeof(path), list) != NULL) {
        path[strcspn(path, "\n")] = '\0';
        failed |= read_file(path);
    }
    fclose(list);
    return failed;
}
