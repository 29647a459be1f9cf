/* SPDX-License-Identifier: MIT */
/*
 * A frame is decided in ranges of rows that stay in the cache: each column is
 * folded for the range, the library decides it, and the answer takes it over.
 * The GIL is held only while objects are folded.
 *
 * The first row that cannot be used ends it, whether folding finds it or the
 * library: what comes before a row that folding refused is decided first.
 * Where rows are to be rejected instead, they are decided as if their bad
 * values were unknown, and then marked.
 */
#include "frame.h"

#include <stdlib.h>
#include <string.h>

enum { RANGE_ROWS = 16384, RANGE_DELIVERIES = 32768 };

size_t
frame_run_choose_max(const struct frame_decider *decider, size_t num_rows,
                     int options)
{
    size_t most = RANGE_ROWS;
    size_t num_services = decider->words->lists[LIST_SERVICE].num;

    if ((options & FRAME_DELIVERIES) != 0 && num_services > 2)
        most = RANGE_DELIVERIES / num_services / 8 * 8 + 8;
    return num_rows < most ? num_rows : most;
}

/* The end of the range that begins at @row: no column changes its part. */
static size_t
choose_num(struct frame_run *run, size_t row)
{
    size_t num = run->num_rows - row;

    if (num > run->max_rows)
        num = run->max_rows;
    for (size_t i = 0; i < run->num_columns; i++) {
        size_t reach = frame_column_reach(&run->columns[i], row);

        if (reach < num)
            num = reach;
    }
    return num;
}

/* Note the rows that folding could not use. How many rows come before the
   first of them, with what is wrong in it, where rows are not rejected. */
static size_t
note_bad(struct frame_run *run, const struct frame_column *column, size_t row,
         size_t num)
{
    const uint8_t *state = column->sink.state;
    uint8_t most = 0;

    for (size_t i = 0; column->is_folded && i < num; i++)
        most = state[i] > most ? state[i] : most;
    if (most <= FOLD_NULL)
        return num;
    for (size_t i = 0; i < num; i++) {
        if (state[i] <= FOLD_NULL)
            continue;
        run->bad[i] = 1;
        run->has_bad = true;
        if ((run->options & FRAME_REJECTS) != 0)
            continue;
        run->bad_row = run->first + row + i;
        fold_explain(column->target, (enum fold_state)state[i], column->name,
                     run->bad_row, run->err);
        return i;
    }
    return num;
}

/* Fold what needs no GIL, and show it to the library. How many rows of the
   range can be decided. */
static size_t
fold_range(struct frame_run *run, size_t row, size_t num)
{
    size_t num_columns = run->num_columns, num_good = num;
    size_t birth = run->decider->num_targets - 1;

    if (run->has_bad)
        memset(run->bad, 0, num);
    run->has_bad = false;
    for (size_t i = 0; i < num_columns; i++)
        frame_column_fold(&run->columns[i], row, num);
    if (run->births != NULL)
        fold_ages(run->decider->on, &run->births->sink, num, &run->age->sink);
    for (size_t i = 0; i < num_columns; i++)
        num_good = note_bad(run, &run->columns[i], row, num_good);
    for (size_t i = 0; i < num_columns; i++) {
        struct frame_column *column = &run->columns[i];
        size_t attribute = column->target->attribute;

        if (column == run->births)
            continue;
        if (attribute == birth)
            run->given.birth_date = frame_column_get(column, row, num);
        else
            run->attributes[attribute] = frame_column_get(column, row, num);
    }
    return num_good;
}

/* The first row that the library rejected, or @num. */
static size_t
find_rejected(const uint8_t *status, size_t num)
{
    uint8_t most = 0;
    size_t i = 0;

    for (size_t j = 0; j < num; j++)
        most = status[j] > most ? status[j] : most;
    if (most < MSB_ROW_REJECTED)
        return num;
    while (status[i] != MSB_ROW_REJECTED)
        i++;
    return i;
}

static void
reject_bad(const struct frame_run *run, size_t num)
{
    for (size_t i = 0; run->has_bad && i < num; i++) {
        if (run->bad[i] == 0)
            continue;
        run->out.status[i] = MSB_ROW_REJECTED;
        run->out.area[i] = run->out.rule[i] = run->out.target_group[i] = -1;
        if (run->out.num_deliveries != NULL)
            run->out.num_deliveries[i] = 0;
    }
}

static bool
fail_deliveries(struct msb_error *err)
{
    piece_refuse(err, "", "too_many_deliveries",
                 "memory, or the deliveries that one list counts, do not "
                 "suffice: decide the frame in parts");
    err->status = MSB_ERR_LIMIT;
    return false;
}

static bool
decide_range(struct frame_run *run, size_t row, size_t num)
{
    size_t num_good = fold_range(run, row, num), rejected;
    enum msb_status status;

    status = msb_plan_decide(run->decider->plan, &run->given, 0, num_good,
                             &run->out,
                             run->bad_row == MSB_NONE ? run->err : NULL);
    if (status != MSB_OK) {
        run->bad_row = MSB_NONE;
        run->err->status = status;
        return false;
    }
    if ((run->options & FRAME_REJECTS) == 0) {
        rejected = find_rejected(run->out.status, num_good);
        if (rejected < num_good) {
            run->bad_row = run->first + row + rejected;
            frame_explain_row(run, rejected, run->err);
        }
        if (run->bad_row != MSB_NONE)
            return false;
    }
    reject_bad(run, num);
    return answer_put(run->answer, row, num, &run->out)
           || fail_deliveries(run->err);
}

static bool
fold_range_objects(struct frame_run *run, size_t row, size_t num)
{
    bool is_folded = true;

    for (size_t i = 0; is_folded && i < run->num_columns; i++)
        if (run->columns[i].has_objects)
            is_folded = frame_column_fold_objects(&run->columns[i], row, num);
    return is_folded;
}

bool
frame_run_decide(struct frame_run *run)
{
    PyThreadState *saved = PyEval_SaveThread();
    bool is_decided = true;
    size_t num;

    run->bad_row = MSB_NONE;
    for (size_t row = 0; is_decided && row < run->num_rows; row += num) {
        num = choose_num(run, row);
        if (run->has_objects) {
            PyEval_RestoreThread(saved);
            is_decided = fold_range_objects(run, row, num);
            saved = PyEval_SaveThread();
        }
        is_decided = is_decided && decide_range(run, row, num);
    }
    if (is_decided && !answer_finish(run->answer))
        is_decided = fail_deliveries(run->err);
    PyEval_RestoreThread(saved);
    return is_decided;
}
