#include "report/rdjson_parts.h"

#include "report/words.h"

enum {
    BRIEF_MESSAGE = 2000,
    BRIEF_PATH = 4096, // as long as a path of Linux may be; a byte takes six at most
};

void nwl_rdjson_source(nwl_emitter *emit)
{
    nwl_emit_open_object(emit, "source");
    nwl_emit_text(emit, "name", NWL_STR("nginx-wslint"));
    nwl_emit_close(emit);
}

static nwl_str severity_of(const nwl_finding *finding)
{
    if (finding->suppression != NULL || finding->severity == NWL_NOTE)
        return NWL_STR("INFO");
    return finding->severity == NWL_ERROR ? NWL_STR("ERROR") : NWL_STR("WARNING");
}

// Columns are bytes from 1, and the end is exclusive.
static void put_position(nwl_emitter *emit, const char *key, nwl_position at)
{
    nwl_emit_open_object(emit, key);
    nwl_emit_number(emit, "line", at.line);
    nwl_emit_number(emit, "column", at.byte_column);
    nwl_emit_close(emit);
}

static void put_range(nwl_emitter *emit, nwl_places *places, nwl_span at)
{
    nwl_position start = nwl_places_position(places, at.file, at.range.begin);
    nwl_position end = nwl_places_position(places, at.file, at.range.end);
    nwl_emit_open_object(emit, "range");
    put_position(emit, "start", start);
    put_position(emit, "end", end);
    nwl_emit_close(emit);
}

static void put_location(nwl_emitter *emit, nwl_places *places, nwl_span at,
                         nwl_rdjson_size size)
{
    nwl_str path = nwl_places_path(places, at.file);
    nwl_emit_open_object(emit, "location");
    nwl_emit_text(emit, "path",
                  size == NWL_RDJSON_BRIEF ? nwl_str_slice(path, 0, BRIEF_PATH) : path);
    if (at.file != NWL_NO_FILE)
        put_range(emit, places, at);
    nwl_emit_close(emit);
}

static void put_related(nwl_emitter *emit, nwl_places *places, const nwl_finding *finding)
{
    if (finding->related.count == 0)
        return;
    nwl_emit_open_list(emit, "related_locations");
    for (uint32_t i = 0; i < finding->related.count; i++) {
        const nwl_related *related = &finding->related.items[i];
        nwl_emit_open_object(emit, NULL);
        nwl_emit_text(emit, "message", nwl_words_line(places->report, related->label));
        put_location(emit, places, related->at, NWL_RDJSON_WHOLE);
        nwl_emit_close(emit);
    }
    nwl_emit_close(emit);
}

// The first bytes of UTF-8, without a part of a character.
static nwl_str cut(nwl_str text, size_t most)
{
    if (text.len <= most)
        return text;
    while (most > 0 && ((unsigned char)text.ptr[most] & 0xc0) == 0x80)
        most--;
    return nwl_str_slice(text, 0, most);
}

static nwl_str message_of(nwl_places *places, const nwl_finding *finding,
                          nwl_rdjson_size size)
{
    const nwl_report *report = places->report;
    nwl_str words = size == NWL_RDJSON_BRIEF
                        ? cut(nwl_words_line(report, finding->message), BRIEF_MESSAGE)
                        : nwl_words_all(places, finding);
    if (finding->suppression == NULL)
        return words;
    return nwl_arena_format(report->arena, "%.*s\n(suppressed)", NWL_STR_FMT(words));
}

void nwl_rdjson_finding(nwl_emitter *emit, nwl_places *places, const nwl_finding *finding,
                        nwl_rdjson_size size)
{
    nwl_emit_text(emit, "message", message_of(places, finding, size));
    put_location(emit, places, finding->at, size);
    nwl_emit_text(emit, "severity", severity_of(finding));
    nwl_emit_open_object(emit, "code");
    nwl_emit_text(emit, "value", finding->rule->id);
    nwl_emit_close(emit);
    if (size == NWL_RDJSON_WHOLE)
        put_related(emit, places, finding);
}

// reviewdog needs a location, be its path empty.
void nwl_rdjson_problem(nwl_emitter *emit, const nwl_report *report,
                        const nwl_problem *problem)
{
    nwl_str message = nwl_words_line(report, problem->message);
    nwl_str path = nwl_report_path(report, problem->path);
    nwl_emit_text(emit, "message", cut(message, BRIEF_MESSAGE));
    nwl_emit_open_object(emit, "location");
    nwl_emit_text(emit, "path", nwl_str_slice(path, 0, BRIEF_PATH));
    nwl_emit_close(emit);
    nwl_emit_text(emit, "severity", NWL_STR("ERROR"));
}
