// What rdjson and rdjsonl, the Reviewdog Diagnostic Formats, have in common.
// Source: proto/rdf/reviewdog.proto of reviewdog, which refuses members that it does not know.
#ifndef NWL_REPORT_RDJSON_PARTS_H
#define NWL_REPORT_RDJSON_PARTS_H

#include "report/emit.h"
#include "report/places.h"

typedef enum nwl_rdjson_size {
    NWL_RDJSON_WHOLE,
    NWL_RDJSON_BRIEF, // one sentence and one place, at most 40,000 bytes
} nwl_rdjson_size;

// "source": this program.
void nwl_rdjson_source(nwl_emitter *emit);

// The members of a Diagnostic, in an object that is open.
void nwl_rdjson_finding(nwl_emitter *emit, nwl_places *places, const nwl_finding *finding,
                        nwl_rdjson_size size);

// The same for a problem, an error in the file that it is about.
void nwl_rdjson_problem(nwl_emitter *emit, const nwl_report *report,
                        const nwl_problem *problem);

#endif
