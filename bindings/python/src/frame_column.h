/* SPDX-License-Identifier: MIT */
/* One column of a frame on its way into the library's layout. */
#ifndef MSB_PYTHON_FRAME_COLUMN_H
#define MSB_PYTHON_FRAME_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include <msb/columns.h>

#include "fold.h"
#include "fold_object.h"

/* Consecutive rows of a column: a chunk. */
struct frame_part {
    const struct piece *piece;
    size_t first; /* its first row, of the frame */
    bool has_map;
    struct fold_map map; /* of its dictionary, or of its items' */
};

struct frame_column {
    const struct fold_target *target;
    const char *name; /* as the user calls it */
    size_t num_parts;
    struct frame_part *parts;
    size_t at;      /* the part that is being read */
    bool must_fold; /* even if it is in the library's layout */
    bool is_folded; /* the rows at hand are in the sink */
    bool has_objects;
    struct object_cache *cache; /* of those with objects */
    /* Of the rows at hand. */
    struct fold_sink sink;
    uint8_t *bits;
    uint8_t *validity;
};

/*
 * Take pieces, which the caller keeps, for a target; @max_rows are the most
 * that will be at hand. Dictionaries are folded. False: no memory, or a
 * Python exception; the column is to be released either way.
 */
bool frame_column_open(struct frame_column *column,
                       const struct fold_target *target, const char *name,
                       const struct piece *const *pieces, size_t num_pieces,
                       size_t max_rows);
void frame_column_release(struct frame_column *column);

/* How many rows from @row on are of one part. Rows are asked for in order. */
size_t frame_column_reach(struct frame_column *column, size_t row);
/* Fold objects, with the GIL. False: a Python exception. */
bool
frame_column_fold_objects(struct frame_column *column, size_t row, size_t num);
/* Fold anything else, or find that nothing is to be folded. */
void frame_column_fold(struct frame_column *column, size_t row, size_t num);
/* The rows at hand as the library reads them; the first is number 0. */
struct msb_column
frame_column_get(struct frame_column *column, size_t row, size_t num);

#endif
