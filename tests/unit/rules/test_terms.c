/* SPDX-License-Identifier: MIT */
/*
 * The terms of a rule hold exactly where its condition does: tried for every
 * point of small drawn models, and by hand where terms are made in a way of
 * their own.
 */
#include "rules/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "decide/facts.h"
#include "support/plain.h"
#include "support/short.h"

enum { NUM_MODELS = 300 };

/* Whether the facts satisfy one attribute's part of a term. */
static bool
part_holds(const struct msb_rules *rules, const struct msbi_term_part *part,
           const uint64_t *term, size_t attribute,
           const struct msb_facts *facts)
{
    const struct msbi_classifier *classifier =
        &rules->levels.classifiers[attribute];
    bool any = false, asks_any = false;

    if (part->must == MSB_NONE)
        return attribute == rules->model->target_group_attribute
               || msbi_bit(term + part->classes,
                           classifier->level == MSBI_NO_LEVEL
                               ? 0
                               : msbi_classifier_find(
                                   classifier, facts->scalars[attribute]));
    for (size_t i = 0; i < rules->model->attributes[attribute].values.num;
         i++) {
        bool held = msbi_facts_holds(facts, attribute, i);

        if ((msbi_bit(term + part->must, i) && !held)
            || (msbi_bit(term + part->must_not, i) && held))
            return false;
        asks_any |= msbi_bit(term + part->any, i);
        any |= held && msbi_bit(term + part->any, i);
    }
    return any || !asks_any;
}

/* Whether any term of a rule holds. */
static bool
rule_holds(const struct msb_rules *rules, const struct msbi_terms *terms,
           size_t rule, const struct msb_facts *facts)
{
    for (size_t i = 0; i < terms->num; i++) {
        bool holds = terms->rules[i] == rule;

        for (size_t k = 0; holds && k < terms->num_parts; k++)
            holds = part_holds(rules, &terms->parts[k], msbi_term(terms, i), k,
                               facts);
        if (holds)
            return true;
    }
    return false;
}

static void
check_point(const struct plain_model *plain, const struct msb_rules *rules,
            const struct msbi_terms *terms, const struct plain_facts *point,
            size_t counts[2])
{
    struct msb_facts *facts = plain_give(plain, point, rules->model);
    struct plain_outcome outcome;

    plain_decide(plain, point, &outcome);
    for (size_t i = 0; i < plain->num_rules; i++) {
        bool expected = plain_holds(plain, plain->rules[i].when, point,
                                    outcome.group);

        counts[expected]++;
        if (rule_holds(rules, terms, i, facts) != expected)
            fail_msg("%s\nrule %zu", msb_model_get_source(rules->model, NULL),
                     i);
    }
    msb_facts_free(facts);
}

/* Every point, or every so many where there are more than a few hundred. */
static void
check_model(const struct plain_model *plain, const struct msb_rules *rules,
            const struct msbi_terms *terms, size_t counts[2])
{
    struct plain_facts unknown = {0}, point;
    size_t num = 0, step;

    plain_first(plain, &unknown, &point);
    do {
        num++;
    } while (plain_next(plain, &unknown, &point));
    step = num / 500 + 1;
    plain_first(plain, &unknown, &point);
    memset(point.known, 1, sizeof point.known);
    for (size_t i = 0; i < num; i++, plain_next(plain, &unknown, &point))
        if (i % step == 0)
            check_point(plain, rules, terms, &point, counts);
}

static void
terms_hold_where_their_condition_does(void **state)
{
    size_t counts[2] = {0, 0}, num_built = 0;

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct plain_model *plain = malloc(sizeof *plain);
        struct msb_model *model;
        struct msb_rules *rules = NULL;
        struct msbi_terms terms;
        enum msb_status status;

        assert_non_null(plain);
        plain_draw(plain, seed);
        model = plain_read(plain);
        assert_int_equal(msb_rules_compile(model, &rules, NULL), MSB_OK);
        status = msbi_terms_build(rules, &terms);
        if (status == MSB_OK) {
            num_built++;
            check_model(plain, rules, &terms, counts);
            msbi_terms_release(&terms);
        } else {
            assert_int_equal(status, MSB_ERR_LIMIT);
        }
        msb_rules_unref(rules);
        msb_model_unref(model);
        free(plain);
    }
    assert_true(num_built > NUM_MODELS * 9 / 10);
    assert_true(counts[0] > 10000 && counts[1] > 10000);
}

/* How many terms a rule with this condition has; -1: too many. */
static int
count_terms(const char *attributes, const char *when)
{
    size_t size = strlen(attributes) + strlen(when) + 200;
    char *members = malloc(size);
    struct msb_rules *rules;
    struct msbi_terms terms;
    enum msb_status status;
    int num;

    assert_non_null(members);
    snprintf(members, size,
             "'attributes': {%s}, 'areas': [{'id': 'a', 'name': 'A'}], "
             "'target_groups': [{'id': 'g', 'name': 'G', 'when': {'age': 5}}],"
             "'responsibility': [{'id': 'r', 'area': 'a', 'when': %s}]",
             attributes, when);
    rules = rules_of(members);
    status = msbi_terms_build(rules, &terms);
    assert_true(status == MSB_OK || status == MSB_ERR_LIMIT);
    num = status == MSB_OK ? (int)terms.num : -1;
    if (status == MSB_OK)
        msbi_terms_release(&terms);
    msb_rules_unref(rules);
    free(members);
    return num;
}

