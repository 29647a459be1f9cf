/* SPDX-License-Identifier: MIT */
/*
 * Counting by findings and by changes: rules that are not laid over one
 * another count the same citizens as those that are, and no failed allocation
 * is lost. That the counts are right is for the property test to say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <msb/suppress.h>

#include "rules/difference.h"
#include "rules/laid.h"
#include "support/fault.h"
#include "support/random.h"
#include "support/short.h"
#include "unit/store/town.h"

enum { CITIZENS = 60 };

/* Every kind of attribute, shared and not, and rules that differ. */
static const char before[] =
    "'attributes': {'f': {'type': 'flag'}, 'n': {'type': 'integer', "
    "'min': -9, 'max': 100000}, 'e': {'type': 'enum', 'values': ['x', 'y', "
    "'z']}, 's': {'type': 'set', 'values': ['p', 'q', 'r']}}, "
    "'target_groups': ["
    "{'id': 'young', 'name': 'Y', 'when': {'age': {'below': 30}}}], "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
    "'services': [{'id': 'training', 'name': 'V', 'delivered_by': [{'when': "
    "{'f': true}, 'by': 'a'}]}], "
    "'responsibility': ["
    "{'id': 'r1', 'area': 'a', 'when': {'target_group': 'young', 'any': "
    "[{'s': {'all_of': ['p', 'q'], 'none_of': ['r']}}, {'n': [3, 5]}]}}, "
    "{'id': 'r2', 'area': 'b', 'when': {'e': ['x', 'z'], 'not': "
    "{'services': 'training'}}}, "
    "{'id': 'r3', 'area': 'a', 'when': {'f': true}}]";
static const char after[] =
    "'replaces': {'model': 'm', 'successors': {'a': ['c']}}, "
    "'attributes': {'g': {'type': 'flag'}, 'n': {'type': 'integer', "
    "'min': 0, 'max': 500}, 'e': {'type': 'enum', 'values': ['z', 'w', 'y']},"
    " 's': {'type': 'set', 'values': ['t', 'q', 'p']}}, "
    "'areas': [{'id': 'c', 'name': 'C'}, {'id': 'b', 'name': 'B'}], "
    "'responsibility': ["
    "{'id': 'q1', 'area': 'b', 'when': {'age': {'from': 67}, 's': ['t', "
    "'p']}}, {'id': 'q2', 'area': 'c', 'when': {'e': ['w', 'z']}}, "
    "{'id': 'q3', 'area': 'b', 'when': {'g': true, 'n': {'above': 4}}}]";

/* Put somebody of whom about half is known. */
static void
put_citizen(struct random *random, struct town *town, size_t number)
{
    static const char *const numbers[] = {"-4", "3", "5", "77", "600"};
    static const char *const sets[] = {"", "'p','q'", "'p','q','r'", "'t'"};
    char id[16], facts[256];
    int length;

    snprintf(id, sizeof id, "c%zu", number);
    length = snprintf(facts, sizeof facts, "{'birth_date':'%zu-01-01'",
                      1920 + random_below(random, 95));
    if (random_chance(random, 30))
        length = snprintf(facts, sizeof facts, "{'unheard_of':1");
    if (random_chance(random, 50))
        length += snprintf(facts + length, sizeof facts - (size_t)length,
                           ",'n':%s", numbers[random_below(random, 5)]);
    if (random_chance(random, 50))
        length += snprintf(facts + length, sizeof facts - (size_t)length,
                           ",'e':'%c'", "zyxw"[random_below(random, 4)]);
    if (random_chance(random, 50))
        length += snprintf(facts + length, sizeof facts - (size_t)length,
                           ",'s':[%s]", sets[random_below(random, 4)]);
    if (random_chance(random, 50))
        length += snprintf(facts + length, sizeof facts - (size_t)length,
                           ",'%c':%s", "fg"[random_below(random, 2)],
                           random_chance(random, 50) ? "true" : "false");
    snprintf(facts + length, sizeof facts - (size_t)length, "}");
    town_put(town, id, "2019-01-01", facts);
    if (random_chance(random, 30)) {
        struct msbi_course_row row = town_course(id, "training", NULL,
                                                 "2019-01-01", NULL);

        town_put_course(town, &row);
    }
}

static int
set_up(void **state)
{
    struct random random = {60};

    town_set_up(state);
    for (size_t i = 0; i < CITIZENS; i++)
        put_citizen(&random, *state, i);
    return 0;
}

/* Count by the findings of a model, or by the changes between two. */
struct plan {
    struct town *town;
    struct msb_analysis *analysis;
    struct msb_difference *difference;
};

