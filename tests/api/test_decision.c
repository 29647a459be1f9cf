/* SPDX-License-Identifier: MIT */
/* Decisions and explanations, as programs see them. */
#include <msb/decision.h>

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/short.h"

static const char members[] =
    "'attributes': {'f': {'type': 'flag'}, "
    "'n': {'type': 'integer', 'min': 0, 'max': 9}}, "
    "'target_groups': [{'id': 'young', 'name': 'Y', 'when': "
    "{'age': {'below': 30}}}], "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
    "'units': [{'id': 'u', 'name': 'U', 'parent': 'b'}], "
    "'services': [{'id': 'home', 'name': 'H', 'delivered_by': 'u'}, "
    "{'id': 'work', 'name': 'W', 'delivered_by': "
    "[{'when': {'f': true}, 'by': 'a'}]}], 'responsibility': ["
    "{'id': 'r', 'area': 'b', 'when': {'target_group': 'young', 'f': true}, "
    "'because': 'Young', 'law': 'L'}, "
    "{'id': 's', 'area': 'a', 'when': {'n': {'from': 3}}}]";

struct asked {
    struct msb_rules *rules;
    struct msb_decision *decision;
    struct msb_explanation *explanation;
};

static struct asked
ask(const char *json)
{
    struct asked asked = {.rules = rules_of(members)};
    struct msb_facts *facts = facts_of(asked.rules, json);
    struct msb_date on = date_of("2019-06-01");

    assert_int_equal(
        msb_rules_resolve(asked.rules, facts, on, &asked.decision, NULL),
        MSB_OK);
    assert_int_equal(msb_rules_explain(asked.rules, facts, on, true,
                                       &asked.explanation, NULL),
                     MSB_OK);
    msb_facts_free(facts);
    return asked;
}

static void
release(struct asked *asked)
{
    msb_explanation_unref(asked->explanation);
    msb_decision_unref(asked->decision);
    msb_rules_unref(asked->rules);
}

static void
assert_json(const struct asked *asked, const char *id, bool explained,
            const char *expected)
{
    char *wanted = quoted(expected);
    char *json = NULL;

    assert_int_equal(msb_decision_format_json(
                         asked->decision, id,
                         explained ? asked->explanation : NULL, &json, NULL),
                     MSB_OK);
    assert_string_equal(json, wanted);
    msb_text_free(json);
    free(wanted);
}

static void
the_members_of_the_json_have_one_order(void **state)
{
    struct asked asked = ask("{'age': 20, 'f': true, 'n': 3, "
                             "'services': ['work', 'home']}");

    (void)state;
    assert_json(
        &asked, "c \xc3\xb8", false,
        "{'id': 'c \xc3\xb8', 'status': 'determined', 'responsible': 'b', "
        "'possible': ['b'], 'rules': ['r'], 'missing': [], "
        "'ask': null, 'target_group': 'young', 'deliveries': "
        "[{'service': 'home', 'area': 'b', 'unit': 'u'}, "
        "{'service': 'work', 'area': 'a', 'unit': null}], "
        "'contacts': ['b']}");
    assert_json(
        &asked, NULL, true,
        "{'status': 'determined', 'responsible': 'b', "
        "'possible': ['b'], 'rules': ['r'], 'missing': [], "
        "'ask': null, 'target_group': 'young', 'deliveries': "
        "[{'service': 'home', 'area': 'b', 'unit': 'u'}, "
        "{'service': 'work', 'area': 'a', 'unit': null}], "
        "'contacts': ['b'], 'explanation': {'rule': 'r', "
        "'because': 'Young', 'law': 'L', 'source': null, 'tests': ["
        "{'attribute': 'target_group', 'test': 'young', 'holds': true, "
        "'fact': 'young'}, {'attribute': 'f', 'test': true, 'holds': true, "
        "'fact': true}], 'before': [], 'deliveries': [{'service': 'work', "
        "'attribute': 'f', 'test': true, 'holds': true, 'fact': true}], "
        "'would_change': [{'area': 'a', 'attribute': 'age', 'value': 30}]}}");
    release(&asked);
}

static void
what_is_not_there_is_null_or_an_empty_list(void **state)
{
    struct asked asked = ask("{'services': ['work']}");

    (void)state;
    assert_json(&asked, NULL, false,
                "{'status': 'undetermined', 'responsible': null, "
                "'possible': ['a', 'b', null], 'rules': ['r', 's'], "
                "'missing': ['age', 'f', 'n'], 'ask': 'n', "
                "'target_group': null, 'deliveries': [{'service': 'work', "
                "'area': null, 'unit': null}], 'contacts': []}");
    release(&asked);
    asked = ask("{'age': 30, 'n': 2}");
    assert_json(&asked, NULL, false,
                "{'status': 'none', 'responsible': null, 'possible': [null], "
                "'rules': [], 'missing': [], 'ask': null, "
                "'target_group': null, 'deliveries': [], 'contacts': []}");
    release(&asked);
}

