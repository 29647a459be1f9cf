/* SPDX-License-Identifier: MIT */
/* What a row must come to, and whether exactly that was written. */
#include "columns_draw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* INVALID where the value lies outside the domain. */
static enum msb_status
give_set(const struct drawn_attribute *attribute, size_t at,
         const struct drawn_value *value, struct msb_facts *facts)
{
    enum msb_status status = msb_facts_set_empty(facts, at, NULL);

    for (size_t i = 0; i < drawn_set_width(attribute) * 64; i++) {
        if ((value->words[i / 64] >> i % 64 & 1) == 0)
            continue;
        if (i >= attribute->num_values)
            return MSB_ERR_INVALID;
        if (status == MSB_OK)
            status = msb_facts_add_to_set(facts, at, i, NULL);
    }
    return status;
}

static enum msb_status
give_value(const struct drawn_attribute *attribute, size_t at,
           const struct drawn_value *value, struct msb_facts *facts)
{
    if (!value->known)
        return MSB_OK;
    if (attribute->type == MSB_ATTRIBUTE_SET)
        return give_set(attribute, at, value, facts);
    if (value->number < attribute->min || value->number > attribute->max)
        return MSB_ERR_INVALID;
    if (attribute->type == MSB_ATTRIBUTE_INTEGER)
        return msb_facts_set_integer(facts, at, value->number, NULL);
    if (attribute->type == MSB_ATTRIBUTE_FLAG)
        return msb_facts_set_flag(facts, at, value->number != 0, NULL);
    return msb_facts_set_enum(facts, at, (size_t)value->number, NULL);
}

static int16_t
shorten(size_t index)
{
    return index == MSB_NONE ? -1 : (int16_t)index;
}

/* Nobody, and nothing delivered. */
static void
clear_answer(struct drawn_answer *answer, uint8_t status)
{
    memset(answer, 0xff, sizeof *answer);
    answer->status = status;
    answer->num_deliveries = 0;
}

static void
copy_decision(struct msb_decision *decision, struct drawn_answer *answer)
{
    struct msb_outcome outcome = msb_decision_get_outcome(decision);
    struct msb_delivery delivery;

    clear_answer(answer, (uint8_t)outcome.status);
    answer->area = (int16_t)outcome.area;
    answer->rule = (int16_t)outcome.rule;
    answer->target_group = (int16_t)outcome.target_group;
    answer->num_deliveries = (uint16_t)msb_decision_num_deliveries(decision);
    for (size_t i = 0; i < DRAW_MAX_TOLD; i++) {
        if (!msb_decision_get_delivery(decision, i, &delivery))
            continue;
        answer->deliveries[0][i] = shorten(delivery.service);
        answer->deliveries[1][i] = shorten(delivery.area);
        answer->deliveries[2][i] = shorten(delivery.unit);
    }
}

/* The short answer and the long one agree; the latter is expected. */
static void
ask_both(const struct drawn_model *model, const struct msb_facts *facts,
         struct msb_date on, struct drawn_answer *answer)
{
    struct msb_decision *decision = NULL;
    struct msb_outcome outcome;
    enum msb_status status = msb_rules_decide(model->rules, facts, on, &outcome,
                                              NULL);

    assert_int_equal(
        msb_rules_resolve(model->rules, facts, on, &decision, NULL), status);
    clear_answer(answer, MSB_ROW_REJECTED);
    if (status == MSB_ERR_INVALID || status == MSB_ERR_CONFLICT)
        return;
    assert_int_equal(status, MSB_OK);
    copy_decision(decision, answer);
    assert_int_equal(answer->status, outcome.status);
    assert_int_equal(answer->area, outcome.area);
    assert_int_equal(answer->rule, outcome.rule);
    assert_int_equal(answer->target_group, outcome.target_group);
    msb_decision_unref(decision);
}

struct drawn_answer
drawn_expect(const struct drawn_rows *rows, const struct drawn_model *model,
             size_t row, struct msb_facts *facts)
{
    const struct drawn_value *values = &rows->values[row * rows->stride];
    enum msb_status status = MSB_OK;
    struct drawn_answer answer;

    msb_facts_clear(facts);
    for (size_t i = 0; i < model->num && status == MSB_OK; i++)
        status = give_value(&model->attributes[i], i, &values[i], facts);
    if (rows->attributes[0].values == NULL && values[model->num].known)
        msb_facts_set_birth_date(
            facts, (struct msb_date){.days = values[model->num].number});
    clear_answer(&answer, MSB_ROW_REJECTED);
    if (status == MSB_OK)
        ask_both(model, facts, rows->on, &answer);
    else
        assert_int_equal(status, MSB_ERR_INVALID);
    return answer;
}

