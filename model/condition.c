#include "model/condition.h"

// The words of a condition without the parentheses around it: a variable, and perhaps an operator and a value.
typedef struct words {
    nwl_str items[3];
    uint32_t count;
} words;

static bool read_words(const nwl_directive *opener, words *w)
{
    *w = (words){0};
    for (uint32_t i = 0; i < opener->arg_count; i++) {
        nwl_str word = opener->args[i].value;
        if (i == 0 && nwl_str_starts_with(word, NWL_STR("(")))
            word = nwl_str_from(word, 1);
        if (i + 1 == opener->arg_count && nwl_str_ends_with(word, NWL_STR(")")))
            word.len--;
        bool quoted_empty = i > 0 && opener->args[i].value.len == 0;
        if (word.len == 0 && !quoted_empty)
            continue;
        if (w->count == 3)
            return false;
        w->items[w->count++] = word;
    }
    return w->count == 1 || w->count == 3;
}

nwl_holds nwl_holds_not(nwl_holds holds)
{
    switch (holds) {
    case NWL_HOLDS_NO:
        return NWL_HOLDS_YES;
    case NWL_HOLDS_YES:
        return NWL_HOLDS_NO;
    default:
        return holds;
    }
}

nwl_holds nwl_holds_both(nwl_holds some, nwl_holds others)
{
    if (some == NWL_HOLDS_UNKNOWN || others == NWL_HOLDS_UNKNOWN)
        return NWL_HOLDS_UNKNOWN;
    return some == others ? some : NWL_HOLDS_SOMETIMES;
}

static bool read_operator(nwl_str text, nwl_condition *condition)
{
    condition->negated = nwl_str_starts_with(text, NWL_STR("!"));
    text = nwl_str_from(text, condition->negated);
    if (nwl_str_eq(text, NWL_STR("=")))
        condition->comparison = NWL_EQUALS;
    else if (nwl_str_eq(text, NWL_STR("~")))
        condition->comparison = NWL_MATCHES;
    else if (nwl_str_eq(text, NWL_STR("~*")))
        condition->comparison = NWL_MATCHES_NOCASE;
    else
        return false;
    return true;
}

bool nwl_condition_read(const nwl_directive *opener, nwl_condition *condition)
{
    words w;
    if (!read_words(opener, &w) || !nwl_str_starts_with(w.items[0], NWL_STR("$")))
        return false;
    *condition = (nwl_condition){.variable = w.items[0], .operand = w.items[2]};
    return w.count == 1 || read_operator(w.items[1], condition);
}
