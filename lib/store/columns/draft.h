/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DRAFT_H
#define MSBI_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/columns/chunk.h"

/*
 * A chunk while it is written: the values that occur, each kept once, and rows
 * of cells that point to them. Used again for one chunk after the other.
 */

#define MSBI_CELL_KNOWN UINT32_MAX /* the set is known */

/* One thing that a row says: a value in a column. */
struct msbi_cell {
    uint32_t column;
    uint32_t value; /* of all values of the draft; or KNOWN */
};

/* Some cells of a draft, one behind the other. */
struct msbi_cells {
    size_t first;
    size_t num;
};

struct msbi_draft_row {
    uint32_t citizen; /* less the number of the chunk's first */
    int32_t from, to; /* half-open; or OPEN */
    int32_t birth;
    struct msbi_cells facts;
    struct msbi_cells services;
};

/* A text that occurs: a name, or a value of a column. */
struct msbi_draft_text {
    uint32_t parent; /* the column; or NAMES */
    uint32_t hash;
    uint32_t place; /* of a name, in `names`; of a value, once ordered */
    size_t at;      /* in `texts` */
};

struct msbi_draft_name {
    uint32_t text;
    uint32_t columns[2]; /* by kind, or NONE */
    uint64_t given;      /* the facts that had a member of this name last */
};

struct msbi_draft_column {
    enum msbi_chunk_kind kind;
    uint32_t name;
    uint32_t num_values;
    uint32_t width;
    size_t cells; /* where they stand in what is written */
};

struct msbi_draft {
    struct msbi_text texts;
    struct msbi_draft_text *items;
    size_t num_items, items_capacity;
    uint32_t *slots; /* items by hash, each plus 1; 0 is free */
    size_t num_slots;
    struct msbi_draft_name *names;
    size_t num_names, names_capacity;
    struct msbi_draft_column *columns; /* the first is that of the courses */
    size_t num_columns, columns_capacity;
    struct msbi_cell *cells;
    size_t num_cells, cells_capacity;
    struct msbi_draft_row *rows;
    size_t num_rows, rows_capacity;
    uint64_t num_facts; /* read so far */
    bool is_odd;        /* no chunk can say it: the rows must be read */
};

/* Begin another chunk, with the services' column. MSB_OK or NOMEM, as with all
   that follow. */
enum msb_status msbi_draft_clear(struct msbi_draft *draft);
void msbi_draft_release(struct msbi_draft *draft);

/* Read facts: their birth date and their cells. Makes the draft odd where they
   say a thing twice, or are no object. */
enum msb_status msbi_draft_read_facts(struct msbi_draft *draft,
                                      const char *facts, size_t length,
                                      int32_t *birth, struct msbi_cells *out,
                                      struct msb_error *err);
/* The value that is a service. */
enum msb_status msbi_draft_find_service(struct msbi_draft *draft,
                                        const char *service, uint32_t *out);
enum msb_status
msbi_draft_add_cell(struct msbi_draft *draft, uint32_t column, uint32_t value);
/* Add a row, or make the one before it longer where it says the same. */
enum msb_status
msbi_draft_add_row(struct msbi_draft *draft, const struct msbi_draft_row *row);

/* Write the chunk; see chunk.c. */
enum msb_status
msbi_draft_write(struct msbi_draft *draft, struct msbi_text *out);

/* Within the draft: the place of a text under a parent; a new one is added. A
   letter other than 0 goes before it. */
enum msb_status msbi_draft_find_text(struct msbi_draft *draft, uint32_t parent,
                                     char letter, const char *text,
                                     uint32_t *out);
enum msb_status msbi_draft_find_name(struct msbi_draft *draft, const char *name,
                                     struct msbi_draft_name **out);
enum msb_status
msbi_draft_find_column(struct msbi_draft *draft, struct msbi_draft_name *name,
                       enum msbi_chunk_kind kind, uint32_t *out);

#endif