static void
the_accessors_say_what_the_json_says(void **state)
{
    struct asked asked = ask("{'services': ['work']}");
    const struct msb_decision *decision = asked.decision;
    struct msb_outcome outcome = msb_decision_get_outcome(decision);
    struct msb_delivery delivery;

    (void)state;
    assert_int_equal(outcome.status, MSB_OUTCOME_UNDETERMINED);
    assert_int_equal(outcome.area, -1);
    assert_int_equal(outcome.rule, -1);
    assert_int_equal(outcome.target_group, -1);
    assert_int_equal(msb_decision_num_possible(decision), 2);
    assert_int_equal(msb_decision_get_possible(decision, 0), 0);
    assert_int_equal(msb_decision_get_possible(decision, 1), 1);
    assert_int_equal(msb_decision_get_possible(decision, 2), MSB_NONE);
    assert_true(msb_decision_is_gap_possible(decision));
    assert_int_equal(msb_decision_num_rules(decision), 2);
    assert_int_equal(msb_decision_get_rule(decision, 1), 1);
    assert_int_equal(msb_decision_get_rule(decision, 2), MSB_NONE);
    assert_int_equal(msb_decision_num_missing(decision), 3);
    assert_int_equal(msb_decision_get_missing(decision, 2), 2);
    assert_int_equal(msb_decision_get_missing(decision, 3), MSB_NONE);
    assert_int_equal(msb_decision_get_ask(decision), 2);
    assert_int_equal(msb_decision_num_deliveries(decision), 1);
    assert_true(msb_decision_get_delivery(decision, 0, &delivery));
    assert_int_equal(delivery.service, 1);
    assert_int_equal(delivery.area, MSB_NONE);
    assert_int_equal(delivery.unit, MSB_NONE);
    assert_false(msb_decision_get_delivery(decision, 1, &delivery));
    assert_false(msb_decision_get_delivery(decision, 0, NULL));
    assert_int_equal(msb_decision_num_contacts(decision), 0);
    assert_int_equal(msb_decision_get_contact(decision, 0), MSB_NONE);
    assert_ptr_equal(msb_decision_get_rules(decision), asked.rules);
    release(&asked);
}

static void
the_accessors_of_null_say_nothing(void **state)
{
    struct msb_outcome outcome = msb_decision_get_outcome(NULL);
    struct msb_delivery delivery;

    (void)state;
    assert_int_equal(outcome.status, MSB_OUTCOME_NONE);
    assert_int_equal(outcome.area, -1);
    assert_null(msb_decision_get_rules(NULL));
    assert_int_equal(msb_decision_num_possible(NULL), 0);
    assert_int_equal(msb_decision_get_possible(NULL, 0), MSB_NONE);
    assert_false(msb_decision_is_gap_possible(NULL));
    assert_int_equal(msb_decision_num_rules(NULL), 0);
    assert_int_equal(msb_decision_get_rule(NULL, 0), MSB_NONE);
    assert_int_equal(msb_decision_num_missing(NULL), 0);
    assert_int_equal(msb_decision_get_missing(NULL, 0), MSB_NONE);
    assert_int_equal(msb_decision_get_ask(NULL), MSB_NONE);
    assert_int_equal(msb_decision_num_deliveries(NULL), 0);
    assert_false(msb_decision_get_delivery(NULL, 0, &delivery));
    assert_int_equal(msb_decision_num_contacts(NULL), 0);
    assert_int_equal(msb_decision_get_contact(NULL, 0), MSB_NONE);
    assert_null(msb_decision_ref(NULL));
    assert_null(msb_explanation_ref(NULL));
    msb_decision_unref(NULL);
    msb_explanation_unref(NULL);
}

