/* SPDX-License-Identifier: MIT */
/* Comparing two models survives every failed allocation, on both roads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rules/difference.h"
#include "rules/laid.h"
#include "support/fault.h"
#include "support/short.h"

/* Every kind of attribute, shared and not, and rules that differ. */
static const char before[] =
    "'attributes': {'f': {'type': 'flag'}, 'n': {'type': 'integer', "
    "'min': -9, 'max': 100000}, 'e': {'type': 'enum', 'values': ['x', 'y', "
    "'z']}, 's': {'type': 'set', 'values': ['p', 'q', 'r']}}, "
    "'target_groups': ["
    "{'id': 'young', 'name': 'Y', 'when': {'age': {'below': 30}}}], "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
    "'services': [{'id': 'v', 'name': 'V', 'delivered_by': 'a'}], "
    "'responsibility': ["
    "{'id': 'r1', 'area': 'a', 'when': {'target_group': 'young', 'any': "
    "[{'s': {'all_of': ['p', 'q'], 'none_of': ['r']}}, {'n': [3, 5]}]}}, "
    "{'id': 'r2', 'area': 'b', 'when': {'e': ['x', 'z'], 'not': "
    "{'services': 'v'}}}, "
    "{'id': 'r3', 'area': 'a', 'when': {'f': true}}]";
static const char after[] =
    "'replaces': {'model': 'm', 'successors': {'a': ['c']}}, "
    "'attributes': {'g': {'type': 'flag'}, 'n': {'type': 'integer', "
    "'min': 0, 'max': 500}, 'e': {'type': 'enum', 'values': ['z', 'w', 'y']},"
    " 's': {'type': 'set', 'values': ['t', 'q', 'p']}}, "
    "'target_groups': ["
    "{'id': 'old', 'name': 'O', 'when': {'age': {'from': 67}}}], "
    "'areas': [{'id': 'c', 'name': 'C'}, {'id': 'b', 'name': 'B'}], "
    "'responsibility': ["
    "{'id': 'q1', 'area': 'b', 'when': {'target_group': 'old', 's': ['t', "
    "'p']}}, {'id': 'q2', 'area': 'c', 'when': {'e': ['w', 'z']}}, "
    "{'id': 'q3', 'area': 'b', 'when': {'g': true, 'n': {'above': 4}}}]";

struct plan {
    struct msb_model *models[2];
    size_t max_joint;
};

static enum msb_status
compare(void *user, struct msb_error *err)
{
    const struct plan *plan = user;
    struct msb_difference *difference = (struct msb_difference *)(uintptr_t)1;
    enum msb_status status = msbi_model_diff(plan->models[0], plan->models[1],
                                             plan->max_joint, &difference, err);

    assert_int_equal(difference != NULL, status == MSB_OK);
    msb_difference_unref(difference);
    return status;
}

static enum msb_status
format(void *user, struct msb_error *err)
{
    char *text = NULL;
    enum msb_status status = msb_difference_format_json(user, &text, err);

    assert_int_equal(text != NULL, status == MSB_OK);
    msb_text_free(text);
    return status;
}

static void
comparing_survives_every_failed_allocation(void **state)
{
    static const size_t bounds[] = {MSBI_JOINT_NODES, 0};
    struct plan plan = {.models = {model_of(before), model_of(after)}};
    struct msb_difference *difference = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        plan.max_joint = bounds[i];
        assert_survives(compare, &plan);
    }
    assert_int_equal(
        msb_model_diff(plan.models[0], plan.models[1], &difference, NULL),
        MSB_OK);
    assert_true(msb_difference_num_changes(difference) > 2);
    assert_survives(format, difference);
    msb_difference_unref(difference);
    msb_model_unref(plan.models[0]);
    msb_model_unref(plan.models[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparing_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
