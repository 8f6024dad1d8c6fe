#include "cli/completion.h"

static void quote(nwl_buffer *out, nwl_str text, const char *special)
{
    nwl_completion_quote(out, text, special, "'\\''");
}

// ---- words ------------------------------------------------------------------------------

static void put_rules(nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("\n_nginx_wslint_rules()\n{\n    compadd \"$@\" - "));
    nwl_completion_join(out, nwl_choice_rules, " ");
    nwl_buffer_add(out, NWL_STR("\n}\n"));
}

static void put_commands(nwl_buffer *out)
{
    nwl_buffer_add(out,
                   NWL_STR("\n_nginx_wslint_commands()\n{\n    local -a commands=(\n"));
    for (uint32_t i = 0; i < nwl_command_count(); i++) {
        const nwl_command *command = nwl_command_at(i);
        nwl_buffer_format(out, "        '%.*s:", NWL_STR_FMT(command->name));
        quote(out, command->title, ":\\");
        nwl_buffer_add(out, NWL_STR("'\n"));
    }
    nwl_buffer_add(out, NWL_STR("    )\n    _describe command commands \"$@\"\n}\n"
                                "\n_nginx_wslint_is_command()\n{\n    [[ $1 == ("));
    nwl_completion_join(out, nwl_choice_commands, "|");
    nwl_buffer_add(out, NWL_STR(") ]]\n}\n"));
}

static void put_awaiting(nwl_buffer *out)
{
    nwl_buffer_add(out,
                   NWL_STR("\n# Whether the option $1 has its value in the next word.\n"
                           "_nginx_wslint_awaits()\n{\n    [[ $1 == ("));
    nwl_completion_awaiting(out, "|");
    nwl_buffer_add(out, NWL_STR(") ]]\n}\n"));
}

// ---- values -----------------------------------------------------------------------------

// The function that adds a list, NULL for one that is written out.
static const char *function_of(nwl_choice_list list)
{
    if (list.at == nwl_choice_rules.at)
        return "_nginx_wslint_rules";
    return list.at == nwl_choice_commands.at ? "_nginx_wslint_commands" : NULL;
}

// A word, in the notation of _arguments for what completes it.
static void put_word(nwl_buffer *out, const nwl_kind *kind, nwl_choice_list words)
{
    const char *function = function_of(words);
    if (function == NULL) {
        nwl_buffer_add_char(out, '(');
        nwl_completion_join(out, words, " ");
        nwl_buffer_add_char(out, ')');
    } else if (kind->others == NULL) {
        nwl_buffer_add(out, nwl_str_of(function));
    } else {
        nwl_buffer_format(out, "{%s; compadd - ", function);
        nwl_completion_join(out, *kind->others, " ");
        nwl_buffer_add_char(out, '}');
    }
}

static void put_list(nwl_buffer *out, nwl_choice_list words)
{
    const char *function = function_of(words);
    nwl_buffer_add(out, NWL_STR("_sequence "));
    if (function != NULL) {
        nwl_buffer_add(out, nwl_str_of(function));
    } else {
        nwl_buffer_add(out, NWL_STR("compadd - "));
        nwl_completion_join(out, words, " ");
    }
}

// A pair is made of a list with a function. The space before it keeps the words in their order.
static void put_pair(nwl_buffer *out, const nwl_kind *kind)
{
    nwl_buffer_format(out, " _nginx_wslint_pair %s ", function_of(*kind->words));
    nwl_completion_join(out, *kind->others, " ");
}

// What completes a value, in the notation of _arguments. For a text it is a list without words: a mere message would
// keep zsh from inserting an option in the place of the first operand.
static void put_kind(nwl_buffer *out, const nwl_kind *kind, const nwl_command *command)
{
    switch (kind->form) {
    case NWL_KIND_NONE:
    case NWL_KIND_TEXT:
        nwl_buffer_add(out, NWL_STR("()"));
        break;
    case NWL_KIND_FILE:
        nwl_buffer_add(out, NWL_STR("_files"));
        break;
    case NWL_KIND_DIRECTORY:
        nwl_buffer_add(out, NWL_STR("_files -/"));
        break;
    case NWL_KIND_WORD:
        put_word(out, kind, nwl_kind_words(kind, command));
        break;
    case NWL_KIND_LIST:
        put_list(out, nwl_kind_words(kind, command));
        break;
    case NWL_KIND_PAIR:
        put_pair(out, kind);
        break;
    }
}

