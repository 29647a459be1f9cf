/* SPDX-License-Identifier: MIT */
/*
 * Tables on stdout. Columns are as wide as their widest cell, measured in
 * columns of a terminal, so that Danish names stand in line; the last
 * column is not padded, so that no line ends in blanks.
 */
#include "table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <msb.h>

#include "message.h"
#include "text.h"

void
table_init(struct table *table, const char *title, const char *aligns)
{
    memset(table, 0, sizeof *table);
    table->title = title;
    table->aligns = aligns;
}

static bool
reserve_cell(struct table *table)
{
    size_t wanted = table->capacity == 0 ? 32 : table->capacity * 2;
    void *moved;

    if (table->num < table->capacity)
        return true;
    moved = realloc(table->cells, wanted * sizeof *table->cells);
    if (moved == NULL)
        return false;
    table->cells = moved;
    table->capacity = wanted;
    return true;
}

void
table_add(struct table *table, const char *text)
{
    size_t size;
    char *copy = NULL;

    if (text == NULL)
        text = "-";
    size = strlen(text) + 1;
    if (!table->has_failed && reserve_cell(table))
        copy = malloc(size);
    if (copy == NULL) {
        table->has_failed = true;
        return;
    }
    memcpy(copy, text, size);
    table->cells[table->num++] = copy;
}

void
table_add_number(struct table *table, uint64_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRIu64, number);
    table_add(table, text);
}

const char *
format_citizens(uint64_t number, uint64_t least, char *out)
{
    if (number == MSB_NUMBER_SMALL)
        snprintf(out, NUMBER_SIZE, "<%" PRIu64, least);
    else if (number == MSB_NUMBER_HIDDEN)
        snprintf(out, NUMBER_SIZE, "…");
    else
        snprintf(out, NUMBER_SIZE, "%" PRIu64, number);
    return out;
}

void
table_add_citizens(struct table *table, uint64_t number, uint64_t least)
{
    char text[NUMBER_SIZE];

    table_add(table, format_citizens(number, least, text));
}

void
table_add_count(struct table *table, const char *name, uint64_t number)
{
    table_add(table, name);
    table_add_number(table, number);
}

static void
print_blanks(size_t num)
{
    while (num-- > 0)
        putchar(' ');
}

static void
print_row(const struct table *table, size_t row, const size_t *widths)
{
    size_t columns = strlen(table->aligns);

    for (size_t i = 0; i < columns; i++) {
        const char *cell = table->cells[row * columns + i];
        size_t padding = widths[i] - measure_width(cell);

        print_blanks(2);
        if (table->aligns[i] == 'r')
            print_blanks(padding);
        write_shown(stdout, cell);
        if (table->aligns[i] == 'l' && i + 1 < columns)
            print_blanks(padding);
    }
    putchar('\n');
}

static void
print_rows(const struct table *table)
{
    size_t columns = strlen(table->aligns);
    size_t widths[MAX_COLUMNS] = {0};

    for (size_t i = 0; i < table->num; i++) {
        size_t width = measure_width(table->cells[i]);

        if (width > widths[i % columns])
            widths[i % columns] = width;
    }
    if (table->title != NULL)
        printf("\n%s\n", table->title);
    for (size_t row = 0; row < table->num / columns; row++)
        print_row(table, row, widths);
}

bool
table_print(struct table *table)
{
    bool is_whole = !table->has_failed;

    if (!is_whole)
        say("not enough memory for a table");
    else if (table->num > 0)
        print_rows(table);
    for (size_t i = 0; i < table->num; i++)
        free(table->cells[i]);
    free(table->cells);
    memset(table, 0, sizeof *table);
    return is_whole;
}
