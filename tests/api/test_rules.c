/* SPDX-License-Identifier: MIT */
/* Compiled rules, as programs see them. */
#include <msb/rules.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/short.h"

static const char members[] =
    "'attributes': {'f': {'type': 'flag'}, 'idle': {'type': 'flag'}}, "
    "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': ["
    "{'id': 'r', 'area': 'a', 'when': {'f': true, 'age': {'from': 18}}}]";

static void
arguments_that_must_not_be_null_are_misuse(void **state)
{
    struct msb_model *model = model_of(members);
    struct msb_rules *rules = (struct msb_rules *)(uintptr_t)1;
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(msb_rules_compile(model, NULL, &err), MSB_ERR_MISUSE);
    assert_string_equal(err.code, "misuse");
    assert_int_equal(msb_rules_compile(NULL, &rules, &err), MSB_ERR_MISUSE);
    assert_int_equal(msb_rules_compile(NULL, NULL, NULL), MSB_ERR_MISUSE);
    assert_null(msb_rules_ref(NULL));
    msb_rules_unref(NULL);
    assert_null(msb_rules_get_model(NULL));
    assert_int_equal(msb_rules_num_nodes(NULL), 0);
    msb_model_unref(model);
}

static void
rules_outlive_the_callers_model(void **state)
{
    struct msb_model *model = model_of(members);
    struct msb_rules *rules = NULL;

    (void)state;
    assert_int_equal(msb_rules_compile(model, &rules, NULL), MSB_OK);
    assert_ptr_equal(msb_rules_get_model(rules), model);
    msb_model_unref(model);
    assert_string_equal(msb_model_get_id(msb_rules_get_model(rules)), "m");
    assert_ptr_equal(msb_rules_ref(rules), rules);
    msb_rules_unref(rules);
    assert_string_equal(msb_model_get_id(msb_rules_get_model(rules)), "m");
    msb_rules_unref(rules);
}

static void
what_no_rule_reads_takes_no_node(void **state)
{
    struct msb_rules *rules = rules_of(members);

    (void)state;
    /* The two tests, the condition's own two, and one more where the leaf
       that decides is a rule: at most; none for `idle`. */
    assert_in_range(msb_rules_num_nodes(rules), 2, 6);
    msb_rules_unref(rules);
    rules = rules_of("'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': "
                     "[{'id': 'r', 'area': 'a', 'when': {}}]");
    assert_int_equal(msb_rules_num_nodes(rules), 0);
    msb_rules_unref(rules);
}

static void
a_model_without_rules_compiles(void **state)
{
    struct msb_rules *rules = rules_of("");

    (void)state;
    assert_int_equal(msb_rules_num_nodes(rules), 0);
    assert_decides(rules, "{}", "status", "'none'");
    assert_decides(rules, "{'age': 5}", "possible", "[null]");
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_that_must_not_be_null_are_misuse),
        cmocka_unit_test(rules_outlive_the_callers_model),
        cmocka_unit_test(what_no_rule_reads_takes_no_node),
        cmocka_unit_test(a_model_without_rules_compiles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
