#include "model/condition.h"

#include "model/regex.h"

// The words of a condition without the parentheses around it: a variable, and perhaps an operator and a value.
typedef struct words {
    nwl_str items[3];
    uint32_t count;
} words;

static bool read_words(const nwl_directive *opener, words *w)
{
    w->count = 0;
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

static nwl_holds negated(nwl_holds holds)
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

// "" and "0" are false.
static nwl_holds is_true(nwl_str value)
{
    return value.len == 0 || nwl_str_eq(value, NWL_STR("0")) ? NWL_HOLDS_NO
                                                             : NWL_HOLDS_YES;
}

static nwl_holds matches(nwl_arena *arena, nwl_str value, nwl_str pattern,
                         bool ignore_case)
{
    nwl_str error;
    nwl_regex *regex = nwl_regex_compile(arena, pattern, ignore_case, &error);
    switch (regex == NULL ? NWL_MATCH_UNDECIDED : nwl_regex_matches(regex, value)) {
    case NWL_MATCH_YES:
        return NWL_HOLDS_YES;
    case NWL_MATCH_NO:
        return NWL_HOLDS_NO;
    default:
        return NWL_HOLDS_UNKNOWN;
    }
}

static nwl_holds compare(nwl_arena *arena, nwl_str value, nwl_str operator,
                         nwl_str operand)
{
    bool negative = nwl_str_starts_with(operator, NWL_STR("!"));
    nwl_str relation = nwl_str_from(operator, negative);
    nwl_holds holds = NWL_HOLDS_UNKNOWN;
    if (nwl_str_eq(relation, NWL_STR("=")))
        holds = nwl_str_eq(value, operand) ? NWL_HOLDS_YES : NWL_HOLDS_NO;
    else if (nwl_str_starts_with(relation, NWL_STR("~")))
        holds = matches(arena, value, operand, nwl_str_eq(relation, NWL_STR("~*")));
    return negative ? negated(holds) : holds;
}

bool nwl_condition_read(const nwl_directive *opener, nwl_condition *condition)
{
    words w;
    if (!read_words(opener, &w) || !nwl_str_starts_with(w.items[0], NWL_STR("$")))
        return false;
    *condition = (nwl_condition){.variable = w.items[0]};
    if (w.count == 3) {
        condition->operator= w.items[1];
        condition->operand = w.items[2];
    }
    return true;
}

nwl_holds nwl_condition_test(nwl_arena *arena, const nwl_condition *condition,
                             const nwl_text_value *value)
{
    nwl_holds holds = NWL_HOLDS_UNKNOWN;
    for (uint32_t i = 0; i < value->option_count && holds != NWL_HOLDS_SOMETIMES; i++) {
        nwl_holds now = condition->operator.len == 0
                            ? is_true(value->options[i])
                            : compare(arena, value->options[i], condition->operator,
                                      condition->operand);
        if (now == NWL_HOLDS_UNKNOWN)
            return now;
        holds = i > 0 && now != holds ? NWL_HOLDS_SOMETIMES : now;
    }
    return holds;
}
