#include "cli/print_config.h"

#include "report/visible.h"
#include "cli/duration.h"
#include "cli/output.h"
#include "cli/reading.h"

typedef struct config_page {
    const nwl_effective *effective;
    nwl_buffer *out;
} config_page;

// ---- words and lines --------------------------------------------------------------------

static bool needs_quotes(nwl_str word)
{
    static const nwl_str special = NWL_TEXT(" \t\r\n;{}\"'\\#$");
    for (size_t i = 0; i < word.len; i++) {
        if (nwl_str_find(special, word.ptr[i], 0) < special.len)
            return true;
    }
    return word.len == 0;
}

// A word as nginx reads it back, in one line.
static void put_word(config_page *page, nwl_str word)
{
    static const nwl_str escaped = NWL_TEXT("\"\\\n\r\t"), letters = NWL_TEXT("\"\\nrt");
    bool quoted = needs_quotes(word);
    nwl_buffer text = nwl_buffer_new(NULL);
    for (size_t i = 0; i < word.len; i++) {
        size_t escape = nwl_str_find(escaped, word.ptr[i], 0);
        if (escape < escaped.len)
            nwl_buffer_add_char(&text, '\\');
        nwl_buffer_add_char(&text,
                            escape < escaped.len ? letters.ptr[escape] : word.ptr[i]);
    }
    nwl_buffer_add(page->out, quoted ? NWL_STR(" \"") : NWL_STR(" "));
    nwl_visible_add(page->out, nwl_buffer_text(&text), false);
    nwl_buffer_add(page->out, quoted ? NWL_STR("\"") : NWL_STR(""));
    nwl_buffer_free(&text);
}

// A path may hold a line feed, which would end the comment.
static void put_origin(config_page *page, nwl_str origin)
{
    nwl_buffer_add(page->out, NWL_STR("  # "));
    nwl_visible_add(page->out, origin, false);
    nwl_buffer_add_char(page->out, '\n');
}

// The name and the words of a directive of the settings file.
static void put_words(config_page *page, const nwl_directive *d)
{
    nwl_buffer_add(page->out, d->name);
    for (uint32_t i = 0; i < d->arg_count; i++)
        put_word(page, d->args[i].value);
}

// A block as it stands there, with its comments.
static void put_block(config_page *page, nwl_range block)
{
    nwl_str text = nwl_str_slice(page->effective->file->text, block.begin, block.end);
    const char *separator = " ";
    for (nwl_str line; nwl_str_cut(&text, '\n', &line); separator = "\n") {
        line.len -= nwl_str_ends_with(line, NWL_STR("\r"));
        nwl_buffer_add(page->out, nwl_str_of(separator));
        nwl_visible_add(page->out, line, false);
    }
}

static void put_source(config_page *page, const nwl_directive *d)
{
    put_words(page, d);
    if (d->ending == NWL_ENDS_WITH_BLOCK)
        put_block(page, d->block);
    else
        nwl_buffer_add_char(page->out, ';');
    put_origin(page, nwl_settings_file_origin(page->effective->file, d->range.begin));
}

// ---- keys -------------------------------------------------------------------------------

// What the command line has for an option, the last time it stands there; NULL without it.
static const nwl_given *given(const nwl_options *line, nwl_str option)
{
    for (uint32_t i = line->given.count; option.len > 0 && i > 0; i--) {
        const nwl_given *found = &line->given.items[i - 1];
        if (nwl_str_eq(nwl_option_at(found->option)->name, option))
            return found;
    }
    return NULL;
}

static void put_given(config_page *page, const nwl_key *key, const nwl_given *found)
{
    const nwl_option *option = nwl_option_at(found->option);
    nwl_buffer_add(page->out, key->name);
    put_word(page, option->argument.len > 0 ? found->value : NWL_STR("on"));
    nwl_buffer_add_char(page->out, ';');
    put_origin(page, option->name);
}

// Every line of the settings file with this key. Returns how many.
static uint32_t put_lines(config_page *page, uint32_t index)
{
    uint32_t count = 0;
    for (const nwl_directive *d = page->effective->file->tree.first; d != NULL;
         d = d->next) {
        if (d->id != index + 1)
            continue;
        put_source(page, d);
        count++;
    }
    return count;
}

static void put_key(config_page *page, uint32_t index)
{
    const nwl_key *key = nwl_key_at(index);
    const nwl_given *found = given(page->effective->line, key->option);
    if (found != NULL)
        put_given(page, key, found);
    else if (put_lines(page, index) == 0 && nwl_str_eq(key->name, NWL_STR("fail_on")))
        nwl_buffer_format(
            page->out, "fail_on %.*s;  # the default\n",
            NWL_STR_FMT(nwl_severity_name(page->effective->options.fail_on)));
}

// ---- what the command line adds to lists ------------------------------------------------

