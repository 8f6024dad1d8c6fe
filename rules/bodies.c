#include "rules/bodies.h"

#include "rules/dispatch.h"
#include "rules/pass.h"
#include "rules/repetition.h"

// Several rules ask for the faults of one block; they are looked for once.
static const nwl_body_faults *faults_of(nwl_pass *pass, const nwl_scope *block)
{
    nwl_visit *visit = pass->visit;
    if (visit->read != block) {
        visit->read = block;
        visit->faults = (nwl_body_faults){0};
        nwl_body_find_faults(visit->scratch, pass->model, block, &visit->faults);
    }
    return &visit->faults;
}

// Where the '}' is missing, lines of other blocks are read as lines of this one.
static bool is_closed(const nwl_pass *pass, const nwl_directive *opener)
{
    const nwl_file *file = pass->model->configuration->files->items.items[opener->file];
    return nwl_str_ends_with(
        nwl_str_slice(file->text, opener->block.begin, opener->block.end), NWL_STR("}"));
}

static void flag(nwl_pass *pass, const nwl_body_fault *fault)
{
    // A file may be included in several servers; the mistake is one.
    nwl_finding *f =
        nwl_flag(pass, fault->site, NULL, "%.*s", NWL_STR_FMT(fault->message));
    nwl_finding_label(pass, f, "nginx refuses to start");
    if (fault->first.directive != NULL)
        nwl_finding_first(pass, f, fault->first, fault->site);
}

void nwl_bodies_report(nwl_pass *pass, const nwl_scope *scope, uint32_t kinds)
{
    if (scope->context != NWL_CX_RAW || !is_closed(pass, scope->opener.directive))
        return;
    const nwl_body_faults *faults = faults_of(pass, scope);
    for (uint32_t i = 0; i < faults->count; i++) {
        const nwl_body_fault *fault = &faults->items[i];
        if ((fault->kind & kinds) != 0 &&
            nwl_dispatch_is_as_written(pass, fault->site.directive))
            flag(pass, fault);
    }
}
