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

/* The diagram, where no table is asked, says the same. */
static void
check_resolved(const struct drawn_model *model, const struct msb_facts *facts,
               struct msb_date on, enum msb_status status,
               const struct msb_outcome *expected)
{
    struct msb_decision *decision = NULL;
    struct msb_outcome outcome;

    assert_int_equal(
        msb_rules_resolve(model->rules, facts, on, &decision, NULL), status);
    if (status != MSB_OK)
        return;
    outcome = msb_decision_get_outcome(decision);
    assert_int_equal(outcome.status, expected->status);
    assert_int_equal(outcome.area, expected->area);
    assert_int_equal(outcome.rule, expected->rule);
    assert_int_equal(outcome.target_group, expected->target_group);
    msb_decision_unref(decision);
}

struct drawn_answer
drawn_expect(const struct drawn_rows *rows, const struct drawn_model *model,
             size_t row, struct msb_facts *facts)
{
    const struct drawn_answer rejected = {
        .status = MSB_ROW_REJECTED, .area = -1, .rule = -1, .target_group = -1};
    const struct drawn_value *values = &rows->values[row * rows->stride];
    enum msb_status status = MSB_OK;
    struct msb_outcome outcome;

    msb_facts_clear(facts);
    for (size_t i = 0; i < model->num && status == MSB_OK; i++)
        status = give_value(&model->attributes[i], i, &values[i], facts);
    if (rows->attributes[0].values == NULL && values[model->num].known)
        msb_facts_set_birth_date(
            facts, (struct msb_date){.days = values[model->num].number});
    if (status == MSB_OK) {
        status = msb_rules_decide(model->rules, facts, rows->on, &outcome,
                                  NULL);
        check_resolved(model, facts, rows->on, status, &outcome);
    }
    if (status == MSB_ERR_INVALID || status == MSB_ERR_CONFLICT)
        return rejected;
    assert_int_equal(status, MSB_OK);
    return (struct drawn_answer){.status = (uint8_t)outcome.status,
                                 .area = (int16_t)outcome.area,
                                 .rule = (int16_t)outcome.rule,
                                 .target_group = (int16_t)outcome.target_group};
}

enum { CANARY_BYTE = 0x5a, CANARY_NUMBER = 0x5a5a };

void
drawn_output_open(struct drawn_output *output, size_t num, unsigned wanted)
{
    size_t size = num + 2 * DRAW_CANARY;

    memset(output, 0, sizeof *output);
    output->num = num;
    output->out.size = sizeof output->out;
    output->status = malloc(size);
    assert_non_null(output->status);
    memset(output->status, CANARY_BYTE, size);
    for (size_t i = 0; i < 3; i++) {
        output->numbers[i] = malloc(size * sizeof(int16_t));
        assert_non_null(output->numbers[i]);
        memset(output->numbers[i], CANARY_BYTE, size * sizeof(int16_t));
    }
    output->out.status = wanted & 1 ? output->status + DRAW_CANARY : NULL;
    output->out.area = wanted & 2 ? output->numbers[0] + DRAW_CANARY : NULL;
    output->out.rule = wanted & 4 ? output->numbers[1] + DRAW_CANARY : NULL;
    output->out.target_group = wanted & 8 ? output->numbers[2] + DRAW_CANARY
                                          : NULL;
}

void
drawn_output_close(struct drawn_output *output)
{
    free(output->status);
    for (size_t i = 0; i < 3; i++)
        free(output->numbers[i]);
}

static void
check_row(const struct msb_outcome_columns *out, size_t row,
          const struct drawn_answer *expected)
{
    bool same = (out->status == NULL || out->status[row] == expected->status)
                && (out->area == NULL || out->area[row] == expected->area)
                && (out->rule == NULL || out->rule[row] == expected->rule)
                && (out->target_group == NULL
                    || out->target_group[row] == expected->target_group);

    if (!same)
        fail_msg("row %zu: status %d, area %d, rule %d, group %d; expected "
                 "%d, %d, %d, %d",
                 row, out->status == NULL ? 0 : out->status[row],
                 out->area == NULL ? 0 : out->area[row],
                 out->rule == NULL ? 0 : out->rule[row],
                 out->target_group == NULL ? 0 : out->target_group[row],
                 expected->status, expected->area, expected->rule,
                 expected->target_group);
}

void
drawn_output_check(const struct drawn_output *output,
                   const struct drawn_answer *expected, size_t from,
                   size_t num_rows)
{
    const struct msb_outcome_columns *out = &output->out;

    for (size_t i = 0; i < output->num + 2 * DRAW_CANARY; i++) {
        bool is_inside = i >= DRAW_CANARY + from
                         && i < DRAW_CANARY + from + num_rows;

        if (is_inside)
            check_row(out, i - DRAW_CANARY, &expected[i - DRAW_CANARY]);
        if (!is_inside || out->status == NULL)
            assert_int_equal(output->status[i], CANARY_BYTE);
        if (!is_inside || out->area == NULL)
            assert_int_equal(output->numbers[0][i], CANARY_NUMBER);
        if (!is_inside || out->rule == NULL)
            assert_int_equal(output->numbers[1][i], CANARY_NUMBER);
        if (!is_inside || out->target_group == NULL)
            assert_int_equal(output->numbers[2][i], CANARY_NUMBER);
    }
}
