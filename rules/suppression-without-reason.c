// suppression-without-reason: a comment hides findings and does not say why

#include "rules/rule.h"

static void check(nwl_pass *pass, const nwl_annotation *annotation)
{
    if (!nwl_annotation_suppresses(annotation) || annotation->reason.len > 0 ||
        annotation->list.len == 0)
        return;
    nwl_finding *f =
        nwl_flag_span(pass, nwl_annotation_span(annotation, annotation->list),
                      nwl_arena_format(nwl_pass_arena(pass),
                                       "this comment ignores \"%.*s\" without a reason",
                                       NWL_STR_FMT(annotation->list)));
    nwl_finding_help(pass, f, "say why behind the name of the rule");
}

const nwl_rule nwl_rule_suppression_without_reason = {
    .id = NWL_TEXT("suppression-without-reason"),
    .title = NWL_TEXT("a comment hides findings and does not say why"),
    .severity = NWL_WARNING,
    .off_by_default = true,
    .why = NWL_TEXT(
        "Whoever reads the line next wants to know whether the finding was a false "
        "alarm, a risk that was taken on purpose, or work that was put off, and when "
        "the comment may go."),
    .remedy = NWL_TEXT("Write the reason behind the names of the rules."),
    .when_to_ignore = NWL_TEXT(
        "Where reasons are kept elsewhere, as in the history of the repository."),
    .sources = {NWL_TEXT("nginx-wslint(1), Comments")},
    .on_annotation = check,
};
