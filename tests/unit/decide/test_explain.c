/* SPDX-License-Identifier: MIT */
/* Why: the tests that the deciding rule made, and the first test that each
   rule before it failed. Every expectation is read off the conditions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>

#include "support/short.h"

#define ATTRIBUTES                                                             \
    "'attributes': {'benefit': {'type': 'enum', 'values': "                    \
    "['cash', 'help', 'none']}, 'f': {'type': 'flag'}, "                       \
    "'n': {'type': 'integer', 'min': 0, 'max': 9}, "                           \
    "'needs': {'type': 'set', 'values': ['x', 'y']}}, "                        \
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}, "           \
    "{'id': 'c', 'name': 'C'}, {'id': 'd', 'name': 'D'}], "

static const char nested[] = ATTRIBUTES
    "'responsibility': ["
    "{'id': 'r1', 'area': 'a', 'when': {'age': {'below': 18}}, "
    "'because': {'da': 'Barn', 'en': 'Child'}, 'law': 'L 1', "
    "'source': 'S \\' 1'}, "
    "{'id': 'r2', 'area': 'b', 'when': {'any': [{'benefit': 'cash'}, "
    "{'needs': 'x'}], 'not': {'f': true}}}, "
    "{'id': 'r3', 'area': 'c', 'when': {'all': [{'n': {'from': 5}}, "
    "{'not': {'any': [{'benefit': ['help']}, "
    "{'needs': {'all_of': ['x', 'y']}}]}}]}}, "
    "{'id': 'r4', 'area': 'd', 'when': {}}]";

/* Steps whose fact is unknown. */
#define OPEN_PART "'attribute': 'f', 'test': true, 'holds': null, 'fact': null"
#define OPEN_TRUE "{" OPEN_PART "}"
#define OPEN_FALSE                                                             \
    "{'attribute': 'f', 'test': false, 'holds': null, 'fact': null}"

static const struct {
    const char *facts, *rule, *tests, *before;
} told[] = {
    /* The first part of `any` that holds, and what `not` denies. */
    {"{'age': 30, 'benefit': 'cash', 'f': false, 'n': 7, 'needs': "
     "['x']}",
     "'r2'",
     "[{'attribute': 'benefit', 'test': 'cash', 'holds': true, "
     "'fact': 'cash'}, {'attribute': 'f', 'test': true, 'holds': "
     "false, 'fact': false}]",
     "[{'rule': 'r1', 'attribute': 'age', 'test': {'below':18}, "
     "'holds': false, 'fact': 30}]"},
    {"{'age': 30, 'benefit': 'none', 'f': false, 'n': 7, 'needs': "
     "['x']}",
     "'r2'",
     "[{'attribute': 'needs', 'test': 'x', 'holds': true, 'fact': "
     "['x']}, {'attribute': 'f', 'test': true, 'holds': false, "
     "'fact': false}]",
     "[{'rule': 'r1', 'attribute': 'age', 'test': {'below':18}, "
     "'holds': false, 'fact': 30}]"},
    /* An `any` that fails fails by all its parts: the first is told. Under
       `not`, each of them counts. */
    {"{'age': 30, 'benefit': 'none', 'f': false, 'n': 7, 'needs': "
     "['y']}",
     "'r3'",
     "[{'attribute': 'n', 'test': {'from':5}, 'holds': true, "
     "'fact': 7}, {'attribute': 'benefit', 'test': ['help'], "
     "'holds': false, 'fact': 'none'}, {'attribute': 'needs', "
     "'test': {'all_of':['x','y']}, 'holds': false, 'fact': ['y']}]",
     "[{'rule': 'r1', 'attribute': 'age', 'test': {'below':18}, "
     "'holds': false, 'fact': 30}, {'rule': 'r2', 'attribute': "
     "'benefit', 'test': 'cash', 'holds': false, 'fact': 'none'}]"},
    /* A rule fails by its `not`; the last asks nothing. */
    {"{'age': 30, 'benefit': 'cash', 'f': true, 'n': 5, 'needs': "
     "['y', 'x']}",
     "'r4'", "[]",
     "[{'rule': 'r1', 'attribute': 'age', 'test': {'below':18}, "
     "'holds': false, 'fact': 30}, {'rule': 'r2', 'attribute': 'f', "
     "'test': true, 'holds': true, 'fact': true}, {'rule': 'r3', "
     "'attribute': 'needs', 'test': {'all_of':['x','y']}, 'holds': "
     "true, 'fact': ['x', 'y']}]"},
    {"{'age': 30, 'benefit': 'help', 'f': true, 'n': 4, 'needs': []}", "'r4'",
     "[]",
     "[{'rule': 'r1', 'attribute': 'age', 'test': {'below':18}, "
     "'holds': false, 'fact': 30}, {'rule': 'r2', 'attribute': "
     "'benefit', 'test': 'cash', 'holds': false, 'fact': 'help'}, "
     "{'rule': 'r3', 'attribute': 'n', 'test': {'from':5}, 'holds': "
     "false, 'fact': 4}]"},
    /* Part of the facts: the first part that fails whatever is unknown. */
    {"{'age': 30, 'f': true, 'n': 4}", "'r4'", "[]",
     "[{'rule': 'r1', 'attribute': 'age', 'test': {'below':18}, "
     "'holds': false, 'fact': 30}, {'rule': 'r2', 'attribute': 'f', "
     "'test': true, 'holds': true, 'fact': true}, {'rule': 'r3', "
     "'attribute': 'n', 'test': {'from':5}, 'holds': false, 'fact': "
     "4}]"},
    /* Nothing decided yet: only what is ruled out is told. */
    {"{'age': 30, 'benefit': 'none', 'needs': []}", "null", "[]",
     "[{'rule': 'r1', 'attribute': 'age', 'test': {'below':18}, "
     "'holds': false, 'fact': 30}, {'rule': 'r2', 'attribute': "
     "'benefit', 'test': 'cash', 'holds': false, 'fact': 'none'}]"},
    /* The first rule has none before it. */
    {"{'age': 17}", "'r1'",
     "[{'attribute': 'age', 'test': {'below':18}, 'holds': true, "
     "'fact': 17}]",
     "[]"},
};

