#include "cli/options.h"

#include "cli/kind.h"
#include "cli/take.h"

typedef bool (*take)(nwl_taking *taking, nwl_str value);

static const nwl_option options_of_list[] = {
#define NWL_HEADING(text) {.help = NWL_TEXT(text)},
#define NWL_OPTION(id, long_name, short_name, value, of_kind, of_trait, text)            \
    {.name = NWL_TEXT(long_name),                                                        \
     .argument = NWL_TEXT(value),                                                        \
     .help = NWL_TEXT(text),                                                             \
     .kind = &nwl_kind_##of_kind,                                                        \
     .letter = short_name,                                                               \
     .trait = of_trait},
#include "cli/options.def"
};

static const take takes[] = {
#define NWL_HEADING(text) NULL,
#define NWL_OPTION(id, name, letter, argument, kind, trait, help) nwl_take_##id,
#include "cli/options.def"
};

uint32_t nwl_option_count(void)
{
    return sizeof(options_of_list) / sizeof(options_of_list[0]);
}

const nwl_option *nwl_option_at(uint32_t index)
{
    return &options_of_list[index];
}

bool nwl_option_applies(const nwl_option *option, const nwl_command *command)
{
    return option->trait == NWL_ALWAYS || (command->traits & option->trait) != 0;
}

// ---- argv to options and operands ---------------------------------------------------------

typedef struct scan {
    const nwl_command_line *line;
    uint32_t next; // word
    NWL_ARRAY(nwl_str) operands;
    bool first_is_operand; // the first operand came after "--": it is no command
    nwl_taking *taking;    // for its error
} scan;

static bool option_at(const void *of, uint32_t index, nwl_str *name)
{
    (void)of;
    // Headings have no name and are like no option.
    if (index >= nwl_option_count())
        return false;
    *name = options_of_list[index].name;
    return true;
}

static bool fail_unknown(scan *s, nwl_str name)
{
    nwl_choice_list list = {.at = option_at, .told_by = NWL_STR("nginx-wslint help")};
    s->taking->error = nwl_choice_unknown(s->taking->arena, "option", name, &list);
    return false;
}

static void push_given(scan *s, uint32_t option, nwl_str value)
{
    *NWL_PUSH(s->taking->arena, &s->taking->options->given) =
        (nwl_given){.option = option, .value = value};
}

// Takes the value of an option that stands as a word of its own.
static bool scan_next_value(scan *s, uint32_t index)
{
    const nwl_option *option = &options_of_list[index];
    if (s->next == s->line->count) {
        return nwl_taking_fail(s->taking, "option \"%.*s\" needs a value: %.*s",
                               NWL_STR_FMT(option->name), NWL_STR_FMT(option->argument));
    }
    push_given(s, index, nwl_str_of(s->line->words[s->next++]));
    return true;
}

// "--name", "--name=value" or "--name value".
static bool scan_long(scan *s, nwl_str word)
{
    size_t equals = nwl_str_find(word, '=', 0);
    nwl_str name = nwl_str_slice(word, 0, equals);
    nwl_choice_list list = {.at = option_at};
    uint32_t index = nwl_choice_find(&list, name);
    if (index == UINT32_MAX)
        return fail_unknown(s, name);
    bool takes_value = options_of_list[index].argument.len > 0;
    if (equals < word.len && !takes_value) {
        return nwl_taking_fail(s->taking, "option \"%.*s\" takes no value",
                               NWL_STR_FMT(name));
    }
    if (equals == word.len && takes_value)
        return scan_next_value(s, index);
    push_given(s, index, nwl_str_from(word, equals + 1));
    return true;
}

static uint32_t find_letter(char letter)
{
    uint32_t index = 0;
    while (index < nwl_option_count() && options_of_list[index].letter != letter)
        index++;
    return index;
}

// "-qv", "-fjson" or "-f json".
static bool scan_letters(scan *s, nwl_str word)
{
    for (size_t i = 1; i < word.len; i++) {
        uint32_t index = find_letter(word.ptr[i]);
        if (index == nwl_option_count()) {
            return fail_unknown(s, nwl_arena_format(s->taking->arena, "-%.*s",
                                                    NWL_STR_FMT(nwl_str_from(word, i))));
        }
        if (options_of_list[index].argument.len == 0) {
            push_given(s, index, NWL_STR_NONE);
            continue;
        }
        if (i + 1 == word.len)
            return scan_next_value(s, index);
        push_given(s, index, nwl_str_from(word, i + 1));
        return true;
    }
    return true;
}

static void scan_operand(scan *s, nwl_str word)
{
    *NWL_PUSH(s->taking->arena, &s->operands) = word;
}

static void scan_operands_to_end(scan *s)
{
    s->first_is_operand = s->operands.count == 0;
    while (s->next < s->line->count)
        scan_operand(s, nwl_str_of(s->line->words[s->next++]));
}

static bool scan_words(scan *s)
{
    while (s->next < s->line->count) {
        nwl_str word = nwl_str_of(s->line->words[s->next++]);
        bool ok = true;
        if (nwl_str_eq(word, NWL_STR("--")))
            scan_operands_to_end(s);
        else if (nwl_str_starts_with(word, NWL_STR("--")))
            ok = scan_long(s, word);
        else if (word.len > 1 && word.ptr[0] == '-')
            ok = scan_letters(s, word);
        else
            scan_operand(s, word);
        if (!ok)
            return false;
    }
    return true;
}

