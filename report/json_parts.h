// Members that several JSON documents have in common.
#ifndef NWL_REPORT_JSON_PARTS_H
#define NWL_REPORT_JSON_PARTS_H

#include "report/emit.h"
#include "report/places.h"

// "range": the start and the end of at.
void nwl_emit_range(nwl_emitter *emit, nwl_places *places, nwl_span at);

// "path" and "range" of at.
void nwl_emit_place(nwl_emitter *emit, nwl_places *places, nwl_span at);

void nwl_emit_texts(nwl_emitter *emit, const char *key, const nwl_str *items,
                    uint32_t count);

// "tool": this program and its version.
void nwl_emit_tool(nwl_emitter *emit);

// "1.22.1", or null for 0.
void nwl_emit_version(nwl_emitter *emit, nwl_arena *arena, const char *key,
                      nwl_version version);

// "reasons": the names of the bits of mask.
void nwl_emit_reasons(nwl_emitter *emit, uint32_t mask);

// "idle_limit_ms": null when it is not known.
void nwl_emit_idle_limit(nwl_emitter *emit, int64_t ms);

#endif
