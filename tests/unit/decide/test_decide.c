/* SPDX-License-Identifier: MIT */
/* Decisions by the letter of the specification, each computed by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>

#include "base/memory.h"
#include "support/short.h"

#define ATTRIBUTES                                                             \
    "'attributes': {'benefit': {'type': 'enum', 'values': "                    \
    "['cash', 'help', 'none']}, 'f': {'type': 'flag'}, "                       \
    "'needs': {'type': 'set', 'values': ['x', 'y']}}, "                        \
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}, "           \
    "{'id': 'c', 'name': 'C'}], "

static const char single[] = ATTRIBUTES
    "'target_groups': ["
    "{'id': 'child', 'name': 'G', 'when': {'age': {'through': 17}}}, "
    "{'id': 'adult', 'name': 'G', 'when': {'age': {'from': 18, 'below': 67}}}],"
    "'responsibility': ["
    "{'id': 'r1', 'area': 'a', 'when': {'target_group': 'child'}}, "
    "{'id': 'r2', 'area': 'b', 'when': {'benefit': 'cash', 'f': true}}, "
    "{'id': 'r3', 'area': 'c', 'when': {'needs': 'x'}}, "
    "{'id': 'r4', 'area': 'b', 'when': {'target_group': 'adult'}}]";

/* The members that a decision has, in their order. */
enum { NUM_MEMBERS = 9 };
static const char *const names[NUM_MEMBERS] = {
    "status", "responsible",  "possible",   "rules",   "missing",
    "ask",    "target_group", "deliveries", "contacts"};

struct decided {
    const char *facts;
    const char *members[NUM_MEMBERS];
};

static void
check_all(struct msb_rules *rules, const struct decided *cases, size_t num)
{
    for (size_t i = 0; i < num; i++)
        for (size_t k = 0; k < NUM_MEMBERS; k++)
            assert_decides(rules, cases[i].facts, names[k],
                           cases[i].members[k]);
    msb_rules_unref(rules);
}

static void
one_area_is_responsible_or_it_is_said_what_is_missing(void **state)
{
    static const struct decided cases[] = {
        {"{'age': 10}",
         {"'determined'", "'a'", "['a']", "['r1']", "[]", "null", "'child'",
          "[]", "['a']"}},
        /* b by r2 or r4, c by r3. Each answer may leave both: the first. */
        {"{'age': 30}",
         {"'undetermined'", "null", "['b', 'c']", "['r2', 'r3', 'r4']",
          "['benefit', 'f', 'needs']", "'benefit'", "'adult'", "[]", "[]"}},
        {"{'age': 30, 'benefit': null, 'f': null}",
         {"'undetermined'", "null", "['b', 'c']", "['r2', 'r3', 'r4']",
          "['benefit', 'f', 'needs']", "'benefit'", "'adult'", "[]", "[]"}},
        {"{'age': 30, 'benefit': 'cash'}",
         {"'undetermined'", "null", "['b', 'c']", "['r2', 'r3', 'r4']",
          "['f', 'needs']", "'f'", "'adult'", "[]", "[]"}},
        {"{'age': 30, 'benefit': 'help'}",
         {"'undetermined'", "null", "['b', 'c']", "['r3', 'r4']", "['needs']",
          "'needs'", "'adult'", "[]", "[]"}},
        /* Two rules, one area: that is determined. */
        {"{'age': 30, 'needs': []}",
         {"'determined'", "'b'", "['b']", "['r2', 'r4']", "[]", "null",
          "'adult'", "[]", "['b']"}},
        /* Age: from 67 on b, c or none: three. The benefit and f: all four.
           Needs with x: a, b, c; without: a, b, none. The age is first. */
        {"{}",
         {"'undetermined'", "null", "['a', 'b', 'c', null]",
          "['r1', 'r2', 'r3', 'r4']", "['age', 'benefit', 'f', 'needs']",
          "'age'", "null", "[]", "[]"}},
        /* Needs with x: b or c; without: b or none. Others leave three. */
        {"{'age': 67}",
         {"'undetermined'", "null", "['b', 'c', null]", "['r2', 'r3']",
          "['benefit', 'f', 'needs']", "'needs'", "null", "[]", "[]"}},
        {"{'age': 70, 'needs': ['y'], 'f': false}",
         {"'none'", "null", "[null]", "[]", "[]", "null", "null", "[]", "[]"}},
        /* A child is a child, whatever else is unknown. */
        {"{'age': 17, 'benefit': 'cash', 'needs': ['x']}",
         {"'determined'", "'a'", "['a']", "['r1']", "[]", "null", "'child'",
          "[]", "['a']"}},
    };

    (void)state;
    check_all(rules_of(single), cases, sizeof cases / sizeof cases[0]);
}