static void put_lists_of_line(config_page *page)
{
    const nwl_effective *e = page->effective;
    for (uint32_t i = 0; i < e->line->mappings.count; i++) {
        nwl_buffer_add(page->out, NWL_STR("path_map"));
        put_word(page, e->line->mappings.items[i].from);
        put_word(page, e->line->mappings.items[i].to);
        nwl_buffer_add(page->out, NWL_STR(";  # --map-path\n"));
    }
    for (uint32_t i = 0; i < e->line->excludes.count; i++) {
        nwl_buffer_add(page->out, NWL_STR("exclude"));
        put_word(page, e->excludes[i]);
        nwl_buffer_add(page->out, NWL_STR(";  # --exclude\n"));
    }
}

// ---- rules ------------------------------------------------------------------------------

static void put_minimum(config_page *page, uint32_t index)
{
    const nwl_settings_file *file = page->effective->file;
    int64_t minimum_ms = page->effective->options.choices[index].minimum_ms;
    if (minimum_ms == 0)
        return;
    nwl_buffer_format(page->out, "rule %.*s { minimum %.*s; }",
                      NWL_STR_FMT(nwl_rule_at(index)->id),
                      NWL_STR_FMT(nwl_duration(file->arena, minimum_ms)));
    put_origin(page, file->said.selection.words[index].minimum_origin);
}

static bool is_selecting(const nwl_effective *e)
{
    return e->line->selection.selecting || e->file->said.selection.selecting;
}

// Who selected a rule, the command line or the settings file.
static nwl_str select_origin(const nwl_effective *e, uint32_t index)
{
    const nwl_rule_selection *of =
        e->line->selection.selecting ? &e->line->selection : &e->file->said.selection;
    return nwl_rule_selection_names(of, index) ? of->words[index].origin : of->origin;
}

// Whether a rule is disabled only because nobody speaks of it.
static bool is_left_out(const nwl_effective *e, uint32_t index)
{
    bool needs_word = is_selecting(e) || nwl_rule_at(index)->off_by_default;
    return needs_word && !nwl_rule_selection_names(&e->line->selection, index) &&
           !nwl_rule_selection_names(&e->file->said.selection, index);
}

static void put_word_of_rule(config_page *page, const char *key, nwl_str id,
                             nwl_str origin)
{
    nwl_buffer_format(page->out, "%s %.*s;", key, NWL_STR_FMT(id));
    put_origin(page, origin);
}

static void put_rule(config_page *page, uint32_t index)
{
    const nwl_effective *e = page->effective;
    const nwl_rule_choice *choice = &e->options.choices[index];
    nwl_str id = nwl_rule_at(index)->id;
    nwl_str origin =
        nwl_rule_selection_origin(&e->file->said.selection, &e->line->selection, index);
    put_minimum(page, index);
    if (choice->disabled && is_left_out(e, index))
        return;
    if (choice->disabled)
        put_word_of_rule(page, "ignore", id, origin);
    else if (is_selecting(e))
        put_word_of_rule(page, "select", id, select_origin(e, index));
    if (choice->disabled || !choice->has_severity)
        return;
    nwl_buffer_format(page->out, "rule %.*s { severity %.*s; }", NWL_STR_FMT(id),
                      NWL_STR_FMT(nwl_severity_name(choice->severity)));
    put_origin(page, origin);
}

// ---- the page ---------------------------------------------------------------------------

static void put_heading(const nwl_reading_root *roots, uint32_t count, nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("# what counts for "));
    nwl_visible_add(out, roots[0].root.shown, false);
    if (count > 1)
        nwl_buffer_format(out, " and %u more", count - 1);
    nwl_buffer_add_char(out, '\n');
}

// The settings of roots for which the same counts.
static void put_roots(const nwl_reading_root *roots, uint32_t count, nwl_buffer *out)
{
    config_page page = {.effective = roots[0].effective, .out = out};
    put_heading(roots, count, out);
    put_lists_of_line(&page);
    for (uint32_t i = 0; i < nwl_key_count(); i++) {
        if ((nwl_key_at(i)->traits & NWL_IN_FILE) != 0 &&
            (nwl_key_at(i)->traits & NWL_OF_RULES) == 0)
            put_key(&page, i);
    }
    for (uint32_t i = 0; i < nwl_rule_count(); i++)
        put_rule(&page, i);
}

static void print(const nwl_printing *printing, nwl_buffer *out)
{
    const nwl_reading_roots *roots = printing->what;
    const nwl_reading_root *items = roots->items.items;
    for (uint32_t begin = 0, end; begin < roots->items.count; begin = end) {
        for (end = begin + 1; end < roots->items.count &&
                              items[end].effective->file == items[begin].effective->file;)
            end++;
        if (begin > 0)
            nwl_buffer_add_char(out, '\n');
        put_roots(items + begin, end - begin, out);
    }
}

int nwl_print_config(const nwl_cli *cli)
{
    nwl_reading reading;
    nwl_read_roots(cli, &reading);
    if (reading.roots.found.parts.count > 0)
        nwl_read_rest(&reading);
    bool printed = nwl_output_all(cli, print, &reading.roots);
    return printed && reading.problems.items.count == 0 ? NWL_EXIT_CLEAN
                                                        : NWL_EXIT_FAILURE;
}
