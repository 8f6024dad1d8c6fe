// locations: what a WebSocket meets in every proxied location, as a table

#include "report/places.h"
#include "report/screen.h"
#include "cli/duration.h"
#include "cli/lint.h"
#include "cli/wrap.h"

typedef enum column {
    COLUMN_PLACE,
    COLUMN_SERVER,
    COLUMN_LOCATION,
    COLUMN_UPSTREAM,
    COLUMN_EXPECTS,
    COLUMN_IDLE,
    COLUMN_VERDICT,
    COLUMN_COUNT,
} column;

static const char *const headings[COLUMN_COUNT] = {
    "PLACE",      "SERVER",    "LOCATION", "UPSTREAM", "EXPECTS WEBSOCKET",
    "IDLE LIMIT", "WEBSOCKET",
};

enum { MOST_COLUMNS = 60, GAP = 2 }; // a longer cell pushes the rest of its row aside

typedef struct row {
    nwl_str cells[COLUMN_COUNT];
    nwl_verdict verdict;
} row;

typedef struct table {
    const nwl_report *report;
    nwl_places places;
    row *rows;
    uint32_t widths[COLUMN_COUNT];
} table;

// ---- cells ------------------------------------------------------------------------------

static nwl_str place_of(table *t, const nwl_proxied_location *location)
{
    nwl_span at = nwl_site_span(location->site);
    nwl_position position = nwl_places_position(&t->places, at.file, at.range.begin);
    return nwl_arena_format(t->report->arena, "%.*s:%u",
                            NWL_STR_FMT(nwl_places_path(&t->places, at.file)),
                            position.line);
}

static nwl_str server_of(nwl_arena *arena, const nwl_model *model,
                         const nwl_proxied_location *location)
{
    const nwl_server *server = nwl_model_server(model, location->scope);
    if (server == NULL || server->name_count == 0)
        return NWL_STR("-");
    if (server->name_count == 1)
        return server->names[0];
    return nwl_arena_format(arena, "%.*s +%u", NWL_STR_FMT(server->names[0]),
                            server->name_count - 1);
}

// "handshake-fails: no-upgrade-header, http-1.0"
static nwl_str verdict_of(nwl_arena *arena, const nwl_proxied_location *location)
{
    nwl_str text = nwl_verdict_name(location->verdict);
    bool first = true;
    for (uint32_t i = 0; i < NWL_REASON_COUNT; i++) {
        if ((location->reasons & 1u << i) == 0)
            continue;
        text =
            nwl_arena_format(arena, "%.*s%s%.*s", NWL_STR_FMT(text), first ? ": " : ", ",
                             NWL_STR_FMT(nwl_reason_name((nwl_reason)i)));
        first = false;
    }
    return text;
}

static nwl_str idle_limit_of(nwl_arena *arena, const nwl_proxied_location *location)
{
    return location->idle_limit_ms == NWL_IDLE_UNKNOWN
               ? NWL_STR("?")
               : nwl_duration(arena, location->idle_limit_ms);
}

static void fill_row(table *t, uint32_t index)
{
    nwl_arena *arena = t->report->arena;
    const nwl_proxied_location *location = t->report->locations[index];
    t->rows[index] = (row){
        .verdict = location->verdict,
        .cells =
            {
                [COLUMN_PLACE] = place_of(t, location),
                [COLUMN_SERVER] =
                    server_of(arena, t->report->location_models[index], location),
                [COLUMN_LOCATION] = location->location_text,
                [COLUMN_UPSTREAM] = location->upstream,
                [COLUMN_EXPECTS] = nwl_expectation_name(location->expectation.level),
                [COLUMN_VERDICT] = verdict_of(arena, location),
                [COLUMN_IDLE] = idle_limit_of(arena, location),
            },
    };
}

// ---- drawing ----------------------------------------------------------------------------

