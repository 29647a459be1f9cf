/* SPDX-License-Identifier: MIT */
/*
 * One row of columns as facts, and its decision on the diagram: for the rows
 * that tables cannot decide, and for models that have none.
 */
#include "decide/plan.h"

#include <string.h>

#include "base/error.h"
#include "decide/decision.h"

static enum msb_status
fill_scalar(const struct msb_plan *plan, const struct msb_column *column,
            size_t attribute, size_t row, struct msb_facts *facts)
{
    const struct msbi_attribute *declared =
        &plan->rules->model->attributes[attribute];
    size_t num = declared->values.num;
    uint32_t width = column->width;
    int64_t value;

    if (declared->type == MSB_ATTRIBUTE_FLAG)
        value = ((const uint8_t *)column->values)[row / 8] >> row % 8 & 1;
    else if (declared->type == MSB_ATTRIBUTE_INTEGER)
        value = ((const int32_t *)column->values)[row];
    else {
        if (width == 0)
            width = num <= 128 ? 1 : num <= 32768 ? 2 : 4;
        value = width == 1   ? ((const int8_t *)column->values)[row]
                : width == 2 ? ((const int16_t *)column->values)[row]
                             : ((const int32_t *)column->values)[row];
    }
    if (value < declared->min || value > declared->max)
        return MSB_ERR_INVALID;
    facts->scalars[attribute] = (int32_t)value;
    return MSB_OK;
}

static enum msb_status
fill_set(const struct msb_plan *plan, const struct msb_column *column,
         size_t attribute, size_t row, struct msb_facts *facts)
{
    size_t num = plan->rules->model->attributes[attribute].values.num;
    size_t width = num == 0 ? 1 : (num + 63) / 64;
    const uint64_t *words = (const uint64_t *)column->values + row * width;
    uint64_t last = num % 64 == 0 ? ~(uint64_t)0
                                  : ((uint64_t)1 << num % 64) - 1;

    if ((words[width - 1] & ~(num == 0 ? 0 : last)) != 0)
        return MSB_ERR_INVALID;
    facts->scalars[attribute] = 1;
    memcpy(facts->words + facts->first_word[attribute], words,
           width * sizeof *words);
    return MSB_OK;
}

const struct msb_column *
msbi_get_column(const struct msb_columns *columns, size_t attribute)
{
    static const struct msb_column none = {.values = NULL};

    return attribute < columns->num_attributes ? &columns->attributes[attribute]
                                               : &none;
}

enum msb_status
msbi_row_fill_facts(const struct msb_plan *plan,
                    const struct msb_columns *columns, size_t row,
                    struct msb_facts *facts)
{
    const struct msb_model *model = plan->rules->model;
    const struct msb_column *births = &columns->birth_date;
    enum msb_status status = MSB_OK;

    msb_facts_clear(facts);
    for (size_t i = 0; i + 1 < model->num_attributes && status == MSB_OK; i++) {
        const struct msb_column *column = msbi_get_column(columns, i);

        if (column->values == NULL || !msbi_is_valid(column->validity, row))
            continue;
        status = model->attributes[i].type == MSB_ATTRIBUTE_SET
                     ? fill_set(plan, column, i, row, facts)
                     : fill_scalar(plan, column, i, row, facts);
    }
    if (msbi_get_column(columns, MSBI_AGE)->values == NULL
        && births->values != NULL && msbi_is_valid(births->validity, row))
        msb_facts_set_birth_date(
            facts,
            (struct msb_date){.days = ((const int32_t *)births->values)[row]});
    return status;
}

enum msb_status
msbi_row_decide(const struct msb_plan *plan, const struct msb_columns *columns,
                size_t row, struct msb_facts *facts, struct msb_outcome *out,
                uint8_t *row_status, struct msb_error *err)
{
    enum msb_status status = msbi_row_fill_facts(plan, columns, row, facts);
    const struct msb_outcome nothing = {
        .status = MSB_OUTCOME_NONE, .area = -1, .rule = -1, .target_group = -1};

    if (status == MSB_OK)
        status = msb_rules_decide(plan->rules, facts, plan->on, out, err);
    *row_status = (uint8_t)(status == MSB_OK ? (int)out->status : 0);
    if (status != MSB_ERR_INVALID && status != MSB_ERR_CONFLICT)
        return status;
    *out = nothing;
    *row_status = MSB_ROW_REJECTED;
    return MSB_OK;
}

void
msbi_row_deliver_none(size_t row, const struct msb_outcome_columns *out)
{
    size_t max = out->max_deliveries;

    if (out->num_deliveries != NULL)
        out->num_deliveries[row] = 0;
    for (size_t i = row * max; i < row * max + max; i++) {
        if (out->delivery_service != NULL)
            out->delivery_service[i] = -1;
        if (out->delivery_area != NULL)
            out->delivery_area[i] = -1;
        if (out->delivery_unit != NULL)
            out->delivery_unit[i] = -1;
    }
}

static int16_t
shorten(size_t index)
{
    return index == MSB_NONE ? -1 : (int16_t)index;
}

enum msb_status
msbi_row_deliver(const struct msb_plan *plan, const struct msb_facts *facts,
                 size_t row, const struct msb_outcome_columns *out,
                 struct msb_error *err)
{
    const struct msb_model *model = plan->rules->model;
    size_t place = row * out->max_deliveries, num = 0;
    struct msbi_case citizen;
    enum msb_status status = msbi_case_start(&citizen, plan->rules, facts,
                                             plan->on, err);

    if (status != MSB_OK)
        return status;
    msbi_row_deliver_none(row, out);
    for (size_t i = 0; i < model->num_services && status == MSB_OK; i++) {
        struct msb_delivery delivery;

        if (!msbi_facts_holds(facts, model->services_attribute, i))
            continue;
        if (num++ >= out->max_deliveries)
            continue;
        status = msbi_case_deliver(&citizen, i, &delivery, err);
        if (out->delivery_service != NULL)
            out->delivery_service[place + num - 1] = (int16_t)i;
        if (out->delivery_area != NULL)
            out->delivery_area[place + num - 1] = shorten(delivery.area);
        if (out->delivery_unit != NULL)
            out->delivery_unit[place + num - 1] = shorten(delivery.unit);
    }
    if (out->num_deliveries != NULL)
        out->num_deliveries[row] = (uint16_t)num;
    msbi_case_release(&citizen);
    return status;
}
