// check: lint configurations

#include "cli/cli.h"
#include "cli/lint.h"

static int run(nwl_cli *cli)
{
    nwl_lint lint = nwl_lint_run(cli);
    if (lint.failed)
        return NWL_EXIT_FAILURE;
    bool printed = nwl_output_all(cli, nwl_lint_print, &lint);
    if (!printed || lint.report.problem_count > 0)
        return NWL_EXIT_FAILURE;
    return lint.fails ? NWL_EXIT_FINDINGS : NWL_EXIT_CLEAN;
}

const nwl_command nwl_command_check = {
    .name = NWL_TEXT("check"),
    .title = NWL_TEXT("find what breaks WebSockets (the default command)"),
    .operands = NWL_TEXT("[PATH...]"),
    .most_operands = UINT32_MAX,
    .traits = NWL_READS | NWL_JUDGES | NWL_LINTS | NWL_FORMATS | NWL_DRAWS | NWL_SHORTENS,
    .run = run,
};