static void
no_more_terms_are_made_than_are_needed(void **state)
{
    static const char attributes[] =
        "'f': {'type': 'flag'}, 'n': {'type': 'integer', 'min': -5, 'max': 5},"
        "'e': {'type': 'enum', 'values': ['x', 'y', 'z']},"
        "'s': {'type': 'set', 'values': ['p', 'q', 'r']}";
    static const struct {
        const char *when;
        int num;
    } rows[] = {
        {"{}", 1},
        {"{'f': true, 'n': [-5, 0, 3], 'e': ['x', 'z']}", 1},
        {"{'not': {}}", 0},
        {"{'any': []}", 0},
        {"{'all': []}", 1},
        {"{'any': [{'f': true}, {'n': 1}]}", 2},
        {"{'not': {'f': true, 'n': 1}}", 2},
        {"{'not': {'any': [{'f': true}, {'n': 1}]}}", 1},
        {"{'all': [{'n': {'from': 0}}, {'n': {'below': 0}}]}", 0},
        {"{'s': ['p', 'q']}", 1},
        {"{'s': {'any_of': []}}", 0},
        {"{'not': {'s': {'any_of': []}}}", 1},
        {"{'s': {'all_of': ['p'], 'none_of': ['p']}}", 0},
        {"{'not': {'s': {'any_of': ['p', 'q']}}}", 1},
        {"{'not': {'s': {'all_of': ['p', 'q']}}}", 2},
        {"{'not': {'s': {'none_of': ['p', 'q', 'r']}}}", 3},
        /* p with q or r; q with q or r. */
        {"{'all': [{'s': ['p', 'q']}, {'s': ['q', 'r']}]}", 2},
        {"{'all': [{'s': ['p', 'q']}, {'s': {'none_of': ['p']}}]}", 1},
        {"{'target_group': 'g'}", 1},
        {"{'not': {'target_group': 'g'}}", 1},
        {"{'target_group': 'g', 'age': 6}", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int num = count_terms(attributes, rows[i].when);

        if (num != rows[i].num)
            fail_msg("%s: %d terms, expected %d", rows[i].when, num,
                     rows[i].num);
    }
}

/* `any` of @num tests that all differ. */
static int
count_any(int num)
{
    char *when = malloc((size_t)num * 16 + 32), *end = when;
    int found;

    assert_non_null(when);
    end += sprintf(end, "{'any': [");
    for (int i = 0; i < num; i++)
        end += sprintf(end, "%s{'n': %d}", i == 0 ? "" : ", ", i);
    sprintf(end, "]}");
    found = count_terms("'n': {'type': 'integer', 'min': 0, 'max': 999}", when);
    free(when);
    return found;
}

static void
terms_end_at_their_limit(void **state)
{
    (void)state;
    assert_int_equal(count_any(MSBI_MAX_TERMS), MSBI_MAX_TERMS);
    assert_int_equal(count_any(MSBI_MAX_TERMS + 1), -1);
}

/* 200^4 ways to choose a value for each set, and none of them can hold. */
static void
work_that_comes_to_nothing_ends_at_its_limit(void **state)
{
    enum { NUM_VALUES = 200, NUM_SETS = 4 };
    char *values = malloc(NUM_VALUES * 8 + 8), *end = values;
    char *attributes = malloc(NUM_SETS * (NUM_VALUES * 8 + 64) + 64);
    char *tests = malloc(NUM_SETS * (NUM_VALUES * 8 + 64));
    char *when = malloc(2 * NUM_SETS * (NUM_VALUES * 8 + 64) + 200);

    (void)state;
    assert_non_null(values);
    assert_non_null(attributes);
    assert_non_null(tests);
    assert_non_null(when);
    for (int i = 0; i < NUM_VALUES; i++)
        end += sprintf(end, "%s'v%d'", i == 0 ? "[" : ", ", i);
    sprintf(end, "]");
    end = attributes + sprintf(attributes, "'f': {'type': 'flag'}");
    for (int i = 0; i < NUM_SETS; i++)
        end += sprintf(end, ", 's%d': {'type': 'set', 'values': %s}", i,
                       values);
    end = tests;
    for (int i = 0; i < NUM_SETS; i++)
        end += sprintf(end, "'s%d': %s, ", i, values);
    sprintf(when,
            "{'any': [{'age': 5}, "
            "{'all': [{%s'f': true}, {%s'f': false}]}]}",
            tests, tests);
    assert_int_equal(count_terms(attributes, when), -1);
    free(values);
    free(attributes);
    free(tests);
    free(when);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_hold_where_their_condition_does),
        cmocka_unit_test(no_more_terms_are_made_than_are_needed),
        cmocka_unit_test(terms_end_at_their_limit),
        cmocka_unit_test(work_that_comes_to_nothing_ends_at_its_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
