// completions: a script for the shell

#include "cli/completion.h"
#include "cli/message.h"
#include "cli/output.h"

typedef struct script {
    nwl_str shell;
    void (*write)(nwl_buffer *out);
} script;

static const script scripts[] = {
    {NWL_TEXT("bash"), nwl_completion_bash},
    {NWL_TEXT("zsh"), nwl_completion_zsh},
    {NWL_TEXT("fish"), nwl_completion_fish},
};

static bool shell_at(const void *of, uint32_t index, nwl_str *name)
{
    (void)of;
    if (index >= sizeof(scripts) / sizeof(scripts[0]))
        return false;
    *name = scripts[index].shell;
    return true;
}

static const nwl_choice_list shells = {.at = shell_at};
const nwl_kind nwl_kind_shell = {NWL_KIND_WORD, &shells, NULL};

static void print_script(const nwl_printing *printing, nwl_buffer *out)
{
    const script *chosen = printing->what;
    chosen->write(out);
}

static int run(nwl_cli *cli)
{
    nwl_str shell = cli->options->operands.items[0];
    uint32_t index = nwl_choice_find(&shells, shell);
    if (index == UINT32_MAX) {
        nwl_message_error(nwl_choice_unknown(cli->arena, "shell", shell, &shells));
        return NWL_EXIT_FAILURE;
    }
    bool printed = nwl_output_all(cli, print_script, &scripts[index]);
    return printed ? NWL_EXIT_CLEAN : NWL_EXIT_FAILURE;
}

const nwl_command nwl_command_completions = {
    .name = NWL_TEXT("completions"),
    .title = NWL_TEXT(
        "print a script that completes commands and options in bash, zsh or fish"),
    .operands = NWL_TEXT("SHELL"),
    .least_operands = 1,
    .most_operands = 1,
    .operand = &nwl_kind_shell,
    .run = run,
};
