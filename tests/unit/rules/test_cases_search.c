/* SPDX-License-Identifier: MIT */
/* Boxes found by a search: the same citizens as those of the drawn region. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "drawn_cases.h"
#include "rules/cases_search.h"
#include "support/short.h"

enum { NUM_MODELS = 60, PLENTY = 10000 };

static const char unique[] = "'hit_policy': 'unique', ";
static const char by_service[] = "'coordination': 'per_service', 'hit_policy': "
                                 "'unique', ";

/* A rule or an entry by number, the gap behind the last of its list. */
static struct msbi_case_target
rule_of(size_t number)
{
    return (struct msbi_case_target){
        .service = MSB_NONE,
        .index = number < NUM_CASE_RULES ? number : MSB_NONE};
}

static struct msbi_case_target
entry_of(size_t service, size_t number)
{
    return (struct msbi_case_target){
        .service = service,
        .index = number < NUM_CASE_ENTRIES ? number : MSB_NONE};
}

static msbi_ref
draw_region(const struct msb_rules *rules,
            const struct msbi_case_target *target, struct msbi_diagram *diagram)
{
    assert_int_equal(
        msbi_diagram_init(diagram, &rules->levels, MSBI_CASE_NODES), MSB_OK);
    if (target->service == MSB_NONE)
        return msbi_region_of_rule(rules, target->index, diagram);
    return msbi_region_of_entry(rules, target->service, target->index, diagram);
}

/* The boxes together; no two have a citizen in common, none is empty. */
static msbi_ref
lay_boxes(const struct msbi_boxes *boxes, struct msbi_diagram *diagram)
{
    msbi_ref laid = MSBI_FALSE;

    for (size_t i = 0; i < boxes->num; i++) {
        msbi_ref box = msbi_box_lay(&boxes->items[i], diagram);

        assert_int_not_equal(box, MSBI_FALSE);
        assert_false(msbi_diagram_meets(diagram, laid, box));
        laid = msbi_diagram_choose(diagram, box, MSBI_TRUE, laid);
    }
    return laid;
}

/* All boxes are the region; fewer are a part of it, and say so. */
static size_t
check_target(struct msbi_case_search *search,
             const struct msbi_case_target *target)
{
    struct msbi_diagram diagram;
    struct msbi_boxes boxes;
    msbi_ref region = draw_region(search->rules, target, &diagram);
    size_t num;

    assert_int_equal(msbi_case_search_list(search, target, PLENTY, 1, &boxes),
                     MSB_OK);
    assert_true(boxes.is_counted);
    assert_int_equal(boxes.num_kinds, boxes.num);
    assert_int_equal(lay_boxes(&boxes, &diagram), region);
    num = boxes.num;
    msbi_boxes_release(&boxes);
    for (size_t max = 1; max < num; max += 1 + max / 2) {
        assert_int_equal(msbi_case_search_list(search, target, max, 1, &boxes),
                         MSB_OK);
        assert_int_equal(boxes.num, max);
        assert_true(msbi_diagram_implies(&diagram, lay_boxes(&boxes, &diagram),
                                         region));
        /* The rest of the first boxes may fit into fewer than before. */
        assert_false(boxes.is_counted && lay_boxes(&boxes, &diagram) != region);
        assert_int_equal(boxes.num_kinds, max + !boxes.is_counted);
        msbi_boxes_release(&boxes);
    }
    msbi_diagram_release(&diagram);
    return num;
}

static void
the_boxes_of_a_rule_are_whom_it_decides(void **state)
{
    static const char *const members[] = {"", unique};

    (void)state;
    for (size_t i = 0; i < 2; i++)
        for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
            struct msb_rules *rules = draw_case_rules(seed, members[i]);
            struct msbi_case_search search;
            size_t num = 0;

            assert_int_equal(msbi_case_search_init(&search, rules), MSB_OK);
            for (size_t k = 0; k <= NUM_CASE_RULES; k++) {
                struct msbi_case_target target = rule_of(k);

                num += check_target(&search, &target);
            }
            assert_true(num > NUM_CASE_RULES);
            msbi_case_search_release(&search);
            msb_rules_unref(rules);
        }
}

