/* SPDX-License-Identifier: MIT */
/*
 * Deciding columns, block by block. Each column of a block becomes steps, or
 * is a set that is read where it stands; the kernel makes answers of them.
 * Then the few rows are mended that it left open, and those rejected whose
 * values lie outside their domain. A plan without tables goes row by row.
 */
#include <string.h>

#include "base/error.h"
#include "decide/loops.h"
#include "decide/run.h"

const struct msbi_row_answer msbi_rejected_answer = {
    .status = MSB_ROW_REJECTED, .area = -1, .rule = -1, .target_group = -1};

/* The column that tells an attribute: for ages, birth dates where the ages
   are not given. */
static const struct msb_column *
find_column(const struct msbi_run *run, size_t attribute, bool *is_birth)
{
    const struct msb_column *column = msbi_get_column(run->columns, attribute);

    *is_birth = attribute == MSBI_AGE && column->values == NULL;
    return *is_birth ? &run->columns->birth_date : column;
}

void
msbi_run_write(const struct msbi_run *run, size_t row,
               const struct msbi_row_answer *answer, bool has_group)
{
    const struct msb_outcome_columns *out = run->out;

    if (out->status != NULL)
        out->status[row] = answer->status;
    if (out->area != NULL)
        out->area[row] = answer->area;
    if (out->rule != NULL)
        out->rule[row] = answer->rule;
    if (has_group && out->target_group != NULL)
        out->target_group[row] = answer->target_group;
}

static enum msb_status
make_facts(struct msbi_run *run)
{
    return run->facts != NULL
               ? MSB_OK
               : msb_facts_new(run->plan->rules->model, &run->facts, run->err);
}

enum msb_status
msbi_run_decide_row(struct msbi_run *run, size_t row,
                    struct msbi_row_answer *answer)
{
    struct msb_outcome outcome;
    enum msb_status status = make_facts(run);

    if (status != MSB_OK)
        return status;
    status = msbi_row_decide(run->plan, run->columns, row, run->facts, &outcome,
                             &answer->status, run->err);
    answer->area = (int16_t)outcome.area;
    answer->rule = (int16_t)outcome.rule;
    answer->target_group = (int16_t)outcome.target_group;
    return status;
}

enum msb_status
msbi_run_deliver_row(struct msbi_run *run, size_t row, bool fill)
{
    enum msb_status status = make_facts(run);

    if (status == MSB_OK && fill)
        status = msbi_row_fill_facts(run->plan, run->columns, row, run->facts);
    return status != MSB_OK ? status
                            : msbi_row_deliver(run->plan, run->facts, row,
                                               run->out, run->err);
}

/* Ask for the next block's values while this one is at work. */
static void
fetch_ahead(const struct msbi_run *run, const struct msbi_stage *stage,
            const struct msbi_slice *slice)
{
    size_t size = stage->kind == MSBI_STAGE_SET    ? stage->num_set_words * 8
                  : stage->kind == MSBI_STAGE_CODE ? slice->width
                                                   : sizeof(int32_t);
    size_t next = slice->first + MSBI_BLOCK;
    const char *place;

    if (stage->kind == MSBI_STAGE_FLAG || next + MSBI_BLOCK > run->end)
        return;
    place = (const char *)slice->values + next * size;
    for (size_t i = 0; i < MSBI_BLOCK * size; i += 64)
        __builtin_prefetch(place + i);
}

/* Lay out what a block holds of one attribute. */
static void
take_column(struct msbi_run *run, size_t attribute, size_t first)
{
    const struct msb_plan *plan = run->plan;
    const struct msbi_stage *stage = &plan->tables->stages[attribute];
    const struct msbi_scale *scale = &plan->scales[attribute];
    struct msbi_block *block = run->block;
    struct msbi_lane *lane = &block->lanes[attribute];
    bool is_birth;
    const struct msb_column *column = find_column(run, attribute, &is_birth);
    struct msbi_slice slice = {.values = column->values,
                               .first = first,
                               .width = column->width == 0 ? stage->width
                                                           : column->width};

    if (column->values != NULL)
        fetch_ahead(run, stage, &slice);
    lane->words = NULL;
    msbi_block_know(plan, attribute, column, first, block);
    if (stage->kind == MSBI_STAGE_SET && column->values != NULL) {
        lane->words = (const uint64_t *)column->values
                      + first * stage->num_set_words;
        plan->kernel->check(stage, lane, block);
    } else if (stage->kind != MSBI_STAGE_SET && column->values != NULL) {
        plan->kernel->take(plan, is_birth ? &plan->births : scale, &slice, lane,
                           block);
    } else if (stage->kind != MSBI_STAGE_SET && scale->is_used) {
        memset(lane->known, 0, block->num_rows);
        msbi_loop_take_unknown(scale, lane, block->num_rows);
    }
}

/* The outcome columns from a row on. */
static struct msb_outcome_columns
advance(const struct msb_outcome_columns *out, size_t row)
{
    struct msb_outcome_columns at = *out;
    size_t num = row * out->max_deliveries;

    at.status = out->status == NULL ? NULL : out->status + row;
    at.area = out->area == NULL ? NULL : out->area + row;
    at.rule = out->rule == NULL ? NULL : out->rule + row;
    at.target_group = out->target_group == NULL ? NULL
                                                : out->target_group + row;
    at.num_deliveries = out->num_deliveries == NULL ? NULL
                                                    : out->num_deliveries + row;
    at.delivery_service = out->delivery_service == NULL
                              ? NULL
                              : out->delivery_service + num;
    at.delivery_area = out->delivery_area == NULL ? NULL
                                                  : out->delivery_area + num;
    at.delivery_unit = out->delivery_unit == NULL ? NULL
                                                  : out->delivery_unit + num;
    return at;
}

