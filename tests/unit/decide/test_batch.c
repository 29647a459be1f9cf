/* SPDX-License-Identifier: MIT */
/*
 * A batch gives each of its citizens the answer that msb_rules_resolve()
 * gives, which test_plain.c compares with a second opinion.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>

#include "decide/batch.h"
#include "support/plain.h"
#include "support/short.h"

enum { NUM_MODELS = 400, NUM_FACTS = 40 };

static struct msbi_batch *
open_batch(struct msb_rules *rules)
{
    struct msbi_batch *batch;

    assert_int_equal(msbi_batch_new(rules, date_of("2019-06-01"), &batch, NULL),
                     MSB_OK);
    return batch;
}

/* A row is as the decision on its facts; NULL: the facts were refused. */
static void
check_row(struct msbi_batch *batch, size_t row,
          const struct msb_decision *decision)
{
    struct msbi_batch_answer answer;
    struct msb_delivery delivery;
    struct msb_outcome outcome;

    assert_int_equal(msbi_batch_get(batch, row, &answer, NULL), MSB_OK);
    assert_int_equal(answer.is_rejected, decision == NULL);
    if (decision == NULL)
        return;
    outcome = msb_decision_get_outcome(decision);
    assert_int_equal(answer.outcome.status, outcome.status);
    assert_int_equal(answer.outcome.area, outcome.area);
    assert_int_equal(answer.outcome.rule, outcome.rule);
    assert_int_equal(answer.outcome.target_group, outcome.target_group);
    assert_int_equal(answer.num_deliveries,
                     msb_decision_num_deliveries(decision));
    for (size_t i = 0; msb_decision_get_delivery(decision, i, &delivery); i++)
        assert_int_equal(answer.areas[i],
                         delivery.area == MSB_NONE ? -1 : (int)delivery.area);
}

static void
check_facts(struct msb_rules *rules, struct msbi_batch *batch, size_t row,
            const struct msb_facts *facts)
{
    struct msb_decision *decision = NULL;
    enum msb_status status = msb_rules_resolve(
        rules, facts, date_of("2019-06-01"), &decision, NULL);

    assert_true(status == MSB_OK || status == MSB_ERR_INVALID
                || status == MSB_ERR_CONFLICT);
    check_row(batch, row, decision);
    msb_decision_unref(decision);
}

static void
check_model(uint64_t seed)
{
    static struct plain_model plain;
    struct random random = {seed};
    struct msb_facts *facts[NUM_FACTS];
    struct plain_facts drawn;
    struct msb_rules *rules;
    struct msbi_batch *batch;
    struct msb_model *model;

    plain_draw(&plain, seed);
    model = plain_read(&plain);
    assert_int_equal(msb_rules_compile(model, &rules, NULL), MSB_OK);
    batch = open_batch(rules);
    for (size_t i = 0; i < NUM_FACTS; i++) {
        plain_draw_facts(&plain, &random, random_below(&random, 101), &drawn);
        facts[i] = plain_give(&plain, &drawn, model);
        msbi_batch_add(batch, facts[i]);
    }
    assert_int_equal(msbi_batch_decide(batch, NULL), MSB_OK);
    for (size_t i = 0; i < NUM_FACTS; i++) {
        check_facts(rules, batch, i, facts[i]);
        msb_facts_free(facts[i]);
    }
    msbi_batch_free(batch);
    msb_rules_unref(rules);
    msb_model_unref(model);
}

static void
every_citizen_gets_the_answer_that_resolve_gives(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++)
        check_model(seed);
}

/* A model with @num services that one area delivers; free() nothing. */
static struct msb_rules *
open_services(size_t num)
{
    static char members[4096];
    size_t length;

    length = (size_t)snprintf(
        members, sizeof members,
        "'target_groups':[{'id':'all','name':'A','when':{}}],"
        "'areas':[{'id':'one','name':'1'},{'id':'two','name':'2'}],"
        "'responsibility':[{'id':'r','when':{},'area':'one'}],'services':[");
    for (size_t i = 0; i < num; i++)
        length += (size_t)snprintf(
            members + length, sizeof members - length,
            "%s{'id':'s%zu','name':'S','delivered_by':'%s'}", i == 0 ? "" : ",",
            i, i % 2 == 0 ? "two" : "one");
    snprintf(members + length, sizeof members - length, "]");
    return rules_of(members);
}

