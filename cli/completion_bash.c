#include "cli/completion.h"

static void put_lists(nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("\n# Sets the lists that several values are made of.\n"
                                "_nginx_wslint_lists()\n{\n    commands='"));
    nwl_completion_join(out, nwl_choice_commands, " ");
    nwl_buffer_add(out, NWL_STR("'\n    rules='"));
    nwl_completion_join(out, nwl_choice_rules, " ");
    nwl_buffer_add(out, NWL_STR("'\n}\n"));
}

// ---- options ----------------------------------------------------------------------------

static void put_options_of(nwl_buffer *out, const nwl_command *command)
{
    nwl_buffer_format(out, "    %.*s) words='", NWL_STR_FMT(command->name));
    const char *before = "";
    for (uint32_t i = 0; i < nwl_option_count(); i++) {
        const nwl_option *option = nwl_option_at(i);
        if (option->name.len == 0 || !nwl_option_applies(option, command))
            continue;
        nwl_buffer_format(out, "%s%.*s", before, NWL_STR_FMT(option->name));
        if (option->letter != 0)
            nwl_buffer_format(out, " -%c", option->letter);
        before = " ";
    }
    nwl_buffer_add(out, NWL_STR("' ;;\n"));
}

static void put_options(nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("\n# Sets words to the options of the command $1.\n"
                                "_nginx_wslint_options()\n{\n    case $1 in\n"));
    for (uint32_t i = 0; i < nwl_command_count(); i++)
        put_options_of(out, nwl_command_at(i));
    nwl_buffer_add(out, NWL_STR("    esac\n}\n"));
}

static void put_letters(nwl_buffer *out, bool with_value)
{
    for (uint32_t i = 0; i < nwl_option_count(); i++) {
        const nwl_option *option = nwl_option_at(i);
        if (option->letter != 0 && (option->argument.len > 0) == with_value)
            nwl_buffer_add_char(out, option->letter);
    }
}

// A word such as "-qf" awaits the value of -f.
static void put_awaiting(nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("\n# Sets option to the option of the word $1 that has "
                                "its value in the next word.\n"
                                "_nginx_wslint_await()\n{\n    case $1 in\n    "));
    nwl_completion_awaiting(out, " | ");
    nwl_buffer_add(out, NWL_STR(") option=$1 ;;\n    esac\n    if [[ $1 =~ ^-["));
    put_letters(out, false);
    nwl_buffer_add(out, NWL_STR("]*(["));
    put_letters(out, true);
    nwl_buffer_add(out, NWL_STR("])$ ]]; then\n        option=-${BASH_REMATCH[1]}\n"
                                "    fi\n}\n"));
}

// ---- values -----------------------------------------------------------------------------

static void put_words(nwl_buffer *out, nwl_choice_list list)
{
    if (list.at == nwl_choice_rules.at) {
        nwl_buffer_add(out, NWL_STR("$rules"));
    } else if (list.at == nwl_choice_commands.at) {
        nwl_buffer_add(out, NWL_STR("$commands"));
    } else {
        nwl_buffer_add_char(out, '\'');
        nwl_completion_join(out, list, " ");
        nwl_buffer_add_char(out, '\'');
    }
}

// What stands behind a pattern of the case: the form of the value, and what it is made of.
static void put_kind(nwl_buffer *out, const nwl_kind *kind, const nwl_command *command)
{
    static const char *const FORMS[] = {
        [NWL_KIND_NONE] = "none", [NWL_KIND_TEXT] = "text",
        [NWL_KIND_FILE] = "path", [NWL_KIND_DIRECTORY] = "directory",
        [NWL_KIND_WORD] = "word", [NWL_KIND_LIST] = "list",
        [NWL_KIND_PAIR] = "pair",
    };
    nwl_buffer_format(out, ") form=%s", FORMS[kind->form]);
    if (kind->words != NULL) {
        nwl_buffer_add(out, NWL_STR(" words="));
        put_words(out, nwl_kind_words(kind, command));
    }
    if (kind->others != NULL) {
        nwl_buffer_add(out, NWL_STR(" others="));
        put_words(out, *kind->others);
    }
    nwl_buffer_add(out, NWL_STR(" ;;\n"));
}

// A pattern for "COMMAND WORD", where word is an option or the number of an operand.
static void put_pattern(nwl_buffer *out, const nwl_command *command, nwl_str word)
{
    if (command != NULL)
        nwl_buffer_format(out, "'%.*s %.*s'", NWL_STR_FMT(command->name),
                          NWL_STR_FMT(word));
    else
        nwl_buffer_format(out, "*' %.*s'", NWL_STR_FMT(word));
}

static void put_value(nwl_buffer *out, const nwl_option *option,
                      const nwl_command *command)
{
    nwl_buffer_add(out, NWL_STR("    "));
    put_pattern(out, command, option->name);
    if (option->letter != 0) {
        nwl_buffer_add(out, NWL_STR(" | "));
        put_pattern(out, command, (nwl_str){(char[]){'-', option->letter}, 2});
    }
    put_kind(out, option->kind, command);
}

static void put_operands(nwl_buffer *out, const nwl_command *command)
{
    for (uint32_t i = 0;; i++) {
        const nwl_kind *kind = nwl_kind_operand(command, i);
        if (kind->form == NWL_KIND_NONE)
            return;
        bool repeats = nwl_completion_repeats(command, i);
        nwl_buffer_format(out, repeats ? "    '%.*s '*" : "    '%.*s %u'",
                          NWL_STR_FMT(command->name), i);
        put_kind(out, kind, command);
        if (repeats)
            return;
    }
}

static void put_values(nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("\n# Sets form, and the words and others that the value "
                                "$2 of the command $1 is made of: behind an\n"
                                "# option, or an operand with this number.\n"
                                "_nginx_wslint_value()\n{\n    case \"$1 $2\" in\n"));
    for (uint32_t i = 0; i < nwl_option_count(); i++) {
        if (nwl_option_at(i)->argument.len > 0)
            nwl_completion_uses(out, nwl_option_at(i), put_value);
    }
    for (uint32_t i = 0; i < nwl_command_count(); i++)
        put_operands(out, nwl_command_at(i));
    nwl_buffer_add(out, NWL_STR("    esac\n}\n"));
}

void nwl_completion_bash(nwl_buffer *out)
{
    nwl_completion_head(out, "bash");
    put_lists(out);
    put_options(out);
    put_awaiting(out);
    put_values(out);
    nwl_buffer_add(out, nwl_completion_code_bash);
}