static void
null_and_facts_of_another_model_are_misuse(void **state)
{
    struct msb_rules *rules = rules_of(members), *other = rules_of(members);
    struct msb_facts *facts = facts_of(rules, "{}");
    struct msb_date on = date_of("2019-06-01");
    struct msb_decision *decision = (struct msb_decision *)(uintptr_t)1;
    struct msb_explanation *why = (struct msb_explanation *)(uintptr_t)1;
    struct msb_outcome outcome;
    char *text = NULL;
    const enum msb_status all[] = {
        msb_rules_decide(NULL, facts, on, &outcome, NULL),
        msb_rules_decide(rules, NULL, on, &outcome, NULL),
        msb_rules_decide(rules, facts, on, NULL, NULL),
        msb_rules_decide(other, facts, on, &outcome, NULL),
        msb_rules_resolve(rules, facts, on, NULL, NULL),
        msb_rules_resolve(NULL, facts, on, &decision, NULL),
        msb_rules_resolve(rules, NULL, on, &decision, NULL),
        msb_rules_resolve(other, facts, on, &decision, NULL),
        msb_rules_explain(rules, facts, on, true, NULL, NULL),
        msb_rules_explain(NULL, facts, on, true, &why, NULL),
        msb_rules_explain(rules, NULL, on, true, &why, NULL),
        msb_rules_explain(other, facts, on, true, &why, NULL),
        msb_decision_format_json(NULL, NULL, NULL, &text, NULL),
        msb_explanation_format_json(NULL, &text, NULL),
        msb_explanation_format_text(NULL, NULL, &text, NULL),
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i] != MSB_ERR_MISUSE)
            fail_msg("call %zu: %s", i, msb_status_get_name(all[i]));
    assert_null(decision);
    assert_null(why);
    msb_facts_free(facts);
    msb_rules_unref(rules);
    msb_rules_unref(other);
}

static void
formatting_into_nothing_is_misuse(void **state)
{
    struct asked asked = ask("{}");

    (void)state;
    assert_int_equal(
        msb_decision_format_json(asked.decision, NULL, NULL, NULL, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(msb_explanation_format_json(asked.explanation, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(
        msb_explanation_format_text(asked.explanation, NULL, NULL, NULL),
        MSB_ERR_MISUSE);
    release(&asked);
}

static void
decisions_and_explanations_outlive_everything_else(void **state)
{
    struct asked asked = ask("{'age': 20, 'f': true}");
    char *json = NULL;

    (void)state;
    msb_rules_unref(asked.rules);
    assert_ptr_equal(msb_decision_ref(asked.decision), asked.decision);
    msb_decision_unref(asked.decision);
    assert_int_equal(
        msb_decision_format_json(asked.decision, NULL, NULL, &json, NULL),
        MSB_OK);
    assert_member(json, "responsible", "'b'");
    msb_text_free(json);
    msb_decision_unref(asked.decision);
    assert_ptr_equal(msb_explanation_ref(asked.explanation), asked.explanation);
    msb_explanation_unref(asked.explanation);
    assert_int_equal(
        msb_explanation_format_json(asked.explanation, &json, NULL), MSB_OK);
    assert_member(json, "because", "'Young'");
    msb_text_free(json);
    msb_explanation_unref(asked.explanation);
}

enum { NUM_ROUNDS = 300 };

/* Decides and explains over and over; returns the rules when all is well. */
static void *
keep_asking(void *user)
{
    struct msb_rules *rules = user;
    struct msb_facts *facts = NULL;
    struct msb_date on = {18048}; /* 2019-06-01 */
    size_t age = 0, num_right = 0;

    if (msb_facts_new(msb_rules_get_model(rules), &facts, NULL) != MSB_OK
        || msb_facts_set_flag(facts, 1, true, NULL) != MSB_OK)
        return NULL;
    for (int i = 0; i < NUM_ROUNDS; i++) {
        struct msb_explanation *explanation = NULL;
        struct msb_decision *decision = NULL;
        bool is_young = i % 60 < 30;

        if (msb_facts_set_integer(facts, age, i % 60, NULL) != MSB_OK
            || msb_rules_resolve(rules, facts, on, &decision, NULL) != MSB_OK
            || msb_rules_explain(rules, facts, on, true, &explanation, NULL)
                   != MSB_OK)
            break;
        num_right += msb_decision_get_outcome(decision).area
                     == (is_young ? 1 : -1);
        msb_decision_unref(decision);
        msb_explanation_unref(explanation);
    }
    msb_facts_free(facts);
    return num_right == NUM_ROUNDS ? rules : NULL;
}

static void
threads_share_rules(void **state)
{
    struct msb_rules *rules = rules_of(members);
    pthread_t threads[4];

    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, keep_asking, rules),
                         0);
    for (size_t i = 0; i < 4; i++) {
        void *result = NULL;

        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_ptr_equal(result, rules);
    }
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_members_of_the_json_have_one_order),
        cmocka_unit_test(what_is_not_there_is_null_or_an_empty_list),
        cmocka_unit_test(the_accessors_say_what_the_json_says),
        cmocka_unit_test(the_accessors_of_null_say_nothing),
        cmocka_unit_test(null_and_facts_of_another_model_are_misuse),
        cmocka_unit_test(formatting_into_nothing_is_misuse),
        cmocka_unit_test(decisions_and_explanations_outlive_everything_else),
        cmocka_unit_test(threads_share_rules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