static void
a_birthday_counts_from_the_day_itself(void **state)
{
    struct msb_rules *rules = rules_of(single);

    (void)state;
    /* 18 on 2019-06-01, the date of the decision; the other the day after. */
    assert_decides(rules, "{'birth_date': '2001-06-01', 'needs': []}",
                   "responsible", "'b'");
    assert_decides(rules, "{'birth_date': '2001-06-02', 'needs': []}",
                   "responsible", "'a'");
    assert_decides(rules, "{'birth_date': '2001-06-02', 'age': 17}",
                   "responsible", "'a'");
    msb_rules_unref(rules);
}

#define SERVICES                                                               \
    "'units': [{'id': 'u', 'name': 'U', 'parent': 'b'}, "                      \
    "{'id': 'v', 'name': 'V', 'parent': 'u'}], 'services': ["                  \
    "{'id': 's1', 'name': 'S', 'delivered_by': 'a'}, "                         \
    "{'id': 's2', 'name': 'S', 'delivered_by': ["                              \
    "{'when': {'f': true}, 'by': 'v'}, {'when': {}, 'by': 'c'}]}, "            \
    "{'id': 's3', 'name': 'S', 'delivered_by': ["                              \
    "{'when': {'services': 's1'}, 'by': 'u'}]}, "                              \
    "{'id': 's4', 'name': 'S', 'delivered_by': ["                              \
    "{'when': {'f': true}, 'by': 'v'}, {'when': {}, 'by': 'u'}]}, "            \
    "{'id': 's5', 'name': 'S', 'delivered_by': ["                              \
    "{'when': {'f': true}, 'by': 'u'}, {'when': {'benefit': 'cash'}, "         \
    "'by': 'u'}, {'when': {}, 'by': 'u'}]}], "

static const struct {
    const char *facts, *deliveries, *contacts, *status;
} delivered[] = {
    {"{}", "[]", "[]", "'none'"},
    {"{'services': []}", "[]", "[]", "'none'"},
    {"{'services': null}", "[]", "[]", "'none'"},
    {"{'services': ['s1']}", "[{'service': 's1', 'area': 'a', 'unit': null}]",
     "['a']", "'determined'"},
    /* The area is the one above the unit, however far. */
    {"{'services': ['s2'], 'f': true}",
     "[{'service': 's2', 'area': 'b', 'unit': 'v'}]", "['b']", "'determined'"},
    {"{'services': ['s2'], 'f': false}",
     "[{'service': 's2', 'area': 'c', 'unit': null}]", "['c']", "'determined'"},
    {"{'services': ['s2', 's1']}",
     "[{'service': 's1', 'area': 'a', 'unit': null}, "
     "{'service': 's2', 'area': null, 'unit': null}]",
     "['a']", "'undetermined'"},
    /* Nothing matches, unless s1 is there too. */
    {"{'services': ['s3']}", "[{'service': 's3', 'area': null, 'unit': null}]",
     "[]", "'undetermined'"},
    {"{'services': ['s3', 's1']}",
     "[{'service': 's1', 'area': 'a', 'unit': null}, "
     "{'service': 's3', 'area': 'b', 'unit': 'u'}]",
     "['a', 'b']", "'determined'"},
    /* One area, but two units: the completions differ. */
    {"{'services': ['s4']}", "[{'service': 's4', 'area': null, 'unit': null}]",
     "[]", "'undetermined'"},
    /* Three entries, one deliverer. */
    {"{'services': ['s5']}", "[{'service': 's5', 'area': 'b', 'unit': 'u'}]",
     "['b']", "'determined'"},
    /* Each area once, in the model's order. */
    {"{'services': ['s5', 's4', 's2', 's1'], 'f': false}",
     "[{'service': 's1', 'area': 'a', 'unit': null}, "
     "{'service': 's2', 'area': 'c', 'unit': null}, "
     "{'service': 's4', 'area': 'b', 'unit': 'u'}, "
     "{'service': 's5', 'area': 'b', 'unit': 'u'}]",
     "['a', 'b', 'c']", "'determined'"},
};

static void
each_service_is_delivered_by_its_first_entry_that_matches(void **state)
{
    struct msb_rules *rules = rules_of(
        ATTRIBUTES SERVICES "'coordination': 'per_service', 'target_groups': "
                            "[{'id': 'g', 'name': 'G', 'when': {}}], "
                            "'responsibility': [{'id': 'r', 'area': 'c', "
                            "'when': {}}]");

    (void)state;
    for (size_t i = 0; i < sizeof delivered / sizeof delivered[0]; i++) {
        const char *facts = delivered[i].facts;

        assert_decides(rules, facts, "status", delivered[i].status);
        assert_decides(rules, facts, "deliveries", delivered[i].deliveries);
        assert_decides(rules, facts, "contacts", delivered[i].contacts);
        assert_decides(rules, facts, "responsible", "null");
        assert_decides(rules, facts, "possible", "[]");
        assert_decides(rules, facts, "rules", "[]");
        assert_decides(rules, facts, "missing", "[]");
        assert_decides(rules, facts, "ask", "null");
        assert_decides(rules, facts, "target_group", "'g'");
    }
    msb_rules_unref(rules);
}

