/* SPDX-License-Identifier: MIT */
/*
 * Each form of a test and of a condition, by its truth table: one digit for
 * each value of the attribute's domain, in order; for a set one for each
 * subset, the first value being the lowest bit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/rules.h"
#include "support/short.h"

static const char frame[] =
    "'attributes': {'n': {'type': 'integer', 'min': -3, 'max': 3}, "
    "'e': {'type': 'enum', 'values': ['p', 'q', 'r']}, "
    "'one': {'type': 'enum', 'values': ['p']}, "
    "'f': {'type': 'flag'}, "
    "'s': {'type': 'set', 'values': ['x', 'y', 'z']}}, "
    "'target_groups': [{'id': 'g0', 'name': 'G', 'when': {'n': {'below': -1}}},"
    " {'id': 'g1', 'name': 'G', 'when': {'n': {'through': 1}}}], "
    "'services': [{'id': 'x', 'name': 'X'}, {'id': 'y', 'name': 'Y'}, "
    "{'id': 'z', 'name': 'Z'}], "
    "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': "
    "[{'id': 'r', 'area': 'a', 'when': %s}]";

/* Whether the rule holds, all but one attribute being of no account. */
static bool
holds(const struct msb_rules *rules, size_t attribute, int32_t value)
{
    const struct msbi_levels *levels = &rules->levels;
    msbi_ref ref = rules->conditions[0].ref;

    while (!msbi_is_leaf(ref)) {
        uint32_t level = msbi_level_of(&rules->diagram, ref);
        const struct msbi_level *item = &levels->items[level];
        uint16_t class;

        assert_int_equal(item->attribute, attribute);
        class = item->is_set ? (uint16_t)(value >> item->value & 1)
                             : msbi_classifier_find(
                                 &levels->classifiers[attribute], value);
        ref = msbi_child(&rules->diagram, ref, class);
    }
    assert_true(ref == MSBI_TRUE || ref == MSBI_FALSE);
    return ref == MSBI_TRUE;
}

static void
check_table(const char *when, const char *attribute, const char *expected)
{
    char members[2048];
    struct msb_rules *rules;
    const struct msbi_attribute *declared;
    size_t index;
    int32_t min;

    snprintf(members, sizeof members, frame, when);
    rules = rules_of(members);
    index = msbi_model_find_attribute(rules->model, attribute,
                                      strlen(attribute));
    assert_int_not_equal(index, MSB_NONE);
    declared = &rules->model->attributes[index];
    min = declared->type == MSB_ATTRIBUTE_SET ? 0 : declared->min;
    for (size_t i = 0; expected[i] != '\0'; i++)
        if (holds(rules, index, min + (int32_t)i) != (expected[i] == '1'))
            fail_msg("%s: %s number %zu: expected %c", when, attribute, i,
                     expected[i]);
    msb_rules_unref(rules);
}

