/* SPDX-License-Identifier: MIT */
/* Comparing models, as programs see it: each case was worked out by hand from
   the specification's text. */
#include <msb/difference.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/short.h"

/* The areas `a` and `b`; those under 18 belong to `a`. */
#define BASE                                                                   \
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "          \
    "'responsibility': [{'id': 'child', 'when': {'age': {'below': 18}}, "      \
    "'area': 'a'}, {'id': 'rest', 'when': {}, 'area': 'b'}]"

static struct msb_difference *
diff(const char *before, const char *after)
{
    struct msb_model *models[2] = {model_of(before), model_of(after)};
    struct msb_difference *difference = NULL;
    struct msb_error err = {0};

    if (msb_model_diff(models[0], models[1], &difference, &err) != MSB_OK)
        fail_msg("%s: %s", err.code, err.message);
    msb_model_unref(models[0]);
    msb_model_unref(models[1]);
    return difference;
}

static void
assert_diff(const char *before, const char *after, const char *expected)
{
    struct msb_difference *difference = diff(before, after);
    char *json = quoted(expected), *text = NULL;

    assert_int_equal(msb_difference_format_json(difference, &text, NULL),
                     MSB_OK);
    assert_string_equal(text, json);
    msb_text_free(text);
    free(json);
    msb_difference_unref(difference);
}

#define SAME "{'same': true, 'changes': []}"

static void
a_model_is_the_same_as_itself(void **state)
{
    struct msb_model *model = model_of(BASE);
    struct msb_difference *difference = NULL;

    (void)state;
    assert_int_equal(msb_model_diff(model, model, &difference, NULL), MSB_OK);
    assert_int_equal(msb_difference_num_changes(difference), 0);
    assert_ptr_equal(msb_difference_get_before(difference), model);
    assert_ptr_equal(msb_difference_get_after(difference), model);
    msb_difference_unref(difference);
    msb_model_unref(model);
    assert_diff(BASE, BASE, SAME);
}

static void
rules_written_in_another_way_are_the_same(void **state)
{
    (void)state;
    assert_diff(BASE,
                "'target_groups': [{'id': 'g', 'name': 'G', 'when': {'not': "
                "{'age': {'from': 18}}}}], 'areas': [{'id': 'b', 'name': 'X'},"
                " {'id': 'a', 'name': 'Y'}], 'responsibility': ["
                "{'id': 'x', 'when': {'age': {'above': 17}}, 'area': 'b'}, "
                "{'id': 'y', 'when': {'target_group': 'g'}, 'area': 'a'}]",
                SAME);
}

static void
one_moved_limit_is_one_change_at_that_age(void **state)
{
    (void)state;
    assert_diff(
        BASE,
        "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
        "'responsibility': [{'id': 'child', 'when': {'age': {'below': 17}}, "
        "'area': 'a'}, {'id': 'rest', 'when': {}, 'area': 'b'}]",
        "{'same': false, 'changes': [{'before': 'a', 'after': 'b', "
        "'witness': {'age': 17, 'services': []}}]}");
}

static void
a_gap_is_an_outcome_and_stands_last(void **state)
{
    (void)state;
    assert_diff(BASE,
                "'areas': [{'id': 'b', 'name': 'B'}], 'responsibility': "
                "[{'id': 'r', 'when': {'age': {'from': 10, 'through': 20}}, "
                "'area': 'b'}]",
                "{'same': false, 'changes': ["
                "{'before': 'a', 'after': 'b', "
                "'witness': {'age': 10, 'services': []}}, "
                "{'before': 'a', 'after': null, "
                "'witness': {'age': 0, 'services': []}}, "
                "{'before': 'b', 'after': null, "
                "'witness': {'age': 21, 'services': []}}]}");
}

/* BASE, with @id in place of `b`, and which areas took over. */
static void
assert_successors(const char *id, const char *successors, const char *expected)
{
    char text[1024];

    assert_in_range(
        snprintf(text, sizeof text,
                 "'replaces': {'model': 'm', 'successors': {%s}}, "
                 "'staffs': [{'id': 'staff', 'name': 'S'}], 'areas': ["
                 "{'id': 'a', 'name': 'A'}, {'id': '%s', 'name': 'B'}], "
                 "'responsibility': [{'id': 'child', 'when': {'age': "
                 "{'below': 18}}, 'area': 'a'}, "
                 "{'id': 'rest', 'when': {}, 'area': '%s'}]",
                 successors, id, id),
        1, (int)sizeof text - 1);
    assert_diff(BASE, text, expected);
}

#define TO_C                                                                   \
    "{'same': false, 'changes': [{'before': 'b', 'after': 'c', "               \
    "'witness': {'age': 18, 'services': []}}]}"
