// A trace as a JSON document.
#ifndef NWL_REPORT_TRACE_H
#define NWL_REPORT_TRACE_H

#include "model/trace.h"
#include "report/report.h"

typedef struct nwl_trace_page {
    const nwl_report *report; // for its files, paths and problems
    const nwl_trace *trace;
    nwl_str url; // as it was given
} nwl_trace_page;

// See docs/schema/trace.json.
void nwl_trace_json(const nwl_trace_page *page, nwl_buffer *out);

#endif
