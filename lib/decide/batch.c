/* SPDX-License-Identifier: MIT */
/*
 * A batch: columns that facts are copied into, a plan that decides them, and
 * the columns of its answers. Everything is allocated once, so a population of
 * any size takes the same memory.
 *
 * Ages go in rather than birth dates: facts may give either, and the date of
 * the decision is known. A citizen with more services than the answers have
 * room for is resolved once more, alone.
 */
#include "decide/batch.h"

#include <string.h>

#include "base/error.h"
#include "decide/plan.h"
#include "model/model.h"

struct msbi_batch {
    struct msb_plan *plan;
    struct msb_date on;
    size_t num_rows;
    size_t num_columns; /* all attributes but the target group */
    struct msbi_batch_column *columns;
    struct msb_column *views; /* the same, as the plan takes them */
    int32_t *births;
    uint8_t *birth_validity;
    bool has_births; /* they tell the ages */
    bool *is_rejected;
    struct msb_outcome_columns out;
    struct msb_facts *facts; /* of one citizen at a time */
    int16_t *areas;          /* and who delivers to it */
};

enum { BITMAP_BYTES = MSBI_BATCH_ROWS / 8 };

static enum msb_status
make_column(struct msbi_batch_column *column,
            const struct msbi_attribute *attribute)
{
    size_t num_values = attribute->values.num;
    bool has_values;

    column->type = attribute->type;
    column->validity = msbi_alloc(BITMAP_BYTES);
    if (column->type == MSB_ATTRIBUTE_SET) {
        column->num_words = num_values == 0 ? 1 : (num_values + 63) / 64;
        column->words = msbi_alloc_array(MSBI_BATCH_ROWS * column->num_words,
                                         sizeof *column->words);
        has_values = column->words != NULL;
    } else if (column->type == MSB_ATTRIBUTE_FLAG) {
        column->flags = msbi_alloc(BITMAP_BYTES);
        has_values = column->flags != NULL;
    } else {
        column->numbers = msbi_alloc_array(MSBI_BATCH_ROWS,
                                           sizeof *column->numbers);
        has_values = column->numbers != NULL;
    }
    return has_values && column->validity != NULL ? MSB_OK : MSB_ERR_NOMEM;
}

static const void *
get_values(const struct msbi_batch_column *column)
{
    if (column->type == MSB_ATTRIBUTE_SET)
        return column->words;
    return column->type == MSB_ATTRIBUTE_FLAG ? (const void *)column->flags
                                              : (const void *)column->numbers;
}

static enum msb_status
make_columns(struct msbi_batch *batch, const struct msb_model *model)
{
    size_t num = model->num_attributes - 1;
    enum msb_status status = MSB_OK;

    batch->columns = msbi_alloc_array(num, sizeof *batch->columns);
    batch->views = msbi_alloc_array(num, sizeof *batch->views);
    if (batch->columns == NULL || batch->views == NULL)
        return MSB_ERR_NOMEM;
    batch->num_columns = num;
    batch->births = msbi_alloc_array(MSBI_BATCH_ROWS, sizeof *batch->births);
    batch->birth_validity = msbi_alloc(BITMAP_BYTES);
    if (batch->births == NULL || batch->birth_validity == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num && status == MSB_OK; i++) {
        batch->columns[i].first_word = batch->facts->first_word[i];
        status = make_column(&batch->columns[i], &model->attributes[i]);
        batch->views[i] = (struct msb_column){
            .values = get_values(&batch->columns[i]),
            .validity = batch->columns[i].validity,
            .width = 4,
        };
    }
    return status;
}

static enum msb_status
make_answers(struct msbi_batch *batch, size_t num_services)
{
    struct msb_outcome_columns *out = &batch->out;
    size_t num = num_services < MSBI_BATCH_DELIVERIES ? num_services
                                                      : MSBI_BATCH_DELIVERIES;
    const size_t size = sizeof(int16_t);

    out->size = sizeof *out;
    out->max_deliveries = (uint32_t)num;
    out->status = msbi_alloc(MSBI_BATCH_ROWS);
    out->area = msbi_alloc_array(MSBI_BATCH_ROWS, size);
    out->rule = msbi_alloc_array(MSBI_BATCH_ROWS, size);
    out->target_group = msbi_alloc_array(MSBI_BATCH_ROWS, size);
    out->num_deliveries = msbi_alloc_array(MSBI_BATCH_ROWS, size);
    out->delivery_area = msbi_alloc_array(MSBI_BATCH_ROWS * num, size);
    batch->is_rejected = msbi_alloc(MSBI_BATCH_ROWS);
    batch->areas = msbi_alloc_array(num_services, size);
    return out->status != NULL && out->area != NULL && out->rule != NULL
                   && out->target_group != NULL && out->num_deliveries != NULL
                   && out->delivery_area != NULL && batch->is_rejected != NULL
                   && batch->areas != NULL
               ? MSB_OK
               : MSB_ERR_NOMEM;
}

