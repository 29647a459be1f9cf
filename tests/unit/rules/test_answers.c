/* SPDX-License-Identifier: MIT */
/*
 * What each answer leaves possible: for random models and partial facts, the
 * set of outcomes of each value of each open attribute, tried completion by
 * completion.
 */
#include "rules/answers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/plain_space.h"
#include "support/short.h"

enum { NUM_MODELS = 600, NUM_FACTS = 4 };

static struct plain_space space;

/* A model and some facts of it, as classes of its levels. */
struct trial {
    struct plain_model plain;
    struct plain_facts facts;
    struct msb_rules *rules;
    uint16_t classes[64];
};

static uint16_t
find_class(const struct msb_rules *rules, uint32_t level, int32_t value)
{
    const struct msbi_level *item = &rules->levels.items[level];

    if (item->is_set)
        return value >> item->value & 1;
    return msbi_classifier_find(&rules->levels.classifiers[item->attribute],
                                value);
}

/* The attributes of both have the same order, but for the last two. */
static size_t
to_plain(const struct trial *trial, size_t attribute)
{
    if (attribute == trial->rules->model->services_attribute)
        return trial->plain.services;
    return attribute;
}

static void
classify(struct trial *trial)
{
    const struct msbi_levels *levels = &trial->rules->levels;

    assert_true(levels->num <= 64);
    for (uint32_t i = 0; i < levels->num; i++) {
        size_t attribute = to_plain(trial, levels->items[i].attribute);

        trial->classes[i] = trial->facts.known[attribute] ? find_class(
                                trial->rules, i, trial->facts.values[attribute])
                                                          : MSBI_UNKNOWN_CLASS;
    }
}

/* The set of a leaf, as plain_space_find_areas() gives it. */
static uint32_t
read_leaf(const struct msbi_answers *answers, msbi_ref leaf)
{
    uint64_t set;
    size_t gap = answers->num_areas;

    assert_true(msbi_is_leaf(leaf));
    assert_true(msbi_leaf_index(leaf) < answers->num_sets);
    set = answers->sets[msbi_leaf_index(leaf) * answers->num_words];
    return (uint32_t)(set & (((uint64_t)1 << gap) - 1))
           | (uint32_t)(set >> gap & 1) << 31;
}

static void
check_leaf(const struct msbi_answers *answers, msbi_ref leaf, uint32_t areas)
{
    size_t count = 0, only = MSB_NONE;

    assert_int_equal(read_leaf(answers, leaf), areas);
    for (size_t i = 0; i < 32; i++) {
        if ((areas >> i & 1) == 0)
            continue;
        count++;
        only = i == 31 ? answers->num_areas : i;
    }
    assert_int_equal(msbi_answers_count(answers, leaf), count);
    assert_int_equal(msbi_answers_single(answers, leaf),
                     count == 1 ? only : MSB_NONE);
}

/* The value number @digit of an open attribute, as plain_next() counts. */
static int32_t
find_value(const struct trial *trial, size_t open, size_t digit)
{
    struct plain_facts alone = trial->facts, completion;

    memset(alone.known, 1, sizeof alone.known);
    alone.known[space.open[open]] = false;
    plain_first(&trial->plain, &alone, &completion);
    for (; digit > 0; digit--)
        assert_true(plain_next(&trial->plain, &alone, &completion));
    return completion.values[space.open[open]];
}

static void
check_answers(const struct trial *trial, struct msbi_answers *answers,
              msbi_ref root, size_t open)
{
    size_t attribute = space.open[open], worst;
    msbi_ref result;

    if (attribute == trial->plain.services)
        attribute = trial->rules->model->services_attribute;
    assert_int_equal(msbi_answers_of(answers, root, attribute, &result),
                     MSB_OK);
    for (size_t i = 0; i < space.count[open]; i++) {
        int32_t value = find_value(trial, open, i);
        msbi_ref ref = result;

        while (!msbi_is_leaf(ref)) {
            uint32_t level = msbi_level_of(&answers->diagram, ref);

            assert_int_equal(trial->rules->levels.items[level].attribute,
                             attribute);
            ref = msbi_child(&answers->diagram, ref,
                             find_class(trial->rules, level, value));
        }
        check_leaf(answers, ref, plain_space_find_areas(&space, open, i));
    }
    assert_int_equal(msbi_answers_worst(answers, result, &worst), MSB_OK);
    assert_int_equal(worst, plain_space_find_worst(&space, open));
}

