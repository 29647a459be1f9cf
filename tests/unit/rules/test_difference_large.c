/* SPDX-License-Identifier: MIT */
/*
 * Models of the size of a large city: 200 random rules over twelve
 * attributes, too many to lay over one another, compared with copies of which
 * a few rules were changed. Each witness is decided by both models as the
 * difference says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>
#include <msb/difference.h>

#include "rules/rules.h"
#include "support/random.h"
#include "support/short.h"

enum { NUM_MODELS = 3, NUM_RULES = 200, NUM_AREAS = 8, NUM_ATTRIBUTES = 12 };

/* age, three numbers, four enums of 20 values, four sets of 16. */
static const size_t maxima[] = {130, 2000, 5000, 9999};
static const char kinds[] = "?nnneeeessss";

static void
add_values(FILE *out, struct random *random, size_t num, size_t wanted)
{
    size_t first = random_below(random, num);

    for (size_t i = 0; i < wanted; i++)
        fprintf(out, "%s'v%zu'", i == 0 ? "[" : ", ", (first + i * 3) % num);
    fprintf(out, "]");
}

static void
add_test(FILE *out, struct random *random, size_t attribute)
{
    if (attribute == 0)
        fprintf(out, "'age': ");
    else
        fprintf(out, "'%c%zu': ", kinds[attribute], attribute);
    if (attribute < 4) {
        size_t from = random_below(random, maxima[attribute]);

        fprintf(out, "{'from': %zu, 'through': %zu}", from,
                from + 5 + random_below(random, maxima[attribute] / 2));
    } else if (attribute < 8) {
        add_values(out, random, 20, 1 + random_below(random, 6));
    } else {
        add_values(out, random, 16, 1 + random_below(random, 3));
    }
}

/* A rule's condition: two to four tests of different attributes. */
static void
add_condition(FILE *out, struct random *random)
{
    size_t left = 2 + random_below(random, 3);
    size_t attribute = random_below(random, NUM_ATTRIBUTES);

    for (size_t i = 0; i < left; i++) {
        fprintf(out, "%s", i == 0 ? "{" : ", ");
        add_test(out, random, attribute);
        attribute = (attribute + 1 + random_below(random, 3)) % NUM_ATTRIBUTES;
    }
    fprintf(out, "}");
}

static void
add_attributes(FILE *out)
{
    fprintf(out, "'attributes': {");
    for (size_t i = 1; i < NUM_ATTRIBUTES; i++) {
        size_t num = i < 8 ? 20 : 16;

        fprintf(out, "%s'%c%zu': ", i == 1 ? "" : ", ", kinds[i], i);
        if (i < 4) {
            fprintf(out, "{'type': 'integer', 'min': 0, 'max': %zu}",
                    maxima[i]);
            continue;
        }
        fprintf(out, "{'type': '%s', 'values': [", i < 8 ? "enum" : "set");
        for (size_t k = 0; k < num; k++)
            fprintf(out, "%s'v%zu'", k == 0 ? "" : ", ", k);
        fprintf(out, "]}");
    }
    fprintf(out, "}, 'areas': [");
    for (size_t i = 0; i < NUM_AREAS; i++)
        fprintf(out, "%s{'id': 'a%zu', 'name': 'A'}", i == 0 ? "" : ", ", i);
    fprintf(out, "]");
}

/* Every @step-th rule (0: none) is another than without. */
static struct msb_rules *
draw_rules(uint64_t seed, size_t step)
{
    struct msb_rules *rules;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    add_attributes(out);
    fprintf(out, ", 'responsibility': [");
    for (size_t i = 0; i < NUM_RULES; i++) {
        bool is_changed = step > 0 && i % step == step - 1;
        struct random random = {seed + i * 7 + (is_changed ? 1000000 : 0)};

        fprintf(out,
                "%s{'id': 'r%zu', 'area': 'a%zu', 'when': ", i == 0 ? "" : ", ",
                i, random_below(&random, NUM_AREAS));
        add_condition(out, &random);
        fprintf(out, "}");
    }
    fprintf(out, "]");
    assert_int_equal(fclose(out), 0);
    rules = rules_of(text);
    free(text);
    return rules;
}

/* The rule that decides a witness, or MSB_NONE. */
static size_t
decide(struct msb_rules *rules, const char *witness)
{
    struct msb_facts *facts = facts_of(rules, witness);
    struct msb_outcome outcome;

    assert_int_equal(
        msb_rules_decide(rules, facts, date_of("2019-06-01"), &outcome, NULL),
        MSB_OK);
    msb_facts_free(facts);
    return outcome.status == MSB_OUTCOME_NONE ? MSB_NONE : (size_t)outcome.rule;
}

static size_t
area_of(const struct msb_rules *rules, size_t rule)
{
    return rule == MSB_NONE ? MSB_NONE : rules->model->rules[rule].area;
}

static bool
is_listed(const struct msb_difference *difference, size_t change,
          const size_t rules[2])
{
    struct msb_rule_pair pair;

    for (size_t i = 0; msb_difference_get_pair(difference, change, i, &pair);
         i++)
        if (pair.before == rules[0] && pair.after == rules[1])
            return true;
    return false;
}

static size_t
check_difference(struct msb_rules *before, struct msb_rules *after)
{
    struct msb_difference *difference = NULL;
    struct msb_change change;
    struct msb_error err = {0};
    size_t num;

    if (msb_model_diff(msb_rules_get_model(before), msb_rules_get_model(after),
                       &difference, &err)
        != MSB_OK)
        fail_msg("%s: %s", err.code, err.message);
    for (size_t i = 0; msb_difference_get_change(difference, i, &change); i++) {
        size_t rules[2] = {decide(before, change.witness),
                           decide(after, change.witness)};

        assert_int_equal(area_of(before, rules[0]), change.before);
        assert_int_equal(area_of(after, rules[1]), change.after);
        assert_int_not_equal(change.before, change.after);
        assert_true(is_listed(difference, i, rules));
    }
    num = msb_difference_num_changes(difference);
    msb_difference_unref(difference);
    return num;
}

static void
two_hundred_rules_over_twelve_attributes_are_compared(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_rules *before = draw_rules(seed, 0);
        struct msb_rules *after = draw_rules(seed, 70);

        assert_false(before->has_joint);
        assert_int_equal(check_difference(before, before), 0);
        /* Two rules are others: each can take from, and leave to, any area
           and the gap, but cannot make two other areas differ. */
        assert_in_range(check_difference(before, after), 1, 4 * NUM_AREAS);
        msb_rules_unref(before);
        msb_rules_unref(after);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_hundred_rules_over_twelve_attributes_are_compared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
