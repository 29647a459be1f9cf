/* SPDX-License-Identifier: MIT */
/*
 * The search for facts that escape, against random models whose facts are
 * all tried: it finds some just where there are some, and its path is one.
 */
#include "rules/cover.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rules/walk.h"
#include "support/plain.h"
#include "support/short.h"

enum { NUM_MODELS = 600 };

/* One question: meet @wanted (or anything) and none of the first @num. */
struct question {
    size_t wanted; /* a rule, or MSB_NONE */
    size_t num, except;
};

static bool
escapes(const struct plain_model *model, const struct plain_facts *facts,
        const struct question *question)
{
    struct plain_outcome outcome;

    plain_decide(model, facts, &outcome);
    if (question->wanted != MSB_NONE
        && !plain_holds(model, model->rules[question->wanted].when, facts,
                        outcome.group))
        return false;
    for (size_t i = 0; i < question->num; i++)
        if (i != question->except
            && plain_holds(model, model->rules[i].when, facts, outcome.group))
            return false;
    return true;
}

static bool
can_escape(const struct plain_model *model, const struct question *question)
{
    static const struct plain_facts unknown;
    struct plain_facts facts;

    plain_first(model, &unknown, &facts);
    do
        if (escapes(model, &facts, question))
            return true;
    while (plain_next(model, &unknown, &facts));
    return false;
}

static void
expect_leaf(void *user, msbi_ref leaf)
{
    const msbi_ref *expected = user;

    assert_int_equal(leaf, *expected);
}

/* Every completion of the path meets what is wanted, and nothing else. */
static void
check_path(const struct msb_rules *rules, const struct msbi_cover *cover,
           const struct question *question)
{
    for (size_t i = 0; i < rules->model->num_rules; i++) {
        msbi_ref expected = i == question->wanted ? MSBI_TRUE : MSBI_FALSE;

        if (i != question->wanted
            && (i >= question->num || i == question->except))
            continue;
        assert_int_equal(msbi_walk_leaves(&rules->diagram,
                                          rules->conditions[i].ref, cover->path,
                                          expect_leaf, &expected),
                         MSB_OK);
    }
}

static void
facts_are_found_just_where_some_escape(void **state)
{
    static struct plain_model plain;
    size_t num_found = 0, num_questions = 0;

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct random random = {seed};
        struct msb_rules *rules = NULL;
        struct msb_model *model;
        struct msbi_cover cover;

        plain_draw(&plain, seed);
        model = plain_read(&plain);
        assert_int_equal(msb_rules_compile(model, &rules, NULL), MSB_OK);
        assert_int_equal(msbi_cover_init(&cover, rules), MSB_OK);
        for (size_t i = 0; i <= plain.num_rules; i++) {
            struct question question = {.wanted = i, .except = i};
            bool found;

            if (i == plain.num_rules)
                question.wanted = question.except = MSB_NONE;
            question.num = random_below(&random, plain.num_rules + 1);
            assert_int_equal(
                msbi_cover_find(&cover,
                                question.wanted == MSB_NONE
                                    ? MSBI_TRUE
                                    : cover.conditions[question.wanted],
                                question.num, question.except, &found),
                MSB_OK);
            assert_int_equal(found, can_escape(&plain, &question));
            if (found)
                check_path(rules, &cover, &question);
            num_found += found;
            num_questions++;
        }
        msbi_cover_release(&cover);
        msb_rules_unref(rules);
        msb_model_unref(model);
    }
    assert_in_range(num_found, num_questions / 10, num_questions * 9 / 10);
}

/*
 * More letters than boxes: two of them must share one. No search that cuts
 * away one case at a time knows why, so many states must be visited.
 */
static struct msb_rules *
make_pigeons(int pigeons, int holes)
{
    struct msb_rules *rules;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    const char *comma = "";

    assert_non_null(out);
    fprintf(out, "'areas': [{'id': 'a', 'name': 'A'}], 'attributes': {");
    for (int i = 0; i < pigeons; i++) {
        fprintf(out, "%s'p%d': {'type': 'set', 'values': [", comma, i);
        for (int k = 0; k < holes; k++)
            fprintf(out, "%s'h%d'", k == 0 ? "" : ", ", k);
        fprintf(out, "]}");
        comma = ", ";
    }
    fprintf(out, "}, 'responsibility': [");
    for (int i = 0; i < pigeons; i++) {
        fprintf(out,
                "%s{'id': 'none%d', 'area': 'a', 'when': {'p%d': "
                "{'none_of': [",
                i == 0 ? "" : ", ", i, i);
        for (int k = 0; k < holes; k++)
            fprintf(out, "%s'h%d'", k == 0 ? "" : ", ", k);
        fprintf(out, "]}}}");
    }
    for (int k = 0; k < holes; k++)
        for (int i = 0; i < pigeons; i++)
            for (int j = 0; j < i; j++)
                fprintf(out,
                        ", {'id': 'two%d_%d_%d', 'area': 'a', 'when': "
                        "{'p%d': 'h%d', 'p%d': 'h%d'}}",
                        k, i, j, i, k, j, k);
    fprintf(out, "]");
    assert_int_equal(fclose(out), 0);
    rules = rules_of(text);
    free(text);
    return rules;
}

static void
a_search_beyond_its_bound_ends_with_limit(void **state)
{
    size_t live = msbi_alloc_num_live();
    struct msb_rules *rules = make_pigeons(6, 6);
    struct msbi_cover cover;
    bool found;

    (void)state;
    assert_int_equal(msbi_cover_init(&cover, rules), MSB_OK);
    assert_int_equal(msbi_cover_find(&cover, MSBI_TRUE, cover.num_conditions,
                                     MSB_NONE, &found),
                     MSB_OK);
    assert_true(found); /* each in a box of its own */
    msbi_cover_release(&cover);
    msb_rules_unref(rules);
    rules = make_pigeons(8, 7);
    assert_int_equal(msbi_cover_init(&cover, rules), MSB_OK);
    assert_int_equal(msbi_cover_find(&cover, MSBI_TRUE, cover.num_conditions,
                                     MSB_NONE, &found),
                     MSB_OK);
    assert_false(found);
    assert_true(cover.num_visited > 100);
    /* The bound is one over all questions. */
    cover.num_visited = MSBI_MAX_STATES - 100;
    assert_int_equal(msbi_cover_find(&cover, MSBI_TRUE, cover.num_conditions,
                                     MSB_NONE, &found),
                     MSB_ERR_LIMIT);
    assert_false(found);
    msbi_cover_release(&cover);
    msb_rules_unref(rules);
    assert_int_equal(msbi_alloc_num_live(), live);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_found_just_where_some_escape),
        cmocka_unit_test(a_search_beyond_its_bound_ends_with_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