static void
the_tests_that_decided_are_told(void **state)
{
    struct msb_rules *rules = rules_of(nested);

    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        assert_explains(rules, told[i].facts, "rule", told[i].rule);
        assert_explains(rules, told[i].facts, "tests", told[i].tests);
        assert_explains(rules, told[i].facts, "before", told[i].before);
        assert_explains(rules, told[i].facts, "deliveries", "[]");
    }
    msb_rules_unref(rules);
}

static void
the_deciding_rules_texts_are_told(void **state)
{
    struct msb_rules *rules = rules_of(nested);

    (void)state;
    /* The first language that is given. */
    assert_explains(rules, "{'age': 3}", "because", "'Barn'");
    assert_explains(rules, "{'age': 3}", "law", "'L 1'");
    assert_explains(rules, "{'age': 3}", "source", "'S \\' 1'");
    assert_explains(rules, "{'age': 30, 'f': true, 'n': 1}", "because", "null");
    assert_explains(rules, "{'age': 30, 'f': true, 'n': 1}", "law", "null");
    assert_explains(rules, "{'age': 30}", "because", "null");
    msb_rules_unref(rules);
}

static void
a_part_that_depends_on_what_is_unknown_is_told_as_open(void **state)
{
    struct msb_rules *rules = rules_of(
        ATTRIBUTES "'responsibility': ["
                   "{'id': 'p', 'area': 'a', 'when': {'f': true, "
                   "'not': {'f': true}}}, "
                   "{'id': 'q', 'area': 'b', 'when': {'any': "
                   "[{'n': {'from': 3}}, {'f': true}, {'f': false}]}}]");

    (void)state;
    /* q holds either way, by one part or the other; p by neither. */
    assert_explains(rules, "{'n': 2}", "rule", "'q'");
    assert_explains(rules, "{'n': 2}", "tests",
                    "[" OPEN_TRUE ", " OPEN_FALSE "]");
    assert_explains(rules, "{'n': 2}", "before",
                    "[{'rule': 'p', " OPEN_PART "}]");
    /* One that holds by itself says more. */
    assert_explains(rules, "{'n': 3}", "tests",
                    "[{'attribute': 'n', 'test': {'from':3}, "
                    "'holds': true, 'fact': 3}]");
    msb_rules_unref(rules);
}

static void
the_target_group_is_told_as_a_fact(void **state)
{
    struct msb_rules *rules = rules_of(
        ATTRIBUTES "'target_groups': [{'id': 'young', 'name': 'Y', 'when': "
                   "{'age': {'below': 30}}}], 'responsibility': ["
                   "{'id': 'p', 'area': 'a', 'when': "
                   "{'target_group': 'young'}}, "
                   "{'id': 'q', 'area': 'b', 'when': {'not': "
                   "{'target_group': ['young']}}}]");

    (void)state;
    assert_explains(rules, "{'age': 29}", "tests",
                    "[{'attribute': 'target_group', 'test': 'young', "
                    "'holds': true, 'fact': 'young'}]");
    assert_explains(rules, "{'age': 30}", "tests",
                    "[{'attribute': 'target_group', 'test': ['young'], "
                    "'holds': false, 'fact': null}]");
    msb_rules_unref(rules);
}

