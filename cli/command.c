#include "cli/command.h"

#include "report/report.h"

#define NWL_COMMAND(name) extern const nwl_command nwl_command_##name;
#include "cli/commands.def"

static const nwl_command *const commands[] = {
#define NWL_COMMAND(name) &nwl_command_##name,
#include "cli/commands.def"
};

uint32_t nwl_command_count(void)
{
    return sizeof commands / sizeof *commands;
}

const nwl_command *nwl_command_at(uint32_t index)
{
    return commands[index];
}

const nwl_command *nwl_command_named(nwl_str name)
{
    for (uint32_t i = 0; i < nwl_command_count(); i++) {
        if (nwl_str_eq(commands[i]->name, name))
            return commands[i];
    }
    return NULL;
}

bool nwl_command_format(const nwl_command *command, uint32_t index, nwl_str *name)
{
    if (command->formats[0].len == 0) {
        if (index >= nwl_format_count())
            return false;
        *name = nwl_format_at(index)->name;
        return true;
    }
    if (index >= NWL_COMMAND_MOST_FORMATS || command->formats[index].len == 0)
        return false;
    *name = command->formats[index];
    return true;
}
