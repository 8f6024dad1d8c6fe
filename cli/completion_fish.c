#include "cli/completion.h"

// In single quotes fish knows \' and \\ alone.
static void quote(nwl_buffer *out, nwl_str text)
{
    nwl_completion_quote(out, text, "\\", "\\'");
}

// A function that prints a list, a word a line.
static void put_list(nwl_buffer *out, const char *name, nwl_choice_list list)
{
    nwl_buffer_format(out, "\nfunction __nginx_wslint_%s\n    printf '%%s\\n' ", name);
    nwl_completion_join(out, list, " ");
    nwl_buffer_add(out, NWL_STR("\nend\n"));
}

static void put_tests(nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("\nfunction __nginx_wslint_is_command\n"
                                "    contains -- $argv[1] "));
    nwl_completion_join(out, nwl_choice_commands, " ");
    nwl_buffer_add(out, NWL_STR("\nend\n\n"
                                "# Whether the option $argv[1] has its value in the next "
                                "word.\n"
                                "function __nginx_wslint_awaits\n"
                                "    contains -- $argv[1] "));
    nwl_completion_awaiting(out, " ");
    nwl_buffer_add(out, NWL_STR("\nend\n"));
}

// ---- values -----------------------------------------------------------------------------

static void put_words(nwl_buffer *out, nwl_choice_list list)
{
    if (list.at == nwl_choice_rules.at)
        nwl_buffer_add(out, NWL_STR("(__nginx_wslint_rules)"));
    else
        nwl_completion_join(out, list, " ");
}

static void put_word(nwl_buffer *out, const nwl_kind *kind, const nwl_command *command)
{
    put_words(out, nwl_kind_words(kind, command));
    if (kind->others == NULL)
        return;
    nwl_buffer_add_char(out, ' ');
    put_words(out, *kind->others);
}

// "(__fish_append , WORD...)": what was typed up to the last comma, and each word.
static void put_list_of(nwl_buffer *out, const nwl_kind *kind, const nwl_command *command)
{
    nwl_buffer_add(out, NWL_STR("(__fish_append , "));
    put_words(out, nwl_kind_words(kind, command));
    nwl_buffer_add_char(out, ')');
}

static void put_pair(nwl_buffer *out, const nwl_kind *kind, const nwl_command *command)
{
    put_words(out, nwl_kind_words(kind, command));
    nwl_buffer_add(out, NWL_STR("={"));
    nwl_completion_join(out, *kind->others, ",");
    nwl_buffer_add_char(out, '}');
}

// The flags of "complete" for a value: -F lets it be a file and -f does not, -a lists what else it may be.
static void put_kind(nwl_buffer *out, const nwl_kind *kind, const nwl_command *command)
{
    switch (kind->form) {
    case NWL_KIND_NONE:
        return;
    case NWL_KIND_TEXT:
        nwl_buffer_add(out, NWL_STR(" -f"));
        return;
    case NWL_KIND_FILE:
        nwl_buffer_add(out, NWL_STR(" -F"));
        return;
    case NWL_KIND_DIRECTORY:
        nwl_buffer_add(out, NWL_STR(" -f -a '(__fish_complete_directories)'"));
        return;
    case NWL_KIND_WORD:
        nwl_buffer_add(out, NWL_STR(" -f -a '"));
        put_word(out, kind, command);
        break;
    case NWL_KIND_LIST:
        nwl_buffer_add(out, NWL_STR(" -f -a '"));
        put_list_of(out, kind, command);
        break;
    case NWL_KIND_PAIR:
        nwl_buffer_add(out, NWL_STR(" -f -a '"));
        put_pair(out, kind, command);
        break;
    }
    nwl_buffer_add_char(out, '\'');
}

// ---- options and operands ---------------------------------------------------------------

static void put_option(nwl_buffer *out, const nwl_option *option,
                       const nwl_command *command)
{
    nwl_buffer_add(out,
                   NWL_STR("complete -c nginx-wslint -n '__nginx_wslint_command_is "));
    nwl_completion_commands(out, option, command, " ");
    nwl_buffer_format(out, "' -l %.*s", NWL_STR_FMT(nwl_str_from(option->name, 2)));
    if (option->letter != 0)
        nwl_buffer_format(out, " -s %c", option->letter);
    if (option->argument.len > 0)
        nwl_buffer_add(out, NWL_STR(" -r"));
    put_kind(out, option->kind, command);
    nwl_buffer_add(out, NWL_STR(" -d '"));
    quote(out, option->help);
    nwl_buffer_add(out, NWL_STR("'\n"));
}

static void put_command(nwl_buffer *out, const nwl_command *command)
{
    nwl_buffer_format(out,
                      "complete -c nginx-wslint -n __nginx_wslint_takes_command -a %.*s "
                      "-d '",
                      NWL_STR_FMT(command->name));
    quote(out, command->title);
    nwl_buffer_add(out, NWL_STR("'\n"));
}

static void put_operands(nwl_buffer *out, const nwl_command *command)
{
    bool repeats = false;
    for (uint32_t i = 0; !repeats; i++) {
        const nwl_kind *kind = nwl_kind_operand(command, i);
        if (kind->form == NWL_KIND_NONE)
            return;
        repeats = nwl_completion_repeats(command, i);
        nwl_buffer_format(out, "complete -c nginx-wslint -n '__nginx_wslint_at %.*s %u",
                          NWL_STR_FMT(command->name), i);
        if (!repeats)
            nwl_buffer_format(out, " %u", i);
        nwl_buffer_add_char(out, '\'');
        put_kind(out, kind, command);
        nwl_buffer_add_char(out, '\n');
    }
}

void nwl_completion_fish(nwl_buffer *out)
{
    nwl_completion_head(out, "fish");
    put_list(out, "rules", nwl_choice_rules);
    put_tests(out);
    nwl_buffer_add(out, nwl_completion_code_fish);
    nwl_buffer_add(out, NWL_STR("\ncomplete -c nginx-wslint -f\n"));
    for (uint32_t i = 0; i < nwl_command_count(); i++)
        put_command(out, nwl_command_at(i));
    for (uint32_t i = 0; i < nwl_command_count(); i++)
        put_operands(out, nwl_command_at(i));
    for (uint32_t i = 0; i < nwl_option_count(); i++) {
        if (nwl_option_at(i)->name.len > 0)
            nwl_completion_uses(out, nwl_option_at(i), put_option);
    }
}
