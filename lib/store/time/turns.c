/* SPDX-License-Identifier: MIT */
/*
 * For each citizen of a chunk the days on which something that decides can
 * change: a row of the chunk begins or ends, a model comes into force or ends,
 * and between those the birthdays at ages that the rules can tell. Then all
 * days under one model are decided together, each with the age of its day.
 *
 * A citizen for whom nothing changes is not decided at all.
 */
#include "store/time/turns.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "model/model.h"
#include "rules/rules.h"

static int
compare_pieces(const void *a, const void *b)
{
    const struct msbi_piece *x = a, *y = b;

    return (x->day > y->day) - (x->day < y->day);
}

static enum msb_status
add_piece(struct msbi_turning *turning, int32_t day, struct msb_error *err)
{
    struct msbi_piece *pieces;

    if (day < turning->from || day >= turning->to)
        return MSB_OK;
    pieces = msbi_grow(turning->pieces, turning->num_pieces,
                       &turning->pieces_capacity, sizeof *pieces);
    if (pieces == NULL)
        return msbi_fail_nomem(err);
    turning->pieces = pieces;
    pieces[turning->num_pieces++] = (struct msbi_piece){.day = day};
    return MSB_OK;
}

/* The model in force, and what decides by it where it makes one area
   responsible. */
static enum msb_status
start_piece(struct msbi_turning *turning, struct msbi_piece *piece,
            struct msb_error *err)
{
    const struct msb_date day = {.days = piece->day};
    const struct msb_model *model;

    piece->reign = msbi_reigns_find(turning->reigns, day, NULL);
    if (piece->reign == NULL)
        return MSB_OK;
    model = msb_rules_get_model(piece->reign->rules);
    piece->meaning.model = model;
    return msb_model_get_coordination(model) == MSB_COORDINATION_SINGLE
               ? msbi_batch_new(piece->reign->rules, day, &piece->batch, err)
               : MSB_OK;
}

enum msb_status
msbi_turning_open(const struct msbi_reigns *reigns, struct msb_date from,
                  struct msb_date to, struct msbi_turning *out,
                  struct msb_error *err)
{
    enum msb_status status;
    size_t num = 1;

    out->reigns = reigns;
    out->from = from.days;
    out->to = to.days;
    status = add_piece(out, from.days, err);
    for (size_t i = 0; i < reigns->num && status == MSB_OK; i++) {
        if (!msbi_is_known(&reigns->items[i].known, NULL))
            continue;
        status = add_piece(out, reigns->items[i].from.days, err);
        if (status == MSB_OK)
            status = add_piece(out, reigns->items[i].to.days, err);
    }
    if (status != MSB_OK || out->num_pieces == 0)
        return status;
    qsort(out->pieces, out->num_pieces, sizeof *out->pieces, compare_pieces);
    for (size_t i = 1; i < out->num_pieces; i++)
        if (out->pieces[i].day != out->pieces[num - 1].day)
            out->pieces[num++] = out->pieces[i];
    out->num_pieces = num;
    for (size_t i = 0; i < num && status == MSB_OK; i++)
        status = start_piece(out, &out->pieces[i], err);
    return status;
}

void
msbi_turning_release(struct msbi_turning *turning)
{
    for (size_t i = 0; i < turning->num_pieces; i++) {
        msbi_batch_free(turning->pieces[i].batch);
        msbi_meaning_release(&turning->pieces[i].meaning);
    }
    msbi_free(turning->pieces);
    msbi_free(turning->turns);
    *turning = (struct msbi_turning){0};
}

static enum msb_status
add_turn(struct msbi_turning *turning, const struct msbi_turn *turn)
{
    struct msbi_turn *turns = msbi_grow(turning->turns, turning->num_turns,
                                        &turning->turns_capacity,
                                        sizeof *turns);

    if (turns == NULL)
        return MSB_ERR_NOMEM;
    turning->turns = turns;
    turns[turning->num_turns++] = *turn;
    return MSB_OK;
}

/* Whether a birthday may lie in some days: within two of where years of the
   mean length put it. */
static bool
is_near(int32_t birth, int32_t age, int32_t from, int32_t to)
{
    int64_t day = birth + (int64_t)age * 1461 / 4;

    return day >= (int64_t)from - 4 && day <= (int64_t)to + 4;
}

/* The birthdays of a turn's days, up to @to, that the rules can tell. */
static enum msb_status
add_birthdays(struct msbi_turning *turning, const struct msbi_chunk *chunk,
              const struct msbi_turn *base, int32_t to)
{
    const struct msbi_piece *piece = &turning->pieces[base->reign];
    struct msb_date birth = {.days = msbi_chunk_day(chunk->births, base->row)};
    const struct msbi_classifier *ages;
    enum msb_status status = MSB_OK;
    size_t at = turning->num_turns - 1;
    struct msbi_turn turn = *base;

    if (birth.days <= MSBI_CHUNK_MISBORN || piece->batch == NULL)
        return MSB_OK;
    ages = &piece->reign->rules->levels.classifiers[MSBI_AGE];
    for (size_t i = 0; i <= ages->num_starts && status == MSB_OK; i++) {
        int32_t age = i == ages->num_starts ? MSBI_MAX_AGE + 1
                                            : ages->starts[i];

        if (!is_near(birth.days, age, base->day, to))
            continue;
        turn.day = msb_date_get_birthday(birth, age).days;
        turn.breaks = MSBI_BREAK_AGE;
        if (turn.day == base->day)
            turning->turns[at].breaks |= MSBI_BREAK_AGE;
        else if (turn.day > base->day && turn.day < to)
            status = add_turn(turning, &turn);
    }
    return status;
}

