/* SPDX-License-Identifier: MIT */
/*
 * Rules that are laid over one another at compile time, and rules that are
 * laid for each question, are the same rules. A bound of no nodes for the
 * former forces the latter on any model.
 */
#include "rules/laid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <msb/analysis.h>
#include <msb/decision.h>

#include "support/plain.h"
#include "support/short.h"

enum { NUM_MODELS = 2000, NUM_FACTS = 6 };

/* One model, compiled in both ways. */
struct both {
    struct plain_model plain;
    struct msb_model *model;
    struct msb_rules *ready, *late;
};

static void
open_both(struct both *both, uint64_t seed)
{
    plain_draw(&both->plain, seed);
    both->model = plain_read(&both->plain);
    assert_int_equal(msb_rules_compile(both->model, &both->ready, NULL),
                     MSB_OK);
    assert_int_equal(msbi_rules_compile(both->model, 0, &both->late, NULL),
                     MSB_OK);
}

static void
close_both(struct both *both)
{
    msb_rules_unref(both->ready);
    msb_rules_unref(both->late);
    msb_model_unref(both->model);
}

/* Everything that is said about the facts; or the error's code, and text. */
static char *
say_all(struct msb_rules *rules, const struct msb_facts *facts)
{
    struct msb_date on = date_of("2019-06-01");
    struct msb_decision *decision = NULL;
    struct msb_explanation *explanation = NULL;
    struct msb_error err = {0};
    char *json = NULL;

    if (msb_rules_resolve(rules, facts, on, &decision, &err) != MSB_OK) {
        assert_int_equal(err.status, MSB_ERR_CONFLICT);
        assert_null(decision);
        return msbi_copy_text(err.message, strlen(err.message));
    }
    assert_int_equal(
        msb_rules_explain(rules, facts, on, true, &explanation, &err), MSB_OK);
    assert_int_equal(
        msb_decision_format_json(decision, "x", explanation, &json, &err),
        MSB_OK);
    msb_explanation_unref(explanation);
    msb_decision_unref(decision);
    return json;
}

static void
compare_facts(struct both *both, struct random *random)
{
    struct plain_facts drawn;
    struct msb_facts *facts;
    char *ready, *late;

    plain_draw_facts(&both->plain, random, 25 * random_below(random, 5),
                     &drawn);
    facts = plain_give(&both->plain, &drawn, both->model);
    ready = say_all(both->ready, facts);
    late = say_all(both->late, facts);
    if (strcmp(ready, late) != 0)
        fail_msg("%s\n%s\n%s", msb_model_get_source(both->model, NULL), ready,
                 late);
    msb_text_free(ready);
    msb_text_free(late);
    msb_facts_free(facts);
}

static void
decisions_and_explanations_are_the_same(void **state)
{
    struct random random = {2019};
    size_t num_late = 0;

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct both both;

        open_both(&both, seed);
        assert_true(both.ready->has_joint);
        num_late += !both.late->has_joint;
        for (size_t i = 0; i < NUM_FACTS; i++)
            compare_facts(&both, &random);
        close_both(&both);
    }
    /* Only rules of a single leaf or condition need no node of their own. */
    assert_true(num_late > NUM_MODELS / 2);
}

static void
compare_gaps(const struct msb_analysis *a, const struct msb_analysis *b)
{
    struct msb_gap x, y;

    assert_int_equal(msb_analysis_num_gaps(a), msb_analysis_num_gaps(b));
    for (size_t i = 0; msb_analysis_get_gap(a, i, &x); i++) {
        assert_true(msb_analysis_get_gap(b, i, &y));
        assert_int_equal(x.kind, y.kind);
        assert_true((x.id == NULL) == (y.id == NULL));
        assert_true(x.id == NULL || strcmp(x.id, y.id) == 0);
    }
}

static void
compare_unreachable(const struct msb_analysis *a, const struct msb_analysis *b)
{
    struct msb_unreachable x, y;

    assert_int_equal(msb_analysis_num_unreachable(a),
                     msb_analysis_num_unreachable(b));
    for (size_t i = 0; msb_analysis_get_unreachable(a, i, &x); i++) {
        assert_true(msb_analysis_get_unreachable(b, i, &y));
        assert_int_equal(x.kind, y.kind);
        assert_string_equal(x.id, y.id);
        assert_int_equal(x.index, y.index);
    }
}