static void
check_facts(struct trial *trial, struct msbi_answers *answers)
{
    msbi_ref root;
    int conflict[2];

    plain_space_fill(&space, &trial->plain, &trial->facts);
    if (plain_space_find_conflict(&space, conflict))
        return; /* such facts are refused before anything is asked */
    classify(trial);
    assert_int_equal(
        msbi_answers_restrict(answers, trial->rules, trial->classes, &root),
        MSB_OK);
    for (size_t i = 0; i < space.num_open; i++)
        check_answers(trial, answers, root, i);
}

static void
each_answer_leaves_the_outcomes_of_its_completions(void **state)
{
    static struct trial trial;
    struct random random = {61};

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msbi_answers answers;
        struct msb_model *model;

        plain_draw(&trial.plain, seed);
        model = plain_read(&trial.plain);
        assert_int_equal(msb_rules_compile(model, &trial.rules, NULL), MSB_OK);
        assert_int_equal(msbi_answers_init(&answers, trial.rules), MSB_OK);
        for (size_t i = 0; i < NUM_FACTS; i++) {
            plain_draw_facts(&trial.plain, &random, 35, &trial.facts);
            check_facts(&trial, &answers);
        }
        msbi_answers_release(&answers);
        msb_rules_unref(trial.rules);
        msb_model_unref(model);
    }
}

/* The most outcomes that an answer leaves, nothing being known. */
static size_t
find_worst(const struct msb_rules *rules, size_t attribute)
{
    struct msbi_answers answers;
    size_t worst = 0;
    msbi_ref root;

    assert_int_equal(msbi_answers_init(&answers, rules), MSB_OK);
    assert_int_equal(msbi_answers_restrict(&answers, rules, NULL, &root),
                     MSB_OK);
    assert_int_equal(msbi_answers_of(&answers, root, attribute, &root), MSB_OK);
    assert_int_equal(msbi_answers_worst(&answers, root, &worst), MSB_OK);
    msbi_answers_release(&answers);
    return worst;
}

/*
 * As many areas as take several words of a set: f leads to the first, else
 * the number of n chooses.
 */
static void
many_areas_are_told_apart(void **state)
{
    enum { NUM_AREAS = 130 };
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct msb_rules *rules;

    (void)state;
    assert_non_null(out);
    fprintf(out,
            "'attributes': {'f': {'type': 'flag'}, 'n': {'type': "
            "'integer', 'min': 0, 'max': %d}}, 'areas': [",
            NUM_AREAS - 1);
    for (int i = 0; i < NUM_AREAS; i++)
        fprintf(out, "%s{'id': 'a%d', 'name': 'A'}", i == 0 ? "" : ", ", i);
    fprintf(out, "], 'responsibility': [{'id': 'r', 'area': 'a0', 'when': "
                 "{'f': true}}");
    for (int i = 0; i < NUM_AREAS; i++)
        fprintf(out, ", {'id': 'r%d', 'area': 'a%d', 'when': {'n': %d}}", i, i,
                i);
    fprintf(out, "]");
    assert_int_equal(fclose(out), 0);
    rules = rules_of(text);
    free(text);
    /* A number leaves two areas at most; f, if it is false, all. */
    assert_int_equal(find_worst(rules, 1), NUM_AREAS);
    assert_int_equal(find_worst(rules, 2), 2);
    assert_decides(rules, "{}", "missing", "['f', 'n']");
    assert_decides(rules, "{}", "ask", "'n'");
    assert_decides(rules, "{'n': 129}", "possible", "['a0', 'a129']");
    assert_decides(rules, "{'n': 0}", "responsible", "'a0'");
    assert_explains(rules, "{'f': true, 'n': 128}", "would_change",
                    "[{'area': 'a128', 'attribute': 'f', 'value': false}]");
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_answer_leaves_the_outcomes_of_its_completions),
        cmocka_unit_test(many_areas_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
