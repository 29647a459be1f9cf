/* SPDX-License-Identifier: MIT */
/*
 * Differences of random models and what was made of them, against facts that
 * are all tried: each change is found, in order, with a witness that shows
 * it, and just the rules that decide there. Both roads are gone: the walk
 * over two joint diagrams, and the search pair by pair.
 */
#include "rules/difference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "decide/facts.h"
#include "rules/laid.h"
#include "support/plain.h"
#include "support/short.h"

enum { NUM_PAIRS = 700, NONE = PLAIN_MAX_RULES, NOWHERE = PLAIN_MAX_AREAS };

/* Rules, or NONE, and areas, or NOWHERE, before and after. */
struct shown {
    bool changes[PLAIN_MAX_AREAS + 1][PLAIN_MAX_AREAS + 1];
    bool pairs[PLAIN_MAX_RULES + 1][PLAIN_MAX_RULES + 1];
};

struct trial {
    struct plain_model plain[2];
    struct msb_model *models[2];
    struct msb_difference *difference;
    struct shown shown;
};

/* The same organisation, with some of its rules changed. */
static void
change_model(struct plain_model *model, struct random *random)
{
    for (size_t i = 0; i < model->num_rules; i++) {
        size_t other = random_below(random, model->num_rules);

        if (random_chance(random, 15)) {
            struct plain_condition *when = model->rules[i].when;

            model->rules[i].when = model->rules[other].when;
            model->rules[other].when = when;
        }
        if (random_chance(random, 10))
            model->rules[i].area = random_below(random, model->num_areas);
        if (random_chance(random, 5))
            model->rules[i].when = model->rules[other].when;
    }
    if (model->num_rules > 0 && random_chance(random, 20))
        model->num_rules--;
    if (random_chance(random, 10))
        model->unique = !model->unique;
    if (random_chance(random, 10))
        model->per_service = !model->per_service;
}

/* Note what facts show; false where a side rejects them. */
static bool
note_facts(const struct trial *trial, const struct plain_facts *facts,
           struct shown *shown)
{
    size_t rules[2], areas[2];

    for (size_t i = 0; i < 2; i++) {
        struct plain_outcome outcome;

        plain_decide(&trial->plain[i], facts, &outcome);
        if (outcome.other != PLAIN_NOTHING && trial->plain[i].unique)
            return false;
        rules[i] = NONE;
        areas[i] = NOWHERE;
        if (outcome.rule == PLAIN_NOTHING || trial->plain[i].per_service)
            continue;
        rules[i] = (size_t)outcome.rule;
        areas[i] = (size_t)outcome.area;
    }
    if (areas[0] == areas[1])
        return true; /* the same id is the same area */
    shown->changes[areas[0]][areas[1]] = true;
    shown->pairs[rules[0]][rules[1]] = true;
    return true;
}

static void
try_everything(struct trial *trial)
{
    static const struct plain_facts unknown;
    struct plain_facts facts;

    memset(&trial->shown, 0, sizeof trial->shown);
    plain_first(&trial->plain[0], &unknown, &facts);
    do
        note_facts(trial, &facts, &trial->shown);
    while (plain_next(&trial->plain[0], &unknown, &facts));
}

/* A witness as plain facts; it must be complete. */
static struct plain_facts
read_witness(const struct trial *trial, const char *witness)
{
    const struct plain_model *plain = &trial->plain[0];
    struct plain_facts out = {0};
    struct msb_facts *facts = NULL;

    assert_int_equal(msb_facts_new(trial->models[0], &facts, NULL), MSB_OK);
    assert_int_equal(
        msb_facts_parse_json(facts, witness, strlen(witness), NULL, NULL),
        MSB_OK);
    for (size_t i = 0; i < plain->target_group; i++) {
        size_t at = msb_model_find_part(trial->models[0], MSB_PART_ATTRIBUTE,
                                        plain->attributes[i].name);

        assert_int_not_equal(facts->scalars[at], MSBI_UNKNOWN);
        out.values[i] = facts->scalars[at];
        if (plain->attributes[i].type == MSB_ATTRIBUTE_SET)
            out.values[i] = (int32_t)facts->words[facts->first_word[at]];
    }
    msb_facts_free(facts);
    return out;
}

/* The index of an area or a rule, with @none in place of MSB_NONE. */
static size_t
place(size_t index, size_t none)
{
    return index == MSB_NONE ? none : index;
}

static size_t
area_of(const struct trial *trial, size_t side, size_t rule)
{
    return rule == NONE ? NOWHERE : trial->plain[side].rules[rule].area;
}

static void
check_pairs(const struct trial *trial, size_t change, size_t before,
            size_t after)
{
    struct msb_rule_pair pair;
    size_t at = 0;

    for (size_t i = 0; i <= NONE; i++)
        for (size_t k = 0; k <= NONE; k++) {
            if (!trial->shown.pairs[i][k] || area_of(trial, 0, i) != before
                || area_of(trial, 1, k) != after)
                continue;
            assert_true(msb_difference_get_pair(trial->difference, change, at++,
                                                &pair));
            assert_int_equal(place(pair.before, NONE), i);
            assert_int_equal(place(pair.after, NONE), k);
        }
    assert_false(msb_difference_get_pair(trial->difference, change, at, &pair));
}

static void
check_changes(const struct trial *trial)
{
    struct msb_change change;
    size_t at = 0;

    for (size_t i = 0; i <= NOWHERE; i++)
        for (size_t k = 0; k <= NOWHERE; k++) {
            struct plain_facts facts;
            struct shown shown = {0};

            if (!trial->shown.changes[i][k])
                continue;
            assert_true(
                msb_difference_get_change(trial->difference, at, &change));
            assert_int_equal(place(change.before, NOWHERE), i);
            assert_int_equal(place(change.after, NOWHERE), k);
            assert_true(change.is_complete);
            facts = read_witness(trial, change.witness);
            assert_true(note_facts(trial, &facts, &shown));
            assert_true(shown.changes[i][k]);
            check_pairs(trial, at++, i, k);
        }
    assert_int_equal(msb_difference_num_changes(trial->difference), at);
}

static void
check_models(size_t max_joint)
{
    static struct trial trial;
    size_t num_same = 0;

    for (uint64_t seed = 0; seed < NUM_PAIRS; seed++) {
        struct random random = {seed};

        plain_draw(&trial.plain[0], seed);
        trial.plain[1] = trial.plain[0];
        change_model(&trial.plain[1], &random);
        for (size_t i = 0; i < 2; i++)
            trial.models[i] = plain_read(&trial.plain[i]);
        try_everything(&trial);
        assert_int_equal(msbi_model_diff(trial.models[0], trial.models[1],
                                         max_joint, &trial.difference, NULL),
                         MSB_OK);
        check_changes(&trial);
        num_same += msb_difference_num_changes(trial.difference) == 0;
        msb_difference_unref(trial.difference);
        msb_model_unref(trial.models[0]);
        msb_model_unref(trial.models[1]);
    }
    assert_in_range(num_same, NUM_PAIRS / 10, NUM_PAIRS * 9 / 10);
}

static void
the_walk_over_two_diagrams_finds_just_the_changes(void **state)
{
    (void)state;
    check_models(MSBI_JOINT_NODES);
}

static void
the_search_of_rules_too_many_to_lay_finds_the_same(void **state)
{
    (void)state;
    check_models(0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_walk_over_two_diagrams_finds_just_the_changes),
        cmocka_unit_test(the_search_of_rules_too_many_to_lay_finds_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