static void
the_boxes_of_an_entry_are_whom_it_delivers_to(void **state)
{
    size_t num = 0;

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_rules *rules = draw_case_rules(seed, by_service);
        struct msbi_case_search search;

        assert_int_equal(msbi_case_search_init(&search, rules), MSB_OK);
        for (size_t i = 0; i < NUM_CASE_SERVICES; i++)
            for (size_t k = 0; k <= NUM_CASE_ENTRIES; k++) {
                struct msbi_case_target target = entry_of(i, k);

                num += check_target(&search, &target);
            }
        msbi_case_search_release(&search);
        msb_rules_unref(rules);
    }
    assert_true(num > (size_t)NUM_MODELS * NUM_CASE_SERVICES);
}

/* Whether a class of a level, as a diagram, meets another. */
static bool
shows(struct msbi_diagram *diagram, uint32_t level, size_t class, msbi_ref ref)
{
    msbi_ref children[8];

    for (size_t i = 0; i < diagram->levels->items[level].num_classes; i++)
        children[i] = i == class ? MSBI_TRUE : MSBI_FALSE;
    return msbi_diagram_meets(diagram,
                              msbi_diagram_node(diagram, level, children), ref);
}

/* How many classes that the rule reads are in @ref, and not in @shown. */
static size_t
count_new(const struct msbi_case_search *search, struct msbi_diagram *diagram,
          msbi_ref shown, msbi_ref ref)
{
    const struct msbi_levels *levels = diagram->levels;
    size_t num = 0;

    for (uint32_t i = 0; i < levels->num; i++)
        for (size_t k = 0; k < levels->items[i].num_classes; k++)
            num += search->spread.reads[i] && shows(diagram, i, k, ref)
                   && !shows(diagram, i, k, shown);
    return num;
}

/* While there is something new to be shown, each box shows some of it. */
static void
check_shown(struct msbi_case_search *search, size_t rule, size_t *num_new)
{
    struct msbi_case_target target = rule_of(rule);
    struct msbi_diagram diagram;
    struct msbi_boxes boxes;
    msbi_ref region = draw_region(search->rules, &target, &diagram);
    msbi_ref laid = MSBI_FALSE;

    assert_int_equal(msbi_case_search_list(search, &target, PLENTY, 1, &boxes),
                     MSB_OK);
    for (size_t i = 0; i < boxes.num; i++) {
        msbi_ref box = msbi_box_lay(&boxes.items[i], &diagram);
        bool is_new = count_new(search, &diagram, laid, box) > 0;

        assert_int_equal(is_new, count_new(search, &diagram, laid, region) > 0);
        *num_new += i > 0 && is_new;
        laid = msbi_diagram_choose(&diagram, box, MSBI_TRUE, laid);
    }
    msbi_boxes_release(&boxes);
    msbi_diagram_release(&diagram);
}

static void
the_first_boxes_show_every_value_that_the_rule_asks_for(void **state)
{
    size_t num_new = 0;

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_rules *rules = draw_case_rules(seed, "");
        struct msbi_case_search search;

        assert_int_equal(msbi_case_search_init(&search, rules), MSB_OK);
        for (size_t i = 0; i < NUM_CASE_RULES; i++)
            check_shown(&search, i, &num_new);
        msbi_case_search_release(&search);
        msb_rules_unref(rules);
    }
    assert_true(num_new > NUM_MODELS);
}