static void
each_test_has_its_truth_table(void **state)
{
    static const struct {
        const char *when, *attribute, *table;
    } cases[] = {
        /*                                  -3 … 3 */
        {"{'n': 2}", "n", "0000010"},
        {"{'n': [-3, 0, 3]}", "n", "1001001"},
        {"{'n': [3, -3, 0]}", "n", "1001001"},
        {"{'n': {'from': 1}}", "n", "0000111"},
        {"{'n': {'above': 1}}", "n", "0000011"},
        {"{'n': {'through': 1}}", "n", "1111100"},
        {"{'n': {'below': 1}}", "n", "1111000"},
        {"{'n': {'from': -1, 'through': 1}}", "n", "0011100"},
        {"{'n': {'above': -1, 'below': 1}}", "n", "0001000"},
        {"{'n': {'from': -2, 'above': -1, 'through': 3, 'below': 2}}", "n",
         "0001100"},
        {"{'n': {'from': 2, 'through': -2}}", "n", "0000000"},
        {"{'n': {'from': -3, 'through': 3}}", "n", "1111111"},
        /* p q r */
        {"{'e': 'q'}", "e", "010"},
        {"{'e': ['r', 'p']}", "e", "101"},
        {"{'e': ['p', 'q', 'r']}", "e", "111"},
        {"{'one': 'p'}", "one", "1"},
        {"{'not': {'one': 'p'}}", "one", "0"},
        /* false true */
        {"{'f': true}", "f", "01"},
        {"{'f': false}", "f", "10"},
        /* {} x y xy z xz yz xyz */
        {"{'s': 'x'}", "s", "01010101"},
        {"{'s': ['x', 'z']}", "s", "01011111"},
        {"{'s': {'any_of': ['x', 'z']}}", "s", "01011111"},
        {"{'s': {'all_of': ['x', 'z']}}", "s", "00000101"},
        {"{'s': {'none_of': ['x', 'z']}}", "s", "10100000"},
        {"{'s': {'any_of': ['x', 'y'], 'all_of': ['z']}}", "s", "00000111"},
        {"{'s': {'any_of': ['x', 'y'], 'none_of': ['z']}}", "s", "01110000"},
        {"{'s': {'all_of': ['x'], 'none_of': ['x']}}", "s", "00000000"},
        {"{'s': {'any_of': ['x', 'y', 'z'], 'all_of': ['y'], "
         "'none_of': ['z']}}",
         "s", "00110000"},
        {"{'services': 'y'}", "services", "00110011"},
        {"{'services': {'none_of': ['x', 'y', 'z']}}", "services", "10000000"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_table(cases[i].when, cases[i].attribute, cases[i].table);
}

static void
conditions_join_their_members(void **state)
{
    static const struct {
        const char *when, *attribute, *table;
    } cases[] = {
        {"{}", "n", "1111111"},
        {"{'not': {}}", "n", "0000000"},
        {"{'all': []}", "n", "1111111"},
        {"{'any': []}", "n", "0000000"},
        {"{'not': {'any': []}}", "n", "1111111"},
        {"{'comment': 'no test', 'n': 0}", "n", "0001000"},
        {"{'all': [{'n': {'from': 0}}, {'n': {'below': 2}}]}", "n", "0001100"},
        {"{'any': [{'n': {'below': -1}}, {'n': 3}, {'n': -3}]}", "n",
         "1100001"},
        {"{'not': {'n': {'from': 0}}}", "n", "1110000"},
        {"{'not': {'not': {'n': 1}}}", "n", "0000100"},
        {"{'n': {'from': -1}, 'any': [{'n': -2}, {'n': -1}, {'n': 2}], "
         "'all': [{'n': {'through': 1}}], 'not': {'n': 1}}",
         "n", "0010000"},
        {"{'any': [{'s': 'x', 'not': {'s': 'y'}}, {'all': [{'s': 'z'}, "
         "{'s': 'y'}]}]}",
         "s", "01000111"},
        {"{'any': [{'any': [{'any': [{'e': 'r'}]}]}]}", "e", "001"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_table(cases[i].when, cases[i].attribute, cases[i].table);
}

static void
a_test_of_the_target_group_reads_what_makes_the_group(void **state)
{
    (void)state;
    /* The first that matches: n below -1 is g0, though g1 holds as well; 2
       and 3 are in no group. */
    check_table("{'target_group': 'g0'}", "n", "1100000");
    check_table("{'target_group': 'g1'}", "n", "0011100");
    check_table("{'target_group': ['g1', 'g0']}", "n", "1111100");
    check_table("{'not': {'target_group': ['g0', 'g1']}}", "n", "0000011");
    check_table("{'not': {'target_group': 'g1'}, 'n': {'from': -2}}", "n",
                "0100011");
}

static void
equal_conditions_have_one_diagram(void **state)
{
    struct msb_rules *rules = rules_of(
        "'attributes': {'f': {'type': 'flag'}}, "
        "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': ["
        "{'id': 'r', 'area': 'a', 'when': {'age': {'from': 18}, 'f': true}}, "
        "{'id': 's', 'area': 'a', 'when': {'not': {'any': "
        "[{'age': {'through': 17}}, {'f': false}]}}}, "
        "{'id': 't', 'area': 'a', 'when': {'age': {'above': 17}}}]");

    (void)state;
    assert_int_equal(rules->conditions[0].ref, rules->conditions[1].ref);
    assert_int_not_equal(rules->conditions[0].ref, rules->conditions[2].ref);
    /* Each part has one of its own. */
    assert_int_equal(rules->conditions[0].parts[0].ref,
                     rules->conditions[2].ref);
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_test_has_its_truth_table),
        cmocka_unit_test(conditions_join_their_members),
        cmocka_unit_test(a_test_of_the_target_group_reads_what_makes_the_group),
        cmocka_unit_test(equal_conditions_have_one_diagram),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
