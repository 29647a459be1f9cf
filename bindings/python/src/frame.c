/* SPDX-License-Identifier: MIT */
/*
 * A frame's columns as a tuple of Python's become columns of a run, and its
 * answer an object of Python's.
 */
#include "frame.h"

#include <stdlib.h>
#include <string.h>

#include "frame_types.h"
#include "raise.h"

static bool
fail_nomem(struct msb_error *err)
{
    PyErr_NoMemory();
    err->status = MSB_ERR_NOMEM;
    return false;
}

static bool
init_targets(struct frame_decider *decider)
{
    size_t num = msb_model_num_parts(decider->model, MSB_PART_ATTRIBUTE);

    decider->targets = calloc(num + 1, sizeof *decider->targets);
    if (decider->targets == NULL)
        return false;
    decider->num_targets = num + 1;
    for (size_t i = 0; i <= num; i++)
        if (!fold_target_init(&decider->targets[i], decider->model, i))
            return false;
    return true;
}

struct frame_decider *
frame_decider_new(struct msb_rules *rules, struct msb_date on,
                  struct msb_error *err)
{
    struct frame_decider *decider = calloc(1, sizeof *decider);

    if (decider == NULL) {
        fail_nomem(err);
        return NULL;
    }
    decider->rules = msb_rules_ref(rules);
    decider->model = msb_rules_get_model(rules);
    decider->on = on;
    decider->words = answer_words_new(decider->model);
    if (decider->words == NULL || !init_targets(decider))
        fail_nomem(err);
    else if (msb_plan_new(rules, on, MSB_INSTRUCTIONS_BEST, &decider->plan, err)
             == MSB_OK)
        return decider;
    frame_decider_free(decider);
    return NULL;
}

void
frame_decider_free(struct frame_decider *decider)
{
    if (decider == NULL)
        return;
    for (size_t i = 0; i < decider->num_targets; i++)
        fold_target_release(&decider->targets[i]);
    free(decider->targets);
    answer_words_unref(decider->words);
    msb_plan_unref(decider->plan);
    msb_rules_unref(decider->rules);
    free(decider);
}

/* The column that a tuple (target, name, pieces) tells. */
static bool
open_column(struct frame_run *run, PyObject *item)
{
    const struct frame_decider *decider = run->decider;
    struct frame_column *column = &run->columns[run->num_columns];
    const struct piece **pieces = NULL;
    const struct fold_target *target;
    PyObject *parts;
    Py_ssize_t index;
    const char *name;
    size_t num = 0;
    bool is_open;

    if (!PyArg_ParseTuple(item, "nsO!", &index, &name, &PyTuple_Type, &parts))
        return false;
    if (index < 0 || (size_t)index >= decider->num_targets) {
        PyErr_SetString(PyExc_IndexError, "no such attribute");
        return false;
    }
    target = &decider->targets[index];
    pieces = PyMem_Calloc((size_t)PyTuple_GET_SIZE(parts) + 1, sizeof *pieces);
    is_open = pieces != NULL;
    for (Py_ssize_t i = 0; is_open && i < PyTuple_GET_SIZE(parts); i++) {
        const struct piece *piece = piece_of(PyTuple_GET_ITEM(parts, i));

        is_open = piece != NULL;
        if (is_open && piece->num_rows > 0)
            pieces[num++] = piece;
    }
    if (is_open) {
        run->num_columns++; /* to be released from now on */
        is_open = frame_column_open(column, target, name, pieces, num,
                                    run->max_rows);
        run->has_objects |= column->has_objects;
    }
    PyMem_Free(pieces);
    if (!is_open && !PyErr_Occurred())
        PyErr_NoMemory();
    return is_open;
}

/* A frame with ages and births has them agree, row by row. */
static void
pair_ages(struct frame_run *run)
{
    struct frame_column *age = NULL, *births = NULL;

    for (size_t i = 0; i < run->num_columns; i++) {
        if (run->columns[i].target->is_birth)
            births = &run->columns[i];
        else if (run->columns[i].target->attribute == 0)
            age = &run->columns[i];
    }
    if (age == NULL || births == NULL)
        return;
    run->age = age;
    run->births = births;
    age->must_fold = births->must_fold = true;
}

