// dangling-symlink: an include reaches a symlink whose target does not exist
//
// A site that was removed from sites-available while its link stayed in sites-enabled; nginx refuses to start.

#include "rules/rule.h"

static void check(nwl_pass *pass, nwl_site site)
{
    const nwl_include *include = site.directive->include;
    for (uint32_t i = 0; i < include->target_count; i++) {
        const nwl_include_target *target = &include->targets[i];
        if (target->state != NWL_TARGET_DANGLING)
            continue;
        nwl_finding *f = nwl_flag(pass, site, NULL, "\"%.*s\" is a symlink to nothing",
                                  NWL_STR_FMT(nwl_pass_path(pass, target->name)));
        nwl_finding_label(pass, f, "nginx refuses to start");
        nwl_finding_note(pass, f, "it leads to %.*s, which does not exist",
                         NWL_STR_FMT(nwl_pass_path(pass, target->real_path)));
    }
}

const nwl_rule nwl_rule_dangling_symlink = {
    .id = NWL_TEXT("dangling-symlink"),
    .title = NWL_TEXT("an include reaches a symlink whose target does not exist"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT("A pattern such as sites-enabled/* matches the symlink, and nginx "
                    "cannot open what it leads to: it "
                    "refuses to start or reload, and all other sites stay down with it."),
    .remedy = NWL_TEXT("Remove the symlink, or restore the file it leads to."),
    .when_to_ignore =
        NWL_TEXT("Where the target exists on the machine that runs nginx and not on "
                 "this one; --map-path or --root may find it."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/ngx_core_module.html#include")},
    .on_include = check,
};
