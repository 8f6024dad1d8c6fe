#include "report/report.h"

#include "source/path.h"

nwl_str nwl_report_path(const nwl_report *report, nwl_str path)
{
    nwl_str directory = report->working_directory;
    if (directory.len == 0 || !nwl_path_is_below(path, directory))
        return path;
    nwl_str rest = nwl_str_from(path, directory.len);
    if (nwl_str_starts_with(rest, NWL_STR("/")))
        rest = nwl_str_from(rest, 1);
    return rest.len > 0 ? rest : NWL_STR(".");
}