#define TO_B                                                                   \
    "{'same': false, 'changes': [{'before': 'b', 'after': 'b', "               \
    "'witness': {'age': 18, 'services': []}}]}"

static void
successors_say_which_areas_are_the_same(void **state)
{
    (void)state;
    /* A rename, and the same without saying so. */
    assert_successors("c", "'b': ['c']", SAME);
    assert_successors("c", "", TO_C);
    /* A split, also where one of the two has the old id. */
    assert_successors("c", "'b': ['a', 'c']", TO_C);
    assert_successors("b", "'b': ['a', 'b']", TO_B);
    /* An area that was closed is the same as none. */
    assert_successors("b", "'b': []", TO_B);
    /* A staff answers for nobody. */
    assert_successors("b", "'b': ['staff']", TO_B);
}

static void
a_merge_is_a_change_of_each_area_in_it(void **state)
{
    (void)state;
    assert_diff(BASE,
                "'replaces': {'model': 'm', 'successors': {'a': ['c'], "
                "'b': ['c']}}, 'areas': [{'id': 'c', 'name': 'C'}], "
                "'responsibility': [{'id': 'all', 'when': {}, 'area': 'c'}]",
                "{'same': false, 'changes': ["
                "{'before': 'a', 'after': 'c', "
                "'witness': {'age': 0, 'services': []}}, "
                "{'before': 'b', 'after': 'c', "
                "'witness': {'age': 18, 'services': []}}]}");
}

static void
successors_of_another_model_say_nothing(void **state)
{
    (void)state;
    assert_diff(BASE,
                "'replaces': {'model': 'other', 'successors': {'b': ['c']}}, "
                "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'c', 'name': 'C'}]"
                ", 'responsibility': [{'id': 'child', 'when': {'age': "
                "{'below': 18}}, 'area': 'a'}, {'id': 'rest', 'when': {}, "
                "'area': 'c'}]",
                TO_C);
}

static void
what_one_model_declares_is_free_in_the_other(void **state)
{
    (void)state;
    assert_diff(
        "'attributes': {'old': {'type': 'flag'}}, "
        "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
        "'responsibility': [{'id': 'r', 'when': {'old': true}, 'area': 'a'}]",
        "'attributes': {'new': {'type': 'set', 'values': ['x', 'y']}}, "
        "'services': [{'id': 'v', 'name': 'V', 'delivered_by': 'a'}], "
        "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
        "'responsibility': [{'id': 'r', 'when': {'new': 'y', 'services': 'v'},"
        " 'area': 'a'}]",
        "{'same': false, 'changes': ["
        "{'before': 'a', 'after': null, 'witness': {'age': 0, 'old': true, "
        "'new': [], 'services': []}}, "
        "{'before': null, 'after': 'a', 'witness': {'age': 0, 'old': false, "
        "'new': ['y'], 'services': ['v']}}]}");
}

static void
only_values_that_both_accept_are_compared(void **state)
{
    (void)state;
    /* They differ below 5 and for `z` alone, which the other rejects. */
    assert_diff(
        "'attributes': {'n': {'type': 'integer', 'min': 0, 'max': 9}, "
        "'e': {'type': 'enum', 'values': ['x', 'y']}}, "
        "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': "
        "[{'id': 'r', 'when': {'n': {'from': 5}, 'e': 'x'}, 'area': 'a'}]",
        "'attributes': {'n': {'type': 'integer', 'min': 5, 'max': 20}, "
        "'e': {'type': 'enum', 'values': ['z', 'x', 'y']}}, "
        "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': "
        "[{'id': 'r', 'when': {'e': ['x', 'z']}, 'area': 'a'}]",
        SAME);
}

static void
models_by_service_have_no_responsible_area(void **state)
{
    static const char by_service[] = "'coordination': 'per_service', " BASE;

    (void)state;
    assert_diff(by_service,
                "'coordination': 'per_service', 'areas': "
                "[{'id': 'a', 'name': 'A'}], 'responsibility': []",
                SAME);
    assert_diff(by_service, BASE,
                "{'same': false, 'changes': ["
                "{'before': null, 'after': 'a', "
                "'witness': {'age': 0, 'services': []}}, "
                "{'before': null, 'after': 'b', "
                "'witness': {'age': 18, 'services': []}}]}");
}

static void
facts_that_unique_rules_reject_are_not_compared(void **state)
{
    static const char unique[] =
        "'hit_policy': 'unique', 'areas': [{'id': 'a', 'name': 'A'}, "
        "{'id': 'b', 'name': 'B'}], 'responsibility': ["
        "{'id': 'x', 'when': {'age': {'below': 30}}, 'area': 'b'}, "
        "{'id': 'y', 'when': {'age': {'below': 18}}, 'area': 'a'}, "
        "{'id': 'z', 'when': {'age': {'from': 30}}, 'area': 'b'}]";

    (void)state;
    assert_diff(BASE, unique, SAME);
    assert_diff(unique, BASE, SAME);
}

