#include "cli/kind.h"

#include <assert.h>

#include "cli/options.h"

// ---- the words --------------------------------------------------------------------------

static bool word_at(const void *of, uint32_t index, nwl_str *name)
{
    const char *const *words = of;
    *name = nwl_str_of(words[index]);
    return words[index] != NULL;
}

#define NWL_WORDS(...)                                                                   \
    {                                                                                    \
        .at = word_at, .of = (const char *const[])                                       \
        {                                                                                \
            __VA_ARGS__, NULL                                                            \
        }                                                                                \
    }

static_assert(NWL_OFF == 0 && NWL_NOTE == 1 && NWL_WARNING == 2 && NWL_ERROR == 3,
              "the levels stand in this order");
static const nwl_choice_list levels = NWL_WORDS("off", "note", "warning", "error");
static const nwl_choice_list limits = NWL_WORDS("never", "note", "warning", "error");

static_assert(NWL_COLOR_AUTO == 0 && NWL_COLOR_ALWAYS == 1 && NWL_COLOR_NEVER == 2,
              "the color choices stand in this order");
static const nwl_choice_list colors = NWL_WORDS("auto", "always", "never");

static const nwl_choice_list contexts =
    NWL_WORDS("main", "events", "http", "server", "location", "if", "mail", "upstream",
              "stream", "limit_except");

static const nwl_choice_list all_pages = NWL_WORDS("all");

static bool format_at(const void *of, uint32_t index, nwl_str *name)
{
    return nwl_command_format(of, index, name);
}

static const nwl_choice_list formats = {.at = format_at};

// ---- the kinds --------------------------------------------------------------------------

const nwl_kind nwl_kind_none = {.form = NWL_KIND_NONE};
const nwl_kind nwl_kind_text = {.form = NWL_KIND_TEXT};
const nwl_kind nwl_kind_file = {.form = NWL_KIND_FILE};
const nwl_kind nwl_kind_directory = {.form = NWL_KIND_DIRECTORY};
const nwl_kind nwl_kind_format = {NWL_KIND_WORD, &formats, NULL};
const nwl_kind nwl_kind_color = {NWL_KIND_WORD, &colors, NULL};
const nwl_kind nwl_kind_level = {NWL_KIND_WORD, &levels, NULL};
const nwl_kind nwl_kind_fail_on = {NWL_KIND_WORD, &limits, NULL};
const nwl_kind nwl_kind_contexts = {NWL_KIND_LIST, &contexts, NULL};
const nwl_kind nwl_kind_rules = {NWL_KIND_LIST, &nwl_choice_rules, NULL};
const nwl_kind nwl_kind_rule_level = {NWL_KIND_PAIR, &nwl_choice_rules, &levels};
const nwl_kind nwl_kind_page = {NWL_KIND_WORD, &nwl_choice_rules, &all_pages};
const nwl_kind nwl_kind_command = {NWL_KIND_WORD, &nwl_choice_commands, NULL};

nwl_choice_list nwl_kind_words(const nwl_kind *kind, const nwl_command *command)
{
    if (kind->words == &formats)
        return (nwl_choice_list){.at = format_at, .of = command};
    return *kind->words;
}

const nwl_kind *nwl_kind_operand(const nwl_command *command, uint32_t index)
{
    if (index >= command->most_operands)
        return &nwl_kind_none;
    if ((command->traits & NWL_READS) != 0 && index >= command->first_path)
        return &nwl_kind_file;
    return command->operand;
}
