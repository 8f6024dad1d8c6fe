#include "cli/effective.h"

#include "source/path.h"
#include "source/path_glob.h"

// In the directory of the settings file, but for the files of a dump in that of its root.
static nwl_str base_of(const nwl_settings_file *file, const nwl_root *root)
{
    return root->dump != NULL ? nwl_path_directory(root->path) : file->directory;
}

// ---- scalars and lists ------------------------------------------------------------------

// What takes the place of an absolute path is one as well: without a '/' it begins in base.
static void add_mappings(nwl_arena *arena, nwl_options *options, const nwl_options *said,
                         nwl_str base)
{
    for (uint32_t i = 0; i < said->mappings.count; i++) {
        nwl_path_mapping mapping = said->mappings.items[i];
        if (nwl_path_is_absolute(mapping.from))
            mapping.to = nwl_path_clean(arena, nwl_path_join(arena, base, mapping.to));
        *NWL_PUSH(arena, &options->mappings) = mapping;
    }
}

static void fill_in_input(nwl_options *options, const nwl_options *said)
{
    if (options->nginx_version == 0)
        options->nginx_version = said->nginx_version;
    if (options->context == 0)
        options->context = said->context;
    if (options->root.len == 0)
        options->root = said->root;
}

static void fill_in_judgement(nwl_options *options, const nwl_options *said)
{
    if (options->min_read_timeout_ms == 0)
        options->min_read_timeout_ms = said->min_read_timeout_ms;
    if (!options->fail_on_given && said->fail_on_given)
        options->fail_on = said->fail_on;
    options->assume_websocket = options->assume_websocket || said->assume_websocket;
}

static void fill_in_choices(nwl_arena *arena, nwl_options *options,
                            const nwl_options *said)
{
    bool time_is_given = options->min_read_timeout_ms > 0;
    options->choices = NWL_NEW_ARRAY(arena, nwl_rule_choice, nwl_rule_count());
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        nwl_rule_choice *choice = &options->choices[i];
        *choice = nwl_rule_selection_merge(&said->selection, &options->selection, i);
        choice->minimum_ms = time_is_given ? 0 : said->selection.words[i].minimum_ms;
    }
}

// ---- paths ------------------------------------------------------------------------------

static nwl_str absolute(nwl_arena *arena, nwl_str base, nwl_str pattern)
{
    return nwl_path_clean(arena, nwl_path_join(arena, base, pattern));
}

static void find_excludes(nwl_arena *arena, nwl_effective *e, nwl_str working_directory)
{
    const nwl_options *line = e->line, *said = &e->file->said;
    NWL_ARRAY(nwl_str) patterns = {0};
    for (uint32_t i = 0; i < line->excludes.count; i++)
        *NWL_PUSH(arena, &patterns) =
            absolute(arena, working_directory, line->excludes.items[i]);
    for (uint32_t i = 0; i < said->excludes.count; i++)
        *NWL_PUSH(arena, &patterns) = absolute(arena, e->base, said->excludes.items[i]);
    e->excludes = patterns.items;
    e->exclude_count = patterns.count;
}

// What a section decides; it has no say where the command line names the rule or the time.
static const nwl_rule_choice *choices_of(nwl_arena *arena, const nwl_effective *e,
                                         const nwl_settings_section *section)
{
    const nwl_options *line = e->line;
    nwl_rule_choice *choices = NWL_NEW_ARRAY(arena, nwl_rule_choice, nwl_rule_count());
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        const nwl_rule_word *above = &line->selection.words[i];
        bool left_out = line->selection.selecting && !above->selected;
        int64_t minimum_ms = section->selection.words[i].minimum_ms;
        if (!above->ignored && !above->has_level && !left_out)
            choices[i] = nwl_rule_selection_choice(&section->selection, i);
        choices[i].minimum_ms = line->min_read_timeout_ms > 0 ? 0 : minimum_ms;
    }
    return choices;
}

static const nwl_rule_choice *nothing(nwl_arena *arena)
{
    nwl_rule_choice *choices = NWL_NEW_ARRAY(arena, nwl_rule_choice, nwl_rule_count());
    for (uint32_t i = 0; i < nwl_rule_count(); i++)
        choices[i].disabled = true;
    return choices;
}

// The sections in their order, and behind them what is excluded: that no rule says anything there.
static void find_path_choices(nwl_arena *arena, nwl_effective *e)
{
    const nwl_settings_file *file = e->file;
    NWL_ARRAY(nwl_path_choices) all = {0};
    for (uint32_t i = 0; i < file->sections.count; i++) {
        const nwl_settings_section *section = file->sections.items[i];
        *NWL_PUSH(arena, &all) = (nwl_path_choices){
            .pattern = absolute(arena, e->base, section->pattern),
            .choices = choices_of(arena, e, section),
        };
    }
    const nwl_rule_choice *none = e->exclude_count > 0 ? nothing(arena) : NULL;
    for (uint32_t i = 0; i < e->exclude_count; i++)
        *NWL_PUSH(arena, &all) =
            (nwl_path_choices){.pattern = e->excludes[i], .choices = none};
    e->engine.path_choices = all.items;
    e->engine.path_choice_count = all.count;
}

bool nwl_effective_excludes(const nwl_effective *effective, nwl_str path)
{
    for (uint32_t i = 0; i < effective->exclude_count; i++) {
        if (nwl_path_glob_matches(effective->excludes[i], path))
            return true;
    }
    return false;
}

bool nwl_effective_fits(const nwl_effective *effective, const nwl_settings_file *file,
                        const nwl_root *root)
{
    return effective->file == file && nwl_str_eq(effective->base, base_of(file, root));
}

// ---- all --------------------------------------------------------------------------------

const nwl_effective *nwl_effective_new(nwl_arena *arena, const nwl_options *line,
                                       const nwl_settings_file *file,
                                       const nwl_root *root, nwl_str working_directory)
{
    nwl_effective *e = NWL_NEW(arena, nwl_effective);
    e->line = line;
    e->file = file;
    e->base = base_of(file, root);
    e->options = *line;
    fill_in_input(&e->options, &file->said);
    memset(&e->options.mappings, 0, sizeof(e->options.mappings));
    add_mappings(arena, &e->options, line, working_directory);
    add_mappings(arena, &e->options, &file->said, file->directory);
    fill_in_choices(arena, &e->options, &file->said);
    fill_in_judgement(&e->options, &file->said);
    e->declared = (nwl_declared){file->paths.items, file->paths.count};
    find_excludes(arena, e, working_directory);
    find_path_choices(arena, e);
    e->engine.choices = e->options.choices;
    e->engine.min_read_timeout_ms = e->options.min_read_timeout_ms;
    e->engine.fail_on = e->options.fail_on;
    e->engine.allowed = file->allowed.items;
    e->engine.allowed_count = file->allowed.count;
    return e;
}
