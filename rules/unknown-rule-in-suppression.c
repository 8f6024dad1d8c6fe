// unknown-rule-in-suppression: a comment for the linter has a word that the linter does not know
//
// Be it the rule that is to be ignored, a block of "context=", or the word behind "nginx-wslint:": in each case the comment is
// without effect and its writer believes otherwise.

#include "base/distance.h"
#include "rules/engine.h"

// ---- did you mean -----------------------------------------------------------------------

static bool next_rule(void *state, nwl_str *name)
{
    uint32_t *index = state;
    if (*index == nwl_rule_count())
        return false;
    *name = nwl_rule_at((*index)++)->id;
    return true;
}

static bool next_word(void *state, nwl_str *name)
{
    uint32_t *index = state;
    if (*index == nwl_annotation_word_count())
        return false;
    *name = nwl_annotation_word_at((*index)++)->word;
    return true;
}

static bool suggest(nwl_pass *pass, nwl_finding *f, nwl_str wrong,
                    bool (*next)(void *state, nwl_str *name))
{
    uint32_t index = 0;
    nwl_str nearest;
    if (!nwl_nearest(wrong, next, &index, &nearest))
        return false;
    nwl_finding_help(pass, f, "did you mean \"%.*s\"?", NWL_STR_FMT(nearest));
    return true;
}

// "websocket, http-only, …".
static nwl_str all_words(nwl_arena *arena)
{
    nwl_str text = NWL_STR("");
    for (uint32_t i = 0; i < nwl_annotation_word_count(); i++)
        text = nwl_arena_format(arena, "%.*s%s%.*s", NWL_STR_FMT(text), i > 0 ? ", " : "",
                                NWL_STR_FMT(nwl_annotation_word_at(i)->word));
    return text;
}

// ---- what is wrong ----------------------------------------------------------------------

// Flags a part of a comment, which the message quotes.
static nwl_finding *flag(nwl_pass *pass, const nwl_annotation *annotation, nwl_str part,
                         nwl_str before, nwl_str behind)
{
    nwl_str message =
        nwl_arena_format(nwl_pass_arena(pass), "%.*s\"%.*s\"%.*s", NWL_STR_FMT(before),
                         NWL_STR_FMT(part), NWL_STR_FMT(behind));
    return nwl_flag_span(pass, nwl_annotation_span(annotation, part), message);
}

static void check_word(nwl_pass *pass, const nwl_annotation *annotation)
{
    bool is_empty = annotation->word.len == 0;
    nwl_finding *f =
        is_empty ? nwl_flag_span(pass, annotation->at,
                                 NWL_STR("nothing follows \"nginx-wslint:\""))
                 : flag(pass, annotation, annotation->word, NWL_STR("unknown word "),
                        NWL_STR(" in a comment for nginx-wslint"));
    if (is_empty || !suggest(pass, f, annotation->word, next_word))
        nwl_finding_note(pass, f, "it begins with one of %.*s",
                         NWL_STR_FMT(all_words(nwl_pass_scratch(pass))));
}

static void check_context(nwl_pass *pass, const nwl_annotation *annotation)
{
    if (nwl_context_named(annotation->list) != 0)
        return;
    nwl_str part = annotation->list.len > 0 ? annotation->list : annotation->word;
    nwl_finding *f =
        flag(pass, annotation, part, NWL_STR("unknown block in "), NWL_STR(""));
    nwl_finding_note(pass, f,
                     "blocks are named from the outermost on, as in http,server");
}

static void check_rules(nwl_pass *pass, const nwl_annotation *annotation)
{
    nwl_str list = annotation->list, name;
    uint32_t count = 0;
    for (; count < nwl_rule_count() && nwl_annotation_next(&list, &name); count++) {
        if (nwl_rule_named(name) != NULL)
            continue;
        nwl_finding *f =
            flag(pass, annotation, name, NWL_STR("unknown rule "), NWL_STR(""));
        suggest(pass, f, name, next_rule);
    }
    if (count == 0)
        flag(pass, annotation, annotation->word, NWL_STR(""), NWL_STR(" names no rule"));
    else if (nwl_annotation_next(&list, &name))
        flag(pass, annotation, annotation->word, NWL_STR(""),
             NWL_STR(" names more rules than there are"));
}

static void check(nwl_pass *pass, const nwl_annotation *annotation)
{
    if (annotation->kind == NWL_ANNOTATION_NONE)
        check_word(pass, annotation);
    else if (annotation->kind == NWL_ANNOTATION_CONTEXT)
        check_context(pass, annotation);
    else if (nwl_annotation_suppresses(annotation))
        check_rules(pass, annotation);
}

const nwl_rule nwl_rule_unknown_rule_in_suppression = {
    .id = NWL_TEXT("unknown-rule-in-suppression"),
    .title = NWL_TEXT("a comment for nginx-wslint has a word it does not know"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "A comment \"# nginx-wslint: ignore RULE\" with a rule that does not exist hides "
        "nothing. The same holds of a comment that begins with a word that nginx-wslint "
        "does not know, such as \"ingore\" for \"ignore\" or \"http_only\" for "
        "\"http-only\", of one that names no rule, and of a \"context=\" that names no "
        "block: it has no effect, and whoever wrote it believes it has.\n\n"
        "The rules are named right behind \"ignore\" or \"ignore-file\", with commas "
        "between; the rest of the comment is the reason."),
    .remedy = NWL_TEXT(
        "Correct the word; \"nginx-wslint rules\" lists the rules, \"nginx-wslint help "
        "check\" what a comment may say."),
    .when_to_ignore =
        NWL_TEXT("Where the comment is for a newer nginx-wslint that knows the rule."),
    .sources = {NWL_TEXT("nginx-wslint(1), Comments")},
    .on_annotation = check,
};
