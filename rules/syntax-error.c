// syntax-error: nginx cannot read the file and refuses to start
//
// The parser goes on behind each mistake, so all of them are told at once, and the rest is still judged.

#include "rules/pass.h"

static void check(nwl_pass *pass, const nwl_syntax_error *error)
{
    if (nwl_pass_is_prose(pass, error->at.file))
        return;
    nwl_finding *f = nwl_flag_span(pass, error->at, error->message);
    if (error->because.file == NWL_NO_FILE)
        return;
    nwl_related *related = NWL_PUSH(nwl_pass_arena(pass), &f->related);
    related->at = error->because;
    related->via = f->via;
    related->label = error->because_label;
}

const nwl_rule nwl_rule_syntax_error = {
    .id = NWL_TEXT("syntax-error"),
    .title = NWL_TEXT("nginx cannot read this"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT("nginx stops at the first mistake and refuses to start or reload. "
                    "nginx-wslint reads on and tells "
                    "all of them in one run. A word ends at white space, ';' or '{' "
                    "only; quotes count only at its "
                    "start; a '}' in the middle of a word is part of it; after a closing "
                    "quote only white space, ';', "
                    "'{' or ')' may follow."),
    .remedy = NWL_TEXT("Mend the statement; a missing ';' is the usual cause."),
    .when_to_ignore =
        NWL_TEXT("Never: nginx does not start. A file that is no configuration "
                 "belongs into --exclude."),
    .sources = {NWL_TEXT(
        "https://nginx.org/en/docs/beginners_guide.html#conf_structure")},
    .on_syntax_error = check,
};
