#include "cli/table.h"

#include "cli/wrap.h"

enum { MOST_COLUMNS = 60, GAP = 2 }; // of the terminal

nwl_table_row *nwl_table_add(nwl_table *table)
{
    return NWL_PUSH(table->arena, &table->rows);
}

static uint32_t width_of(const nwl_table *table, uint32_t column, bool ascii)
{
    uint32_t width = 0;
    for (uint32_t i = 0; i < table->rows.count; i++) {
        uint32_t columns = nwl_wrap_columns(table->rows.items[i].cells[column], ascii);
        if (columns > width)
            width = columns < MOST_COLUMNS ? columns : MOST_COLUMNS;
    }
    return width;
}

static uint32_t last_cell(const nwl_table *table, const nwl_table_row *row)
{
    uint32_t last = table->columns;
    while (last > 0 && row->cells[last - 1].len == 0)
        last--;
    return last;
}

static void draw_row(const nwl_table *table, nwl_screen *screen, const nwl_table_row *row,
                     const uint32_t *widths)
{
    uint32_t end = last_cell(table, row);
    nwl_screen_pad(screen, end > 0 ? table->indent : 0);
    for (uint32_t c = 0; c < end; c++) {
        nwl_screen_text(screen, row->inks[c], row->cells[c]);
        if (c + 1 == end)
            break;
        uint32_t columns = nwl_wrap_columns(row->cells[c], screen->style->ascii);
        nwl_screen_pad(screen, columns < widths[c] ? widths[c] - columns + GAP : GAP);
    }
    nwl_screen_end_line(screen);
}

void nwl_table_draw(const nwl_table *table, nwl_screen *screen)
{
    uint32_t widths[NWL_TABLE_MOST_COLUMNS] = {0};
    for (uint32_t c = 0; c < table->columns; c++)
        widths[c] = width_of(table, c, screen->style->ascii);
    for (uint32_t i = 0; i < table->rows.count; i++)
        draw_row(table, screen, &table->rows.items[i], widths);
}
