/* SPDX-License-Identifier: MIT */
#ifndef TOOL_TABLE_H
#define TOOL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_COLUMNS 6

/*
 * A table for people: filled cell by cell, row by row, then printed with
 * its columns aligned. A failed allocation is remembered until then.
 */
struct table {
    const char *title;  /* printed above it; NULL: none */
    const char *aligns; /* "lr": a column each, left or right */
    size_t num;
    size_t capacity;
    char **cells;
    bool has_failed;
};

void table_init(struct table *table, const char *title, const char *aligns);
/* Add a cell; a copy is kept. NULL is shown as a dash. */
void table_add(struct table *table, const char *text);
void table_add_number(struct table *table, uint64_t number);
/* A number of citizens; one that may not be shown is `<5` (with @least) or
   `…`. */
void table_add_citizens(struct table *table, uint64_t number, uint64_t least);
/* The same as a text, for a buffer of NUMBER_SIZE bytes; returns it. */
#define NUMBER_SIZE 24
const char *format_citizens(uint64_t number, uint64_t least, char *out);
/* A whole row of a name and a number. */
void table_add_count(struct table *table, const char *name, uint64_t number);
/* Print it on stdout, if it has a row, and release it; false when there was
   not enough memory, which has then been said. */
bool table_print(struct table *table);

#endif
