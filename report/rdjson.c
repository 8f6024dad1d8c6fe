// rdjson: one document for reviewdog, which posts it as a review

#include "report/rdjson_parts.h"

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    nwl_places places = nwl_places_of(report);
    nwl_emitter emit = nwl_emit_to(report->arena, out);
    nwl_emit_open_object(&emit, NULL);
    nwl_rdjson_source(&emit);
    nwl_emit_open_list(&emit, "diagnostics");
    for (uint32_t i = 0; i < report->problem_count; i++) {
        nwl_emit_open_object(&emit, NULL);
        nwl_rdjson_problem(&emit, report, &report->problems[i]);
        nwl_emit_close(&emit);
    }
    for (uint32_t i = 0; i < report->finding_count; i++) {
        nwl_emit_open_object(&emit, NULL);
        nwl_rdjson_finding(&emit, &places, report->findings[i], NWL_RDJSON_WHOLE);
        nwl_emit_close(&emit);
    }
    nwl_emit_close(&emit);
    nwl_emit_close(&emit);
}

const nwl_format nwl_format_rdjson = {
    .name = NWL_FORMAT_TEXT("rdjson"),
    .title = NWL_FORMAT_TEXT("one JSON document for reviewdog"),
    .for_people = false,
    .print = print,
};
