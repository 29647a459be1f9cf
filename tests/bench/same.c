/* SPDX-License-Identifier: MIT */
/*
 * Comparing the answers for columns with those of a peer, or with those of the
 * calls for one citizen, which walk the diagram.
 */
#include "same.h"

#include <stdio.h>
#include <stdlib.h>

static void
give_up(size_t row, const char *peer)
{
    fprintf(stderr, "row %zu: the columns and %s differ\n", row, peer);
    exit(1);
}

static void
require(enum msb_status status)
{
    if (status == MSB_OK)
        return;
    fputs("a row could not be decided by itself\n", stderr);
    exit(1);
}

void
bench_same_areas(const struct bench_population *people, const uint8_t *areas,
                 const char *peer)
{
    for (size_t i = 0; i < people->num; i++)
        if (people->out.status[i] != MSB_ROW_DETERMINED
            || people->out.area[i] != areas[i])
            give_up(i, peer);
}

/* The facts that were forgotten are one completion among others. */
void
bench_same_where_determined(const struct bench_population *people,
                            const uint8_t *areas)
{
    const struct msb_outcome_columns *out = &people->out;

    for (size_t i = 0; i < people->num; i++)
        if (out->status[i] != MSB_ROW_UNDETERMINED
            && (out->status[i] != MSB_ROW_DETERMINED
                || out->area[i] != areas[i]))
            give_up(i, "the rows before facts were forgotten");
}

static bool
is_known(const struct msb_column *column, size_t row)
{
    return column->values != NULL
           && (column->validity == NULL
               || (column->validity[row / 8] >> row % 8 & 1) != 0);
}

static enum msb_status
fill_set(struct msb_facts *facts, size_t attribute, uint64_t word)
{
    enum msb_status status = msb_facts_set_empty(facts, attribute, NULL);

    for (size_t value = 0; status == MSB_OK && word >> value != 0; value++)
        if ((word >> value & 1) != 0)
            status = msb_facts_add_to_set(facts, attribute, value, NULL);
    return status;
}

static enum msb_status
fill_attribute(const struct bench_subject *subject,
               const struct bench_population *people, size_t attribute,
               size_t row, struct msb_facts *facts)
{
    const void *values = people->attributes[attribute].values;

    switch (msb_model_get_attribute_type(subject->model, attribute)) {
    case MSB_ATTRIBUTE_INTEGER:
        return msb_facts_set_integer(facts, attribute,
                                     ((const int32_t *)values)[row], NULL);
    case MSB_ATTRIBUTE_ENUM:
        return msb_facts_set_enum(facts, attribute,
                                  (size_t)((const int8_t *)values)[row], NULL);
    case MSB_ATTRIBUTE_SET:
        return fill_set(facts, attribute, ((const uint64_t *)values)[row]);
    case MSB_ATTRIBUTE_FLAG:
        break;
    }
    return MSB_ERR_MISUSE;
}

static void
fill(const struct bench_subject *subject, const struct bench_population *people,
     size_t row, struct msb_facts *facts)
{
    const struct msb_column *births = &people->columns.birth_date;

    msb_facts_clear(facts);
    if (is_known(births, row)) {
        struct msb_date born = {.days = ((const int32_t *)births->values)[row]};

        msb_facts_set_birth_date(facts, born);
    }
    for (size_t k = 1; k < people->columns.num_attributes; k++)
        if (is_known(&people->attributes[k], row))
            require(fill_attribute(subject, people, k, row, facts));
}

void
bench_same_decisions(const struct bench_subject *subject,
                     const struct bench_population *people, size_t num)
{
    struct msb_facts *facts;

    require(msb_facts_new(subject->model, &facts, NULL));
    for (size_t i = 0; i < num; i++) {
        struct msb_outcome outcome;

        fill(subject, people, i, facts);
        require(msb_rules_decide(subject->rules, facts, subject->on, &outcome,
                                 NULL));
        if ((int)outcome.status != people->out.status[i]
            || outcome.area != people->out.area[i]
            || outcome.rule != people->out.rule[i]
            || outcome.target_group != people->out.target_group[i])
            give_up(i, "one call for each row");
    }
    msb_facts_free(facts);
}

/* The index of a part, as columns have it. */
static int
to_index(size_t part)
{
    return part == MSB_NONE ? -1 : (int)part;
}

static bool
is_same_delivery(const struct msb_outcome_columns *out, size_t cell,
                 const struct msb_delivery *delivery)
{
    return out->delivery_service[cell] == to_index(delivery->service)
           && out->delivery_area[cell] == to_index(delivery->area)
           && out->delivery_unit[cell] == to_index(delivery->unit);
}

static bool
are_same_deliveries(const struct msb_outcome_columns *out, size_t row,
                    const struct msb_decision *decision)
{
    static const struct msb_delivery none = {MSB_NONE, MSB_NONE, MSB_NONE};
    size_t num = msb_decision_num_deliveries(decision);

    if (out->num_deliveries[row] != num)
        return false;
    for (size_t k = 0; k < out->max_deliveries; k++) {
        struct msb_delivery delivery = none;

        if (k < num)
            msb_decision_get_delivery(decision, k, &delivery);
        if (!is_same_delivery(out, row * out->max_deliveries + k, &delivery))
            return false;
    }
    return true;
}

void
bench_same_deliveries(const struct bench_subject *subject,
                      const struct bench_population *people, size_t num)
{
    struct msb_facts *facts;

    require(msb_facts_new(subject->model, &facts, NULL));
    for (size_t i = 0; i < num; i++) {
        struct msb_decision *decision;

        fill(subject, people, i, facts);
        require(msb_rules_resolve(subject->rules, facts, subject->on, &decision,
                                  NULL));
        if (!are_same_deliveries(&people->out, i, decision))
            give_up(i, "the deliveries of one call for each row");
        msb_decision_unref(decision);
    }
    msb_facts_free(facts);
}
