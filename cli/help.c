// help: how to use a command

#include "cli/help.h"

#include "base/digest.h"
#include "model/annotations.h"
#include "model/regex.h"
#include "report/library.h"
#include "cli/kind.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/settings_file.h"
#include "cli/suggest.h"
#include "cli/wrap.h"

enum { COMMAND_COLUMN = 14, OPTION_COLUMN = 32 };

typedef struct help_page {
    const nwl_command *command; // NULL for the program as a whole
    nwl_screen screen;
    uint32_t width;
} help_page;

// Draws `name`, which ends at column used, and what is said of it from column on, if anything.
static void draw_entry(help_page *page, uint32_t used, uint32_t column, nwl_str text)
{
    if (text.len == 0) {
        nwl_screen_end_line(&page->screen);
        return;
    }
    if (used + 1 > column) {
        nwl_screen_end_line(&page->screen);
        used = 0;
    }
    nwl_screen_pad(&page->screen, column - used);
    nwl_wrap(&page->screen, text, column, page->width);
}

static void draw_heading(help_page *page, nwl_str text)
{
    nwl_screen_end_line(&page->screen);
    nwl_screen_put(&page->screen, NWL_INK_STRONG, text);
    nwl_screen_put(&page->screen, NWL_INK_PLAIN, NWL_STR(":\n"));
}

static void draw_usage(help_page *page)
{
    const nwl_command *command = page->command;
    nwl_screen_put(&page->screen, NWL_INK_STRONG, NWL_STR("Usage: "));
    if (command == NULL) {
        command = nwl_command_at(0);
        nwl_buffer_format(page->screen.out, "nginx-wslint [COMMAND] [OPTION...] %.*s\n\n",
                          NWL_STR_FMT(command->operands));
        nwl_wrap(&page->screen,
                 NWL_STR("Finds the line of an nginx configuration that breaks a "
                         "WebSocket. Without a PATH it reads /etc/nginx."),
                 0, page->width);
        return;
    }
    nwl_buffer_format(page->screen.out, "nginx-wslint %.*s [OPTION...]%s%.*s\n\n%.*s\n",
                      NWL_STR_FMT(command->name), command->operands.len > 0 ? " " : "",
                      NWL_STR_FMT(command->operands), NWL_STR_FMT(command->title));
}

static void draw_commands(help_page *page)
{
    draw_heading(page, NWL_STR("Commands"));
    for (uint32_t i = 0; i < nwl_command_count(); i++) {
        const nwl_command *command = nwl_command_at(i);
        nwl_buffer_format(page->screen.out, "  %.*s", NWL_STR_FMT(command->name));
        draw_entry(page, 2 + (uint32_t)command->name.len, COMMAND_COLUMN, command->title);
    }
}

static void draw_option(help_page *page, const nwl_option *option)
{
    nwl_buffer *out = page->screen.out;
    if (option->letter != 0)
        nwl_buffer_format(out, "  -%c, %.*s", option->letter, NWL_STR_FMT(option->name));
    else
        nwl_buffer_format(out, "      %.*s", NWL_STR_FMT(option->name));
    size_t used = 6 + option->name.len;
    if (option->argument.len > 0) {
        nwl_buffer_format(out, " %.*s", NWL_STR_FMT(option->argument));
        used += 1 + option->argument.len;
    }
    draw_entry(page, (uint32_t)used, OPTION_COLUMN, option->help);
}

// The options that apply, each under its heading; a heading without any is left out.
static void draw_options(help_page *page, const nwl_command *command)
{
    nwl_str heading = NWL_STR_NONE;
    for (uint32_t i = 0; i < nwl_option_count(); i++) {
        const nwl_option *option = nwl_option_at(i);
        if (option->name.len == 0) {
            heading = option->help;
            continue;
        }
        if (!nwl_option_applies(option, command))
            continue;
        if (heading.len > 0)
            draw_heading(page, heading);
        heading = NWL_STR_NONE;
        draw_option(page, option);
    }
}

static void draw_formats(help_page *page, const nwl_command *command)
{
    nwl_str name;
    draw_heading(page, NWL_STR("Formats"));
    for (uint32_t i = 0; nwl_command_format(command, i, &name); i++) {
        const nwl_format *format = nwl_format_named(name);
        bool has_title = command->formats[0].len == 0 && format != NULL;
        nwl_buffer_format(page->screen.out, "  %.*s", NWL_STR_FMT(name));
        draw_entry(page, 2 + (uint32_t)name.len, COMMAND_COLUMN,
                   has_title ? format->title : NWL_STR_NONE);
    }
}