enum { CANARY_BYTE = 0x5a, CANARY_NUMBER = 0x5a5a };

/* Elements of a row in a column of numbers. */
static size_t
count_elements(const struct drawn_output *output, size_t column)
{
    return column < DRAW_NUM_SINGLE ? 1 : output->out.max_deliveries;
}

void
drawn_output_open(struct drawn_output *output, size_t num, unsigned wanted,
                  uint32_t max_deliveries)
{
    struct msb_outcome_columns *out = &output->out;
    int16_t *wanted_numbers[DRAW_NUM_NUMBERS];

    memset(output, 0, sizeof *output);
    output->num = num;
    out->size = sizeof *out;
    out->max_deliveries = max_deliveries;
    output->status = malloc(num + 2 * DRAW_CANARY);
    assert_non_null(output->status);
    memset(output->status, CANARY_BYTE, num + 2 * DRAW_CANARY);
    for (size_t i = 0; i < DRAW_NUM_NUMBERS; i++) {
        size_t size = (num * count_elements(output, i) + 2 * DRAW_CANARY)
                      * sizeof(int16_t);

        output->numbers[i] = malloc(size);
        assert_non_null(output->numbers[i]);
        memset(output->numbers[i], CANARY_BYTE, size);
        wanted_numbers[i] = (wanted >> 1 >> i & 1) != 0
                                ? output->numbers[i] + DRAW_CANARY
                                : NULL;
    }
    out->status = wanted & 1 ? output->status + DRAW_CANARY : NULL;
    out->area = wanted_numbers[0];
    out->rule = wanted_numbers[1];
    out->target_group = wanted_numbers[2];
    out->num_deliveries = (uint16_t *)wanted_numbers[3];
    out->delivery_service = wanted_numbers[4];
    out->delivery_area = wanted_numbers[5];
    out->delivery_unit = wanted_numbers[6];
}

void
drawn_output_close(struct drawn_output *output)
{
    free(output->status);
    for (size_t i = 0; i < DRAW_NUM_NUMBERS; i++)
        free(output->numbers[i]);
}

/* What an element must be. */
static int16_t
get_expected(const struct drawn_answer *expected, size_t column, size_t element)
{
    const int16_t single[DRAW_NUM_SINGLE] = {expected->area, expected->rule,
                                             expected->target_group,
                                             (int16_t)expected->num_deliveries};

    return column < DRAW_NUM_SINGLE
               ? single[column]
               : expected->deliveries[column - DRAW_NUM_SINGLE][element];
}

static bool
is_wanted(const struct msb_outcome_columns *out, size_t column)
{
    const void *columns[DRAW_NUM_NUMBERS] = {out->area,
                                             out->rule,
                                             out->target_group,
                                             out->num_deliveries,
                                             out->delivery_service,
                                             out->delivery_area,
                                             out->delivery_unit};

    return columns[column] != NULL;
}

static void
check_numbers(const struct drawn_output *output, size_t column,
              const struct drawn_answer *expected, size_t from, size_t num_rows)
{
    static const char *const names[DRAW_NUM_NUMBERS] = {"area",
                                                        "rule",
                                                        "target group",
                                                        "deliveries",
                                                        "service",
                                                        "area of a service",
                                                        "unit of a service"};
    size_t each = count_elements(output, column);
    size_t end = output->num * each + 2 * DRAW_CANARY;

    for (size_t i = 0; i < end; i++) {
        size_t at = i - DRAW_CANARY;
        bool is_inside = is_wanted(&output->out, column) && each > 0
                         && at >= from * each && i >= DRAW_CANARY
                         && at < (from + num_rows) * each;
        int16_t found = output->numbers[column][i], right = CANARY_NUMBER;

        if (is_inside)
            right = get_expected(&expected[at / each], column, at % each);
        if (found != right)
            fail_msg("row %zu: %s %d; expected %d, for status %d",
                     at / (each == 0 ? 1 : each), names[column], found, right,
                     is_inside ? expected[at / each].status : 0);
    }
}

void
drawn_output_check(const struct drawn_output *output,
                   const struct drawn_answer *expected, size_t from,
                   size_t num_rows)
{
    for (size_t i = 0; i < output->num + 2 * DRAW_CANARY; i++) {
        bool is_inside = output->out.status != NULL && i >= DRAW_CANARY + from
                         && i < DRAW_CANARY + from + num_rows;

        assert_int_equal(output->status[i],
                         is_inside ? expected[i - DRAW_CANARY].status
                                   : CANARY_BYTE);
    }
    for (size_t k = 0; k < DRAW_NUM_NUMBERS; k++)
        check_numbers(output, k, expected, from, num_rows);
}
