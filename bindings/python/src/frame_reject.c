/* SPDX-License-Identifier: MIT */
/*
 * Why a row was rejected. The library's columns say only that it was; so the
 * one row is made facts and decided again, and the first value that the facts
 * do not take, or the decision itself, says why.
 */
#include "frame.h"

#include <stdio.h>
#include <string.h>

#include <msb/decision.h>
#include <msb/facts.h>

static bool
is_known(const struct msb_column *column, size_t row)
{
    return column->values != NULL
           && (column->validity == NULL
               || (column->validity[row / 8] >> row % 8 & 1) != 0);
}

static int32_t
get_index(const struct msb_column *column, size_t row)
{
    switch (column->width) {
    case 1:
        return ((const int8_t *)column->values)[row];
    case 2:
        return ((const int16_t *)column->values)[row];
    default:
        return ((const int32_t *)column->values)[row];
    }
}

static enum fold_state
set_set(const struct fold_target *target, const struct msb_column *column,
        size_t row, struct msb_facts *facts)
{
    const uint64_t *words = (const uint64_t *)column->values
                            + row * target->num_words;
    size_t num = target->num_words * 64;
    bool is_set = msb_facts_set_empty(facts, target->attribute, NULL) == MSB_OK;

    for (size_t i = 0; is_set && i < num; i++)
        if ((words[i / 64] >> i % 64 & 1) != 0)
            is_set = msb_facts_add_to_set(facts, target->attribute, i, NULL)
                     == MSB_OK;
    return is_set ? FOLD_KNOWN : FOLD_BAD_INDEX;
}

/* Tell the facts a row's value of one attribute. */
static enum fold_state
set_value(const struct fold_target *target, const struct msb_column *column,
          size_t row, struct msb_facts *facts)
{
    int32_t number;
    bool is_set = true, is_true;

    if (!is_known(column, row))
        return FOLD_KNOWN;
    switch (target->type) {
    case MSB_ATTRIBUTE_INTEGER:
        number = ((const int32_t *)column->values)[row];
        if (target->is_birth)
            msb_facts_set_birth_date(facts, (struct msb_date){number});
        else
            is_set = msb_facts_set_integer(facts, target->attribute, number,
                                           NULL)
                     == MSB_OK;
        return is_set ? FOLD_KNOWN : FOLD_OUT_OF_RANGE;
    case MSB_ATTRIBUTE_ENUM:
        number = get_index(column, row);
        is_set = number >= 0
                 && msb_facts_set_enum(facts, target->attribute, (size_t)number,
                                       NULL)
                        == MSB_OK;
        return is_set ? FOLD_KNOWN : FOLD_BAD_INDEX;
    case MSB_ATTRIBUTE_FLAG:
        is_true = (((const uint8_t *)column->values)[row / 8] >> row % 8 & 1)
                  != 0;
        is_set = msb_facts_set_flag(facts, target->attribute, is_true, NULL)
                 == MSB_OK;
        return is_set ? FOLD_KNOWN : FOLD_WRONG_TYPE;
    case MSB_ATTRIBUTE_SET:
        break;
    }
    return set_set(target, column, row, facts);
}

/* The name that the user gave the column of a member. */
static const char *
find_name(const struct frame_run *run, const char *member)
{
    for (size_t i = 0; i < run->num_columns; i++)
        if (strcmp(run->columns[i].target->name, member) == 0)
            return run->columns[i].name;
    return member;
}

/* What the decision itself says, with the row, and the user's name. */
static void
explain_decision(const struct frame_run *run, size_t number,
                 const struct msb_facts *facts, struct msb_error *err)
{
    struct msb_outcome outcome;
    char message[sizeof err->message];

    if (msb_rules_decide(run->decider->rules, facts, run->decider->on, &outcome,
                         err)
        == MSB_OK)
        piece_refuse(err, "", "rejected", "the row was rejected");
    snprintf(message, sizeof message, "row %zu: %.300s", number, err->message);
    memcpy(err->message, message, sizeof message);
    snprintf(message, sizeof message, "%s", find_name(run, err->where));
    snprintf(err->where, sizeof err->where, "%.115s", message);
}

void
frame_explain_row(const struct frame_run *run, size_t row,
                  struct msb_error *err)
{
    size_t number = run->bad_row, birth = run->decider->num_targets - 1;
    struct msb_facts *facts = NULL;
    enum fold_state state = FOLD_KNOWN;

    if (msb_facts_new(run->decider->model, &facts, err) != MSB_OK)
        return;
    for (size_t i = 0; state == FOLD_KNOWN && i < run->num_columns; i++) {
        const struct frame_column *column = &run->columns[i];
        size_t attribute = column->target->attribute;

        if (column == run->births)
            continue;
        state = set_value(column->target,
                          attribute == birth ? &run->given.birth_date
                                             : &run->attributes[attribute],
                          row, facts);
        if (state != FOLD_KNOWN)
            fold_explain(column->target, state, column->name, number, err);
    }
    if (state == FOLD_KNOWN)
        explain_decision(run, number, facts, err);
    msb_facts_free(facts);
}
