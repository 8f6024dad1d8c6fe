// include-not-found: an include names a file that is not there, and nginx refuses to start
//
// A pattern that matches nothing is fine (ngx_conf_include). In a tree that was copied out of its place, files that
// belong to the machine it came from are only noted.

#include "source/path.h"
#include "model/build.h"
#include "rules/rule.h"

static bool may_be_on_another_machine(const nwl_pass *pass, const nwl_directive *include)
{
    nwl_str written = nwl_directive_arg(include, 0);
    if (nwl_pass_model(pass)->configuration->in_place || !nwl_path_is_absolute(written))
        return false;
    // A tree kept in a repository often leaves those of the package out.
    return include->include->place != NWL_PLACE_TREE || nwl_is_packaged_file(written);
}

static void check(nwl_pass *pass, nwl_site site)
{
    const nwl_include *include = site.directive->include;
    if (nwl_pass_has_placeholder(pass, site.directive))
        return;
    for (uint32_t i = 0; i < include->target_count; i++) {
        if (include->is_pattern || include->targets[i].state != NWL_TARGET_MISSING)
            continue;
        nwl_finding *f = nwl_flag(pass, site, NULL, "\"%.*s\" does not exist",
                                  NWL_STR_FMT(nwl_pass_path(pass, include->path)));
        bool elsewhere = may_be_on_another_machine(pass, site.directive);
        nwl_finding_label(pass, f, "nginx refuses to start without it");
        if (!nwl_str_eq(include->path, include->looked_for))
            nwl_finding_note(pass, f, "looked for as %.*s",
                             NWL_STR_FMT(nwl_pass_path(pass, include->looked_for)));
        if (!elsewhere)
            continue;
        f->severity = NWL_NOTE;
        f->confidence = NWL_POSSIBLE;
        nwl_finding_note(pass, f,
                         "this tree does not stand where nginx reads it, so the file may "
                         "exist there; what it sets is not known here");
    }
}

const nwl_rule nwl_rule_include_not_found = {
    .id = NWL_TEXT("include-not-found"),
    .title = NWL_TEXT("an included file does not exist"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT("nginx refuses to start when an include without wildcards names a "
                    "file that is not there; a "
                    "pattern that matches nothing is no error. Relative paths start at "
                    "the directory of nginx.conf, "
                    "whatever file the include stands in.\n\n"
                    "In a tree that was copied out of /etc/nginx, absolute paths are "
                    "looked for below the tree. What "
                    "lies outside of it may exist on the machine the tree is for, so it "
                    "is a note there."),
    .remedy = NWL_TEXT("Create the file, correct the path, or remove the line; --root "
                       "DIR says where absolute paths live."),
    .when_to_ignore =
        NWL_TEXT("Where the file is made at deployment and is not there when the "
                 "linter runs."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/ngx_core_module.html#include")},
    .on_include = check,
};
