// locations: what a WebSocket meets in every proxied location, as a table

#include <assert.h>

#include "report/places.h"
#include "report/screen.h"
#include "cli/duration.h"
#include "cli/lint.h"
#include "cli/table.h"

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
static_assert(COLUMN_COUNT <= NWL_TABLE_MOST_COLUMNS, "a table is that wide");

static const char *const headings[COLUMN_COUNT] = {
    "PLACE",      "SERVER",    "LOCATION", "UPSTREAM", "EXPECTS WEBSOCKET",
    "IDLE LIMIT", "WEBSOCKET",
};

// ---- cells ------------------------------------------------------------------------------

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

// "handshake-fails: no-upgrade-header, http-1.0", "elsewhere: works" where another block has the handshakes
static nwl_str verdict_of(nwl_arena *arena, const nwl_proxied_location *location)
{
    nwl_str text = nwl_verdict_name(location->verdict);
    if (location->not_reached)
        text = nwl_arena_format(arena, "elsewhere: %.*s", NWL_STR_FMT(text));
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

static void add_headings(nwl_table *table)
{
    nwl_table_row *row = nwl_table_add(table);
    for (column c = 0; c < COLUMN_COUNT; c++) {
        row->cells[c] = nwl_str_of(headings[c]);
        row->inks[c] = NWL_INK_STRONG;
    }
}

static void add_location(nwl_table *table, nwl_places *places, uint32_t index)
{
    nwl_arena *arena = table->arena;
    const nwl_report *report = places->report;
    const nwl_proxied_location *location = report->locations[index];
    nwl_table_row *row = nwl_table_add(table);
    row->cells[COLUMN_PLACE] = nwl_places_name(places, nwl_site_span(location->site));
    row->cells[COLUMN_SERVER] =
        server_of(arena, report->location_models[index], location);
    row->cells[COLUMN_LOCATION] = location->location_text;
    row->cells[COLUMN_UPSTREAM] = location->upstream;
    row->cells[COLUMN_EXPECTS] = nwl_expectation_name(location->expectation.level);
    row->cells[COLUMN_IDLE] = idle_limit_of(arena, location);
    row->cells[COLUMN_VERDICT] = verdict_of(arena, location);
    row->inks[COLUMN_VERDICT] = ink_of(location->verdict);
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
    nwl_table table = {.arena = report->arena, .columns = COLUMN_COUNT};
    nwl_places places = nwl_places_of(report);
    add_headings(&table);
    for (uint32_t i = 0; i < report->location_count; i++)
        add_location(&table, &places, i);
    nwl_table_draw(&table, &screen);
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
