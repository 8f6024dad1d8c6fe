#include "report/json_parts.h"

#ifndef NWL_VERSION
#define NWL_VERSION "0.0.0"
#endif

static void put_position(nwl_emitter *emit, const char *key, nwl_position at)
{
    nwl_emit_open_object(emit, key);
    nwl_emit_number(emit, "line", at.line);
    nwl_emit_number(emit, "column", at.column);
    nwl_emit_number(emit, "byte_column", at.byte_column);
    nwl_emit_number(emit, "offset", at.offset);
    nwl_emit_close(emit);
}

void nwl_emit_range(nwl_emitter *emit, nwl_places *places, nwl_span at)
{
    nwl_position start = nwl_places_position(places, at.file, at.range.begin);
    nwl_position end = nwl_places_position(places, at.file, at.range.end);
    nwl_emit_open_object(emit, "range");
    put_position(emit, "start", start);
    put_position(emit, "end", end);
    nwl_emit_close(emit);
}

void nwl_emit_place(nwl_emitter *emit, nwl_places *places, nwl_span at)
{
    nwl_emit_text(emit, "path", nwl_places_path(places, at.file));
    nwl_emit_range(emit, places, at);
}

void nwl_emit_texts(nwl_emitter *emit, const char *key, const nwl_str *items,
                    uint32_t count)
{
    nwl_emit_open_list(emit, key);
    for (uint32_t i = 0; i < count; i++)
        nwl_emit_text(emit, NULL, items[i]);
    nwl_emit_close(emit);
}

void nwl_emit_tool(nwl_emitter *emit)
{
    nwl_emit_open_object(emit, "tool");
    nwl_emit_text(emit, "name", NWL_STR("nginx-wslint"));
    nwl_emit_text(emit, "version", NWL_STR(NWL_VERSION));
    nwl_emit_close(emit);
}

void nwl_emit_version(nwl_emitter *emit, nwl_arena *arena, const char *key,
                      nwl_version version)
{
    if (version == 0)
        nwl_emit_null(emit, key);
    else
        nwl_emit_text(emit, key, nwl_version_text(arena, version));
}

void nwl_emit_reasons(nwl_emitter *emit, uint32_t mask)
{
    nwl_emit_open_list(emit, "reasons");
    for (nwl_reason reason = 0; reason < NWL_REASON_COUNT; reason++) {
        if (mask & 1u << reason)
            nwl_emit_text(emit, NULL, nwl_reason_name(reason));
    }
    nwl_emit_close(emit);
}

void nwl_emit_idle_limit(nwl_emitter *emit, int64_t ms)
{
    if (ms == NWL_IDLE_UNKNOWN)
        nwl_emit_null(emit, "idle_limit_ms");
    else
        nwl_emit_number(emit, "idle_limit_ms", ms);
}
