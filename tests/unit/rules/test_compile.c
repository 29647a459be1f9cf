/* SPDX-License-Identifier: MIT */
/*
 * The bounds of compiling, and of asking. There are models whose diagram must
 * be exponential in the order of the levels; each ends with `limit`, soon, and
 * leaves nothing behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include <msb/analysis.h>
#include <msb/decision.h>

#include "base/memory.h"
#include "rules/laid.h"
#include "support/short.h"

/* Pairs (x0, y0), (x1, y1) …, the levels of all x before those of all y: a
   diagram must remember each x until it reads its y, so 2^PAIRS nodes. */
enum { PAIRS = 24 };

/* Longer than this nothing takes, even under a sanitizer or valgrind. */
enum { MAX_SECONDS = 240 };

static void
add_flags(FILE *out)
{
    fprintf(out, "'areas': [{'id': 'a', 'name': 'A'}, "
                 "{'id': 'b', 'name': 'B'}], 'target_groups': [{'id': 'g', "
                 "'name': 'G', 'when': {}}], 'attributes': {");
    for (int i = 0; i < 2 * PAIRS; i++)
        fprintf(out, "%s'%c%d': {'type': 'flag'}", i == 0 ? "" : ", ",
                i < PAIRS ? 'x' : 'y', i % PAIRS);
    fprintf(out, "}, ");
}

static struct msb_model *
finish_model(FILE *out, char **text)
{
    struct msb_model *model;

    assert_int_equal(fclose(out), 0);
    model = model_of(*text);
    free(*text);
    return model;
}

/* One condition over all pairs. */
static struct msb_model *
make_large_condition(void)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    add_flags(out);
    fprintf(out, "'responsibility': [{'id': 'r', 'area': 'a', 'when': "
                 "{'any': [");
    for (int i = 0; i < PAIRS; i++)
        fprintf(out, "%s{'x%d': true, 'y%d': true}", i == 0 ? "" : ", ", i, i);
    fprintf(out, "]}}]");
    return finish_model(out, &text);
}

/* The same of a set's values, in the order in which they are first named. */
static struct msb_model *
make_large_set(void)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    fprintf(out, "'areas': [{'id': 'a', 'name': 'A'}], 'attributes': "
                 "{'s': {'type': 'set', 'values': [");
    for (int i = 0; i < PAIRS; i++)
        fprintf(out, "%s'x%d', 'y%d'", i == 0 ? "" : ", ", i, i);
    fprintf(out, "]}}, 'responsibility': [{'id': 'q', 'area': 'a', 'when': "
                 "{'s': [");
    for (int i = 0; i < PAIRS; i++)
        fprintf(out, "%s'x%d'", i == 0 ? "" : ", ", i);
    fprintf(out, "]}}, {'id': 'r', 'area': 'a', 'when': {'any': [");
    for (int i = 0; i < PAIRS; i++)
        fprintf(out, "%s{'s': {'all_of': ['x%d', 'y%d']}}", i == 0 ? "" : ", ",
                i, i);
    fprintf(out, "]}}]");
    return finish_model(out, &text);
}

/* One small rule for each pair: only all of them together are large. */
static struct msb_model *
make_many_rules(void)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    add_flags(out);
    fprintf(out, "'responsibility': [");
    for (int i = 0; i < PAIRS; i++)
        fprintf(out,
                "{'id': 'r%d', 'area': '%c', 'when': "
                "{'x%d': true, 'y%d': true}}, ",
                i, "ab"[i % 2], i, i);
    fprintf(out, "{'id': 'otherwise', 'area': 'a', 'when': {}}]");
    return finish_model(out, &text);
}

static void
check_refused(struct msb_model *model)
{
    time_t start = time(NULL);
    struct msb_rules *rules = (struct msb_rules *)1;
    struct msb_error err = {0};

    assert_int_equal(msb_rules_compile(model, &rules, &err), MSB_ERR_LIMIT);
    assert_null(rules);
    assert_int_equal(err.status, MSB_ERR_LIMIT);
    assert_string_equal(err.code, "limit");
    assert_non_null(strstr(err.message, "1000000 nodes"));
    assert_true(difftime(time(NULL), start) < MAX_SECONDS);
    msb_model_unref(model);
}

static void
a_condition_that_needs_too_many_nodes_ends_with_limit(void **state)
{
    size_t live = msbi_alloc_num_live();

    (void)state;
    check_refused(make_large_condition());
    check_refused(make_large_set());
    assert_int_equal(msbi_alloc_num_live(), live);
}

