/* SPDX-License-Identifier: MIT */
/*
 * Deciding columns, block by block. The kernel decides every row as if all its
 * facts were known; then the few rows are mended that are not: rejected ones,
 * and those with unknown facts.
 *
 * What unknown facts leave possible follows from two things alone: the terms
 * that the known facts leave standing, and which attributes are unknown. So
 * the exact answer, taken from the diagram, is kept under these two, and most
 * rows with unknown facts cost one look-up. The memory for that is taken once.
 */
#include "decide/plan.h"

#include <string.h>

#include "base/error.h"

#define CACHE_SIZE 4096

/* An answer for rows with the same terms standing and facts unknown. */
struct kept_answer {
    uint32_t unknown; /* 0: empty */
    uint32_t masks[MSBI_MAX_WORDS];
    uint8_t status;
    int16_t area, rule, target_group;
};

struct run {
    const struct msb_plan *plan;
    const struct msb_columns *columns;
    const struct msb_outcome_columns *out;
    const struct msbi_kernel *kernel;
    struct msb_facts *facts;
    struct kept_answer *cache; /* NULL until a row needs it */
    struct msbi_block *block;
    struct msb_error *err;
};

static void
write_answer(const struct run *run, size_t row,
             const struct kept_answer *answer)
{
    const struct msb_outcome_columns *out = run->out;

    if (out->status != NULL)
        out->status[row] = answer->status;
    if (out->area != NULL)
        out->area[row] = answer->area;
    if (out->rule != NULL)
        out->rule[row] = answer->rule;
    if (out->target_group != NULL)
        out->target_group[row] = answer->target_group;
}

/* Decide a row on the diagram. */
static enum msb_status
decide_row(struct run *run, size_t row, struct kept_answer *answer)
{
    struct msb_outcome outcome;
    enum msb_status status = msbi_row_decide(run->plan, run->columns, row,
                                             run->facts, &outcome,
                                             &answer->status, run->err);

    answer->area = (int16_t)outcome.area;
    answer->rule = (int16_t)outcome.rule;
    answer->target_group = (int16_t)outcome.target_group;
    return status;
}

static struct kept_answer *
find_kept(const struct run *run, uint32_t unknown, const uint32_t *masks)
{
    uint32_t hash = unknown * 0x9e3779b1u;

    for (size_t w = 0; w < run->plan->num_words; w++)
        hash = (hash ^ masks[w]) * 0x85ebca6bu;
    return &run->cache[(hash ^ hash >> 15) & (CACHE_SIZE - 1)];
}

/* The group follows from one attribute, and is not kept with the rest. */
static enum msb_status
decide_unknown(struct run *run, size_t row, size_t at)
{
    const struct msbi_block *block = run->block;
    size_t num_words = run->plan->num_words;
    uint32_t masks[MSBI_MAX_WORDS];
    struct kept_answer *kept;
    enum msb_status status;
    bool same;

    for (size_t w = 0; w < num_words; w++)
        masks[w] = block->masks[w][at];
    kept = find_kept(run, block->unknown[at], masks);
    same = kept->unknown == block->unknown[at]
           && memcmp(kept->masks, masks, num_words * sizeof *masks) == 0;
    if (!same) {
        status = decide_row(run, row, kept);
        kept->unknown = status == MSB_OK ? block->unknown[at] : 0;
        memcpy(kept->masks, masks, num_words * sizeof *masks);
        if (status != MSB_OK)
            return status;
    }
    kept->target_group = kept->status == MSB_ROW_REJECTED ? -1
                                                          : block->groups[at];
    write_answer(run, row, kept);
    return MSB_OK;
}

static const struct kept_answer rejected_answer = {
    .status = MSB_ROW_REJECTED, .area = -1, .rule = -1, .target_group = -1};

