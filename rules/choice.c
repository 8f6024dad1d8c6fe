#include "rules/choice.h"

#include <string.h>

#include "source/path_glob.h"
#include "rules/engine.h"

// What holds for a rule of which nobody says anything.
static const nwl_rule_choice *default_choices(nwl_arena *arena)
{
    nwl_rule_choice *choices = NWL_NEW_ARRAY(arena, nwl_rule_choice, nwl_rule_count());
    for (uint32_t i = 0; i < nwl_rule_count(); i++)
        choices[i].disabled = nwl_rule_at(i)->off_by_default;
    return choices;
}

nwl_chooser nwl_chooser_new(nwl_arena *arena, const nwl_configuration *configuration,
                            const nwl_engine_options *options)
{
    return (nwl_chooser){
        .arena = arena,
        .configuration = configuration,
        .options = options,
        .everywhere =
            options->choices != NULL ? options->choices : default_choices(arena),
        .of_files =
            NWL_NEW_ARRAY(arena, const nwl_rule_choice *,
                          configuration->file_count + configuration->neighbours.count),
    };
}

// Lets what a path says of a rule stand above what was said before.
static void overrule(nwl_rule_choice *choice, const nwl_rule_choice *by)
{
    if (by->has_severity) {
        choice->disabled = false;
        choice->has_severity = true;
        choice->severity = by->severity;
    }
    if (by->minimum_ms > 0)
        choice->minimum_ms = by->minimum_ms;
    choice->disabled = choice->disabled || by->disabled;
}

static nwl_rule_choice *copy_of(const nwl_chooser *chooser)
{
    nwl_rule_choice *copy =
        NWL_NEW_ARRAY(chooser->arena, nwl_rule_choice, nwl_rule_count());
    memcpy(copy, chooser->everywhere, nwl_rule_count() * sizeof(*copy));
    return copy;
}

// Files without choices of their own share those for everywhere.
static const nwl_rule_choice *choose_for(const nwl_chooser *chooser, nwl_str path)
{
    nwl_rule_choice *own = NULL;
    for (uint32_t i = 0; i < chooser->options->path_choice_count; i++) {
        const nwl_path_choices *said = &chooser->options->path_choices[i];
        if (!nwl_path_glob_matches(said->pattern, path))
            continue;
        own = own != NULL ? own : copy_of(chooser);
        for (uint32_t rule = 0; rule < nwl_rule_count(); rule++)
            overrule(&own[rule], &said->choices[rule]);
    }
    return own != NULL ? own : chooser->everywhere;
}

const nwl_rule_choice *nwl_chooser_at(nwl_chooser *chooser, uint32_t rule, uint32_t file)
{
    const nwl_configuration *c = chooser->configuration;
    const nwl_rule_choice **known = &chooser->of_files[file - c->first_file];
    if (*known == NULL)
        *known = choose_for(chooser, c->files->items.items[file]->path);
    return &(*known)[rule];
}

bool nwl_chooser_disables(const nwl_chooser *chooser, uint32_t rule)
{
    bool enabled = !chooser->everywhere[rule].disabled;
    for (uint32_t i = 0; !enabled && i < chooser->options->path_choice_count; i++)
        enabled = chooser->options->path_choices[i].choices[rule].has_severity;
    return !enabled;
}