static void
a_box_is_as_wide_as_it_can_be(void **state)
{
    /* Of each rule, how many boxes there are, counted by hand. */
    static const size_t expected[] = {1, 1, 2, 0, 1};
    struct msb_rules *rules = rules_of(
        "'attributes': {'e': {'type': 'enum', 'values': ['a', 'b', 'c']}, 's': "
        "{'type': 'set', 'values': ['p', 'q']}}, 'areas': [{'id': 'a', 'name': "
        "'A'}], 'responsibility': ["
        "{'id': 'r0', 'area': 'a', 'when': {'age': {'from': 15, 'through': 29},"
        " 's': 'p'}}, "
        /* The rest of those ages is one box: it holds no p. */
        "{'id': 'r1', 'area': 'a', 'when': {'age': {'from': 15, 'through': 29},"
        " 'e': ['a', 'b']}}, "
        /* Beside the ages 15 to 29, and of those who hold no p. */
        "{'id': 'r2', 'area': 'a', 'when': {'e': 'c'}}, "
        "{'id': 'r3', 'area': 'a', 'when': {'e': 'c', 's': 'q'}}, "
        "{'id': 'r4', 'area': 'a', 'when': {'age': {'below': 15}}}]");
    struct msbi_case_search search;

    (void)state;
    assert_int_equal(msbi_case_search_init(&search, rules), MSB_OK);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct msbi_case_target target = {.service = MSB_NONE, .index = i};

        assert_int_equal(check_target(&search, &target), expected[i]);
    }
    msbi_case_search_release(&search);
    msb_rules_unref(rules);
}

/* With little work that is left: nothing, or a part, or all, and each is said
   to be what it is. */
static void
a_search_that_is_cut_short_says_so(void **state)
{
    struct msb_rules *rules = draw_case_rules(3, "");
    struct msbi_case_target target = rule_of(NUM_CASE_RULES);
    struct msbi_case_search search;
    struct msbi_diagram diagram;
    struct msbi_boxes boxes;
    msbi_ref region = draw_region(rules, &target, &diagram);
    size_t num_empty = 0, num_cut = 0, num_whole = 0;

    (void)state;
    assert_int_equal(msbi_case_search_init(&search, rules), MSB_OK);
    for (uint64_t left = 0; left < 5000000; left += 1 + left / 7) {
        enum msb_status status;

        search.work = MSBI_MAX_CASE_WORK - left;
        status = msbi_case_search_list(&search, &target, PLENTY, 1, &boxes);
        assert_true(status == MSB_OK || status == MSB_ERR_LIMIT);
        assert_int_equal(boxes.num_kinds, boxes.num);
        if (status == MSB_ERR_LIMIT) {
            assert_int_equal(boxes.num, 0);
            assert_false(boxes.is_counted);
            num_empty++;
        } else if (!boxes.is_counted) {
            assert_true(msbi_diagram_implies(
                &diagram, lay_boxes(&boxes, &diagram), region));
            num_cut++;
        } else {
            assert_int_equal(lay_boxes(&boxes, &diagram), region);
            num_whole++;
        }
        msbi_boxes_release(&boxes);
    }
    assert_true(num_empty > 0 && num_cut > 0 && num_whole > 0);
    msbi_case_search_release(&search);
    msbi_diagram_release(&diagram);
    msb_rules_unref(rules);
}

static void
lists_share_the_work_that_is_left(void **state)
{
    struct msb_rules *rules = draw_case_rules(3, "");
    struct msbi_case_target target = rule_of(NUM_CASE_RULES);
    struct msbi_case_search search;
    struct msbi_boxes boxes;

    (void)state;
    assert_int_equal(msbi_case_search_init(&search, rules), MSB_OK);
    assert_int_equal(msbi_case_search_list(&search, &target, PLENTY,
                                           MSBI_MAX_CASE_WORK, &boxes),
                     MSB_ERR_LIMIT);
    msbi_boxes_release(&boxes);
    /* It has not used what belongs to the others. */
    assert_int_equal(msbi_case_search_list(&search, &target, PLENTY, 1, &boxes),
                     MSB_OK);
    assert_true(boxes.is_counted);
    msbi_boxes_release(&boxes);
    msbi_case_search_release(&search);
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_boxes_of_a_rule_are_whom_it_decides),
        cmocka_unit_test(the_boxes_of_an_entry_are_whom_it_delivers_to),
        cmocka_unit_test(
            the_first_boxes_show_every_value_that_the_rule_asks_for),
        cmocka_unit_test(a_box_is_as_wide_as_it_can_be),
        cmocka_unit_test(a_search_that_is_cut_short_says_so),
        cmocka_unit_test(lists_share_the_work_that_is_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
