/* SPDX-License-Identifier: MIT */
/*
 * Models of the size of a large city: 200 random rules over twelve
 * attributes, too many to lay over one another, compared with copies of which
 * a few rules were changed. Each witness is decided by both models as the
 * difference says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <msb/difference.h>

#include "large_city.h"
#include "rules/rules.h"

enum { NUM_MODELS = 3 };

/* The rule that decides a witness, or MSB_NONE. */
static size_t
decide(struct msb_rules *rules, const char *witness)
{
    struct msb_outcome outcome = city_decide(rules, witness);

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
        struct msb_rules *before = city_draw(seed, 0);
        struct msb_rules *after = city_draw(seed, 70);

        assert_false(before->has_joint);
        assert_int_equal(check_difference(before, before), 0);
        /* Two rules are others: each can take from, and leave to, any area
           and the gap, but cannot make two other areas differ. */
        assert_in_range(check_difference(before, after), 1, 4 * CITY_AREAS);
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
