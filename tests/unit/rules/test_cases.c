/* SPDX-License-Identifier: MIT */
/* Regions cut into boxes: disjoint, complete, counted and well chosen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drawn_cases.h"
#include "rules/cases.h"
#include "support/short.h"

enum { NUM_MODELS = 200, PLENTY = 100000 };

static void
open_region(struct msb_rules *rules, size_t rule, struct msbi_diagram *diagram,
            msbi_ref *region)
{
    assert_int_equal(
        msbi_diagram_init(diagram, &rules->levels, MSBI_CASE_NODES), MSB_OK);
    *region = msbi_region_of_rule(rules, rule, diagram);
    assert_int_not_equal(*region, MSBI_FAILED);
}

static void
boxes_are_disjoint_and_make_up_the_region(void **state)
{
    size_t num_boxes = 0;

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_rules *rules = draw_case_rules(seed, "");

        for (size_t rule = 0; rule <= NUM_CASE_RULES; rule++) {
            struct msbi_diagram diagram;
            struct msbi_boxes boxes;
            msbi_ref region, laid = MSBI_FALSE;

            open_region(rules, rule < NUM_CASE_RULES ? rule : MSB_NONE,
                        &diagram, &region);
            assert_int_equal(msbi_boxes_list(&diagram, region, PLENTY, &boxes),
                             MSB_OK);
            assert_int_equal(boxes.num, boxes.num_kinds);
            for (size_t i = 0; i < boxes.num; i++) {
                msbi_ref box = msbi_box_lay(&boxes.items[i], &diagram);

                assert_int_not_equal(box, MSBI_FALSE);
                assert_false(msbi_diagram_meets(&diagram, laid, box));
                laid = msbi_diagram_choose(&diagram, box, MSBI_TRUE, laid);
            }
            assert_int_equal(laid, region);
            num_boxes += boxes.num;
            msbi_boxes_release(&boxes);
            msbi_diagram_release(&diagram);
        }
        msb_rules_unref(rules);
    }
    assert_true(num_boxes > (size_t)2 * NUM_MODELS * NUM_CASE_RULES);
}

/* Read from the rules laid over one another, or made of their conditions. */
static void
a_region_is_the_same_whether_the_rules_are_laid_or_not(void **state)
{
    static const char *const members[] = {"", "'hit_policy': 'unique', "};

    (void)state;
    for (uint64_t seed = 0; seed < 2 * NUM_MODELS; seed++) {
        struct msb_rules *rules = draw_case_rules(seed, members[seed % 2]);

        assert_true(rules->has_joint);
        for (size_t rule = 0; rule <= NUM_CASE_RULES; rule++) {
            size_t index = rule < NUM_CASE_RULES ? rule : MSB_NONE;
            struct msbi_diagram diagram;
            msbi_ref region;

            rules->has_joint = true;
            open_region(rules, index, &diagram, &region);
            rules->has_joint = false;
            assert_int_equal(msbi_region_of_rule(rules, index, &diagram),
                             region);
            msbi_diagram_release(&diagram);
        }
        msb_rules_unref(rules);
    }
}

/* A table of what is asked for: [attribute][value or class][absent]. */
struct asked {
    bool marks[8][8][2];
    size_t num;
};

static void
mark(struct asked *asked, const struct msbi_clause *clause, size_t item,
     bool absent)
{
    bool *at = &asked->marks[clause->attribute][item][absent];

    asked->num += !*at;
    *at = true;
}

static void
mark_boxes(struct asked *asked, const struct msbi_boxes *boxes)
{
    memset(asked, 0, sizeof *asked);
    for (size_t i = 0; i < boxes->num; i++)
        for (size_t k = 0; k < boxes->items[i].num; k++) {
            const struct msbi_clause *clause = &boxes->items[i].clauses[k];

            for (size_t n = 0; n < clause->num; n++) {
                if (clause->kind != MSBI_CLAUSE_NONE)
                    mark(asked, clause, clause->items[n], false);
                if (clause->kind != MSBI_CLAUSE_ALL
                    && clause->kind != MSBI_CLAUSE_CLASSES)
                    mark(asked, clause, clause->items[n], true);
            }
        }
}

