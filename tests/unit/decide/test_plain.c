/* SPDX-License-Identifier: MIT */
/*
 * Every field of a decision, compared with a second opinion: some thousands
 * of random models and facts, decided by walking the conditions for one
 * completion after the other.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>
#include <msb/rules.h>

#include "support/plain_space.h"
#include "support/short.h"

enum { NUM_MODELS = 1200, NUM_FACTS = 8 };

static struct plain_space space;

/* A model, some facts, and what the library makes of them. */
struct trial {
    struct plain_model plain;
    struct plain_facts drawn;
    struct msb_rules *rules;
    struct msb_facts *facts;
    struct msb_decision *decision;
};

static void
check_questions(const struct trial *trial, bool undetermined)
{
    const struct msb_decision *decision = trial->decision;
    struct msb_model *model = msb_rules_get_model(trial->rules);
    size_t num = 0, least = SIZE_MAX, ask = MSB_NONE;

    for (size_t i = 0; undetermined && i < space.num_open; i++) {
        const char *name = trial->plain.attributes[space.open[i]].name;
        size_t index = msb_model_find_part(model, MSB_PART_ATTRIBUTE, name);

        if (!plain_space_is_missing(&space, i))
            continue;
        assert_int_equal(msb_decision_get_missing(decision, num++), index);
        if (plain_space_find_worst(&space, i) < least) {
            least = plain_space_find_worst(&space, i);
            ask = index;
        }
    }
    assert_int_equal(msb_decision_num_missing(decision), num);
    assert_int_equal(msb_decision_get_ask(decision), ask);
}

static void
check_rules(const struct trial *trial)
{
    const struct msb_decision *decision = trial->decision;
    size_t num = 0;

    for (size_t i = 0; i < trial->plain.num_rules; i++)
        for (size_t k = 0; k < space.num; k++)
            if (space.outcomes[k].rule == (int)i) {
                assert_int_equal(msb_decision_get_rule(decision, num++), i);
                break;
            }
    assert_int_equal(msb_decision_num_rules(decision), num);
}

static void
check_single(const struct trial *trial)
{
    const struct msb_decision *decision = trial->decision;
    struct msb_outcome outcome = msb_decision_get_outcome(decision);
    uint32_t areas = plain_space_find_areas(&space, SIZE_MAX, 0);
    bool gap = areas >> 31 != 0;
    size_t num = 0;

    for (size_t i = 0; i < trial->plain.num_areas; i++)
        if ((areas >> i & 1) != 0)
            assert_int_equal(msb_decision_get_possible(decision, num++), i);
    assert_int_equal(msb_decision_num_possible(decision), num);
    assert_int_equal(msb_decision_is_gap_possible(decision), gap);
    assert_int_equal(outcome.status, num == 0 ? MSB_OUTCOME_NONE
                                     : num == 1 && !gap
                                         ? MSB_OUTCOME_DETERMINED
                                         : MSB_OUTCOME_UNDETERMINED);
    assert_int_equal(outcome.area,
                     num == 1 && !gap ? space.outcomes[0].area : -1);
    check_rules(trial);
    assert_int_equal(outcome.rule,
                     outcome.area >= 0 && msb_decision_num_rules(decision) == 1
                         ? space.outcomes[0].rule
                         : -1);
    check_questions(trial, outcome.status == MSB_OUTCOME_UNDETERMINED);
    assert_int_equal(msb_decision_num_contacts(decision), outcome.area >= 0);
    if (outcome.area >= 0)
        assert_int_equal(msb_decision_get_contact(decision, 0), outcome.area);
}

/* The area of a service, or MSB_NONE; the unit has the same number. */
static size_t
find_deliverer(const struct plain_model *model, size_t service, bool *is_unit)
{
    const struct plain_entry *entries = model->service_list[service].entries;
    const int *reached = space.entries[service];
    const struct plain_entry *first;

    if (reached[0] == PLAIN_NOTHING)
        return MSB_NONE;
    first = &entries[reached[0]];
    for (size_t i = 0; i < space.num; i++) {
        if (reached[i] == PLAIN_NOTHING)
            return MSB_NONE;
        if (entries[reached[i]].area != first->area
            || entries[reached[i]].is_unit != first->is_unit)
            return MSB_NONE;
    }
    *is_unit = first->is_unit;
    return first->area;
}