/* Mend the rows that the kernel could not decide. */
static enum msb_status
mend(struct run *run, size_t first)
{
    const struct msbi_block *block = run->block;
    enum msb_status status = MSB_OK;

    if (block->has_unknown && run->cache == NULL) {
        run->cache = msbi_alloc_array(CACHE_SIZE, sizeof *run->cache);
        if (run->cache == NULL)
            return msbi_fail_nomem(run->err);
    }
    for (size_t i = 0; i < block->num_rows && status == MSB_OK; i++) {
        if (block->rejected[i])
            write_answer(run, first + i, &rejected_answer);
        else if (block->has_unknown && block->unknown[i] != 0)
            status = decide_unknown(run, first + i, i);
    }
    return status;
}

/* Under `unique`: rows that two rules match are rejected. */
static void
reject_conflicts(const struct msb_plan *plan, struct msbi_block *block)
{
    for (size_t i = 0; i < block->num_rows; i++) {
        uint32_t mask = block->masks[0][i];

        if (mask == 0 || (block->has_unknown && block->unknown[i] != 0)
            || (mask & ~plan->tables->same_rule[__builtin_ctz(mask)]) == 0)
            continue;
        block->rejected[i] = 1;
        block->has_rejected = true;
    }
}

static void
start_unknown(struct msbi_block *block)
{
    if (!block->has_unknown)
        memset(block->unknown, 0, sizeof block->unknown);
    block->has_unknown = true;
}

/* Note which rows do not know an attribute, and undo what was read there. */
static void
note_unknown(struct run *run, const uint8_t *validity, size_t first,
             size_t stage, const struct msbi_block *before)
{
    struct msbi_block *block = run->block;
    size_t num_words = run->plan->num_words;

    for (size_t i = 0; i < block->num_rows; i++) {
        if (msbi_is_valid(validity, first + i))
            continue;
        block->unknown[i] |= (uint32_t)1 << stage;
        block->rejected[i] = before->rejected[i];
        if (stage == run->plan->group_stage)
            block->groups[i] = run->plan->group_unknown;
        for (size_t w = 0; w < num_words; w++)
            block->masks[w][i] = before->masks[w][i];
    }
}

/* Whether every bit of a range is set. */
static bool
are_all_known(const uint8_t *validity, size_t first, size_t num)
{
    size_t i = 0;

    if (validity == NULL)
        return true;
    for (; i < num && (first + i) % 8 != 0; i++)
        if (!msbi_is_valid(validity, first + i))
            return false;
    for (; i + 8 <= num; i += 8)
        if (validity[(first + i) / 8] != 0xff)
            return false;
    for (; i < num; i++)
        if (!msbi_is_valid(validity, first + i))
            return false;
    return true;
}

static void
filter_column(struct run *run, const struct msbi_stage *stage,
              const struct msb_column *column, size_t first)
{
    const struct msb_plan *plan = run->plan;
    struct msbi_block *block = run->block;
    const int16_t *groups = stage->is_birth_date ? plan->group_of_age_step
                                                 : plan->group_of_step;
    struct msbi_slice slice = {.values = column->values,
                               .first = first,
                               .width = column->width == 0 ? stage->width
                                                           : column->width};
    struct msbi_block before;

    if (stage->attribute != plan->group_stage)
        groups = NULL;
    if (are_all_known(column->validity, first, block->num_rows)) {
        run->kernel->filter(stage, &slice, plan->num_words, groups, block);
        return;
    }
    start_unknown(block);
    memcpy(before.masks, block->masks,
           plan->num_words * sizeof block->masks[0]);
    memcpy(before.rejected, block->rejected, sizeof block->rejected);
    run->kernel->filter(stage, &slice, plan->num_words, groups, block);
    note_unknown(run, column->validity, first, stage->attribute, &before);
}

