#define _POSIX_C_SOURCE 200809L

#include "source/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"

enum {
    COMMAND_NOT_FOUND = 127
}; // the status of a child that could not become the program

// ---- pipes ------------------------------------------------------------------------------

typedef struct channel {
    int reader, writer; // -1 when closed
} channel;

static void close_end(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
    *descriptor = -1;
}

static void close_channel(channel *c)
{
    close_end(&c->reader);
    close_end(&c->writer);
}

// A pipe that no child inherits but as one of its standard streams.
static int open_channel(channel *c)
{
    int ends[2];
    *c = (channel){-1, -1};
    if (pipe(ends) != 0)
        return errno;
    *c = (channel){ends[0], ends[1]};
    if (fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
        fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0)
        return 0;
    int error = errno;
    close_channel(c);
    return error;
}

// ---- children ---------------------------------------------------------------------------

// Standard streams of a child; -1 for /dev/null.
typedef struct streams {
    int input, output, error;
} streams;

static int connect(posix_spawn_file_actions_t *actions, int from, int to, int mode)
{
    return from >= 0
               ? posix_spawn_file_actions_adddup2(actions, from, to)
               : posix_spawn_file_actions_addopen(actions, to, "/dev/null", mode, 0);
}

static int connect_all(posix_spawn_file_actions_t *actions, const streams *s)
{
    int error = connect(actions, s->input, STDIN_FILENO, O_RDONLY);
    if (error == 0)
        error = connect(actions, s->output, STDOUT_FILENO, O_WRONLY);
    return error != 0 ? error : connect(actions, s->error, STDERR_FILENO, O_WRONLY);
}

// A child does not inherit that SIGPIPE is ignored.
static int restore_signals(posix_spawnattr_t *attributes)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    int error = posix_spawnattr_setsigdefault(attributes, &signals);
    return error != 0 ? error
                      : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF);
}

static int spawn(pid_t *id, const nwl_program *program, const streams *s)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0)
        return error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = connect_all(&actions, s);
        if (error == 0)
            error = restore_signals(&attributes);
        if (error == 0) // it writes to neither of the two lists
            error = posix_spawnp(id, program->words[0], &actions, &attributes,
                                 (char *const *)program->words,
                                 (char *const *)program->environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

// The exit status of a child once it has ended, -1 after a signal.
static int wait_for(pid_t id)
{
    int status;
    while (waitpid(id, &status, 0) < 0) {
        if (errno != EINTR)
            return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// ---- to the end -------------------------------------------------------------------------

// Reads once from a descriptor that is ready, and closes it at its end.
static void read_part(int *descriptor, nwl_buffer *into, size_t limit)
{
    char part[4096];
    ssize_t got = read(*descriptor, part, sizeof(part));
    if (got < 0 && errno == EINTR)
        return;
    if (got <= 0) {
        close_end(descriptor);
        return;
    }
    size_t room = limit - into->len;
    nwl_buffer_add(into, (nwl_str){part, (size_t)got < room ? (size_t)got : room});
}

// Reads both by turns, so that the child never waits for the one that is not being read.
static void read_both(channel channels[2], nwl_buffer texts[2], size_t limit)
{
    while (channels[0].reader >= 0 || channels[1].reader >= 0) {
        struct pollfd waiting[2] = {{.fd = channels[0].reader, .events = POLLIN},
                                    {.fd = channels[1].reader, .events = POLLIN}};
        if (poll(waiting, 2, -1) < 0 && errno != EINTR)
            return;
        for (int i = 0; i < 2; i++) {
            if (waiting[i].fd >= 0 && waiting[i].revents != 0)
                read_part(&channels[i].reader, &texts[i], limit);
        }
    }
}

static int run(nwl_arena *arena, const nwl_program *program, size_t limit,
               channel channels[2], nwl_program_end *end)
{
    pid_t id;
    streams s = {-1, channels[0].writer, channels[1].writer};
    int error = spawn(&id, program, &s);
    if (error != 0)
        return error;
    close_end(&channels[0].writer);
    close_end(&channels[1].writer);
    nwl_buffer texts[2] = {nwl_buffer_new(NULL), nwl_buffer_new(NULL)};
    read_both(channels, texts, limit);
    *end = (nwl_program_end){
        .output = nwl_buffer_take(&texts[0], arena),
        .error = nwl_buffer_take(&texts[1], arena),
    };
    end->status = wait_for(id);
    return end->status == COMMAND_NOT_FOUND ? ENOENT : 0;
}

int nwl_process_run(nwl_arena *arena, const nwl_program *program, size_t limit,
                    nwl_program_end *end)
{
    channel channels[2] = {{-1, -1}, {-1, -1}};
    int error = open_channel(&channels[0]);
    if (error == 0)
        error = open_channel(&channels[1]);
    if (error == 0)
        error = run(arena, program, limit, channels, end);
    close_channel(&channels[0]);
    close_channel(&channels[1]);
    return error;
}

// ---- question and answer ----------------------------------------------------------------

static FILE *stream_of(int *descriptor, const char *mode)
{
    FILE *stream = fdopen(*descriptor, mode);
    if (stream != NULL)
        *descriptor = -1;
    return stream;
}

static int start(nwl_process *process, const nwl_program *program, channel *to,
                 channel *from)
{
    streams s = {to->reader, from->writer, -1};
    process->to = stream_of(&to->writer, "w");
    process->from = stream_of(&from->reader, "r");
    if (process->to == NULL || process->from == NULL)
        return ENOMEM;
    return spawn(&process->id, program, &s);
}

int nwl_process_start(nwl_process *process, const nwl_program *program)
{
    channel to, from = {-1, -1};
    *process = (nwl_process){.id = -1};
    int error = open_channel(&to);
    if (error == 0)
        error = open_channel(&from);
    if (error == 0)
        error = start(process, program, &to, &from);
    close_channel(&to);
    close_channel(&from);
    if (error != 0)
        nwl_process_stop(process);
    return error;
}

void nwl_process_stop(nwl_process *process)
{
    if (process->to != NULL)
        fclose(process->to);
    if (process->from != NULL)
        fclose(process->from);
    if (process->id > 0)
        wait_for(process->id);
    *process = (nwl_process){.id = -1};
}