// ---- which command ------------------------------------------------------------------------

// True for a word that is meant as a command rather than as a path.
static bool looks_like_command(const scan *s, nwl_str word)
{
    return word.len > 0 && !nwl_str_eq(word, NWL_STR("-")) &&
           nwl_str_find(word, '/', 0) == word.len &&
           nwl_str_find(word, '.', 0) == word.len && !s->line->exists(word);
}

// Stores the command of the line, and how many operands its name takes up.
static bool find_command(scan *s, nwl_options *options, uint32_t *named)
{
    options->command = nwl_command_at(0);
    *named = 0;
    if (s->operands.count == 0 || s->first_is_operand)
        return true;
    nwl_str word = s->operands.items[0];
    const nwl_command *command = nwl_command_named(word);
    if (command != NULL) {
        options->command = command;
        options->command_named = true;
        *named = 1;
        return true;
    }
    if (looks_like_command(s, word) &&
        nwl_choice_nearest(&nwl_choice_commands, word).len > 0) {
        s->taking->error =
            nwl_choice_unknown(s->taking->arena, "command", word, &nwl_choice_commands);
        return false;
    }
    return true;
}

// ---- what it says -------------------------------------------------------------------------

static bool take_given(nwl_taking *taking, const nwl_given *found)
{
    const nwl_option *option = &options_of_list[found->option];
    if (!nwl_option_applies(option, taking->options->command)) {
        return nwl_taking_fail(taking, "option \"%.*s\" does not apply to \"%.*s\"",
                               NWL_STR_FMT(option->name),
                               NWL_STR_FMT(taking->options->command->name));
    }
    if (option->argument.len > 0 && found->value.len == 0) {
        return nwl_taking_fail(taking, "the value of \"%.*s\" is empty",
                               NWL_STR_FMT(option->name));
    }
    taking->origin = option->name;
    return takes[found->option](taking, found->value);
}

static bool take_all_given(nwl_taking *taking)
{
    for (uint32_t i = 0; i < taking->options->given.count; i++) {
        if (!take_given(taking, &taking->options->given.items[i]))
            return false;
        if (taking->options->help || taking->options->version)
            return true;
    }
    return true;
}

static bool take_operands(nwl_taking *taking, const scan *s, uint32_t first)
{
    nwl_options *options = taking->options;
    const nwl_command *command = options->command;
    for (uint32_t i = first; i < s->operands.count; i++) {
        if (s->operands.items[i].len == 0)
            return nwl_taking_fail(taking, "an argument is empty");
        *NWL_PUSH(taking->arena, &options->operands) = s->operands.items[i];
    }
    if (options->operands.count < command->least_operands) {
        return nwl_taking_fail(taking, "\"%.*s\" needs an argument: %.*s",
                               NWL_STR_FMT(command->name),
                               NWL_STR_FMT(command->operands));
    }
    if (options->operands.count > command->most_operands) {
        nwl_str extra = options->operands.items[command->most_operands];
        return nwl_taking_fail(taking, "\"%.*s\" has no use for the argument \"%.*s\"",
                               NWL_STR_FMT(command->name), NWL_STR_FMT(extra));
    }
    return true;
}

static void settle(nwl_taking *taking)
{
    nwl_options *options = taking->options;
    for (uint32_t i = 0; i < nwl_rule_count(); i++)
        options->choices[i] = nwl_rule_selection_choice(&options->selection, i);
    nwl_str format;
    if (options->outputs.count == 0 && (options->command->traits & NWL_FORMATS) != 0 &&
        nwl_command_format(options->command, 0, &format))
        NWL_PUSH(taking->arena, &options->outputs)->format = format;
}

static bool fit_together(nwl_taking *taking)
{
    const nwl_options *options = taking->options;
    bool writes = options->write_baseline.len > 0;
    const struct {
        bool both;
        const char *one, *other;
    } excluding[] = {
        {options->no_config && options->config.len > 0, "--config", "--no-config"},
        {writes && options->baseline.len > 0, "--baseline", "--write-baseline"},
        {writes && options->new_from_rev.len > 0, "--new-from-rev", "--write-baseline"},
    };
    for (size_t i = 0; i < sizeof(excluding) / sizeof(excluding[0]); i++) {
        if (excluding[i].both)
            return nwl_taking_fail(taking, "\"%s\" and \"%s\" exclude each other",
                                   excluding[i].one, excluding[i].other);
    }
    return true;
}

static bool parse(nwl_taking *taking, scan *s)
{
    nwl_options *options = taking->options;
    uint32_t named;
    if (!scan_words(s) || !find_command(s, options, &named) || !take_all_given(taking))
        return false;
    if (options->help || options->version)
        return true;
    if (!fit_together(taking))
        return false;
    if (!take_operands(taking, s, named))
        return false;
    settle(taking);
    return true;
}

bool nwl_options_parse(nwl_arena *arena, const nwl_command_line *line,
                       nwl_options *options, nwl_str *error)
{
    *options = (nwl_options){
        .selection = nwl_rule_selection_new(arena),
        .choices = NWL_NEW_ARRAY(arena, nwl_rule_choice, nwl_rule_count()),
        .max_findings = UINT32_MAX,
        .fail_on = NWL_WARNING,
    };
    nwl_taking taking = {
        .arena = arena,
        .options = options,
        .selection = &options->selection,
    };
    scan s = {.line = line, .taking = &taking};
    bool ok = parse(&taking, &s);
    *error = taking.error;
    return ok;
}
