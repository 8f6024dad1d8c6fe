#include "cli/rule_selection.h"

nwl_rule_selection nwl_rule_selection_new(nwl_arena *arena)
{
    return (nwl_rule_selection){
        .words = NWL_NEW_ARRAY(arena, nwl_rule_word, nwl_rule_count())};
}

bool nwl_rule_selection_names(const nwl_rule_selection *selection, uint32_t rule)
{
    const nwl_rule_word *word = &selection->words[rule];
    return word->selected || word->ignored || word->has_level;
}

nwl_rule_choice nwl_rule_selection_choice(const nwl_rule_selection *selection,
                                          uint32_t rule)
{
    const nwl_rule_word *word = &selection->words[rule];
    bool off = word->has_level && word->level == NWL_OFF;
    return (nwl_rule_choice){
        .disabled = word->ignored || off || (selection->selecting && !word->selected),
        .has_severity = word->has_level && !off,
        .severity = word->level,
        .minimum_ms = word->minimum_ms,
    };
}

static bool speaks(const nwl_rule_selection *selection, uint32_t rule)
{
    return selection->selecting || nwl_rule_selection_names(selection, rule);
}

static bool is_wanted_by(const nwl_rule_selection *selection, uint32_t rule)
{
    return selection->words[rule].selected || selection->words[rule].has_level;
}

static nwl_rule_choice merge(const nwl_rule_selection *file,
                             const nwl_rule_selection *line, uint32_t rule)
{
    nwl_rule_choice below = nwl_rule_selection_choice(file, rule);
    nwl_rule_choice above = nwl_rule_selection_choice(line, rule);
    if (!speaks(line, rule))
        return below;
    if (!above.has_severity) {
        above.has_severity = below.has_severity;
        above.severity = below.severity;
    }
    return above;
}

nwl_rule_choice nwl_rule_selection_merge(const nwl_rule_selection *file,
                                         const nwl_rule_selection *line, uint32_t rule)
{
    nwl_rule_choice choice = merge(file, line, rule);
    if (nwl_rule_at(rule)->off_by_default && !is_wanted_by(file, rule) &&
        !is_wanted_by(line, rule))
        choice.disabled = true;
    return choice;
}

nwl_str nwl_rule_selection_origin(const nwl_rule_selection *file,
                                  const nwl_rule_selection *line, uint32_t rule)
{
    bool by_line = nwl_rule_selection_merge(file, line, rule).disabled
                       ? speaks(line, rule)
                       : line->words[rule].has_level;
    const nwl_rule_selection *of = by_line ? line : file;
    return nwl_rule_selection_names(of, rule) ? of->words[rule].origin : of->origin;
}
