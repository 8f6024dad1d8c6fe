#include "report/report.h"

#include "source/path.h"

nwl_str nwl_report_path(const nwl_report *report, nwl_str path)
{
    return nwl_path_relative(path, report->working_directory);
}