/* An attribute of which no row knows anything. */
static void
skip_column(struct run *run, const struct msbi_stage *stage)
{
    struct msbi_block *block = run->block;
    const struct msb_model *model = run->plan->rules->model;

    if (stage->attribute == run->plan->group_stage)
        for (size_t i = 0; i < block->num_rows; i++)
            block->groups[i] = run->plan->group_unknown;
    if (!stage->is_tested)
        return; /* nobody asks */
    if (stage->attribute != model->services_attribute) {
        start_unknown(block);
        for (size_t i = 0; i < block->num_rows; i++)
            block->unknown[i] |= (uint32_t)1 << stage->attribute;
        return;
    }
    for (size_t w = 0; w < run->plan->num_words; w++) {
        uint32_t any = stage->without_any[w], broken = 0;

        for (size_t k = 0; k < stage->num_nibbles; k++) {
            any |= stage->nibbles[k].any[w][0];
            broken |= stage->nibbles[k].broken[w][0];
        }
        for (size_t i = 0; i < block->num_rows; i++)
            block->masks[w][i] &= any & ~broken;
    }
}

static void
start_block(struct run *run, size_t num_rows)
{
    struct msbi_block *block = run->block;

    block->num_rows = num_rows;
    block->has_unknown = block->has_rejected = false;
    memset(block->rejected, 0, sizeof block->rejected);
    for (size_t w = 0; w < run->plan->num_words; w++) {
        uint32_t terms = run->plan->tables->terms[w];

        for (size_t i = 0; i < MSBI_BLOCK; i++)
            block->masks[w][i] = terms;
    }
}

static enum msb_status
decide_block(struct run *run, size_t first, size_t num_rows)
{
    const struct msb_plan *plan = run->plan;
    const struct msb_columns *columns = run->columns;

    start_block(run, num_rows);
    for (size_t i = 0; i < plan->tables->num_stages; i++) {
        const struct msb_column *column = msbi_get_column(columns, i);
        const struct msbi_stage *stage = &plan->tables->stages[i];

        if (i == MSBI_AGE && column->values == NULL) {
            column = &columns->birth_date;
            stage = &plan->births;
        }
        if (column->values == NULL)
            skip_column(run, stage);
        else
            filter_column(run, stage, column, first);
    }
    if (plan->rules->model->hit_policy == MSB_HIT_POLICY_UNIQUE)
        reject_conflicts(plan, run->block);
    run->kernel->finish(plan, run->block, first, run->out);
    return run->block->has_rejected || run->block->has_unknown
               ? mend(run, first)
               : MSB_OK;
}

static enum msb_status
decide_rows(struct run *run, size_t from, size_t num_rows)
{
    enum msb_status status = MSB_OK;
    struct kept_answer answer;

    for (size_t i = 0; i < num_rows && status == MSB_OK; i++) {
        status = decide_row(run, from + i, &answer);
        if (status == MSB_OK)
            write_answer(run, from + i, &answer);
    }
    return status;
}

static enum msb_status
decide_blocks(struct run *run, size_t from, size_t num_rows)
{
    enum msb_status status = MSB_OK;

    run->block = msbi_alloc(sizeof *run->block);
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
    struct run run = {.plan = plan, .columns = columns, .out = out, .err = err};
    enum msb_status status;

    if (plan == NULL || columns == NULL || out == NULL
        || columns->size != sizeof *columns || out->size != sizeof *out
        || (columns->num_attributes > 0 && columns->attributes == NULL))
        return msbi_fail_misuse(err, "plan, columns and out must not be NULL, "
                                     "and size must be that of each struct");
    if (!are_widths_known(plan, columns))
        return msbi_fail_misuse(err, "the width of an enum's index must be 0, "
                                     "1, 2 or 4");
    status = msb_facts_new(plan->rules->model, &run.facts, err);
    if (status != MSB_OK)
        return status;
    run.kernel = plan->instructions == MSB_INSTRUCTIONS_AVX512
                     ? msbi_kernel_avx512()
                     : &msbi_kernel_portable;
    status = plan->tables != NULL ? decide_blocks(&run, from, num_rows)
                                  : decide_rows(&run, from, num_rows);
    msbi_free(run.cache);
    msb_facts_free(run.facts);
    return status;
}
