#include "cli/cli.h"

int main(int argc, char **argv)
{
    nwl_arena *arena = nwl_arena_new();
    int status = nwl_cli_run(arena, argc, argv);
    nwl_arena_free(arena);
    return status;
}