enum msb_status
msbi_batch_new(struct msb_rules *rules, struct msb_date on,
               struct msbi_batch **out, struct msb_error *err)
{
    struct msb_model *model = msb_rules_get_model(rules);
    struct msbi_batch *batch = msbi_alloc(sizeof *batch);
    enum msb_status status;

    *out = NULL;
    if (batch == NULL)
        return msbi_fail_nomem(err);
    batch->on = on;
    status = msb_plan_new(rules, on, MSB_INSTRUCTIONS_BEST, &batch->plan, err);
    if (status == MSB_OK)
        status = msb_facts_new(model, &batch->facts, err);
    if (status == MSB_OK
        && (make_columns(batch, model) != MSB_OK
            || make_answers(batch, model->num_services) != MSB_OK))
        status = msbi_fail_nomem(err);
    if (status != MSB_OK) {
        msbi_batch_free(batch);
        return status;
    }
    *out = batch;
    return MSB_OK;
}

void
msbi_batch_free(struct msbi_batch *batch)
{
    if (batch == NULL)
        return;
    for (size_t i = 0; i < batch->num_columns; i++) {
        msbi_free(batch->columns[i].words);
        msbi_free(batch->columns[i].numbers);
        msbi_free(batch->columns[i].flags);
        msbi_free(batch->columns[i].validity);
    }
    msbi_free(batch->columns);
    msbi_free(batch->views);
    msbi_free(batch->births);
    msbi_free(batch->birth_validity);
    msbi_free(batch->is_rejected);
    msbi_free(batch->areas);
    msbi_free(batch->out.status);
    msbi_free(batch->out.area);
    msbi_free(batch->out.rule);
    msbi_free(batch->out.target_group);
    msbi_free(batch->out.num_deliveries);
    msbi_free(batch->out.delivery_area);
    msb_facts_free(batch->facts);
    msb_plan_unref(batch->plan);
    msbi_free(batch);
}

void
msbi_batch_clear(struct msbi_batch *batch)
{
    batch->num_rows = 0;
    batch->has_births = false;
}

struct msb_facts *
msbi_batch_get_facts(struct msbi_batch *batch)
{
    return batch->facts;
}

static void
put_bit(uint8_t *bits, size_t at, bool value)
{
    uint8_t bit = (uint8_t)(1u << at % 8);

    bits[at / 8] = (uint8_t)(value ? bits[at / 8] | bit : bits[at / 8] & ~bit);
}

/* @value is MSBI_UNKNOWN, a scalar, or 1 for a set that is known. */
static void
put_value(struct msbi_batch_column *column, size_t row, int32_t value,
          const struct msb_facts *facts)
{
    bool is_known = value != MSBI_UNKNOWN;

    put_bit(column->validity, row, is_known);
    if (column->type == MSB_ATTRIBUTE_SET)
        memcpy(column->words + row * column->num_words,
               facts->words + column->first_word,
               column->num_words * sizeof *column->words);
    else if (column->type == MSB_ATTRIBUTE_FLAG)
        put_bit(column->flags, row, value == 1);
    else
        column->numbers[row] = is_known ? value : 0;
}

void
msbi_batch_add(struct msbi_batch *batch, const struct msb_facts *facts)
{
    size_t row = batch->num_rows++;
    int32_t age = MSBI_UNKNOWN;

    batch->is_rejected[row] =
        facts == NULL
        || msbi_facts_get_age(facts, batch->on, &age, NULL) != MSB_OK;
    if (batch->is_rejected[row])
        facts = batch->facts; /* any will do: nobody reads the answer */
    for (size_t i = 0; i < batch->num_columns; i++)
        put_value(&batch->columns[i], row,
                  i == MSBI_AGE ? age : facts->scalars[i], facts);
}

