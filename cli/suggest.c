#include "cli/suggest.h"

#include "base/distance.h"
#include "rules/engine.h"
#include "cli/command.h"

enum { MOST_LISTED = 16, SHORTEST_BEGINNING = 3 };

uint32_t nwl_choice_find(const nwl_choice_list *list, nwl_str name)
{
    nwl_str known;
    for (uint32_t i = 0; list->at(list->of, i, &known); i++) {
        if (nwl_str_eq(known, name))
            return i;
    }
    return UINT32_MAX;
}

typedef struct walk {
    const nwl_choice_list *list;
    uint32_t index;
} walk;

static bool next_name(void *state, nwl_str *name)
{
    walk *w = state;
    return w->list->at(w->list->of, w->index++, name);
}

// The one name that begins with wrong: "warn" is far from "warning" in letters only.
static nwl_str completed(const nwl_choice_list *list, nwl_str wrong)
{
    nwl_str found = NWL_STR_NONE, name;
    for (uint32_t i = 0; list->at(list->of, i, &name); i++) {
        if (!nwl_str_starts_with(name, wrong))
            continue;
        if (found.len > 0)
            return NWL_STR_NONE;
        found = name;
    }
    return found;
}

nwl_str nwl_choice_nearest(const nwl_choice_list *list, nwl_str wrong)
{
    walk w = {.list = list};
    nwl_str nearest;
    if (nwl_nearest(wrong, next_name, &w, &nearest))
        return nearest;
    return wrong.len >= SHORTEST_BEGINNING ? completed(list, wrong) : NWL_STR_NONE;
}

// "a, b, c"; empty when there are too many to be read.
static nwl_str listed(nwl_arena *arena, const nwl_choice_list *list)
{
    nwl_str text = NWL_STR_NONE, name;
    uint32_t i = 0;
    for (; i < MOST_LISTED && list->at(list->of, i, &name); i++) {
        text = nwl_arena_format(arena, "%.*s%s%.*s", NWL_STR_FMT(text), i > 0 ? ", " : "",
                                NWL_STR_FMT(name));
    }
    return list->at(list->of, i, &name) ? NWL_STR_NONE : text;
}

nwl_str nwl_choice_unknown(nwl_arena *arena, const char *kind, nwl_str wrong,
                           const nwl_choice_list *list)
{
    nwl_str unknown =
        nwl_arena_format(arena, "unknown %s \"%.*s\"", kind, NWL_STR_FMT(wrong));
    nwl_str nearest = nwl_choice_nearest(list, wrong);
    if (nearest.len > 0) {
        return nwl_arena_format(arena, "%.*s; did you mean \"%.*s\"?",
                                NWL_STR_FMT(unknown), NWL_STR_FMT(nearest));
    }
    nwl_str all = listed(arena, list);
    if (all.len > 0) {
        return nwl_arena_format(arena, "%.*s: it is one of %.*s", NWL_STR_FMT(unknown),
                                NWL_STR_FMT(all));
    }
    if (list->told_by.len > 0) {
        return nwl_arena_format(arena, "%.*s: \"%.*s\" lists them", NWL_STR_FMT(unknown),
                                NWL_STR_FMT(list->told_by));
    }
    return unknown;
}

static bool rule_at(const void *of, uint32_t index, nwl_str *name)
{
    (void)of;
    if (index >= nwl_rule_count())
        return false;
    *name = nwl_rule_at(index)->id;
    return true;
}

static bool command_at(const void *of, uint32_t index, nwl_str *name)
{
    (void)of;
    if (index >= nwl_command_count())
        return false;
    *name = nwl_command_at(index)->name;
    return true;
}

const nwl_choice_list nwl_choice_rules = {.at = rule_at,
                                          .told_by = NWL_TEXT("nginx-wslint rules")};
const nwl_choice_list nwl_choice_commands = {.at = command_at};