// ---- options and operands ---------------------------------------------------------------

// What stands behind the name of an option: "[help]:ARGUMENT:what completes it".
static void put_meaning(nwl_buffer *out, const nwl_option *option,
                        const nwl_command *command)
{
    nwl_buffer_add_char(out, '[');
    quote(out, option->help, "[]:\\");
    nwl_buffer_add_char(out, ']');
    if (option->argument.len > 0) {
        nwl_buffer_add_char(out, ':');
        quote(out, option->argument, ":\\");
        nwl_buffer_add_char(out, ':');
        put_kind(out, option->kind, command);
    }
}

// An option may be repeated ('*'); its value is in the word ('=', '+') or the next one.
static void put_option(nwl_buffer *out, const nwl_option *option,
                       const nwl_command *command)
{
    bool has_value = option->argument.len > 0;
    nwl_buffer_add(out, NWL_STR("    [[ $1 == ("));
    nwl_completion_commands(out, option, command, "|");
    nwl_buffer_format(out, ") ]] && specs+=('*%.*s%s", NWL_STR_FMT(option->name),
                      has_value ? "=" : "");
    put_meaning(out, option, command);
    if (option->letter != 0) {
        nwl_buffer_format(out, "' '*-%c%s", option->letter, has_value ? "+" : "");
        put_meaning(out, option, command);
    }
    nwl_buffer_add(out, NWL_STR("')\n"));
}

static void put_options(nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("\n# Adds the options of the command $1 to specs.\n"
                                "_nginx_wslint_options()\n{\n"));
    for (uint32_t i = 0; i < nwl_option_count(); i++) {
        if (nwl_option_at(i)->name.len > 0)
            nwl_completion_uses(out, nwl_option_at(i), put_option);
    }
    nwl_buffer_add(out, NWL_STR("}\n"));
}

// The command itself is the first word.
static void put_operands_of(nwl_buffer *out, const nwl_command *command)
{
    nwl_buffer_format(out, "    %.*s) operands=(", NWL_STR_FMT(command->name));
    bool ends = false;
    for (uint32_t i = 0; !ends; i++) {
        const nwl_kind *kind = nwl_kind_operand(command, i);
        ends = kind->form == NWL_KIND_NONE || nwl_completion_repeats(command, i);
        if (kind->form == NWL_KIND_NONE)
            continue;
        nwl_buffer_add(out, i > 0 ? NWL_STR(" '") : NWL_STR("'"));
        if (ends)
            nwl_buffer_add_char(out, '*');
        else
            nwl_buffer_format(out, "%u", i + 2);
        nwl_buffer_format(out, ":%.*s:", NWL_STR_FMT(command->operands));
        put_kind(out, kind, command);
        nwl_buffer_add_char(out, '\'');
    }
    nwl_buffer_add(out, NWL_STR(") ;;\n"));
}

static void put_operands(nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("\n# Sets operands to what the command $1 takes.\n"
                                "_nginx_wslint_operands()\n{\n    case $1 in\n"));
    for (uint32_t i = 0; i < nwl_command_count(); i++)
        put_operands_of(out, nwl_command_at(i));
    nwl_buffer_add(out, NWL_STR("    esac\n}\n"));
}

void nwl_completion_zsh(nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("#compdef nginx-wslint\n"));
    nwl_completion_head(out, "zsh");
    put_rules(out);
    put_commands(out);
    put_awaiting(out);
    put_options(out);
    put_operands(out);
    nwl_buffer_add(out, nwl_completion_code_zsh);
}
