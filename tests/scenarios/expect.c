/* SPDX-License-Identifier: MIT */
/*
 * What a case expects of its decision. Each function knows one form of the
 * line; those whose first word is a keyword come first, a service's name
 * last. A complaint says what was expected and what came.
 */
#include <string.h>

#include "scenario.h"

static const char *
part_id(struct run *run, enum msb_part part, size_t index)
{
    if (index == MSB_NONE)
        return "nobody";
    return msb_model_get_part_id(run_model(run), part, index);
}

static const char *
outcome_id(struct run *run, enum msb_part part, int32_t index)
{
    return part_id(run, part, index < 0 ? MSB_NONE : (size_t)index);
}

static const char *
status_word(enum msb_outcome_status status)
{
    switch (status) {
    case MSB_OUTCOME_DETERMINED:
        return "determined";
    case MSB_OUTCOME_UNDETERMINED:
        return "undetermined";
    case MSB_OUTCOME_NONE:
        return "none";
    }
    return "no status";
}

/* Decided, and not rejected. */
static bool
has_decision(struct run *run)
{
    if (!decide(run))
        return false;
    if (run->status != MSB_OK)
        complain(run, "rejected: %s", run->error.code);
    return run->status == MSB_OK;
}

static void
expect_status(struct run *run, enum msb_outcome_status expected)
{
    struct msb_outcome outcome;

    if (!has_decision(run))
        return;
    outcome = msb_decision_get_outcome(run->decision);
    if (outcome.status != expected)
        complain(run, "expected %s, got %s", status_word(expected),
                 status_word(outcome.status));
}

/* responsible AREA [because RULE] */
static void
expect_responsible(struct run *run, const struct words *words)
{
    struct msb_outcome outcome;
    const char *area;
    const char *rule;

    if (!has_decision(run))
        return;
    outcome = msb_decision_get_outcome(run->decision);
    area = outcome_id(run, MSB_PART_AREA, outcome.area);
    rule = outcome_id(run, MSB_PART_RULE, outcome.rule);
    if (!words_is(words, 2, area))
        complain(run, "expected responsible %s, got %s", words_get(words, 2),
                 area);
    if (words->num == 3)
        return;
    if (words->num != 5 || !words_is(words, 3, "because"))
        complain(run, "expected: responsible AREA [because RULE]");
    else if (!words_is(words, 4, rule))
        complain(run, "expected because %s, got %s", words_get(words, 4), rule);
}

/* The words from @first on against a list of a decision's indices. */
static void
compare_list(struct run *run, const struct words *words, size_t first,
             size_t end, enum msb_part part, size_t num,
             size_t (*get)(const struct msb_decision *, size_t))
{
    size_t i;

    if (end - first != num)
        complain(run, "expected %zu in %s, got %zu", end - first,
                 words_get(words, first - 1), num);
    for (i = 0; i < num; i++) {
        const char *id = part_id(run, part, get(run->decision, i));

        if (first + i >= end || !words_is(words, first + i, id))
            complain(run, "%s: %s stands at %zu", words_get(words, first - 1),
                     id, i + 1);
    }
}

static size_t
find_clause_end(const struct words *words, size_t first)
{
    while (first < words->num && !words_is(words, first, "ask")
           && !words_is(words, first, "missing")
           && !words_is(words, first, "possible"))
        first++;
    return first;
}

/* possible AREA… [nobody] */
static void
expect_possible(struct run *run, const struct words *words, size_t first,
                size_t end)
{
    bool gap = end > first && words_is(words, end - 1, "nobody");

    if (gap != msb_decision_is_gap_possible(run->decision))
        complain(run, "expected %s gap among the possible", gap ? "a" : "no");
    compare_list(run, words, first, end - gap, MSB_PART_AREA,
                 msb_decision_num_possible(run->decision),
                 msb_decision_get_possible);
}