static void
the_responsible_area_alone_is_the_contact_under_single(void **state)
{
    struct msb_rules *rules = rules_of(
        ATTRIBUTES SERVICES "'responsibility': [{'id': 'r', 'area': 'c', "
                            "'when': {}}]");
    static const char facts[] = "{'services': ['s1', 's5']}";

    (void)state;
    assert_decides(rules, facts, "contacts", "['c']");
    assert_decides(rules, facts, "deliveries",
                   "[{'service': 's1', 'area': 'a', 'unit': null}, "
                   "{'service': 's5', 'area': 'b', 'unit': 'u'}]");
    msb_rules_unref(rules);
}

static void
two_rules_that_match_are_a_conflict_under_unique(void **state)
{
    static const struct {
        const char *facts, *said; /* a code, or what decides */
    } cases[] = {
        {"{'age': 10, 'f': false, 'needs': []}", "'a'"},
        {"{'age': 20, 'f': true, 'needs': []}", "'b'"},
        {"{'age': 10, 'f': true, 'needs': []}", "\"p\" and \"q\""},
        /* What is unknown may be just that case. */
        {"{'age': 10, 'needs': []}", "\"p\" and \"q\""},
        {"{'f': true, 'needs': []}", "\"p\" and \"q\""},
        {"{'age': 20, 'f': true}", "\"q\" and \"r\""},
        {"{}", "\"p\" and \"q\""},
        /* Of one area, and yet two. */
        {"{'age': 10, 'f': false, 'needs': ['x']}", "\"p\" and \"r\""},
    };
    struct msb_rules *rules = rules_of(
        ATTRIBUTES "'hit_policy': 'unique', 'responsibility': ["
                   "{'id': 'p', 'area': 'a', 'when': {'age': {'below': 18}}}, "
                   "{'id': 'q', 'area': 'b', 'when': {'f': true}}, "
                   "{'id': 'r', 'area': 'a', 'when': {'needs': 'x'}}]");

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_facts *facts;
        struct msb_decision *decision = NULL;
        struct msb_error err = {0};

        if (cases[i].said[0] == '\'') {
            assert_decides(rules, cases[i].facts, "responsible", cases[i].said);
            continue;
        }
        facts = facts_of(rules, cases[i].facts);
        assert_int_equal(msb_rules_resolve(rules, facts, date_of("2019-06-01"),
                                           &decision, &err),
                         MSB_ERR_CONFLICT);
        assert_null(decision);
        assert_string_equal(err.code, "conflict");
        assert_non_null(strstr(err.message, cases[i].said));
        msb_facts_free(facts);
    }
    msb_rules_unref(rules);
}

static void
facts_that_are_all_known_are_decided_without_allocation(void **state)
{
    static const char *const coordinations[] = {"single", "per_service"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct msb_outcome outcome;
        struct msb_rules *rules;
        struct msb_facts *facts;
        char members[2048];

        snprintf(members, sizeof members,
                 ATTRIBUTES SERVICES
                 "'coordination': '%s', 'target_groups': "
                 "[{'id': 'g', 'name': 'G', 'when': {'f': true}}], "
                 "'responsibility': [{'id': 'r', 'area': 'c', 'when': "
                 "{'needs': ['x', 'y'], 'target_group': 'g'}}]",
                 coordinations[i]);
        rules = rules_of(members);
        facts = facts_of(rules, "{'age': 5, 'benefit': 'none', 'f': true, "
                                "'needs': ['y'], 'services': ['s2', 's5']}");
        msbi_alloc_fail_at(1);
        assert_int_equal(msb_rules_decide(rules, facts, date_of("2019-06-01"),
                                          &outcome, NULL),
                         MSB_OK);
        msbi_alloc_fail_at(0);
        assert_int_equal(outcome.status, MSB_OUTCOME_DETERMINED);
        assert_int_equal(outcome.target_group, 0);
        assert_int_equal(outcome.area, i == 0 ? 2 : -1);
        msb_facts_free(facts);
        msb_rules_unref(rules);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_area_is_responsible_or_it_is_said_what_is_missing),
        cmocka_unit_test(a_birthday_counts_from_the_day_itself),
        cmocka_unit_test(
            each_service_is_delivered_by_its_first_entry_that_matches),
        cmocka_unit_test(
            the_responsible_area_alone_is_the_contact_under_single),
        cmocka_unit_test(two_rules_that_match_are_a_conflict_under_unique),
        cmocka_unit_test(
            facts_that_are_all_known_are_decided_without_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
