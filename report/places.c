#include "report/places.h"

nwl_places nwl_places_of(const nwl_report *report)
{
    uint32_t count = report->files->items.count;
    return (nwl_places){report, NWL_NEW_ARRAY(report->arena, nwl_lines *, count)};
}

static const nwl_file *file_at(const nwl_places *places, uint32_t file)
{
    return places->report->files->items.items[file];
}

nwl_str nwl_places_path(const nwl_places *places, uint32_t file)
{
    if (file == NWL_NO_FILE)
        return NWL_STR("");
    return nwl_report_path(places->report, file_at(places, file)->path);
}

static const nwl_lines *lines_of(nwl_places *places, uint32_t file)
{
    if (places->lines[file] == NULL) {
        nwl_arena *arena = places->report->arena;
        places->lines[file] = NWL_NEW(arena, nwl_lines);
        *places->lines[file] = nwl_lines_of(arena, file_at(places, file)->text);
    }
    return places->lines[file];
}

nwl_position nwl_places_position(nwl_places *places, uint32_t file, uint32_t offset)
{
    if (file == NWL_NO_FILE)
        return (nwl_position){.line = 1, .column = 1, .byte_column = 1};
    return nwl_lines_position(lines_of(places, file), offset);
}

nwl_str nwl_places_line(nwl_places *places, uint32_t file, uint32_t line)
{
    return nwl_lines_text(lines_of(places, file), line);
}

nwl_span nwl_places_in_first_line(nwl_places *places, nwl_span at)
{
    nwl_position begin = nwl_places_position(places, at.file, at.range.begin);
    nwl_str line = nwl_places_line(places, at.file, begin.line);
    uint32_t line_end = begin.offset - (begin.byte_column - 1) + (uint32_t)line.len;
    uint32_t end = at.range.end < line_end ? at.range.end : line_end;
    at.range = (nwl_range){begin.offset, end > begin.offset ? end : begin.offset};
    return at;
}

nwl_str nwl_places_alias(const nwl_places *places, const nwl_finding *finding)
{
    if (finding->at.file == NWL_NO_FILE)
        return NWL_STR("");
    const nwl_file *file = file_at(places, finding->at.file);
    nwl_str name = finding->via != NULL ? finding->via->target->name : file->name;
    if (name.len == 0 || nwl_str_eq(name, file->path))
        return NWL_STR("");
    return nwl_report_path(places->report, name);
}

nwl_str nwl_places_name(nwl_places *places, nwl_span span)
{
    nwl_position at = nwl_places_position(places, span.file, span.range.begin);
    return nwl_arena_format(places->report->arena, "%.*s:%u",
                            NWL_STR_FMT(nwl_places_path(places, span.file)),
                            (unsigned)at.line);
}