static void
check_few(struct msb_rules *rules, size_t rule, size_t *num_cut)
{
    struct asked all, shown;
    struct msbi_diagram diagram;
    struct msbi_boxes boxes;
    size_t num_kinds;
    msbi_ref region;

    open_region(rules, rule, &diagram, &region);
    assert_int_equal(msbi_boxes_list(&diagram, region, PLENTY, &boxes), MSB_OK);
    mark_boxes(&all, &boxes);
    num_kinds = boxes.num;
    msbi_boxes_release(&boxes);
    for (size_t max = 1; max <= num_kinds; max++) {
        assert_int_equal(msbi_boxes_list(&diagram, region, max, &boxes),
                         MSB_OK);
        assert_int_equal(boxes.num, max);
        assert_int_equal(boxes.num_kinds, num_kinds);
        mark_boxes(&shown, &boxes);
        /* Each row shows something new; three more for "does not matter". */
        if (max >= all.num + 3) {
            assert_memory_equal(&shown, &all, sizeof all);
            *num_cut += max < num_kinds;
        }
        msbi_boxes_release(&boxes);
    }
    msbi_diagram_release(&diagram);
}

static void
few_rows_show_every_value_that_is_asked_for(void **state)
{
    size_t num_cut = 0;

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_rules *rules = draw_case_rules(seed, "");

        for (size_t rule = 0; rule < NUM_CASE_RULES; rule++)
            check_few(rules, rule, &num_cut);
        check_few(rules, MSB_NONE, &num_cut);
        msb_rules_unref(rules);
    }
    assert_true(num_cut > 100);
}

/* Of each pair of values exactly one: two boxes a pair, that multiply. */
static struct msb_rules *
make_pairs(int num)
{
    struct msb_rules *rules;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    fprintf(out, "'areas': [{'id': 'a', 'name': 'A'}], 'attributes': "
                 "{'s': {'type': 'set', 'values': ['last'");
    for (int i = 0; i < num; i++)
        fprintf(out, ", 'p%d', 'q%d'", i, i);
    fprintf(out, "]}}, 'responsibility': [{'id': 'r', 'area': 'a', 'when': "
                 "{'all': [{}");
    for (int i = 0; i < num; i++)
        fprintf(out,
                ", {'any': [{'s': {'all_of': ['p%d'], 'none_of': ['q%d']}}, "
                "{'s': {'all_of': ['q%d'], 'none_of': ['p%d']}}]}",
                i, i, i, i);
    fprintf(out, "]}}]");
    assert_int_equal(fclose(out), 0);
    rules = rules_of(text);
    free(text);
    return rules;
}

static void
kinds_are_counted_without_being_made(void **state)
{
    static const struct {
        int num_pairs;
        uint64_t num_kinds;
    } rows[] = {
        {1, 2},
        {3, 8},
        {40, (uint64_t)1 << 40},
        {63, (uint64_t)1 << 63},
        {64, UINT64_MAX},
        {70, UINT64_MAX},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct msb_rules *rules = make_pairs(rows[i].num_pairs);
        struct msbi_diagram diagram;
        struct msbi_boxes boxes;
        msbi_ref region;

        open_region(rules, 0, &diagram, &region);
        assert_int_equal(msbi_boxes_list(&diagram, region, 5, &boxes), MSB_OK);
        assert_true(boxes.num_kinds == rows[i].num_kinds);
        assert_int_equal(boxes.num, rows[i].num_kinds < 5 ? 2 : 5);
        msbi_boxes_release(&boxes);
        msbi_diagram_release(&diagram);
        msb_rules_unref(rules);
    }
}

static void
beyond_the_bound_of_steps_the_answer_is_limit(void **state)
{
    struct msb_rules *rules = make_pairs(30);
    struct msbi_diagram diagram;
    struct msbi_boxes boxes;
    msbi_ref region;

    (void)state;
    open_region(rules, 0, &diagram, &region);
    diagram.max_steps = diagram.steps + 40;
    assert_int_equal(msbi_boxes_list(&diagram, region, 5, &boxes),
                     MSB_ERR_LIMIT);
    msbi_boxes_release(&boxes);
    msbi_diagram_release(&diagram);
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_are_disjoint_and_make_up_the_region),
        cmocka_unit_test(
            a_region_is_the_same_whether_the_rules_are_laid_or_not),
        cmocka_unit_test(few_rows_show_every_value_that_is_asked_for),
        cmocka_unit_test(kinds_are_counted_without_being_made),
        cmocka_unit_test(beyond_the_bound_of_steps_the_answer_is_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
