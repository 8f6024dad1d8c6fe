// Rows of cells in aligned columns.
#ifndef NWL_CLI_TABLE_H
#define NWL_CLI_TABLE_H

#include "base/array.h"
#include "report/screen.h"

#define NWL_TABLE_MOST_COLUMNS 8

typedef struct nwl_table_row {
    nwl_str cells[NWL_TABLE_MOST_COLUMNS];
    nwl_ink inks[NWL_TABLE_MOST_COLUMNS];
} nwl_table_row;

typedef struct nwl_table {
    nwl_arena *arena;
    uint32_t columns;
    uint32_t indent;
    NWL_ARRAY(nwl_table_row) rows;
} nwl_table;

// Adds an empty row; fill it before the next one is added.
nwl_table_row *nwl_table_add(nwl_table *table);

// Draws all rows. A cell that is very wide pushes the rest of its row aside; empty cells at the end of a row leave no spaces.
void nwl_table_draw(const nwl_table *table, nwl_screen *screen);

#endif