static bool
has_all_rows(const struct frame_run *run)
{
    for (size_t i = 0; i < run->num_columns; i++) {
        const struct frame_column *column = &run->columns[i];
        size_t num = 0;

        for (size_t j = 0; j < column->num_parts; j++)
            num += column->parts[j].piece->num_rows;
        if (num != run->num_rows) {
            PyErr_SetString(PyExc_ValueError,
                            "the columns have not equally many rows");
            return false;
        }
    }
    return true;
}

/* Memory for what a range is decided to. */
static bool
alloc_range(struct frame_run *run)
{
    size_t max = run->max_rows + 1;
    size_t num_services = run->decider->words->lists[LIST_SERVICE].num;
    size_t num = (num_services + 1) * max;
    struct msb_outcome_columns *out = &run->out;
    bool is_made;

    out->size = sizeof *out;
    out->status = malloc(max);
    out->area = malloc(max * sizeof *out->area);
    out->rule = malloc(max * sizeof *out->rule);
    out->target_group = malloc(max * sizeof *out->target_group);
    run->bad = calloc(max, 1);
    is_made = out->status != NULL && out->area != NULL && out->rule != NULL
              && out->target_group != NULL && run->bad != NULL;
    if (!is_made || (run->options & FRAME_DELIVERIES) == 0)
        return is_made;
    out->max_deliveries = (uint32_t)num_services;
    out->num_deliveries = malloc(max * sizeof *out->num_deliveries);
    out->delivery_service = malloc(num * sizeof *out->delivery_service);
    out->delivery_area = malloc(num * sizeof *out->delivery_area);
    out->delivery_unit = malloc(num * sizeof *out->delivery_unit);
    return out->num_deliveries != NULL && out->delivery_service != NULL
           && out->delivery_area != NULL && out->delivery_unit != NULL;
}

static bool
open_run(struct frame_run *run, PyObject *columns)
{
    const struct frame_decider *decider = run->decider;
    size_t num = (size_t)PyTuple_GET_SIZE(columns);
    int floor = (run->options & FRAME_MINUS_IS_NONE) != 0 ? -1 : 0;

    run->max_rows = frame_run_choose_max(decider, run->num_rows, run->options);
    run->columns = calloc(num + 1, sizeof *run->columns);
    run->attributes = calloc(decider->num_targets, sizeof *run->attributes);
    run->answer = answer_new(decider->words, run->num_rows,
                             (run->options & FRAME_DELIVERIES) != 0, floor);
    if (run->columns == NULL || run->attributes == NULL || run->answer == NULL
        || !alloc_range(run))
        return fail_nomem(run->err);
    run->given = (struct msb_columns){
        .size = sizeof run->given,
        .num_attributes = (uint32_t)decider->num_targets - 1,
        .attributes = run->attributes};
    for (size_t i = 0; i < num; i++)
        if (!open_column(run, PyTuple_GET_ITEM(columns, (Py_ssize_t)i)))
            return false;
    pair_ages(run);
    return has_all_rows(run);
}

static void
close_run(struct frame_run *run)
{
    for (size_t i = 0; i < run->num_columns; i++)
        frame_column_release(&run->columns[i]);
    free(run->columns);
    free(run->attributes);
    free(run->bad);
    free(run->out.status);
    free(run->out.area);
    free(run->out.rule);
    free(run->out.target_group);
    free(run->out.num_deliveries);
    free(run->out.delivery_service);
    free(run->out.delivery_area);
    free(run->out.delivery_unit);
    answer_unref(run->answer);
}

PyObject *
frame_decide(struct frame_decider *decider, PyObject *columns, size_t first,
             size_t num_rows, int options, struct msb_error *err)
{
    struct frame_run run = {.decider = decider,
                            .options = options,
                            .first = first,
                            .num_rows = num_rows,
                            .bad_row = MSB_NONE,
                            .err = err};
    PyObject *out = NULL;

    if (!PyTuple_Check(columns)) {
        PyErr_SetString(PyExc_TypeError, "expected a tuple of columns");
        err->status = MSB_ERR_MISUSE;
        return NULL;
    }
    if (!open_run(&run, columns))
        err->status = MSB_ERR_MISUSE; /* an exception is set */
    else if (frame_run_decide(&run))
        out = answer_wrap(run.answer);
    else if (PyErr_Occurred())
        err->status = MSB_ERR_MISUSE;
    else
        raise_row(err, run.bad_row);
    close_run(&run);
    return out;
}
