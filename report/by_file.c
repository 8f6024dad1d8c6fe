#include "report/by_file.h"

nwl_by_file nwl_by_file_of(const nwl_report *report)
{
    return (nwl_by_file){.report = report};
}

static nwl_str path_of(const nwl_report *report, const nwl_finding *finding)
{
    if (finding->at.file == NWL_NO_FILE)
        return NWL_STR("");
    return report->files->items.items[finding->at.file]->path;
}

static bool has_finding(const nwl_by_file *walk)
{
    const nwl_report *report = walk->report;
    return walk->next_finding < report->finding_count + report->hidden_findings;
}

static nwl_str finding_path(const nwl_by_file *walk)
{
    return path_of(walk->report, walk->report->findings[walk->next_finding]);
}

// The lesser path of the two lists, which are sorted by it. One of them has a next item.
static nwl_str next_path(const nwl_by_file *walk)
{
    const nwl_report *report = walk->report;
    if (walk->next_checked == report->checked_count)
        return finding_path(walk);
    nwl_str checked = report->checked[walk->next_checked]->path;
    bool finding_comes_first =
        has_finding(walk) && nwl_str_compare(finding_path(walk), checked) < 0;
    return finding_comes_first ? finding_path(walk) : checked;
}

static void take_findings(nwl_by_file *walk, nwl_str path, nwl_file_findings *file)
{
    const nwl_report *report = walk->report;
    file->findings = report->findings + walk->next_finding;
    while (has_finding(walk) && nwl_str_eq(finding_path(walk), path)) {
        if (walk->next_finding < report->finding_count)
            file->count++;
        else
            file->hidden++;
        walk->next_finding++;
    }
}

bool nwl_by_file_next(nwl_by_file *walk, nwl_file_findings *file)
{
    const nwl_report *report = walk->report;
    if (walk->next_checked == report->checked_count && !has_finding(walk))
        return false;
    nwl_str path = next_path(walk);
    *file = (nwl_file_findings){.path = nwl_report_path(report, path)};
    if (walk->next_checked < report->checked_count &&
        nwl_str_eq(report->checked[walk->next_checked]->path, path))
        file->is_excluded = report->checked[walk->next_checked++]->is_excluded;
    take_findings(walk, path, file);
    return true;
}
