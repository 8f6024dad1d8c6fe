#include "rules/repetition.h"

static nwl_site site_of(const nwl_include_step *step)
{
    return (nwl_site){.directive = step->include, .via = step->parent};
}

void nwl_repetition_part(nwl_site first, nwl_site second, const nwl_include_step **a,
                         const nwl_include_step **b)
{
    *a = first.via;
    *b = second.via;
    while (*a != NULL && *b != NULL && (*a)->include == (*b)->include &&
           (*a)->target == (*b)->target) {
        *a = (*a)->parent;
        *b = (*b)->parent;
    }
}

void nwl_finding_first(nwl_pass *pass, nwl_finding *finding, nwl_site first,
                       nwl_site second)
{
    if (first.directive != second.directive) {
        nwl_finding_related(pass, finding, first, "the first one");
        return;
    }
    const nwl_include_step *a, *b;
    nwl_repetition_part(first, second, &a, &b);
    if (a == NULL || b == NULL)
        return;
    nwl_finding_related(pass, finding, site_of(a), "reads this line first");
    if (a->include != b->include)
        nwl_finding_related(pass, finding, site_of(b), "reads it once more");
    else
        nwl_finding_note(pass, finding, "the pattern finds the file as %.*s and as %.*s",
                         NWL_STR_FMT(nwl_pass_path(pass, a->target->name)),
                         NWL_STR_FMT(nwl_pass_path(pass, b->target->name)));
}

bool nwl_repetition_is_of_file(nwl_site first, nwl_site second)
{
    return first.directive == second.directive && second.via != NULL &&
           second.via->target->before != NULL;
}
