// unused-suppression: a comment hides what is not there
//
// It is told when all rules have looked at everything, see judge_suppressions() in engine.c.

#include "rules/engine.h"

static void check(nwl_pass *pass, const nwl_suppression *suppression)
{
    if (suppression->use != NWL_SUPPRESSION_UNUSED)
        return;
    const nwl_annotation *by = suppression->by;
    nwl_str id = nwl_rule_at(suppression->rule)->id;
    nwl_finding *f = nwl_flag_span(
        pass, suppression->name,
        nwl_arena_format(nwl_pass_arena(pass), "there is no \"%.*s\" %s to ignore",
                         NWL_STR_FMT(id),
                         suppression->of_file ? "in this file" : "here"));
    if (by->line.begin == by->line.end && !suppression->of_file)
        nwl_finding_note(pass, f,
                         "the line below it is empty: a comment is about what "
                         "follows it directly");
    nwl_finding_help(pass, f, "remove %s",
                     nwl_str_find(by->list, ',', 0) < by->list.len ? "the name"
                                                                   : "the comment");
}

const nwl_rule nwl_rule_unused_suppression = {
    .id = NWL_TEXT("unused-suppression"),
    .title = NWL_TEXT("a comment hides what is not there"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "What a comment hides may be mended later, or a line in between may part the "
        "comment from what it was about. A comment that stays behind hides the next "
        "mistake of the kind, and tells the reader of one that is not there.\n\n"
        "A comment counts for its own line or, on a line of its own, for the line right "
        "below it and the comments that follow it; for the whole block when a block "
        "begins there, with what is included in it. Each rule that it names is looked at "
        "by itself.\n\n"
        "Nothing is said of a rule that is disabled, nor when not all of the "
        "configuration could be looked at: a file on its own, a template, a file with a "
        "syntax error, an include that could not be read. A file that several "
        "configurations read needs its comment when one of them does."),
    .remedy = NWL_TEXT("Remove the comment, or the name of the rule from it."),
    .when_to_ignore =
        NWL_TEXT("Where the configuration is read in several ways, as with different "
                 "versions of nginx, and the comment is for one of them."),
    .sources = {NWL_TEXT("nginx-wslint(1), Comments")},
    .on_suppression = check,
};