static void widen(table *t, column c, nwl_str cell, bool ascii)
{
    uint32_t columns = nwl_wrap_columns(cell, ascii);
    if (columns > t->widths[c])
        t->widths[c] = columns < MOST_COLUMNS ? columns : MOST_COLUMNS;
}

static void measure(table *t, bool ascii)
{
    for (column c = 0; c < COLUMN_COUNT; c++)
        widen(t, c, nwl_str_of(headings[c]), ascii);
    for (uint32_t i = 0; i < t->report->location_count; i++) {
        for (column c = 0; c < COLUMN_COUNT; c++)
            widen(t, c, t->rows[i].cells[c], ascii);
    }
}

static nwl_ink ink_of(nwl_verdict verdict)
{
    switch (verdict) {
    case NWL_VERDICT_WORKS:
        return NWL_INK_HELP;
    case NWL_VERDICT_HANDSHAKE_FAILS:
        return NWL_INK_ERROR;
    case NWL_VERDICT_NOT_FORWARDED:
    case NWL_VERDICT_UNKNOWN:
        break;
    }
    return NWL_INK_WARNING;
}

static void draw_cell(const table *t, nwl_screen *screen, column c, nwl_ink ink,
                      nwl_str cell)
{
    nwl_screen_text(screen, ink, cell);
    if (c + 1 == COLUMN_COUNT) {
        nwl_screen_end_line(screen);
        return;
    }
    uint32_t columns = nwl_wrap_columns(cell, screen->style->ascii);
    nwl_screen_pad(screen, columns < t->widths[c] ? t->widths[c] - columns + GAP : GAP);
}

static void draw_table(const table *t, nwl_screen *screen)
{
    for (column c = 0; c < COLUMN_COUNT; c++)
        draw_cell(t, screen, c, NWL_INK_STRONG, nwl_str_of(headings[c]));
    for (uint32_t i = 0; i < t->report->location_count; i++) {
        const row *r = &t->rows[i];
        for (column c = 0; c < COLUMN_COUNT; c++)
            draw_cell(t, screen, c,
                      c == COLUMN_VERDICT ? ink_of(r->verdict) : NWL_INK_PLAIN,
                      r->cells[c]);
    }
}

static void print_table(const nwl_printing *printing, nwl_buffer *out)
{
    const nwl_lint *lint = printing->what;
    const nwl_report *report = &lint->report;
    nwl_screen screen = {.out = out, .style = &printing->style};
    if (report->location_count == 0) {
        if (!lint->nothing_read)
            nwl_buffer_add(out, NWL_STR("no proxied locations\n"));
        return;
    }
    table t = {
        .report = report,
        .places = nwl_places_of(report),
        .rows = NWL_NEW_ARRAY(report->arena, row, report->location_count),
    };
    for (uint32_t i = 0; i < report->location_count; i++)
        fill_row(&t, i);
    measure(&t, printing->style.ascii);
    draw_table(&t, &screen);
}

static void print_locations(const nwl_printing *printing, nwl_buffer *out)
{
    if (nwl_str_eq(printing->format, NWL_STR("text")))
        print_table(printing, out);
    else
        nwl_lint_print(printing, out);
}

static int run(nwl_cli *cli)
{
    nwl_lint lint = nwl_lint_run(cli);
    bool printed = nwl_output_all(cli, print_locations, &lint);
    return printed && lint.report.problem_count == 0 ? NWL_EXIT_CLEAN : NWL_EXIT_FAILURE;
}

// "json" is the document of check, which has the locations.
const nwl_command nwl_command_locations = {
    .name = NWL_TEXT("locations"),
    .title =
        NWL_TEXT("list every proxied location, what a WebSocket meets there and how long "
                 "an idle one lives"),
    .operands = NWL_TEXT("[PATH...]"),
    .most_operands = UINT32_MAX,
    .traits = NWL_READS | NWL_JUDGES | NWL_FORMATS | NWL_DRAWS,
    .formats = {NWL_TEXT("text"), NWL_TEXT("json")},
    .run = run,
};