static void
compare_pairs(const struct msb_analysis *a, const struct msb_analysis *b)
{
    struct msb_overlap x, y;
    struct msb_stray s, t;

    assert_int_equal(msb_analysis_num_overlaps(a),
                     msb_analysis_num_overlaps(b));
    for (size_t i = 0; msb_analysis_get_overlap(a, i, &x); i++) {
        assert_true(msb_analysis_get_overlap(b, i, &y));
        assert_int_equal(x.rules[0], y.rules[0]);
        assert_int_equal(x.rules[1], y.rules[1]);
    }
    assert_int_equal(msb_analysis_num_strays(a), msb_analysis_num_strays(b));
    for (size_t i = 0; msb_analysis_get_stray(a, i, &s); i++) {
        assert_true(msb_analysis_get_stray(b, i, &t));
        assert_int_equal(s.rule, t.rule);
        assert_int_equal(s.target_group, t.target_group);
    }
}

static void
analyses_find_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_analysis *ready, *late;
        struct both both;

        open_both(&both, seed);
        assert_int_equal(msb_rules_check(both.ready, &ready, NULL), MSB_OK);
        assert_int_equal(msb_rules_check(both.late, &late, NULL), MSB_OK);
        compare_gaps(ready, late);
        compare_unreachable(ready, late);
        compare_pairs(ready, late);
        msb_analysis_unref(ready);
        msb_analysis_unref(late);
        close_both(&both);
    }
}

static void
only_rules_up_to_one_that_always_holds_are_laid(void **state)
{
    struct msb_rules *rules = rules_of(
        "'attributes': {'f': {'type': 'flag'}}, "
        "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
        "'responsibility': [{'id': 'r', 'area': 'a', 'when': {'f': true}}, "
        "{'id': 's', 'area': 'b', 'when': {}}, "
        "{'id': 't', 'area': 'a', 'when': {'age': {'from': 18}}}]");
    struct msbi_laid laid;

    (void)state;
    assert_int_equal(msbi_laid_open(&laid, rules, NULL), MSB_OK);
    assert_int_equal(msbi_child(laid.diagram, laid.root, 0), msbi_leaf(1));
    assert_int_equal(msbi_child(laid.diagram, laid.root, 1), msbi_leaf(0));
    msbi_laid_close(&laid);
    msb_rules_unref(rules);
}

static void
a_conflict_names_the_first_two_rules(void **state)
{
    struct msb_rules *rules = rules_of(
        "'hit_policy': 'unique', 'areas': [{'id': 'a', 'name': 'A'}], "
        "'responsibility': ["
        "{'id': 'p', 'area': 'a', 'when': {'age': {'through': 9}}}, "
        "{'id': 'q', 'area': 'a', 'when': {'age': {'from': 10}}}, "
        "{'id': 'r', 'area': 'a', 'when': {'age': {'from': 20}}}, "
        "{'id': 's', 'area': 'a', 'when': {'age': {'from': 30}}}]");
    uint16_t oldest;
    size_t pair[2];
    msbi_ref leaf;

    (void)state;
    oldest = msbi_classifier_find(&rules->levels.classifiers[MSBI_AGE], 30);
    leaf = msbi_child(&rules->diagram, rules->rule, oldest);
    assert_true(msbi_is_leaf(leaf));
    assert_true(msbi_is_conflict(leaf));
    msbi_conflict_rules(rules, leaf, pair);
    assert_int_equal(pair[0], 1);
    assert_int_equal(pair[1], 2);
    assert_false(msbi_is_conflict(MSBI_GAP));
    assert_false(msbi_is_conflict(msbi_leaf(MSBI_MAX_RULES)));
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decisions_and_explanations_are_the_same),
        cmocka_unit_test(analyses_find_the_same),
        cmocka_unit_test(only_rules_up_to_one_that_always_holds_are_laid),
        cmocka_unit_test(a_conflict_names_the_first_two_rules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
