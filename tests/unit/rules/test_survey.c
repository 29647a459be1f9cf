/* SPDX-License-Identifier: MIT */
/*
 * Surveys of charts against the diagrams that they were drawn from: what can
 * be reached, on what it depends and what the worst answer leaves, for random
 * models and random classes of random attributes.
 */
#include "rules/survey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/answers.h"
#include "rules/walk.h"
#include "support/plain.h"
#include "support/short.h"

enum { NUM_MODELS = 800, NUM_CASES = 6, MAX_LEVELS = 64 };

struct trial {
    struct msb_rules *rules;
    uint16_t classes[MAX_LEVELS];
    uint64_t known;
    size_t num_compared;
};

/* Each attribute known or not; the classes of the known ones at random. */
static void
draw_case(struct trial *trial, struct random *random)
{
    const struct msbi_levels *levels = &trial->rules->levels;

    assert_true(levels->num <= MAX_LEVELS);
    trial->known = random_next(random);
    for (size_t i = 0; i < levels->num; i++)
        trial->classes[i] =
            (trial->known >> levels->items[i].attribute & 1) != 0
                ? (uint16_t)random_below(random, levels->items[i].num_classes)
                : MSBI_UNKNOWN_CLASS;
}

struct reached {
    const struct msb_rules *rules;
    uint64_t rules_set, areas_set;
};

static void
note_leaf(void *user, msbi_ref leaf)
{
    struct reached *reached = user;
    const struct msb_model *model = reached->rules->model;
    size_t rule = msbi_leaf_index(leaf), area;

    if (leaf == MSBI_GAP || msbi_is_conflict(leaf)) {
        rule = model->num_rules + (leaf != MSBI_GAP);
        area = model->num_areas + (leaf != MSBI_GAP);
    } else {
        area = model->rules[rule].area;
    }
    reached->rules_set |= (uint64_t)1 << rule;
    reached->areas_set |= (uint64_t)1 << area;
}

/* Both charts tell what a walk over the diagram meets. */
static void
check_reached(struct trial *trial, struct reached *reached)
{
    const struct msb_rules *rules = trial->rules;
    const struct msbi_chart *charts[] = {&rules->charts->rules,
                                         &rules->charts->areas};

    *reached = (struct reached){.rules = rules};
    assert_int_equal(msbi_walk_leaves(&rules->diagram, rules->rule,
                                      trial->classes, note_leaf, reached),
                     MSB_OK);
    for (size_t i = 0; i < 2; i++) {
        struct msbi_survey survey;
        uint64_t set = 0;

        assert_int_equal(charts[i]->num_words, 1);
        assert_int_equal(
            msbi_survey_start(&survey, charts[i], trial->classes, trial->known),
            MSB_OK);
        msbi_survey_collect(&survey, charts[i]->root, &set);
        assert_int_equal(set, i == 0 ? reached->rules_set : reached->areas_set);
        msbi_survey_release(&survey);
    }
}

/* The attributes of which the restricted area diagram has levels. */
static uint64_t
find_support(const struct trial *trial, const struct msbi_answers *answers,
             msbi_ref root)
{
    const struct msbi_levels *levels = &trial->rules->levels;
    bool marks[MAX_LEVELS] = {false};
    uint64_t support = 0;

    assert_int_equal(msbi_walk_levels(&answers->diagram, root, marks), MSB_OK);
    for (size_t i = 0; i < levels->num; i++)
        if (marks[i])
            support |= (uint64_t)1 << levels->items[i].attribute;
    return support;
}

static void
check_worst(struct trial *trial, struct msbi_survey *survey,
            struct msbi_answers *answers, msbi_ref root, size_t attribute)
{
    size_t expected, worst;
    msbi_ref result;

