// Conditions: "($variable)", "($variable = text)", "($variable ~ regex)", "(-f file)".
//
// Source: ngx_http_rewrite_if_condition().
#include "model/form.h"

// The words from begin up to end, which the parentheses are not part of.
typedef struct condition {
    const nwl_argument_line *line;
    nwl_argument_fault *fault;
    uint32_t begin, end;
} condition;

// A word without the parenthesis that is glued to it; one that is alone stays.
static nwl_str word_at(const condition *c, uint32_t index)
{
    nwl_str word = nwl_directive_arg(c->line->directive, index);
    if (index == 0 && word.len > 1)
        word = nwl_str_from(word, 1);
    if (index + 1 == c->line->directive->arg_count && word.len > 1)
        word.len--;
    return word;
}

// Says that a word is not what may stand there.
static bool refuse(const condition *c, uint32_t index, const char *what, nwl_str expected)
{
    nwl_str shown = nwl_argument_shown(c->line->arena, word_at(c, index));
    nwl_fault_at(c->line, c->fault, index, "\"%.*s\" %s", NWL_STR_FMT(shown), what);
    c->fault->expected = expected;
    return true;
}

static bool is_of_letters(nwl_str word, const char *letters)
{
    return word.len == 1 &&
           nwl_str_find(nwl_str_of(letters), word.ptr[0], 0) < nwl_str_of(letters).len;
}

static bool refuses_comparison(const condition *c)
{
    nwl_str operator= word_at(c, c->begin + 1), operand = word_at(c, c->begin + 2);
    nwl_str relation =
        nwl_str_from(operator, nwl_str_starts_with(operator, NWL_STR("!")) ? 1 : 0);
    bool ignore_case = nwl_str_eq(relation, NWL_STR("~*"));
    if (nwl_str_eq(relation, NWL_STR("=")))
        return nwl_fault_script(c->line, c->fault, c->begin + 2, operand);
    if (ignore_case || nwl_str_eq(relation, NWL_STR("~")))
        return nwl_fault_regex(c->line, c->fault, c->begin + 2, operand, ignore_case);
    return refuse(c, c->begin + 1, "is no operator of a condition",
                  NWL_STR("\"=\", \"~\" or \"~*\", or \"!\" and one of them"));
}

static bool refuses_variable(const condition *c)
{
    uint32_t count = c->end - c->begin;
    if (count != 1 && count != 3)
        return refuse(c, c->begin, "takes an operator and one value, or nothing more",
                      NWL_STR("quote a value with spaces"));
    return count == 3 && refuses_comparison(c);
}

static bool refuses_test(const condition *c, nwl_str letter)
{
    if (c->end - c->begin != 2)
        return refuse(c, c->begin, "takes one file", NWL_STR(""));
    if (!is_of_letters(letter, "fdex"))
        return refuse(c, c->begin, "is no test of a file",
                      NWL_STR("\"-f\", \"-d\", \"-e\" or \"-x\", or \"!\" and one of "
                              "them"));
    return nwl_fault_script(c->line, c->fault, c->begin + 1, word_at(c, c->begin + 1));
}

static bool refuses(const condition *c)
{
    nwl_str first = word_at(c, c->begin);
    if (first.len > 1 && first.ptr[0] == '$')
        return refuses_variable(c);
    if (first.len == 2 && first.ptr[0] == '-')
        return refuses_test(c, nwl_str_from(first, 1));
    if (first.len == 3 && nwl_str_starts_with(first, NWL_STR("!-")))
        return refuses_test(c, nwl_str_from(first, 2));
    return refuse(c, c->begin, "begins no condition",
                  NWL_STR("a variable, or a test of a file such as \"-f\""));
}

bool nwl_form_if(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    uint32_t last = line->directive->arg_count - 1;
    nwl_str first_word = nwl_directive_arg(line->directive, 0);
    nwl_str last_word = nwl_directive_arg(line->directive, last);
    condition c = {line, fault, .begin = first_word.len == 1 ? 1 : 0, .end = last + 1};
    if (!nwl_str_starts_with(first_word, NWL_STR("(")))
        return nwl_fault_at(line, fault, 0, "the condition does not begin with \"(\"");
    if (!nwl_str_ends_with(last_word, NWL_STR(")")))
        return nwl_fault_at(line, fault, last, "the condition does not end with \")\"");
    if (nwl_str_eq(last_word, NWL_STR(")")) || nwl_str_eq(first_word, NWL_STR("()")))
        c.end = last;
    if (c.begin == c.end)
        return nwl_fault_at(line, fault, last, "the condition is empty");
    return refuses(&c);
}
