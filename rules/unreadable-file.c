#define _POSIX_C_SOURCE 200809L
// unreadable-file: an included file exists and cannot be read, so nothing is known of it

#include <string.h>

#include "rules/rule.h"

enum { MOST_TOLD = 20 }; // of one include

// Why, as the end of a sentence; NULL when another rule speaks of this state.
static const char *reason(const nwl_include_target *target)
{
    switch (target->state) {
    case NWL_TARGET_DENIED:
        return "cannot be read: permission denied";
    case NWL_TARGET_DIRECTORY:
        return "is a directory";
    case NWL_TARGET_NOT_REGULAR:
        return "is no regular file";
    case NWL_TARGET_TOO_LARGE:
        return "is too large to be checked";
    case NWL_TARGET_LINK_LOOP:
        return "is a symlink that leads back to itself";
    case NWL_TARGET_IO_ERROR:
        return "cannot be read";
    default:
        return NULL;
    }
}

// What the operating system said, in arena.
static nwl_str system_says(nwl_pass *pass, int error)
{
    char text[128];
    return strerror_r(error, text, sizeof(text)) == 0
               ? nwl_arena_copy(nwl_pass_arena(pass), nwl_str_of(text))
               : NWL_STR("unknown error");
}

static void check(nwl_pass *pass, nwl_site site)
{
    const nwl_include *include = site.directive->include;
    uint32_t unread = 0;
    for (uint32_t i = 0; i < include->target_count; i++) {
        const nwl_include_target *target = &include->targets[i];
        if (reason(target) == NULL || ++unread > MOST_TOLD)
            continue;
        nwl_finding *f =
            nwl_flag(pass, site, NULL, "\"%.*s\" %s",
                     NWL_STR_FMT(nwl_pass_path(pass, target->name)), reason(target));
        nwl_finding_label(pass, f, "its contents are not checked");
        if (!nwl_str_eq(target->name, target->real_path))
            nwl_finding_note(pass, f, "it leads to %.*s",
                             NWL_STR_FMT(nwl_pass_path(pass, target->real_path)));
        if (target->state == NWL_TARGET_IO_ERROR)
            nwl_finding_note(pass, f, "%.*s",
                             NWL_STR_FMT(system_says(pass, target->error)));
    }
    if (unread > MOST_TOLD)
        nwl_flag(pass, site, NULL, "%u more files of \"%.*s\" cannot be read",
                 unread - MOST_TOLD, NWL_STR_FMT(nwl_pass_path(pass, include->path)));
    if (include->truncated)
        nwl_flag(pass, site, NULL, "\"%.*s\" matches more files than are looked at",
                 NWL_STR_FMT(nwl_pass_path(pass, include->path)));
}

const nwl_rule nwl_rule_unreadable_file = {
    .id = NWL_TEXT("unreadable-file"),
    .title = NWL_TEXT("an included file cannot be read"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT("The file exists but was not read: no permission, a directory that a "
                    "pattern matches, a FIFO or "
                    "device, a loop of symlinks, or more than the limits allow. nginx "
                    "refuses to start on most of "
                    "these. What the file sets is not known, so values that could come "
                    "from it are not judged."),
    .remedy =
        NWL_TEXT("Give read permission, or let the include name regular files only."),
    .when_to_ignore =
        NWL_TEXT("Where only root may read the file and the linter does not run as "
                 "root."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/ngx_core_module.html#include")},
    .on_include = check,
};
