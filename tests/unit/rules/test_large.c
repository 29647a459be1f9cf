/* SPDX-License-Identifier: MIT */
/*
 * Models of the size of a large city: 200 random rules over twelve
 * attributes. They compile and are analysed within the bounds, and every
 * witness is decided as the analysis says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <msb/analysis.h>

#include "decide/case.h"
#include "large_city.h"
#include "support/short.h"

enum { NUM_MODELS = 3 };

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
    struct msb_rules *rules = city_draw(seed, 0);
    struct msb_analysis *analysis = NULL;
    struct msb_overlap overlap;
    struct msb_error err = {0};
    struct msb_gap gap;

    if (msb_rules_check(rules, &analysis, &err) != MSB_OK)
        fail_msg("%s: %s", err.code, err.message);
    assert_int_equal(msb_analysis_num_gaps(analysis), 1);
    assert_true(msb_analysis_get_gap(analysis, 0, &gap));
    assert_int_equal(city_decide(rules, gap.witness).status, MSB_OUTCOME_NONE);
    for (size_t i = 0; msb_analysis_get_overlap(analysis, i, &overlap); i++) {
        struct msb_outcome outcome = city_decide(rules, overlap.witness);

        assert_in_range(outcome.rule, 0, overlap.rules[0]);
        assert_true(matches(rules, overlap.rules[0], overlap.witness));
        assert_true(matches(rules, overlap.rules[1], overlap.witness));
    }
    assert_true(msb_analysis_num_overlaps(analysis) > CITY_RULES);
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