/* Returns the areas that deliver, as bits. */
static uint32_t
check_deliveries(const struct trial *trial, bool *all)
{
    const struct plain_model *model = &trial->plain;
    uint32_t areas = 0;
    size_t num = 0;

    *all = true;
    for (size_t i = 0; i < model->num_services; i++) {
        struct msb_delivery delivery;
        bool is_unit = false;
        size_t area = find_deliverer(model, i, &is_unit);

        if ((trial->drawn.values[model->services] >> i & 1) == 0)
            continue;
        assert_true(
            msb_decision_get_delivery(trial->decision, num++, &delivery));
        assert_int_equal(delivery.service, i);
        assert_int_equal(delivery.area, area);
        assert_int_equal(delivery.unit, is_unit ? area : MSB_NONE);
        *all = *all && area != MSB_NONE;
        if (area != MSB_NONE)
            areas |= (uint32_t)1 << area;
    }
    assert_int_equal(msb_decision_num_deliveries(trial->decision), num);
    return areas;
}

static void
check_per_service(const struct trial *trial, uint32_t areas, bool all)
{
    const struct msb_decision *decision = trial->decision;
    struct msb_outcome outcome = msb_decision_get_outcome(decision);
    size_t num = 0;

    assert_int_equal(outcome.status, msb_decision_num_deliveries(decision) == 0
                                         ? MSB_OUTCOME_NONE
                                     : all ? MSB_OUTCOME_DETERMINED
                                           : MSB_OUTCOME_UNDETERMINED);
    assert_int_equal(outcome.area, -1);
    assert_int_equal(outcome.rule, -1);
    assert_int_equal(msb_decision_num_possible(decision), 0);
    assert_false(msb_decision_is_gap_possible(decision));
    assert_int_equal(msb_decision_num_rules(decision), 0);
    check_questions(trial, false);
    for (size_t i = 0; i < trial->plain.num_areas; i++)
        if ((areas >> i & 1) != 0)
            assert_int_equal(msb_decision_get_contact(decision, num++), i);
    assert_int_equal(msb_decision_num_contacts(decision), num);
}

static void
check_decision(const struct trial *trial)
{
    struct msb_outcome outcome = msb_decision_get_outcome(trial->decision);
    struct msb_outcome brief;
    int group = space.outcomes[0].group;
    uint32_t areas;
    bool all;

    for (size_t i = 0; i < space.num; i++)
        if (space.outcomes[i].group != group)
            group = -1;
    assert_int_equal(outcome.target_group, group);
    areas = check_deliveries(trial, &all);
    if (trial->plain.per_service)
        check_per_service(trial, areas, all);
    else
        check_single(trial);
    assert_int_equal(msb_rules_decide(trial->rules, trial->facts,
                                      date_of("2019-06-01"), &brief, NULL),
                     MSB_OK);
    assert_int_equal(brief.status, outcome.status);
    assert_int_equal(brief.area, outcome.area);
    assert_int_equal(brief.rule, outcome.rule);
    assert_int_equal(brief.target_group, outcome.target_group);
}

static void
check_trial(struct trial *trial)
{
    struct msb_error err = {0};
    enum msb_status status = msb_rules_resolve(trial->rules, trial->facts,
                                               date_of("2019-06-01"),
                                               &trial->decision, &err);
    int rules[2];
    char names[64];

    plain_space_fill(&space, &trial->plain, &trial->drawn);
    if (!plain_space_find_conflict(&space, rules)) {
        assert_int_equal(status, MSB_OK);
        check_decision(trial);
        msb_decision_unref(trial->decision);
        return;
    }
    assert_int_equal(status, MSB_ERR_CONFLICT);
    assert_string_equal(err.code, "conflict");
    snprintf(names, sizeof names, "\"r%d\" and \"r%d\"", rules[0], rules[1]);
    assert_non_null(strstr(err.message, names));
}

/* Facts of which @percent are known; any share where it is above 100. */
static void
check_models(size_t percent)
{
    struct random random = {percent};
    static struct trial trial;

    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_model *model;

        plain_draw(&trial.plain, seed);
        model = plain_read(&trial.plain);
        assert_int_equal(msb_rules_compile(model, &trial.rules, NULL), MSB_OK);
        for (size_t i = 0; i < NUM_FACTS; i++) {
            plain_draw_facts(&trial.plain, &random,
                             percent > 100 ? random_below(&random, 100)
                                           : percent,
                             &trial.drawn);
            trial.facts = plain_give(&trial.plain, &trial.drawn, model);
            check_trial(&trial);
            msb_facts_free(trial.facts);
        }
        msb_rules_unref(trial.rules);
        msb_model_unref(model);
    }
}

static void
complete_facts_are_decided_by_the_first_match(void **state)
{
    (void)state;
    check_models(100);
}

static void
partial_facts_are_decided_over_every_completion(void **state)
{
    (void)state;
    check_models(101);
}

static void
facts_of_which_nothing_is_known_are_decided_too(void **state)
{
    (void)state;
    check_models(0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complete_facts_are_decided_by_the_first_match),
        cmocka_unit_test(partial_facts_are_decided_over_every_completion),
        cmocka_unit_test(facts_of_which_nothing_is_known_are_decided_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
