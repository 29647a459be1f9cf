/* SPDX-License-Identifier: MIT */
/* Compiling and analysing survive every failed allocation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <msb/analysis.h>

#include "rules/laid.h"
#include "support/fault.h"
#include "support/plain.h"
#include "support/short.h"

/* Gaps, overlaps, strays, and what is unreachable, of each kind. */
static const char faulty[] =
    "'attributes': {'f': {'type': 'flag'}, 'n': {'type': 'integer', "
    "'min': -9, 'max': 100000}, 's': {'type': 'set', 'values': "
    "['p', 'q', 'r', 't', 'u', 'v']}}, 'target_groups': ["
    "{'id': 'young', 'name': 'Y', 'when': {'age': {'below': 30}}}, "
    "{'id': 'child', 'name': 'C', 'when': {'age': {'below': 18}}}, "
    "{'id': 'old', 'name': 'O', 'when': {'age': {'from': 67}}}], "
    "'areas': [{'id': 'a', 'name': 'A', 'serves': ['young']}, "
    "{'id': 'b', 'name': 'B'}], 'services': ["
    "{'id': 's1', 'name': 'S', 'delivered_by': ["
    "{'when': {'services': 's1'}, 'by': 'a'}, {'when': {}, 'by': 'b'}]}, "
    "{'id': 's2', 'name': 'S', 'delivered_by': ["
    "{'when': {'f': true, 'n': [3, 5, 8]}, 'by': 'a'}]}], "
    "'responsibility': ["
    "{'id': 'r1', 'area': 'a', 'when': {'age': {'from': 20, 'below': 70}}}, "
    "{'id': 'r2', 'area': 'b', 'when': {'age': {'through': 20}, 'any': "
    "[{'s': {'all_of': ['p', 'q'], 'none_of': ['r']}}, {'s': ['t', 'u']}]}}, "
    "{'id': 'r3', 'area': 'b', 'when': {'age': {'from': 30, 'below': 40}}}, "
    "{'id': 'r4', 'area': 'b', 'when': {'not': {'target_group': 'young'}, "
    "'n': {'above': 70000}, 's': {'any_of': ['v', 'p']}}}, "
    "{'id': 'r5', 'area': 'a', 'when': {'target_group': 'old', 'any': "
    "[{'s': 'q', 'f': true}, {'s': 'v', 'f': false}]}}]";

/* What is compiled: a model, ready or laid for each question. */
struct plan {
    struct msb_model *model;
    size_t max_joint;
    struct msb_rules *rules; /* for what comes after compiling */
};

static enum msb_status
compile(void *user, struct msb_error *err)
{
    const struct plan *plan = user;
    struct msb_rules *rules = (struct msb_rules *)(uintptr_t)1;
    enum msb_status status = msbi_rules_compile(plan->model, plan->max_joint,
                                                &rules, err);

    assert_int_equal(rules != NULL, status == MSB_OK);
    msb_rules_unref(rules);
    return status;
}

static enum msb_status
check(void *user, struct msb_error *err)
{
    const struct plan *plan = user;
    struct msb_analysis *analysis = (struct msb_analysis *)(uintptr_t)1;
    enum msb_status status = msb_rules_check(plan->rules, &analysis, err);

    assert_int_equal(analysis != NULL, status == MSB_OK);
    msb_analysis_unref(analysis);
    return status;
}

static enum msb_status
format(void *user, struct msb_error *err)
{
    char *text = NULL;
    enum msb_status status = msb_check_format_json(NULL, NULL, user, &text,
                                                   err);

    assert_int_equal(text != NULL, status == MSB_OK);
    msb_text_free(text);
    return status;
}

static void
check_model(struct msb_model *model)
{
    for (size_t i = 0; i < 2; i++) {
        struct plan plan = {.model = model};

        plan.max_joint = i == 0 ? MSBI_JOINT_NODES : 0;
        assert_survives(compile, &plan);
        assert_int_equal(
            msbi_rules_compile(model, plan.max_joint, &plan.rules, NULL),
            MSB_OK);
        assert_survives(check, &plan);
        msb_rules_unref(plan.rules);
    }
    msb_model_unref(model);
}

static void
compiling_and_checking_survive_every_failed_allocation(void **state)
{
    (void)state;
    check_model(model_of(faulty));
}

static void
so_do_random_models(void **state)
{
    static struct plain_model plain;

    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        plain_draw(&plain, seed);
        check_model(plain_read(&plain));
    }
}

static void
formatting_an_analysis_survives_every_failed_allocation(void **state)
{
    struct msb_rules *rules = rules_of(faulty);
    struct msb_analysis *analysis = NULL;

    (void)state;
    assert_int_equal(msb_rules_check(rules, &analysis, NULL), MSB_OK);
    assert_survives(format, analysis);
    msb_analysis_unref(analysis);
    msb_rules_unref(rules);
}

/* Large enough that tables and caches must grow on the way. */
static void
a_large_diagram_survives_every_failed_allocation(void **state)
{
    struct plan plan = {.max_joint = MSBI_JOINT_NODES};

    (void)state;
    plan.model = model_of(
        "'areas': [{'id': 'a', 'name': 'A'}], 'attributes': {"
        "'a0': {'type': 'flag'}, 'a1': {'type': 'flag'}, "
        "'a2': {'type': 'flag'}, 'a3': {'type': 'flag'}, "
        "'a4': {'type': 'flag'}, 'a5': {'type': 'flag'}, "
        "'a6': {'type': 'flag'}, 'a7': {'type': 'flag'}, "
        "'b0': {'type': 'flag'}, 'b1': {'type': 'flag'}, "
        "'b2': {'type': 'flag'}, 'b3': {'type': 'flag'}, "
        "'b4': {'type': 'flag'}, 'b5': {'type': 'flag'}, "
        "'b6': {'type': 'flag'}, 'b7': {'type': 'flag'}}, "
        "'responsibility': [{'id': 'r', 'area': 'a', 'when': {'any': ["
        "{'a0': true, 'b0': true}, {'a1': true, 'b1': true}, "
        "{'a2': true, 'b2': true}, {'a3': true, 'b3': true}, "
        "{'a4': true, 'b4': true}, {'a5': true, 'b5': true}, "
        "{'a6': true, 'b6': true}, {'a7': true, 'b7': true}]}}]");
    assert_survives(compile, &plan);
    msb_model_unref(plan.model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            compiling_and_checking_survive_every_failed_allocation),
        cmocka_unit_test(so_do_random_models),
        cmocka_unit_test(
            formatting_an_analysis_survives_every_failed_allocation),
        cmocka_unit_test(a_large_diagram_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