static void
the_entry_that_delivers_is_told(void **state)
{
    static const char *const coordinations[] = {"single", "per_service"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct msb_rules *rules;
        char members[2048];

        snprintf(members, sizeof members,
                 ATTRIBUTES
                 "'coordination': '%s', 'services': ["
                 "{'id': 's1', 'name': 'S', 'delivered_by': 'a'}, "
                 "{'id': 's2', 'name': 'S', 'delivered_by': ["
                 "{'when': {'f': true}, 'by': 'a'}, "
                 "{'when': {'n': [1, 2], 'services': 's1'}, 'by': 'b'}]}], "
                 "'responsibility': [{'id': 'r', 'area': 'a', 'when': {}}]",
                 coordinations[i]);
        rules = rules_of(members);
        assert_explains(rules, "{'f': false, 'n': 2, 'services': ['s2', 's1']}",
                        "deliveries",
                        "[{'service': 's2', 'attribute': 'n', 'test': [1,2], "
                        "'holds': true, 'fact': 2}, {'service': 's2', "
                        "'attribute': 'services', 'test': 's1', "
                        "'holds': true, 'fact': ['s1', 's2']}]");
        assert_explains(rules, "{'f': false, 'n': 3, 'services': ['s2']}",
                        "deliveries", "[]");
        assert_explains(rules, "{'services': ['s2']}", "deliveries", "[]");
        assert_explains(rules, "{}", "rule", i == 0 ? "'r'" : "null");
        msb_rules_unref(rules);
    }
}

static void
lines_for_people_are_in_their_language(void **state)
{
    static const struct {
        const char *language, *says, *says_not;
    } cases[] = {
        {NULL, "Barn", "Child"}, {"da", "Barn", "Child"},
        {"en", "Child", "Barn"}, {"en", "L 1", "r2"},
        {"da", "L 1", "r2"},     {"en", "18", "Barn"},
    };
    struct msb_rules *rules = rules_of(nested);
    struct msb_facts *facts = facts_of(
        rules, "{'age': 17, 'benefit': 'help', 'f': true, 'n': 1}");
    struct msb_explanation *explanation = NULL;

    (void)state;
    assert_int_equal(msb_rules_explain(rules, facts, date_of("2019-06-01"),
                                       true, &explanation, NULL),
                     MSB_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = NULL;

        assert_int_equal(msb_explanation_format_text(
                             explanation, cases[i].language, &text, NULL),
                         MSB_OK);
        if (strstr(text, cases[i].says) == NULL
            || strstr(text, cases[i].says_not) != NULL)
            fail_msg("expected \"%s\", and not \"%s\", in\n%s", cases[i].says,
                     cases[i].says_not, text);
        msb_text_free(text);
    }
    msb_explanation_unref(explanation);
    msb_facts_free(facts);
    msb_rules_unref(rules);
}

static void
a_rule_that_can_never_match_says_so(void **state)
{
    static const struct {
        const char *when, *before;
    } cases[] = {
        {"{'any': []}", "'attribute': null, 'test': null, 'holds': false, "
                        "'fact': null, 'code': 'never_holds'"},
        {"{'not': {}}", "'attribute': null, 'test': null, 'holds': false, "
                        "'fact': null, 'code': 'never_holds'"},
        /* A test says more, where one fails. */
        {"{'any': [], 'n': 3}", "'attribute': 'n', 'test': 3, "
                                "'holds': false, 'fact': 4"},
        /* This one holds. */
        {"{'any': [], 'n': 4}", "'attribute': null, 'test': null, "
                                "'holds': false, 'fact': null, "
                                "'code': 'never_holds'"},
    };
    char text[1000], before[200];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_rules *rules;

        snprintf(text, sizeof text,
                 ATTRIBUTES "'responsibility': ["
                            "{'id': 'r1', 'area': 'a', 'when': %s}, "
                            "{'id': 'r2', 'area': 'b', 'when': {}}]",
                 cases[i].when);
        snprintf(before, sizeof before, "[{'rule': 'r1', %s}]",
                 cases[i].before);
        rules = rules_of(text);
        assert_explains(rules, "{'n': 4}", "before", before);
        assert_explains(rules, "{'n': 4}", "tests", "[]");
        msb_rules_unref(rules);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_that_can_never_match_says_so),
        cmocka_unit_test(the_tests_that_decided_are_told),
        cmocka_unit_test(the_deciding_rules_texts_are_told),
        cmocka_unit_test(
            a_part_that_depends_on_what_is_unknown_is_told_as_open),
        cmocka_unit_test(the_target_group_is_told_as_a_fact),
        cmocka_unit_test(the_entry_that_delivers_is_told),
        cmocka_unit_test(lines_for_people_are_in_their_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