    assert_int_equal(msbi_answers_of(answers, root, attribute, &result),
                     MSB_OK);
    assert_int_equal(msbi_answers_worst(answers, result, &expected), MSB_OK);
    for (size_t enough = 1; enough <= expected + 1; enough++) {
        assert_int_equal(msbi_survey_worst(survey, attribute, enough, &worst),
                         MSB_OK);
        assert_int_equal(worst, enough < expected ? enough : expected);
    }
    trial->num_compared++;
}

static void
check_questions(struct trial *trial)
{
    const struct msb_rules *rules = trial->rules;
    struct msbi_answers answers;
    struct msbi_survey survey;
    uint64_t support, expected;
    msbi_ref root;

    assert_int_equal(msbi_answers_init(&answers, rules), MSB_OK);
    assert_int_equal(
        msbi_answers_restrict(&answers, rules, trial->classes, &root), MSB_OK);
    assert_int_equal(msbi_survey_start(&survey, &rules->charts->areas,
                                       trial->classes, trial->known),
                     MSB_OK);
    expected = find_support(trial, &answers, root);
    assert_int_equal(msbi_survey_depend(&survey, &support), MSB_OK);
    assert_int_equal(support, expected);
    for (size_t i = 0; i < rules->model->num_attributes; i++)
        if ((support >> i & 1) != 0)
            check_worst(trial, &survey, &answers, root, i);
    msbi_survey_release(&survey);
    msbi_answers_release(&answers);
}

static void
a_survey_says_what_the_diagram_says(void **state)
{
    static struct plain_model plain;
    struct trial trial = {0};
    struct random random = {23};

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_model *model;

        plain_draw(&plain, seed);
        model = plain_read(&plain);
        assert_int_equal(msb_rules_compile(model, &trial.rules, NULL), MSB_OK);
        for (size_t i = 0; trial.rules->charts != NULL && i < NUM_CASES; i++) {
            struct reached reached;

            draw_case(&trial, &random);
            check_reached(&trial, &reached);
            /* Nobody asks where two rules conflict. */
            if ((reached.areas_set >> (model->num_areas + 1) & 1) == 0)
                check_questions(&trial);
        }
        msb_rules_unref(trial.rules);
        msb_model_unref(model);
    }
    assert_true(trial.num_compared > NUM_MODELS);
}

static void
a_survey_that_would_take_long_gives_up(void **state)
{
    struct msb_rules *rules = rules_of(
        "'attributes': {'f': {'type': 'flag'}, 'g': {'type': 'flag'}, "
        "'h': {'type': 'flag'}}, "
        "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
        "'responsibility': ["
        "{'id': 'r', 'area': 'a', 'when': {'f': true, 'g': true}}, "
        "{'id': 's', 'area': 'b', 'when': {'f': false, 'h': true}}]");
    struct msbi_chart *chart = &rules->charts->areas;
    uint16_t classes[3] = {MSBI_UNKNOWN_CLASS, MSBI_UNKNOWN_CLASS, 1};
    struct msbi_survey survey;
    uint64_t support;
    size_t worst;

    (void)state;
    assert_int_equal(rules->levels.num, 3); /* f, g, and h, which is known */
    assert_int_equal(msbi_survey_start(&survey, chart, classes, 1 << 3),
                     MSB_OK);
    assert_int_equal(msbi_survey_depend(&survey, &support), MSB_OK);
    assert_int_equal(support, 1 << 1 | 1 << 2);
    /* With f: a, or a gap; without: b. */
    assert_int_equal(msbi_survey_worst(&survey, 1, 9, &worst), MSB_OK);
    assert_int_equal(worst, 2);
    chart->max_branches = 1;
    assert_int_equal(msbi_survey_worst(&survey, 1, 9, &worst), MSB_ERR_LIMIT);
    /* It is enough to have seen so many. */
    assert_int_equal(msbi_survey_worst(&survey, 2, 2, &worst), MSB_OK);
    assert_int_equal(worst, 2);
    msbi_survey_release(&survey);
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_survey_says_what_the_diagram_says),
        cmocka_unit_test(a_survey_that_would_take_long_gives_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
