/* SPDX-License-Identifier: MIT */
/* Deciding the rows of a data frame on one date. */
#ifndef MSB_PYTHON_FRAME_H
#define MSB_PYTHON_FRAME_H

#include <Python.h>
#include <stdbool.h>
#include <stddef.h>

#include <msb/columns.h>
#include <msb/rules.h>

#include "answer.h"
#include "frame_column.h"

/* Rules for one date, and what folding needs of their model. Immutable: any
   thread may decide with it. */
struct frame_decider {
    struct msb_rules *rules;
    struct msb_model *model; /* borrowed from the rules */
    struct msb_plan *plan;
    struct msb_date on;
    struct answer_words *words;
    size_t num_targets; /* attributes, and the birth date */
    struct fold_target *targets;
};

/* NULL with @err set. */
struct frame_decider *frame_decider_new(struct msb_rules *rules,
                                        struct msb_date on,
                                        struct msb_error *err);
void frame_decider_free(struct frame_decider *decider);

/* What is asked for: bits of the argument `options`. */
enum frame_option {
    FRAME_REJECTS = 1,      /* rows that cannot be used get that status */
    FRAME_DELIVERIES = 2,   /* who delivers the services */
    FRAME_MINUS_IS_NONE = 4 /* an index is -1 where there is none, not 0 */
};

/* Columns on their way to an answer. */
struct frame_run {
    const struct frame_decider *decider;
    int options;
    size_t first; /* number of the first row, in messages */
    size_t num_rows;
    size_t max_rows; /* of a range */
    size_t num_columns;
    struct frame_column *columns;
    struct frame_column *age;    /* where both are there; else NULL */
    struct frame_column *births; /* the same */
    bool has_objects;
    struct msb_columns given;
    struct msb_column *attributes;
    struct msb_outcome_columns out; /* of a range */
    uint8_t *bad;                   /* rows of a range that cannot be used */
    bool has_bad;                   /* some of them */
    struct answer *answer;
    /* The row that ends it. */
    size_t bad_row;
    struct msb_error *err;
};

/* How many rows are decided at a time. */
size_t frame_run_choose_max(const struct frame_decider *decider,
                            size_t num_rows, int options);
/*
 * Decide all rows; with the GIL, which is let go of for what needs no object.
 * False with err or an exception set; `bad_row` is then the row that it is
 * about, or MSB_NONE.
 */
bool frame_run_decide(struct frame_run *run);

/* Say why the row @row of a range was rejected, by deciding it again. */
void frame_explain_row(const struct frame_run *run, size_t row,
                       struct msb_error *err);

/*
 * A frame's columns, a tuple of (index of a target, name, tuple of pieces), as
 * an answer: a new reference. The first row is called @first. NULL with @err or
 * an exception set.
 */
PyObject *frame_decide(struct frame_decider *decider, PyObject *columns,
                       size_t first, size_t num_rows, int options,
                       struct msb_error *err);

#endif