static void
each_change_names_the_rules_of_both_models(void **state)
{
    struct msb_difference *difference = diff(
        BASE,
        "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
        "'responsibility': [{'id': 'up', 'when': {'age': {'through': 40}}, "
        "'area': 'a'}, {'id': 'rest', 'when': {'age': {'from': 67}}, "
        "'area': 'a'}, {'id': 'mid', 'when': {'age': {'below': 60}}, "
        "'area': 'b'}]");
    struct msb_change change;
    struct msb_rule_pair pair;

    (void)state;
    /* b → a: 18 to 40 by `up`, 67 and on by `rest`; b → none: 60 to 66. */
    assert_int_equal(msb_difference_num_changes(difference), 2);
    assert_true(msb_difference_get_change(difference, 0, &change));
    assert_int_equal(change.before, 1);
    assert_int_equal(change.after, 0);
    assert_int_equal(change.num_pairs, 2);
    assert_true(change.is_complete);
    for (size_t i = 0; i < 2; i++) {
        assert_true(msb_difference_get_pair(difference, 0, i, &pair));
        assert_int_equal(pair.before, 1);
        assert_int_equal(pair.after, i);
    }
    assert_true(msb_difference_get_change(difference, 1, &change));
    assert_int_equal(change.before, 1);
    assert_int_equal(change.after, MSB_NONE);
    assert_int_equal(change.num_pairs, 1);
    assert_true(msb_difference_get_pair(difference, 1, 0, &pair));
    assert_int_equal(pair.before, 1);
    assert_int_equal(pair.after, MSB_NONE);
    assert_false(msb_difference_get_pair(difference, 1, 1, &pair));
    assert_false(msb_difference_get_pair(difference, 2, 0, &pair));
    assert_false(msb_difference_get_change(difference, 2, &change));
    msb_difference_unref(difference);
}

static void
what_cannot_be_compared_is_said_with_the_attribute(void **state)
{
    struct msb_model *before = model_of(
        "'attributes': {'need': {'type': 'flag'}}, "
        "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': []");
    struct msb_model *after = model_of(
        "'attributes': {'need': {'type': 'set', 'values': ['x']}}, "
        "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': []");
    struct msb_difference *difference = (struct msb_difference *)(uintptr_t)1;
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(msb_model_diff(before, after, &difference, &err),
                     MSB_ERR_INVALID);
    assert_null(difference);
    assert_string_equal(err.code, "not_comparable");
    assert_string_equal(err.where, "need");
    msb_model_unref(before);
    msb_model_unref(after);
}

static void
arguments_that_must_not_be_null_are_misuse(void **state)
{
    struct msb_model *model = model_of(BASE);
    struct msb_difference *difference = diff(BASE, BASE);
    struct msb_rule_pair pair;
    struct msb_change change;
    char *text = NULL;

    (void)state;
    assert_int_equal(msb_model_diff(NULL, model, &difference, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_model_diff(model, NULL, &difference, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_model_diff(model, model, NULL, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_difference_format_json(NULL, &text, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_difference_format_json(difference, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_difference_num_changes(NULL), 0);
    assert_null(msb_difference_get_before(NULL));
    assert_null(msb_difference_get_after(NULL));
    assert_false(msb_difference_get_change(NULL, 0, &change));
    assert_false(msb_difference_get_pair(NULL, 0, 0, &pair));
    assert_ptr_equal(msb_difference_ref(difference), difference);
    msb_difference_unref(difference);
    msb_difference_unref(difference);
    assert_null(msb_difference_ref(NULL));
    msb_difference_unref(NULL);
    msb_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_is_the_same_as_itself),
        cmocka_unit_test(rules_written_in_another_way_are_the_same),
        cmocka_unit_test(one_moved_limit_is_one_change_at_that_age),
        cmocka_unit_test(a_gap_is_an_outcome_and_stands_last),
        cmocka_unit_test(successors_say_which_areas_are_the_same),
        cmocka_unit_test(a_merge_is_a_change_of_each_area_in_it),
        cmocka_unit_test(successors_of_another_model_say_nothing),
        cmocka_unit_test(what_one_model_declares_is_free_in_the_other),
        cmocka_unit_test(only_values_that_both_accept_are_compared),
        cmocka_unit_test(models_by_service_have_no_responsible_area),
        cmocka_unit_test(facts_that_unique_rules_reject_are_not_compared),
        cmocka_unit_test(each_change_names_the_rules_of_both_models),
        cmocka_unit_test(what_cannot_be_compared_is_said_with_the_attribute),
        cmocka_unit_test(arguments_that_must_not_be_null_are_misuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
