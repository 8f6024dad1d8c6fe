#include "cli/completion.h"

void nwl_completion_head(nwl_buffer *out, const char *shell)
{
    nwl_buffer_format(out,
                      "# Completes nginx-wslint %s in %s.\n"
                      "# Made by \"nginx-wslint completions %s\"; the lists are those of "
                      "the program.\n",
                      NWL_VERSION, shell, shell);
}

void nwl_completion_join(nwl_buffer *out, nwl_choice_list list, const char *separator)
{
    nwl_str word;
    for (uint32_t i = 0; list.at(list.of, i, &word); i++)
        nwl_buffer_format(out, "%s%.*s", i > 0 ? separator : "", NWL_STR_FMT(word));
}

void nwl_completion_uses(nwl_buffer *out, const nwl_option *option,
                         nwl_completion_put *put)
{
    if (option->kind != &nwl_kind_format) {
        put(out, option, NULL);
        return;
    }
    for (uint32_t i = 0; i < nwl_command_count(); i++) {
        if (nwl_option_applies(option, nwl_command_at(i)))
            put(out, option, nwl_command_at(i));
    }
}

void nwl_completion_commands(nwl_buffer *out, const nwl_option *option,
                             const nwl_command *command, const char *separator)
{
    const char *before = "";
    for (uint32_t i = 0; i < nwl_command_count(); i++) {
        const nwl_command *candidate = nwl_command_at(i);
        if (command != NULL ? candidate != command
                            : !nwl_option_applies(option, candidate))
            continue;
        nwl_buffer_format(out, "%s%.*s", before, NWL_STR_FMT(candidate->name));
        before = separator;
    }
}

void nwl_completion_awaiting(nwl_buffer *out, const char *separator)
{
    const char *before = "";
    for (uint32_t i = 0; i < nwl_option_count(); i++) {
        const nwl_option *option = nwl_option_at(i);
        if (option->argument.len == 0)
            continue;
        nwl_buffer_format(out, "%s%.*s", before, NWL_STR_FMT(option->name));
        if (option->letter != 0)
            nwl_buffer_format(out, "%s-%c", separator, option->letter);
        before = separator;
    }
}

void nwl_completion_quote(nwl_buffer *out, nwl_str text, const char *special,
                          const char *quote)
{
    nwl_str marked = nwl_str_of(special);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (nwl_str_find(marked, c, 0) < marked.len)
            nwl_buffer_add_char(out, '\\');
        if (c == '\'')
            nwl_buffer_add(out, nwl_str_of(quote));
        else
            nwl_buffer_add_char(out, c);
    }
}

bool nwl_completion_repeats(const nwl_command *command, uint32_t index)
{
    return command->most_operands == UINT32_MAX && index >= command->first_path;
}