static void
reject_rows(struct msbi_run *run, size_t first)
{
    struct msbi_block *block = run->block;

    for (size_t i = 0; i < block->num_rows; i++)
        if (block->rejected[i]) {
            msbi_run_write(run, first + i, &msbi_rejected_answer, true);
            msbi_row_deliver_none(first + i, run->out);
        }
    memset(block->rejected, 0, sizeof block->rejected);
}

static enum msb_status
decide_block(struct msbi_run *run, size_t first, size_t num_rows)
{
    const struct msb_plan *plan = run->plan;
    const struct msb_outcome_columns at = advance(run->out, first);
    struct msbi_block *block = run->block;
    enum msb_status status = MSB_OK;

    block->num_rows = num_rows;
    block->num_open = 0;
    block->has_unknown = block->has_rejected = false;
    for (size_t i = 0; i < plan->tables->num_stages; i++)
        take_column(run, i, first);
    if (at.target_group != NULL)
        plan->kernel->group(plan, block, at.target_group);
    if (plan->is_per_service) {
        msbi_run_decide_services(run, &at);
    } else {
        plan->kernel->decide(plan, block, &at);
        status = msbi_run_mend(run, first);
    }
    if (status == MSB_OK && msbi_wants_deliveries(run->out))
        status = msbi_run_deliver(run, first, &at);
    if (block->has_rejected)
        reject_rows(run, first);
    return status;
}

static enum msb_status
decide_rows(struct msbi_run *run, size_t from, size_t num_rows)
{
    enum msb_status status = MSB_OK;
    struct msbi_row_answer answer;

    for (size_t i = from; i < from + num_rows && status == MSB_OK; i++) {
        status = msbi_run_decide_row(run, i, &answer);
        if (status != MSB_OK)
            break;
        msbi_run_write(run, i, &answer, true);
        if (answer.status == MSB_ROW_REJECTED)
            msbi_row_deliver_none(i, run->out);
        else if (msbi_wants_deliveries(run->out))
            status = msbi_run_deliver_row(run, i, false);
    }
    return status;
}

/* A block and all that it points to are one piece of memory. */
static struct msbi_block *
alloc_block(const struct msb_plan *plan)
{
    size_t masks = plan->num_words * MSBI_BLOCK * sizeof(uint32_t);
    size_t lanes = plan->tables->num_stages * sizeof(struct msbi_lane);
    struct msbi_block *block = msbi_alloc(sizeof *block + lanes + masks
                                          + plan->scratch_size);

    if (block == NULL)
        return NULL;
    block->lanes = (struct msbi_lane *)(block + 1);
    block->possible = (uint32_t *)(block->lanes + plan->tables->num_stages);
    block->scratch = (uint8_t *)(block->possible
                                 + plan->num_words * MSBI_BLOCK);
    return block;
}

static enum msb_status
decide_blocks(struct msbi_run *run, size_t from, size_t num_rows)
{
    enum msb_status status = MSB_OK;

    run->block = alloc_block(run->plan);
    if (run->block == NULL)
        return msbi_fail_nomem(run->err);
    for (size_t done = 0; done < num_rows && status == MSB_OK;
         done += MSBI_BLOCK) {
        size_t left = num_rows - done;

        status = decide_block(run, from + done,
                              left < MSBI_BLOCK ? left : MSBI_BLOCK);
    }
    msbi_free(run->block);
    return status;
}

/* Whether every enum's index is of a width that there is. */
static bool
are_widths_known(const struct msb_plan *plan, const struct msb_columns *columns)
{
    const struct msb_model *model = plan->rules->model;

    for (size_t i = 0; i + 1 < model->num_attributes; i++) {
        uint32_t width = msbi_get_column(columns, i)->width;

        if (model->attributes[i].type == MSB_ATTRIBUTE_ENUM
            && (width > 4 || width == 3))
            return false;
    }
    return true;
}

enum msb_status
msb_plan_decide(const struct msb_plan *plan, const struct msb_columns *columns,
                size_t from, size_t num_rows,
                const struct msb_outcome_columns *out, struct msb_error *err)
{
    struct msbi_run run = {.plan = plan,
                           .columns = columns,
                           .out = out,
                           .num_rows = num_rows,
                           .end = from + num_rows,
                           .err = err};
    enum msb_status status;

    if (plan == NULL || columns == NULL || out == NULL
        || columns->size != sizeof *columns || out->size != sizeof *out
        || (columns->num_attributes > 0 && columns->attributes == NULL))
        return msbi_fail_misuse(err, "plan, columns and out must not be NULL, "
                                     "and size must be that of each struct");
    if (!are_widths_known(plan, columns))
        return msbi_fail_misuse(err, "the width of an enum's index must be 0, "
                                     "1, 2 or 4");
    status = plan->tables != NULL ? decide_blocks(&run, from, num_rows)
                                  : decide_rows(&run, from, num_rows);
    msbi_free(run.kept);
    msb_facts_free(run.facts);
    return status;
}
