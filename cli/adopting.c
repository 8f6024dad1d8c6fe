#include "cli/adopting.h"

#include "cli/lint.h"

bool nwl_adopting_begin(nwl_adopting *adopting, const nwl_cli *cli,
                        const nwl_reading *reading)
{
    *adopting = (nwl_adopting){.cli = cli, .reading = reading};
    if (cli->options->baseline.len > 0 && !nwl_baseline_open(cli, &adopting->baseline))
        return false;
    return cli->options->new_from_rev.len == 0 ||
           nwl_revision_open(cli, reading, &adopting->revision);
}

// Those findings that no comment hides.
static nwl_findings open_ones(nwl_arena *arena, const nwl_findings *findings)
{
    nwl_findings open = {0};
    for (uint32_t i = 0; i < findings->count; i++) {
        if (findings->items[i]->suppression == NULL)
            *NWL_PUSH(arena, &open) = findings->items[i];
    }
    return open;
}

// The findings of the baseline stay in the file of the user until they are mended, be they in the revision or not, so they are
// looked for first.
static void hide_baselined(nwl_adopting *a, nwl_findings *findings, nwl_summary *summary)
{
    nwl_known known = nwl_known_new(a->cli->arena);
    for (uint32_t i = 0; i < a->baseline.entries.count; i++)
        nwl_known_add(&known, a->baseline.entries.items[i].fingerprint);
    summary->baselined = nwl_known_hide(&known, findings);
    nwl_baseline_tell_gone(a->cli, a->reading, &a->baseline, &known);
}

static bool hide_old(nwl_adopting *a, nwl_findings *findings, nwl_summary *summary)
{
    nwl_known known = nwl_known_new(a->cli->arena);
    nwl_findings old =
        nwl_lint_judge(a->cli, nwl_revision_read(&a->revision, a->reading));
    nwl_findings open = open_ones(a->cli->arena, &old);
    nwl_known_add_all(&known, &open);
    summary->not_new = nwl_known_hide(&known, findings);
    return nwl_revision_is_whole(a->cli, &a->revision);
}

static bool write_all(nwl_adopting *a, nwl_findings *findings, nwl_summary *summary)
{
    nwl_known known = nwl_known_new(a->cli->arena);
    nwl_findings open = open_ones(a->cli->arena, findings);
    if (!nwl_baseline_write(a->cli, a->reading, &open))
        return false;
    nwl_known_add_all(&known, &open);
    summary->baselined = nwl_known_hide(&known, findings);
    return true;
}

bool nwl_adopting_hide(nwl_adopting *adopting, nwl_findings *findings,
                       nwl_summary *summary)
{
    const nwl_options *options = adopting->cli->options;
    summary->revision = options->new_from_rev;
    if (options->write_baseline.len > 0)
        return write_all(adopting, findings, summary);
    if (options->baseline.len > 0)
        hide_baselined(adopting, findings, summary);
    return adopting->revision.tree == NULL || findings->count == 0 ||
           hide_old(adopting, findings, summary);
}
