/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SUPPRESSOR_H
#define MSBI_SUPPRESSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

/*
 * Numbers that are printed together, and the sums among them that a reader
 * knows to hold. See include/msb/suppress.h for what is promised.
 */
enum msbi_mark {
    MSBI_MARK_SHOWN = 0,
    MSBI_MARK_SMALL = 1,  /* printed as "<5" */
    MSBI_MARK_HIDDEN = 2, /* printed as hidden */
    MSBI_MARK_UNSEEN = 3  /* never printed: the rest of a sum */
};

struct msbi_cell {
    uint64_t *place; /* where the number is kept; NULL: unseen */
    int64_t value;
    enum msbi_mark mark;
    bool is_safe;     /* another value was found for it */
    int64_t delta;    /* how far the search has moved it */
    size_t first_use; /* of the uses of all cells; see sums_of */
    size_t num_uses;
};

/* A cell in a sum; the total has the weight -1. */
struct msbi_part {
    size_t sum;
    size_t cell;
    int64_t weight;
};

struct msbi_suppressor {
    int64_t least;
    bool is_coarse; /* every number that is gone is HIDDEN */
    size_t num_cells, max_cells;
    struct msbi_cell *cells;
    size_t num_parts, max_parts;
    struct msbi_part *parts; /* by sum */
    size_t num_sums;
    size_t *first_part; /* by sum, and one beyond */
    size_t *uses;       /* by cell: indices of parts */
    int64_t *off;       /* by sum: by how much the search has it wrong */
    size_t *list;       /* scratch, one for each cell */
    bool *is_marked;    /* scratch, one for each cell */
    bool has_failed;    /* out of memory, while it was filled */
};

/* For numbers of which those below @least may not be shown. Release it in
   every case. */
void msbi_suppressor_init(struct msbi_suppressor *suppressor, uint64_t least);
void msbi_suppressor_release(struct msbi_suppressor *suppressor);

/* Add the number at @place; returns its cell. A failed allocation is
   remembered. */
size_t msbi_suppressor_add(struct msbi_suppressor *suppressor, uint64_t *place);
/* Add a number that is not printed but may be worked out. */
size_t
msbi_suppressor_add_unseen(struct msbi_suppressor *suppressor, uint64_t value);
/* Begin a sum, and add its parts; one that is added twice counts twice. */
void
msbi_suppressor_begin_sum(struct msbi_suppressor *suppressor, size_t total);
void msbi_suppressor_add_part(struct msbi_suppressor *suppressor, size_t cell);

/* Suppress, in the places that were added. MSB_OK, NOMEM or MISUSE. */
enum msb_status
msbi_suppressor_run(struct msbi_suppressor *suppressor, struct msb_error *err);

/* Mark what may not be shown, once all is indexed. */
void msbi_suppressor_hide(struct msbi_suppressor *suppressor);

/*
 * Whether a cell can have another value, all sums and marks being as they
 * are; that cell, and those that change with it, are marked safe. Exact when
 * it says yes; it looks for so long and then says no.
 */
bool msbi_suppressor_can_vary(struct msbi_suppressor *suppressor, size_t cell);

/* Whether a cell is not shown. */
static inline bool
msbi_cell_is_gone(const struct msbi_cell *cell)
{
    return cell->mark != MSBI_MARK_SHOWN;
}

#endif
