// include-cycle: a file includes itself, directly or through others
//
// nginx does not notice: it goes on until it has no file descriptors left, or crashes.

#include "rules/rule.h"

static void check(nwl_pass *pass, nwl_site site)
{
    const nwl_include *include = site.directive->include;
    for (uint32_t i = 0; i < include->target_count; i++) {
        const nwl_include_target *target = &include->targets[i];
        if (target->state != NWL_TARGET_CYCLE)
            continue;
        bool itself = target->file == site.directive->file;
        nwl_finding *f = nwl_flag(pass, site, NULL,
                                  itself ? "this file includes itself"
                                         : "\"%.*s\" is being included already",
                                  NWL_STR_FMT(nwl_pass_path(pass, target->name)));
        nwl_finding_label(pass, f, "nginx follows the cycle until it fails");
    }
}

const nwl_rule nwl_rule_include_cycle = {
    .id = NWL_TEXT("include-cycle"),
    .title = NWL_TEXT("an include leads back to a file that is being included"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT("nginx does not look for cycles. It opens the files again and again "
                    "until it fails with \"Too many "
                    "open files\", or crashes. A pattern such as include *.conf in a "
                    "file that the pattern matches is "
                    "the usual cause."),
    .remedy = NWL_TEXT("Remove the include, or narrow the pattern so that it does not "
                       "match the including file."),
    .when_to_ignore = NWL_TEXT("Never: nginx does not start."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/ngx_core_module.html#include")},
    .on_include = check,
};
