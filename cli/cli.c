#define _POSIX_C_SOURCE 200809L

#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "cli/help.h"
#include "cli/message.h"
#include "cli/print_config.h"

// Has 0, 1 and 2 open, so that no file we open becomes standard output. A stream that was closed stays useless: reading the one and
// writing the others fails with EBADF.
static void open_standard_streams(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF)
            continue;
        if (open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY) != descriptor)
            return;
    }
}

static bool exists(nwl_str path)
{
    return access(path.ptr, F_OK) == 0;
}

int nwl_cli_run(nwl_arena *arena, int argc, char **argv)
{
    open_standard_streams();
    signal(SIGPIPE, SIG_IGN); // a reader who went away is an error of the write

    nwl_options options;
    nwl_str error;
    nwl_command_line line = {
        .count = argc > 1 ? (uint32_t)argc - 1 : 0,
        .words = (const char *const *)argv + 1,
        .exists = exists,
    };
    if (!nwl_options_parse(arena, &line, &options, &error)) {
        nwl_message_error(error);
        return NWL_EXIT_FAILURE;
    }
    nwl_cli cli = {.arena = arena, .options = &options};
    if (options.version)
        return nwl_version_print(&cli);
    if (options.help)
        return nwl_help_print(&cli, options.command_named ? options.command : NULL);
    if (options.print_config)
        return nwl_print_config(&cli);
    return options.command->run(&cli);
}