static void
rules_too_large_to_lay_are_decided_all_the_same(void **state)
{
    size_t live = msbi_alloc_num_live();
    struct msb_model *model = make_many_rules();
    struct msb_rules *rules = NULL;
    struct msb_facts *facts = NULL;
    struct msb_outcome outcome;

    (void)state;
    assert_int_equal(msb_rules_compile(model, &rules, NULL), MSB_OK);
    assert_false(rules->has_joint);
    assert_int_equal(msb_facts_new(model, &facts, NULL), MSB_OK);
    for (size_t i = 1; i <= 2 * PAIRS; i++)
        assert_int_equal(msb_facts_set_flag(facts, i, false, NULL), MSB_OK);
    for (size_t i = 0; i < PAIRS; i++) {
        /* The first pair that is true, from the last to the first. */
        size_t pair = PAIRS - 1 - i;

        assert_int_equal(msb_facts_set_flag(facts, 1 + pair, true, NULL),
                         MSB_OK);
        assert_int_equal(
            msb_facts_set_flag(facts, 1 + PAIRS + pair, true, NULL), MSB_OK);
        assert_int_equal(msb_rules_decide(rules, facts, date_of("2019-06-01"),
                                          &outcome, NULL),
                         MSB_OK);
        assert_int_equal(outcome.rule, pair);
    }
    /* With a few facts unknown there is little to lay. */
    assert_int_equal(msb_facts_unset(facts, 1, NULL), MSB_OK);
    assert_int_equal(msb_facts_unset(facts, 2, NULL), MSB_OK);
    assert_int_equal(
        msb_rules_decide(rules, facts, date_of("2019-06-01"), &outcome, NULL),
        MSB_OK);
    assert_int_equal(outcome.status, MSB_OUTCOME_UNDETERMINED);
    msb_facts_free(facts);
    msb_rules_unref(rules);
    msb_model_unref(model);
    assert_int_equal(msbi_alloc_num_live(), live);
}

static void
a_question_that_needs_too_many_nodes_ends_with_limit(void **state)
{
    size_t live = msbi_alloc_num_live();
    time_t start = time(NULL);
    struct msb_model *model = make_many_rules();
    struct msb_date on = date_of("2019-06-01");
    struct msb_rules *rules = NULL;
    struct msb_facts *facts = NULL;
    struct msb_decision *decision = (struct msb_decision *)1;
    struct msb_explanation *explanation = (struct msb_explanation *)1;
    struct msb_outcome outcome;
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(msb_rules_compile(model, &rules, NULL), MSB_OK);
    assert_int_equal(msb_facts_new(model, &facts, NULL), MSB_OK);
    assert_int_equal(msb_rules_decide(rules, facts, on, &outcome, &err),
                     MSB_ERR_LIMIT);
    assert_string_equal(err.code, "limit");
    assert_int_equal(msb_rules_resolve(rules, facts, on, &decision, &err),
                     MSB_ERR_LIMIT);
    assert_null(decision);
    assert_int_equal(
        msb_rules_explain(rules, facts, on, true, &explanation, &err),
        MSB_ERR_LIMIT);
    assert_null(explanation);
    assert_true(difftime(time(NULL), start) < MAX_SECONDS);
    msb_facts_free(facts);
    msb_rules_unref(rules);
    msb_model_unref(model);
    assert_int_equal(msbi_alloc_num_live(), live);
}

static void
rules_too_large_to_lay_are_analysed_all_the_same(void **state)
{
    struct msb_model *model = make_many_rules();
    struct msb_rules *rules = NULL;
    struct msb_analysis *analysis = NULL;

    (void)state;
    assert_int_equal(msb_rules_compile(model, &rules, NULL), MSB_OK);
    assert_int_equal(msb_rules_check(rules, &analysis, NULL), MSB_OK);
    assert_true(msb_analysis_is_total(analysis));
    assert_int_equal(msb_analysis_num_unreachable(analysis), 0);
    /* Each pair of an even and an odd rule, and each odd one with the last. */
    assert_int_equal(msb_analysis_num_overlaps(analysis),
                     PAIRS / 2 * (PAIRS / 2) + PAIRS / 2);
    msb_analysis_unref(analysis);
    msb_rules_unref(rules);
    msb_model_unref(model);
}

static void
more_rules_than_the_most_end_with_limit(void **state)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct msb_rules *rules = NULL;
    struct msb_error err = {0};
    struct msb_model *model;

    (void)state;
    assert_non_null(out);
    fprintf(out, "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': [");
    for (int i = 0; i <= MSBI_MAX_RULES; i++)
        fprintf(out, "%s{'id': 'r%d', 'area': 'a', 'when': {}}",
                i == 0 ? "" : ", ", i);
    fprintf(out, "]");
    model = finish_model(out, &text);
    assert_int_equal(msb_rules_compile(model, &rules, &err), MSB_ERR_LIMIT);
    assert_string_equal(err.code, "limit");
    assert_null(rules);
    msb_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_condition_that_needs_too_many_nodes_ends_with_limit),
        cmocka_unit_test(rules_too_large_to_lay_are_decided_all_the_same),
        cmocka_unit_test(a_question_that_needs_too_many_nodes_ends_with_limit),
        cmocka_unit_test(rules_too_large_to_lay_are_analysed_all_the_same),
        cmocka_unit_test(more_rules_than_the_most_end_with_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
