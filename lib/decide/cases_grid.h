/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DECIDE_CASES_GRID_H
#define MSBI_DECIDE_CASES_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* A table that is filled cell by cell, row by row, the head first. */
struct msbi_grid {
    size_t num_columns;
    size_t num, max;
    char **cells;
    bool failed;
};

/* Take over a cell; NULL: there was no memory for it. */
void msbi_grid_add(struct msbi_grid *grid, char *cell);
/* Append the table; @text fails where a cell did. */
void msbi_grid_print(struct msbi_text *text, const struct msbi_grid *grid);
void msbi_grid_release(struct msbi_grid *grid);

#endif