static void draw_keys(help_page *page)
{
    draw_heading(page, NWL_STR("Settings file, the nearest .nginx-wslint.conf"));
    for (uint32_t i = 0; i < nwl_key_count(); i++) {
        const nwl_key *key = nwl_key_at(i);
        uint32_t indent = (key->traits & NWL_IN_FILE) != 0 ? 2 : 4;
        nwl_screen_pad(&page->screen, indent);
        nwl_buffer_format(page->screen.out, "%.*s %.*s", NWL_STR_FMT(key->name),
                          NWL_STR_FMT(key->arguments));
        draw_entry(page, indent + (uint32_t)(key->name.len + 1 + key->arguments.len),
                   OPTION_COLUMN, key->help);
    }
}

static void draw_comments(help_page *page)
{
    draw_heading(page,
                 NWL_STR("Comments in a configuration, \"# nginx-wslint: WORD ...\""));
    for (uint32_t i = 0; i < nwl_annotation_word_count(); i++) {
        const nwl_annotation_word *said = nwl_annotation_word_at(i);
        bool is_apart =
            said->argument.len > 0 && !nwl_str_ends_with(said->word, NWL_STR("="));
        nwl_buffer_format(page->screen.out, "  %.*s%s%.*s", NWL_STR_FMT(said->word),
                          is_apart ? " " : "", NWL_STR_FMT(said->argument));
        draw_entry(page, (uint32_t)(2 + said->word.len + is_apart + said->argument.len),
                   OPTION_COLUMN, said->help);
    }
}

static void draw_exit_status(help_page *page)
{
    nwl_screen_put(
        &page->screen, NWL_INK_PLAIN,
        NWL_STR("\nThe exit status is 0 when nothing was found at or above --fail-on, 1 "
                "when something was,\nand 2 when something could not be done.\n"));
}

static void print_help(const nwl_printing *printing, nwl_buffer *out)
{
    help_page page = {
        .command = printing->what,
        .screen = {.out = out, .style = &printing->style},
        .width = nwl_wrap_width(&printing->style),
    };
    const nwl_command *command = page.command != NULL ? page.command : nwl_command_at(0);
    draw_usage(&page);
    if (page.command == NULL)
        draw_commands(&page);
    draw_options(&page, command);
    if ((command->traits & NWL_FORMATS) != 0)
        draw_formats(&page, command);
    if ((command->traits & NWL_LINTS) != 0) {
        draw_keys(&page);
        draw_comments(&page);
        draw_exit_status(&page);
    }
    if (page.command == NULL)
        nwl_buffer_add(
            out, NWL_STR("\n\"nginx-wslint help COMMAND\" tells about a command.\n"));
}

int nwl_help_print(const nwl_cli *cli, const nwl_command *command)
{
    return nwl_output_all(cli, print_help, command) ? NWL_EXIT_CLEAN : NWL_EXIT_FAILURE;
}

static void print_version(const nwl_printing *printing, nwl_buffer *out)
{
    const nwl_str libraries[] = {
        nwl_report_library(printing->cli->arena),
        nwl_digest_library(),
        nwl_regex_library(printing->cli->arena),
    };
    nwl_buffer_add(out, NWL_STR("nginx-wslint " NWL_VERSION "\n"));
    for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
        nwl_buffer_format(out, "%.*s\n", NWL_STR_FMT(libraries[i]));
}

int nwl_version_print(const nwl_cli *cli)
{
    return nwl_output_all(cli, print_version, NULL) ? NWL_EXIT_CLEAN : NWL_EXIT_FAILURE;
}

static int run(nwl_cli *cli)
{
    if (cli->options->operands.count == 0)
        return nwl_help_print(cli, NULL);
    nwl_str name = cli->options->operands.items[0];
    const nwl_command *command = nwl_command_named(name);
    if (command == NULL) {
        nwl_message_error(
            nwl_choice_unknown(cli->arena, "command", name, &nwl_choice_commands));
        return NWL_EXIT_FAILURE;
    }
    return nwl_help_print(cli, command);
}

const nwl_command nwl_command_help = {
    .name = NWL_TEXT("help"),
    .title = NWL_TEXT("tell how to use a command"),
    .operands = NWL_TEXT("[COMMAND]"),
    .most_operands = 1,
    .operand = &nwl_kind_command,
    .traits = NWL_DRAWS,
    .run = run,
};