/* The first day after a turn on which its row or its model is another. */
static int32_t
find_end(const struct msbi_turning *turning, const struct msbi_chunk *chunk,
         const struct msbi_turn *turn, size_t row, size_t end, unsigned *breaks)
{
    int32_t row_end = turning->to, piece_end = turning->to;

    if (turn->row != MSBI_NO_ROW)
        row_end = msbi_chunk_day(chunk->tos, row);
    else if (row < end)
        row_end = msbi_chunk_day(chunk->froms, row);
    if (turn->reign + 1 < turning->num_pieces)
        piece_end = turning->pieces[turn->reign + 1].day;
    *breaks = row_end <= piece_end ? MSBI_BREAK_FACTS : 0;
    if (piece_end <= row_end)
        *breaks |= MSBI_BREAK_MODEL;
    row_end = row_end < piece_end ? row_end : piece_end;
    return row_end < turning->to ? row_end : turning->to;
}

/* All days of the citizen whose rows go from @row to @end. */
static enum msb_status
add_citizen(struct msbi_turning *turning, const struct msbi_chunk *chunk,
            size_t row, size_t end)
{
    struct msbi_turn turn = {.citizen = msbi_get16(chunk->citizens + 2 * row),
                             .day = turning->from,
                             .area = -1};
    size_t first = turning->num_turns;
    enum msb_status status = MSB_OK;

    while (row < end && msbi_chunk_day(chunk->tos, row) <= turning->from)
        row++;
    while (status == MSB_OK && turn.day < turning->to) {
        unsigned breaks;
        int32_t to;

        turn.row = row < end && msbi_chunk_day(chunk->froms, row) <= turn.day
                       ? (uint32_t)row
                       : MSBI_NO_ROW;
        to = find_end(turning, chunk, &turn, row, end, &breaks);
        status = add_turn(turning, &turn);
        if (status == MSB_OK && turn.row != MSBI_NO_ROW)
            status = add_birthdays(turning, chunk, &turn, to);
        if ((breaks & MSBI_BREAK_FACTS) != 0 && turn.row != MSBI_NO_ROW)
            row++;
        if ((breaks & MSBI_BREAK_MODEL) != 0)
            turn.reign++;
        turn.day = to;
        turn.breaks = breaks;
    }
    if (turning->num_turns - first == 1)
        turning->num_turns = first;
    return status;
}

/* Some turns under one model: what is to be decided of each. */
struct lot {
    size_t num;
    uint32_t rows[MSBI_BATCH_ROWS];
    int32_t days[MSBI_BATCH_ROWS];
    size_t turns[MSBI_BATCH_ROWS];
};

static enum msb_status
decide_lot(struct msbi_turning *turning, const struct msbi_chunk *chunk,
           const struct msbi_piece *piece, struct lot *lot,
           struct msb_error *err)
{
    const struct msb_date any = {.days = piece->day};
    struct msbi_batch_answer answer;
    enum msb_status status;

    msbi_meaning_fill(&piece->meaning, chunk, lot->rows, lot->num, any,
                      lot->days, piece->batch);
    status = msbi_batch_decide(piece->batch, err);
    for (size_t i = 0; i < lot->num && status == MSB_OK; i++) {
        status = msbi_batch_get(piece->batch, i, &answer, err);
        turning->turns[lot->turns[i]].area = answer.is_rejected
                                                 ? -1
                                                 : answer.outcome.area;
    }
    lot->num = 0;
    return status;
}

/* Decide the turns of a piece of time. */
static enum msb_status
decide_piece(struct msbi_turning *turning, const struct msbi_chunk *chunk,
             size_t index, struct lot *lot, struct msb_error *err)
{
    struct msbi_piece *piece = &turning->pieces[index];
    enum msb_status status = MSB_OK;

    if (piece->reign == NULL)
        return MSB_OK;
    if (msbi_meaning_update(&piece->meaning, chunk) != MSB_OK)
        return msbi_fail_nomem(err);
    if (piece->batch == NULL)
        return MSB_OK;
    for (size_t i = 0; i < turning->num_turns && status == MSB_OK; i++) {
        const struct msbi_turn *turn = &turning->turns[i];

        if (turn->reign != index || turn->row == MSBI_NO_ROW)
            continue;
        lot->rows[lot->num] = turn->row;
        lot->days[lot->num] = turn->day;
        lot->turns[lot->num++] = i;
        if (lot->num == MSBI_BATCH_ROWS)
            status = decide_lot(turning, chunk, piece, lot, err);
    }
    return status != MSB_OK || lot->num == 0
               ? status
               : decide_lot(turning, chunk, piece, lot, err);
}

enum msb_status
msbi_turning_fill(struct msbi_turning *turning, const struct msbi_chunk *chunk,
                  struct msb_error *err)
{
    struct lot *lot = msbi_alloc(sizeof *lot);
    enum msb_status status = MSB_OK;
    size_t end;

    if (lot == NULL)
        return msbi_fail_nomem(err);
    turning->num_turns = 0;
    for (size_t row = 0; row < chunk->num_rows && status == MSB_OK; row = end) {
        uint32_t citizen = msbi_get16(chunk->citizens + 2 * row);

        end = row + 1;
        while (end < chunk->num_rows
               && msbi_get16(chunk->citizens + 2 * end) == citizen)
            end++;
        if (add_citizen(turning, chunk, row, end) != MSB_OK)
            status = msbi_fail_nomem(err);
    }
    for (size_t i = 0; i < turning->num_pieces && status == MSB_OK; i++)
        status = decide_piece(turning, chunk, i, lot, err);
    msbi_free(lot);
    return status;
}