static void
clear_column(struct msbi_batch_column *column, size_t num_rows)
{
    memset(column->validity, 0, BITMAP_BYTES);
    if (column->type == MSB_ATTRIBUTE_SET)
        memset(column->words, 0,
               num_rows * column->num_words * sizeof *column->words);
    else if (column->type == MSB_ATTRIBUTE_FLAG)
        memset(column->flags, 0, BITMAP_BYTES);
    else
        memset(column->numbers, 0, num_rows * sizeof *column->numbers);
}

struct msbi_batch_buffers
msbi_batch_fill(struct msbi_batch *batch, size_t num_rows, bool has_births)
{
    size_t services = batch->facts->model->services_attribute;

    batch->num_rows = num_rows;
    batch->has_births = has_births;
    for (size_t i = 0; i < batch->num_columns; i++)
        clear_column(&batch->columns[i], num_rows);
    memset(batch->columns[services].validity, 0xff, BITMAP_BYTES);
    memset(batch->birth_validity, 0, BITMAP_BYTES);
    memset(batch->is_rejected, 0, num_rows * sizeof *batch->is_rejected);
    return (struct msbi_batch_buffers){
        .num_columns = batch->num_columns,
        .columns = batch->columns,
        .births = batch->births,
        .birth_validity = batch->birth_validity,
        .is_rejected = batch->is_rejected,
    };
}

static struct msb_columns
view_columns(struct msbi_batch *batch)
{
    struct msb_columns columns = {
        .size = sizeof columns,
        .num_attributes = (uint32_t)batch->num_columns,
        .attributes = batch->views,
    };

    batch->views[MSBI_AGE].values = batch->columns[MSBI_AGE].numbers;
    if (batch->has_births) {
        batch->views[MSBI_AGE].values = NULL;
        columns.birth_date = (struct msb_column){
            .values = batch->births, .validity = batch->birth_validity};
    }
    return columns;
}

enum msb_status
msbi_batch_decide(struct msbi_batch *batch, struct msb_error *err)
{
    struct msb_columns columns = view_columns(batch);

    return msb_plan_decide(batch->plan, &columns, 0, batch->num_rows,
                           &batch->out, err);
}

/* Who delivers to a citizen with very many services. */
static enum msb_status
resolve_row(struct msbi_batch *batch, size_t row, struct msb_error *err)
{
    struct msb_columns columns = view_columns(batch);
    struct msb_decision *decision = NULL;
    struct msb_delivery delivery;
    enum msb_status status;

    status = msbi_row_fill_facts(batch->plan, &columns, row, batch->facts);
    if (status == MSB_OK)
        status = msb_rules_resolve(batch->plan->rules, batch->facts, batch->on,
                                   &decision, err);
    if (status != MSB_OK)
        return status;
    for (size_t i = 0; msb_decision_get_delivery(decision, i, &delivery); i++)
        batch->areas[i] = delivery.area == MSB_NONE ? -1
                                                    : (int16_t)delivery.area;
    msb_decision_unref(decision);
    return MSB_OK;
}

enum msb_status
msbi_batch_get(struct msbi_batch *batch, size_t row,
               struct msbi_batch_answer *out, struct msb_error *err)
{
    const struct msb_outcome_columns *answers = &batch->out;
    uint8_t status = answers->status[row];

    *out = (struct msbi_batch_answer){
        .is_rejected = batch->is_rejected[row] || status == MSB_ROW_REJECTED,
        .outcome = {.status = MSB_OUTCOME_NONE,
                    .area = -1,
                    .rule = -1,
                    .target_group = -1},
    };
    if (out->is_rejected)
        return MSB_OK;
    out->outcome = (struct msb_outcome){
        .status = (enum msb_outcome_status)status,
        .area = answers->area[row],
        .rule = answers->rule[row],
        .target_group = answers->target_group[row],
    };
    out->num_deliveries = answers->num_deliveries[row];
    out->areas = answers->delivery_area + row * answers->max_deliveries;
    if (out->num_deliveries <= answers->max_deliveries)
        return MSB_OK;
    out->areas = batch->areas;
    return resolve_row(batch, row, err);
}