/* undetermined [ask ATTRIBUTE] [missing …] [possible …] */
static void
expect_undetermined(struct run *run, const struct words *words)
{
    size_t i = 2;

    expect_status(run, MSB_OUTCOME_UNDETERMINED);
    while (!run->failed && i < words->num) {
        size_t end = find_clause_end(words, i + 1);
        const char *ask = part_id(run, MSB_PART_ATTRIBUTE,
                                  msb_decision_get_ask(run->decision));

        if (words_is(words, i, "missing"))
            compare_list(run, words, i + 1, end, MSB_PART_ATTRIBUTE,
                         msb_decision_num_missing(run->decision),
                         msb_decision_get_missing);
        else if (words_is(words, i, "possible"))
            expect_possible(run, words, i + 1, end);
        else if (!words_is(words, i, "ask"))
            complain(run, "unknown word \"%s\"", words_get(words, i));
        else if (end != i + 2 || !words_is(words, i + 1, ask))
            complain(run, "expected ask %s, got %s", words_get(words, i + 1),
                     ask);
        i = end;
    }
}

/* contacts AREA… | contacts nobody */
static void
expect_contacts(struct run *run, const struct words *words)
{
    bool nobody = words->num == 3 && words_is(words, 2, "nobody");

    if (has_decision(run))
        compare_list(run, words, 2, nobody ? 2 : words->num, MSB_PART_AREA,
                     msb_decision_num_contacts(run->decision),
                     msb_decision_get_contact);
}

/* rejected CODE */
static void
expect_rejected(struct run *run, const struct words *words)
{
    if (!decide(run))
        return;
    if (run->status == MSB_OK)
        complain(run, "expected rejected %s, got a decision",
                 words_get(words, 2));
    else if (!words_is(words, 2, run->error.code))
        complain(run, "expected rejected %s, got %s", words_get(words, 2),
                 run->error.code);
}

/* target_group GROUP; nobody where it is not known */
static void
expect_target_group(struct run *run, const struct words *words)
{
    const char *group;

    if (!has_decision(run))
        return;
    group = outcome_id(run, MSB_PART_TARGET_GROUP,
                       msb_decision_get_outcome(run->decision).target_group);
    if (!words_is(words, 2, group))
        complain(run, "expected target_group %s, got %s", words_get(words, 2),
                 group);
}

/* SERVICE delivered by AREA [unit UNIT] | SERVICE delivered by nobody */
static void
expect_delivery(struct run *run, const struct words *words)
{
    size_t service = msb_model_find_part(run_model(run), MSB_PART_SERVICE,
                                         words_get(words, 1));
    struct msb_delivery delivery;
    const char *area;
    const char *unit;
    size_t i;

    if (!has_decision(run))
        return;
    for (i = 0; msb_decision_get_delivery(run->decision, i, &delivery); i++) {
        if (delivery.service == service)
            break;
    }
    if (i == msb_decision_num_deliveries(run->decision)) {
        complain(run, "the citizen has no %s", words_get(words, 1));
        return;
    }
    area = part_id(run, MSB_PART_AREA, delivery.area);
    unit = part_id(run, MSB_PART_UNIT, delivery.unit);
    if (!words_is(words, 4, area))
        complain(run, "expected delivered by %s, got %s", words_get(words, 4),
                 area);
    if (!words_is(words, 6, words->num == 5 ? "" : unit)
        && (words->num != 5 || delivery.unit != MSB_NONE))
        complain(run, "expected unit %s, got %s",
                 words->num == 5 ? "nobody" : words_get(words, 6), unit);
}

static bool
is_delivery(struct run *run, const struct words *words)
{
    struct msb_model *model = run_model(run);

    return model != NULL
           && msb_model_find_part(model, MSB_PART_SERVICE, words_get(words, 1))
                  != MSB_NONE
           && words_is(words, 2, "delivered") && words_is(words, 3, "by")
           && (words->num == 5
               || (words->num == 7 && words_is(words, 5, "unit")));
}

bool
expect_of_decision(struct run *run, const struct words *words)
{
    if (words_is(words, 1, "responsible") && words->num >= 3)
        expect_responsible(run, words);
    else if (words_is(words, 1, "determined") && words->num == 2)
        expect_status(run, MSB_OUTCOME_DETERMINED);
    else if (words_is(words, 1, "none") && words->num == 2)
        expect_status(run, MSB_OUTCOME_NONE);
    else if (words_is(words, 1, "undetermined"))
        expect_undetermined(run, words);
    else if (words_is(words, 1, "contacts") && words->num >= 3)
        expect_contacts(run, words);
    else if (words_is(words, 1, "rejected") && words->num == 3)
        expect_rejected(run, words);
    else if (words_is(words, 1, "target_group") && words->num == 3)
        expect_target_group(run, words);
    else if (is_delivery(run, words))
        expect_delivery(run, words);
    else
        return false;
    return true;
}