static void
a_citizen_may_have_more_services_than_there_is_room_for(void **state)
{
    struct msb_rules *rules = open_services(MSBI_BATCH_DELIVERIES + 3);
    struct msbi_batch *batch = open_batch(rules);
    struct msb_facts *facts = facts_of(rules, "{'age': 30}");

    (void)state;
    msbi_batch_add(batch, facts);
    for (size_t i = 0; i < MSBI_BATCH_DELIVERIES + 3; i++)
        assert_int_equal(msb_facts_add_to_set(facts, 1, i, NULL), MSB_OK);
    msbi_batch_add(batch, facts);
    assert_int_equal(msbi_batch_decide(batch, NULL), MSB_OK);
    check_facts(rules, batch, 1, facts);
    assert_int_equal(msb_facts_set_empty(facts, 1, NULL), MSB_OK);
    check_facts(rules, batch, 0, facts);
    msb_facts_free(facts);
    msbi_batch_free(batch);
    msb_rules_unref(rules);
}

static void
facts_that_are_refused_leave_the_rows_around_them(void **state)
{
    struct msb_rules *rules = open_services(2);
    struct msbi_batch *batch = open_batch(rules);
    struct msb_facts *good = facts_of(rules, "{'birth_date': '1990-03-01'}");
    struct msb_facts *unborn = facts_of(rules, "{'birth_date': '2019-06-02'}");
    struct msb_facts *older = facts_of(
        rules, "{'birth_date': '1990-03-01', 'age': 50}");

    (void)state;
    msbi_batch_add(batch, good);
    msbi_batch_add(batch, unborn);
    msbi_batch_add(batch, NULL);
    msbi_batch_add(batch, older);
    msbi_batch_add(batch, good);
    assert_int_equal(msbi_batch_decide(batch, NULL), MSB_OK);
    check_facts(rules, batch, 0, good);
    check_facts(rules, batch, 1, unborn);
    check_row(batch, 2, NULL);
    check_facts(rules, batch, 3, older);
    check_facts(rules, batch, 4, good);
    msb_facts_free(good);
    msb_facts_free(unborn);
    msb_facts_free(older);
    msbi_batch_free(batch);
    msb_rules_unref(rules);
}

static void
a_batch_that_is_full_and_cleared_starts_anew(void **state)
{
    struct msb_rules *rules = open_services(1);
    struct msbi_batch *batch = open_batch(rules);
    struct msb_facts *facts = facts_of(rules, "{'age': 30}");
    struct msb_facts *unknown = facts_of(rules, "{'services': ['s0']}");

    (void)state;
    for (size_t i = 0; i < MSBI_BATCH_ROWS; i++)
        msbi_batch_add(batch, i + 1 < MSBI_BATCH_ROWS ? facts : NULL);
    assert_int_equal(msbi_batch_decide(batch, NULL), MSB_OK);
    check_facts(rules, batch, MSBI_BATCH_ROWS - 2, facts);
    check_row(batch, MSBI_BATCH_ROWS - 1, NULL);
    msbi_batch_clear(batch);
    for (size_t i = 0; i < MSBI_BATCH_ROWS; i++)
        msbi_batch_add(batch, unknown);
    assert_int_equal(msbi_batch_decide(batch, NULL), MSB_OK);
    check_facts(rules, batch, 0, unknown);
    check_facts(rules, batch, MSBI_BATCH_ROWS - 1, unknown);
    msb_facts_free(facts);
    msb_facts_free(unknown);
    msbi_batch_free(batch);
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_citizen_gets_the_answer_that_resolve_gives),
        cmocka_unit_test(
            a_citizen_may_have_more_services_than_there_is_room_for),
        cmocka_unit_test(facts_that_are_refused_leave_the_rows_around_them),
        cmocka_unit_test(a_batch_that_is_full_and_cleared_starts_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
