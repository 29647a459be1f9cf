/* SPDX-License-Identifier: MIT */
/*
 * Deciding, explaining and formatting survive every failed allocation, with
 * rules that are ready and with rules that are laid for each question.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>

#include "rules/laid.h"
#include "support/fault.h"
#include "support/plain.h"
#include "support/short.h"

static const char members[] =
    "%s'attributes': {'benefit': {'type': 'enum', 'values': "
    "['cash', 'help', 'none']}, 'f': {'type': 'flag'}, "
    "'n': {'type': 'integer', 'min': 0, 'max': 900000}, "
    "'needs': {'type': 'set', 'values': ['x', 'y', 'z']}}, "
    "'target_groups': [{'id': 'young', 'name': 'Y', 'when': "
    "{'age': {'below': 30}}}], "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}, "
    "{'id': 'c', 'name': 'C'}], 'services': ["
    "{'id': 's1', 'name': 'S', 'delivered_by': 'a'}, "
    "{'id': 's2', 'name': 'S', 'delivered_by': ["
    "{'when': {'f': true, 'needs': 'x'}, 'by': 'a'}, "
    "{'when': {'age': {'from': 18}}, 'by': 'b'}]}], "
    "'responsibility': ["
    "{'id': 'r1', 'area': 'a', 'when': {'target_group': 'young', 'any': "
    "[{'benefit': 'cash'}, {'needs': {'all_of': ['x', 'y']}}]}, "
    "'because': 'B', 'law': 'L', 'source': 'S'}, "
    "{'id': 'r2', 'area': 'b', 'when': {'n': {'above': 500000}, "
    "'not': {'f': true}}}, "
    "{'id': 'r3', 'area': 'c', 'when': {'needs': ['z', 'y']}}]";

struct question {
    struct msb_rules *rules;
    struct msb_facts *facts;
    struct msb_date on;
    const char *json;
};

static enum msb_status
decide(void *user, struct msb_error *err)
{
    const struct question *question = user;
    struct msb_outcome outcome;

    return msb_rules_decide(question->rules, question->facts, question->on,
                            &outcome, err);
}

static enum msb_status
resolve(void *user, struct msb_error *err)
{
    const struct question *question = user;
    struct msb_decision *decision = (struct msb_decision *)(uintptr_t)1;
    enum msb_status status = msb_rules_resolve(question->rules, question->facts,
                                               question->on, &decision, err);

    assert_int_equal(decision != NULL, status == MSB_OK);
    msb_decision_unref(decision);
    return status;
}

static enum msb_status
explain(void *user, struct msb_error *err)
{
    const struct question *question = user;
    struct msb_explanation *explanation =
        (struct msb_explanation *)(uintptr_t)1;
    enum msb_status status = msb_rules_explain(question->rules, question->facts,
                                               question->on, true, &explanation,
                                               err);

    assert_int_equal(explanation != NULL, status == MSB_OK);
    msb_explanation_unref(explanation);
    return status;
}

/* A decision and its explanation, in each form. */
struct answer {
    struct msb_decision *decision;
    struct msb_explanation *explanation;
};

static enum msb_status
format_json(void *user, struct msb_error *err)
{
    const struct answer *answer = user;
    char *text = NULL;
    enum msb_status status = msb_decision_format_json(
        answer->decision, "id", answer->explanation, &text, err);

    assert_int_equal(text != NULL, status == MSB_OK);
    msb_text_free(text);
    return status;
}

static enum msb_status
format_text(void *user, struct msb_error *err)
{
    const struct answer *answer = user;
    char *text = NULL;
    enum msb_status status = msb_explanation_format_text(answer->explanation,
                                                         NULL, &text, err);

    assert_int_equal(text != NULL, status == MSB_OK);
    msb_text_free(text);
    return status;
}

static enum msb_status
read_facts(void *user, struct msb_error *err)
{
    const struct question *question = user;
    char untouched = 'x';
    char *id = &untouched;
    enum msb_status status = msb_facts_parse_json(
        question->facts, question->json, strlen(question->json), &id, err);

    assert_ptr_not_equal(id, &untouched);
    assert_true(status != MSB_OK || id != NULL);
    msb_text_free(id);
    return status;
}

static enum msb_status
make_facts(void *user, struct msb_error *err)
{
    struct msb_facts *facts = (struct msb_facts *)(uintptr_t)1;
    enum msb_status status = msb_facts_new(user, &facts, err);

    assert_int_equal(facts != NULL, status == MSB_OK);
    msb_facts_free(facts);
    return status;
}

