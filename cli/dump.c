// dump: the syntax trees as JSON, for programs

#include "report/dump.h"
#include "cli/output.h"
#include "cli/reading.h"

static void print(const nwl_printing *printing, nwl_buffer *out)
{
    const nwl_reading *reading = printing->what;
    const nwl_report report = {
        .arena = reading->arena,
        .files = &reading->files,
        .problems = reading->problems.items.items,
        .problem_count = reading->problems.items.count,
    };
    const nwl_dump dump = {
        .report = &report,
        .configurations = reading->configurations.items,
        .configuration_count = reading->configurations.count,
        .why_not = nwl_reading_why_not,
        .include_comments = printing->cli->options->include_comments,
    };
    nwl_dump_print(&dump, out);
}

static int run(nwl_cli *cli)
{
    const nwl_reading *reading = nwl_read(cli);
    bool printed = nwl_output_all(cli, print, reading);
    return printed && reading->problems.items.count == 0 ? NWL_EXIT_CLEAN
                                                         : NWL_EXIT_FAILURE;
}

const nwl_command nwl_command_dump = {
    .name = NWL_TEXT("dump"),
    .title = NWL_TEXT("print the syntax trees as JSON, in crossplane's schema"),
    .operands = NWL_TEXT("[PATH]"),
    .most_operands = 1,
    .traits = NWL_READS | NWL_DUMPS,
    .run = run,
};