static struct plan
make_plan(struct town *town, const char *text, const char *other,
          size_t max_joint)
{
    struct msb_model *model = model_of(text), *next = NULL;
    struct plan plan = {.town = town};
    struct msb_rules *rules = NULL;

    if (other != NULL) {
        next = model_of(other);
        assert_int_equal(
            msbi_model_diff(model, next, max_joint, &plan.difference, NULL),
            MSB_OK);
    } else {
        assert_int_equal(msbi_rules_compile(model, max_joint, &rules, NULL),
                         MSB_OK);
        assert_int_equal(rules->has_joint, max_joint > 0);
        assert_int_equal(msb_rules_check(rules, &plan.analysis, NULL), MSB_OK);
    }
    msb_rules_unref(rules);
    msb_model_unref(next);
    msb_model_unref(model);
    return plan;
}

static enum msb_status
count(const struct plan *plan, struct msb_tally **out, struct msb_error *err)
{
    struct msb_date on = town_date("2019-06-01");

    if (plan->analysis != NULL)
        return msb_store_count_findings(plan->town->store, plan->analysis, on,
                                        NULL, NULL, out, err);
    return msb_store_count_changes(plan->town->store, plan->difference, on,
                                   NULL, NULL, out, err);
}

/* Three questions to the same store. */
static const char *const questions[][2] = {
    {before, NULL}, {after, NULL}, {before, after}};

/* All counts of a tally, one behind the other. */
static size_t
list_counts(const struct msb_tally *tally, struct msb_count *out, size_t most)
{
    size_t num = 0;

    for (size_t i = 0; num < most && msb_tally_get_gap(tally, i, &out[num]);
         i++)
        num++;
    for (size_t i = 0; num < most && msb_tally_get_overlap(tally, i, &out[num]);
         i++)
        num++;
    for (size_t i = 0; num < most && msb_tally_get_change(tally, i, &out[num]);
         i++)
        num++;
    return num;
}

enum { MOST_COUNTS = 30 };

static void
rules_that_are_not_laid_count_the_same(void **state)
{
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        struct msb_count counts[2][MOST_COUNTS] = {0};
        uint64_t rejected[2], num_certain = 0, num_possible = 0;

        for (size_t k = 0; k < 2; k++) {
            struct plan plan = make_plan(*state, questions[i][0],
                                         questions[i][1],
                                         k == 0 ? MSBI_JOINT_NODES : 0);
            struct msb_tally *tally = NULL;

            assert_int_equal(count(&plan, &tally, NULL), MSB_OK);
            assert_int_equal(msb_tally_get_citizens(tally), CITIZENS);
            assert_in_range(list_counts(tally, counts[k], MOST_COUNTS), 2,
                            MOST_COUNTS - 1);
            rejected[k] = msb_tally_get_rejected(tally);
            msb_tally_unref(tally);
            msb_analysis_unref(plan.analysis);
            msb_difference_unref(plan.difference);
        }
        assert_memory_equal(counts[0], counts[1], sizeof counts[0]);
        assert_int_equal(rejected[0], rejected[1]);
        for (size_t k = 0; k < MOST_COUNTS; k++) {
            num_certain += counts[0][k].citizens;
            num_possible += counts[0][k].possible;
        }
        assert_true(num_certain > 0 && num_possible > 0 && rejected[0] > 0);
    }
}

static enum msb_status
count_and_print(void *user, struct msb_error *err)
{
    struct msb_tally *tally = NULL, *shown = NULL;
    char *text = NULL;
    enum msb_status status = count(user, &tally, err);

    assert_int_equal(tally != NULL, status == MSB_OK);
    if (status == MSB_OK)
        status = msb_tally_suppress(tally, 5, &shown, err);
    if (status == MSB_OK)
        status = msb_tally_format_json(shown, &text, err);
    assert_int_equal(text != NULL, status == MSB_OK);
    msb_text_free(text);
    msb_tally_unref(shown);
    msb_tally_unref(tally);
    return status;
}

static void
counting_survives_every_failed_allocation(void **state)
{
    for (size_t i = 0; i < 4; i++) {
        struct plan plan = make_plan(*state, before, i < 2 ? NULL : after,
                                     i % 2 == 0 ? MSBI_JOINT_NODES : 0);
        struct msb_tally *tally = NULL;

        /* The store keeps its statements from the first time on. */
        assert_int_equal(count(&plan, &tally, NULL), MSB_OK);
        msb_tally_unref(tally);
        assert_survives(count_and_print, &plan);
        msb_analysis_unref(plan.analysis);
        msb_difference_unref(plan.difference);
    }
}

static void
counting_of_nothing_is_misuse(void **state)
{
    struct msb_tally *tally = (struct msb_tally *)(uintptr_t)1;
    struct msb_date on = town_date("2019-06-01");
    struct town *town = *state;

    assert_int_equal(msb_store_count_findings(town->store, NULL, on, NULL, NULL,
                                              &tally, NULL),
                     MSB_ERR_MISUSE);
    assert_null(tally);
    assert_int_equal(msb_store_count_changes(town->store, NULL, on, NULL, NULL,
                                             &tally, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_tally_suppress(NULL, 5, &tally, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_tally_format_json(NULL, NULL, NULL), MSB_ERR_MISUSE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rules_that_are_not_laid_count_the_same,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            counting_survives_every_failed_allocation, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(counting_of_nothing_is_misuse,
                                        town_set_up, town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