/* Whether the question has an answer at all, with memory for it. */
static bool
is_answered(const struct question *question, struct answer *answer)
{
    return msb_rules_resolve(question->rules, question->facts, question->on,
                             &answer->decision, NULL)
               == MSB_OK
           && msb_rules_explain(question->rules, question->facts, question->on,
                                true, &answer->explanation, NULL)
                  == MSB_OK;
}

static void
check_question(struct question *question)
{
    struct answer answer = {NULL, NULL};

    if (is_answered(question, &answer)) {
        assert_survives(resolve, question);
        assert_survives(explain, question);
        assert_survives(format_json, &answer);
        assert_survives(format_text, &answer);
    }
    msb_decision_unref(answer.decision);
    msb_explanation_unref(answer.explanation);
}

static struct msb_rules *
compile(const char *opening, size_t max_joint)
{
    char text[4096];
    struct msb_rules *rules = NULL;
    struct msb_model *model;

    snprintf(text, sizeof text, members, opening);
    model = model_of(text);
    assert_int_equal(msbi_rules_compile(model, max_joint, &rules, NULL),
                     MSB_OK);
    msb_model_unref(model);
    return rules;
}

static void
deciding_and_explaining_survive_every_failed_allocation(void **state)
{
    static const char *const openings[] = {"",
                                           "'coordination': 'per_service', "};
    static const char *const facts[] = {
        "{'services': ['s2', 's1']}",
        "{'age': 20, 'services': ['s2']}",
        "{'age': 20, 'f': true, 'needs': ['x'], 'services': ['s2']}",
        "{'age': 40, 'benefit': 'none', 'f': true, 'needs': []}",
    };

    (void)state;
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < sizeof facts / sizeof facts[0]; k++) {
            struct question question = {.on = date_of("2019-06-01")};

            question.rules = compile(openings[i / 2],
                                     i % 2 == 0 ? MSBI_JOINT_NODES : 0);
            question.facts = facts_of(question.rules, facts[k]);
            check_question(&question);
            msb_facts_free(question.facts);
            msb_rules_unref(question.rules);
        }
}

static void
the_short_answer_survives_every_failed_allocation(void **state)
{
    static const char *const openings[] = {"",
                                           "'coordination': 'per_service', "};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct question question = {.on = date_of("2019-06-01")};

        question.rules = compile(openings[i / 2],
                                 i % 2 == 0 ? MSBI_JOINT_NODES : 0);
        question.facts = facts_of(question.rules, "{'services': ['s2']}");
        assert_survives(decide, &question);
        msb_facts_free(question.facts);
        msb_rules_unref(question.rules);
    }
}

static void
so_do_random_models_and_facts(void **state)
{
    static struct plain_model plain;
    struct random random = {71};

    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct question question = {.on = date_of("2019-06-01")};
        struct plain_facts drawn;
        struct msb_model *model;

        plain_draw(&plain, seed);
        model = plain_read(&plain);
        assert_int_equal(
            msbi_rules_compile(model, seed % 2 == 0 ? MSBI_JOINT_NODES : 0,
                               &question.rules, NULL),
            MSB_OK);
        plain_draw_facts(&plain, &random, 30, &drawn);
        question.facts = plain_give(&plain, &drawn, model);
        check_question(&question);
        msb_facts_free(question.facts);
        msb_rules_unref(question.rules);
        msb_model_unref(model);
    }
}

static void
facts_survive_every_failed_allocation(void **state)
{
    struct question question = {.rules = compile("", MSBI_JOINT_NODES)};
    char *json = quoted("{'id': 'c', 'birth_date': '1990-01-01', 'f': true, "
                        "'needs': ['x', 'z'], 'benefit': 'help', 'n': 9}");

    (void)state;
    assert_survives(make_facts, msb_rules_get_model(question.rules));
    question.facts = facts_of(question.rules, "{}");
    question.json = json;
    assert_survives(read_facts, &question);
    msb_facts_free(question.facts);
    msb_rules_unref(question.rules);
    free(json);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            deciding_and_explaining_survive_every_failed_allocation),
        cmocka_unit_test(the_short_answer_survives_every_failed_allocation),
        cmocka_unit_test(so_do_random_models_and_facts),
        cmocka_unit_test(facts_survive_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
