// rdjsonl: one line of JSON a finding, for reviewdog and what reads line by line
//
// reviewdog stops without a word at a line of 64 KiB, so that a finding with so much to say is told in brief.
// Source: parser/rdjsonl.go of reviewdog, MaxScanTokenSize of Go's bufio.

#include "report/rdjson_parts.h"

enum { MOST_LINE_BYTES = 64 * 1024 - 1 }; // with its end

static nwl_buffer line_of(nwl_places *places, const nwl_finding *finding,
                          nwl_rdjson_size size)
{
    nwl_buffer line = nwl_buffer_new(NULL);
    nwl_emitter emit = nwl_emit_to(places->report->arena, &line);
    nwl_emit_open_row(&emit, NULL);
    nwl_rdjson_source(&emit);
    nwl_rdjson_finding(&emit, places, finding, size);
    nwl_emit_close(&emit);
    return line;
}

static void add_finding(nwl_places *places, const nwl_finding *finding, nwl_buffer *out)
{
    nwl_buffer line = line_of(places, finding, NWL_RDJSON_WHOLE);
    if (line.len > MOST_LINE_BYTES) {
        nwl_buffer_free(&line);
        line = line_of(places, finding, NWL_RDJSON_BRIEF);
    }
    nwl_buffer_add(out, nwl_buffer_text(&line));
    nwl_buffer_free(&line);
}

static void add_problem(const nwl_report *report, const nwl_problem *problem,
                        nwl_buffer *out)
{
    nwl_emitter emit = nwl_emit_to(report->arena, out);
    nwl_emit_open_row(&emit, NULL);
    nwl_rdjson_source(&emit);
    nwl_rdjson_problem(&emit, report, problem);
    nwl_emit_close(&emit);
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    nwl_places places = nwl_places_of(report);
    for (uint32_t i = 0; i < report->problem_count; i++)
        add_problem(report, &report->problems[i], out);
    for (uint32_t i = 0; i < report->finding_count; i++)
        add_finding(&places, report->findings[i], out);
}

const nwl_format nwl_format_rdjsonl = {
    .name = NWL_FORMAT_TEXT("rdjsonl"),
    .title = NWL_FORMAT_TEXT("one line of JSON a finding, for reviewdog"),
    .for_people = false,
    .print = print,
};
