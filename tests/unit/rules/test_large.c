/* SPDX-License-Identifier: MIT */
/*
 * Models of the size of a large city: 200 random rules over twelve
 * attributes. They compile and are analysed within the bounds, and every
 * witness is decided as the analysis says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/analysis.h>
#include <msb/decision.h>

#include "decide/case.h"
#include "support/random.h"
#include "support/short.h"

enum { NUM_MODELS = 3, NUM_RULES = 200, NUM_AREAS = 8 };

/* age; n0 … n2; e0 … e3 of 20 values; s0 … s3 of 16. */
enum { NUM_ATTRIBUTES = 12 };
static const int32_t maxima[] = {130, 2000, 5000, 9999};

/* Some of @num values, none twice. */
static void
add_values(FILE *out, struct random *random, size_t num, size_t wanted)
{
    uint32_t taken = 0;

    for (size_t i = 0; i < wanted;) {
        size_t value = random_below(random, num);

        if ((taken >> value & 1) != 0)
            continue;
        taken |= (uint32_t)1 << value;
        fprintf(out, "%s'v%zu'", i++ == 0 ? "[" : ", ", value);
    }
    fprintf(out, "]");
}

static void
add_test(FILE *out, struct random *random, size_t attribute)
{
    static const char kinds[] = "nnneeeessss";

    if (attribute == 0)
        fprintf(out, "'age': ");
    else
        fprintf(out, "'%c%zu': ", kinds[attribute - 1], attribute);
    if (attribute < 4) {
        int32_t max = maxima[attribute];
        int32_t from = (int32_t)random_below(random, (size_t)max);
        int32_t through = from + 5
                          + (int32_t)random_below(random, (size_t)max / 2);

        fprintf(out, "{'from': %d, 'through': %d}", (int)from,
                (int)(through > max ? max : through));
    } else if (attribute < 8) {
        add_values(out, random, 20, 1 + random_below(random, 8));
    } else if (random_chance(random, 60)) {
        add_values(out, random, 16, 1 + random_below(random, 3));
    } else {
        fprintf(out, "{'all_of': ");
        add_values(out, random, 16, 1 + random_below(random, 2));
        fprintf(out, "}");
    }
}

static void
add_attributes(FILE *out)
{
    static const char kinds[] = "eeeessss";

    fprintf(out, "'attributes': {");
    for (size_t i = 1; i < 4; i++)
        fprintf(out, "%s'n%zu': {'type': 'integer', 'min': 0, 'max': %d}",
                i == 1 ? "" : ", ", i, (int)maxima[i]);
    for (size_t i = 4; i < NUM_ATTRIBUTES; i++) {
        size_t num = i < 8 ? 20 : 16;

        fprintf(out, ", '%c%zu': {'type': '%s', 'values': [", kinds[i - 4], i,
                i < 8 ? "enum" : "set");
        for (size_t k = 0; k < num; k++)
            fprintf(out, "%s'v%zu'", k == 0 ? "" : ", ", k);
        fprintf(out, "]}");
    }
    fprintf(out, "}, ");
}

static struct msb_rules *
draw_rules(uint64_t seed)
{
    struct random random = {seed};
    struct msb_rules *rules;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    add_attributes(out);
    fprintf(out, "'areas': [");
    for (int i = 0; i < NUM_AREAS; i++)
        fprintf(out, "%s{'id': 'a%d', 'name': 'A'}", i == 0 ? "" : ", ", i);
    fprintf(out, "], 'responsibility': [");
    for (int i = 0; i < NUM_RULES; i++) {
        size_t left = 2 + random_below(&random, 3);

        fprintf(out, "%s{'id': 'r%d', 'area': 'a%zu', 'when': {",
                i == 0 ? "" : ", ", i, random_below(&random, NUM_AREAS));
        for (size_t k = 0; left > 0; k = (k + 1) % NUM_ATTRIBUTES) {
            if (k + left < NUM_ATTRIBUTES && random_chance(&random, 70))
                continue;
            add_test(out, &random, k);
            if (--left == 0 || k + 1 == NUM_ATTRIBUTES)
                break;
            fprintf(out, ", ");
        }
        fprintf(out, "}}");
    }
    fprintf(out, "]");
    assert_int_equal(fclose(out), 0);
    rules = rules_of(text);
    free(text);
    return rules;
}

static struct msb_outcome
decide(struct msb_rules *rules, const char *witness)
{
    struct msb_facts *facts = facts_of(rules, witness);
    struct msb_outcome outcome;

    assert_int_equal(
        msb_rules_decide(rules, facts, date_of("2019-06-01"), &outcome, NULL),
        MSB_OK);
    msb_facts_free(facts);
    return outcome;
}

static bool
matches(struct msb_rules *rules, size_t rule, const char *witness)
{
    struct msb_facts *facts = facts_of(rules, witness);
    struct msbi_case citizen;
    bool holds;

    assert_int_equal(
        msbi_case_start(&citizen, rules, facts, date_of("2019-06-01"), NULL),
        MSB_OK);
    holds = msbi_case_walk(&citizen, rules->conditions[rule].ref) == MSBI_TRUE;
    msb_facts_free(facts);
    return holds;
}

static void
check_large(uint64_t seed)
{
    struct msb_rules *rules = draw_rules(seed);
    struct msb_analysis *analysis = NULL;
    struct msb_overlap overlap;
    struct msb_error err = {0};
    struct msb_gap gap;

    if (msb_rules_check(rules, &analysis, &err) != MSB_OK)
        fail_msg("%s: %s", err.code, err.message);
    assert_int_equal(msb_analysis_num_gaps(analysis), 1);
    assert_true(msb_analysis_get_gap(analysis, 0, &gap));
    assert_int_equal(decide(rules, gap.witness).status, MSB_OUTCOME_NONE);
    for (size_t i = 0; msb_analysis_get_overlap(analysis, i, &overlap); i++) {
        struct msb_outcome outcome = decide(rules, overlap.witness);

        assert_in_range(outcome.rule, 0, overlap.rules[0]);
        assert_true(matches(rules, overlap.rules[0], overlap.witness));
        assert_true(matches(rules, overlap.rules[1], overlap.witness));
    }
    assert_true(msb_analysis_num_overlaps(analysis) > NUM_RULES);
    msb_analysis_unref(analysis);
    msb_rules_unref(rules);
}

static void
two_hundred_rules_over_twelve_attributes_are_analysed(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++)
        check_large(seed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_hundred_rules_over_twelve_attributes_are_analysed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
