/* SPDX-License-Identifier: MIT */
/*
 * A table in Markdown. Its columns are as wide as their widest cell, counted
 * in characters, so that the text can be read as it is.
 */
#include "decide/cases_grid.h"

#include <string.h>

#include "base/memory.h"

void
msbi_grid_add(struct msbi_grid *grid, char *cell)
{
    void *moved = msbi_grow(grid->cells, grid->num, &grid->max,
                            sizeof *grid->cells);

    if (moved != NULL)
        grid->cells = moved;
    if (moved == NULL || cell == NULL) {
        grid->failed = true;
        msbi_free(cell);
        return;
    }
    grid->cells[grid->num++] = cell;
}

static size_t
measure(const char *string)
{
    size_t num = 0;

    for (; *string != '\0'; string++)
        num += (*string & 0xc0) != 0x80;
    return num;
}

static size_t
measure_column(const struct msbi_grid *grid, size_t column)
{
    size_t widest = 3;

    for (size_t i = column; i < grid->num; i += grid->num_columns) {
        size_t width = measure(grid->cells[i]);

        widest = width > widest ? width : widest;
    }
    return widest;
}

static void
add_padding(struct msbi_text *text, const char *pad, size_t num)
{
    for (size_t i = 0; i < num; i++)
        msbi_text_add(text, pad);
}

static void
add_line(struct msbi_text *text, const struct msbi_grid *grid, size_t first,
         const size_t *widths)
{
    for (size_t i = 0; i < grid->num_columns; i++) {
        const char *cell = grid->cells[first + i];

        msbi_text_addf(text, "| %s ", cell);
        add_padding(text, " ", widths[i] - measure(cell));
    }
    msbi_text_add(text, "|\n");
}

void
msbi_grid_print(struct msbi_text *text, const struct msbi_grid *grid)
{
    size_t *widths = msbi_alloc_array(grid->num_columns, sizeof *widths);

    if (widths == NULL || grid->failed) {
        text->failed = true;
        msbi_free(widths);
        return;
    }
    for (size_t i = 0; i < grid->num_columns; i++)
        widths[i] = measure_column(grid, i);
    add_line(text, grid, 0, widths);
    for (size_t i = 0; i < grid->num_columns; i++) {
        msbi_text_add(text, "|");
        add_padding(text, "-", widths[i] + 2);
    }
    msbi_text_add(text, "|\n");
    for (size_t i = grid->num_columns; i < grid->num; i += grid->num_columns)
        add_line(text, grid, i, widths);
    msbi_free(widths);
}

void
msbi_grid_release(struct msbi_grid *grid)
{
    for (size_t i = 0; i < grid->num; i++)
        msbi_free(grid->cells[i]);
    msbi_free(grid->cells);
}
