/* SPDX-License-Identifier: MIT */
/* What a check finds, and its JSON. */
#include <msb/analysis.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/short.h"

/* The least model that has one of everything that can be found. */
static const char faulty[] =
    "'attributes': {'f': {'type': 'flag'}}, "
    "'target_groups': ["
    "{'id': 'young', 'name': 'Y', 'when': {'age': {'below': 30}}}, "
    "{'id': 'child', 'name': 'C', 'when': {'age': {'below': 18}}}, "
    "{'id': 'old', 'name': 'O', 'when': {'age': {'from': 67}}}], "
    "'areas': [{'id': 'a', 'name': 'A', 'serves': ['young']}, "
    "{'id': 'b', 'name': 'B', 'external': true}], "
    "'services': ["
    "{'id': 's1', 'name': 'S', 'delivered_by': 'a'}, "
    "{'id': 's2', 'name': 'S', 'delivered_by': ["
    "{'when': {'services': 's2'}, 'by': 'a'}, {'when': {}, 'by': 'b'}]}, "
    "{'id': 's3', 'name': 'S', 'delivered_by': ["
    "{'when': {'f': true}, 'by': 'a'}, "
    "{'when': {'not': {'services': 's3'}}, 'by': 'b'}]}, "
    "{'id': 's4', 'name': 'S', 'delivered_by': []}], "
    "'responsibility': ["
    "{'id': 'r1', 'area': 'a', 'when': {'age': {'from': 20, 'below': 70}}}, "
    "{'id': 'r2', 'area': 'b', 'when': {'age': {'through': 20}}}, "
    "{'id': 'r3', 'area': 'b', 'when': {'age': {'from': 30, 'below': 40}}}]";

static void
each_kind_of_finding_is_found(void **state)
{
    struct msb_rules *rules = rules_of(faulty);
    char *json = analysis_of(rules);

    (void)state;
    assert_member(json, "model", "'m'");
    assert_member(json, "valid", "true");
    assert_member(json, "errors", "[]");
    assert_member(json, "total", "false");
    /* Nothing decides from 70 on; 30 to 66 are in no group. A witness is the
       smallest of its kind, and has all attributes. */
    assert_member(json, "gaps",
                  "[{'kind': 'responsibility', 'id': null, 'witness': "
                  "{'age': 70, 'f': false, 'services': []}}, "
                  "{'kind': 'target_group', 'id': null, 'witness': "
                  "{'age': 30, 'f': false, 'services': []}}, "
                  "{'kind': 'service', 'id': 's3', 'witness': "
                  "{'age': 0, 'f': false, 'services': ['s3']}}, "
                  "{'kind': 'service', 'id': 's4', 'witness': "
                  "{'age': 0, 'f': false, 'services': ['s4']}}]");
    /* r3 comes after r1; every child is young; who holds s2 meets its first
       entry; who holds s3 never meets the second. */
    assert_member(json, "unreachable",
                  "[{'kind': 'responsibility', 'id': 'r3', 'index': 2}, "
                  "{'kind': 'target_group', 'id': 'child', 'index': 1}, "
                  "{'kind': 'service', 'id': 's2', 'index': 1}, "
                  "{'kind': 'service', 'id': 's3', 'index': 1}]");
    assert_member(json, "overlaps",
                  "[{'rules': ['r1', 'r2'], 'areas': ['a', 'b'], 'witness': "
                  "{'age': 20, 'f': false, 'services': []}}, "
                  "{'rules': ['r1', 'r3'], 'areas': ['a', 'b'], 'witness': "
                  "{'age': 30, 'f': false, 'services': []}}]");
    free(json);
    msb_rules_unref(rules);
}

static void
a_rule_outside_what_its_area_serves_is_a_warning(void **state)
{
    struct msb_rules *rules = rules_of(faulty);
    struct msb_analysis *analysis = NULL;
    struct msb_stray stray;

    (void)state;
    assert_int_equal(msb_rules_check(rules, &analysis, NULL), MSB_OK);
    /* a serves the young; r1 also decides for those from 67 to 69. b says
       nothing of whom it serves, so it serves all. */
    assert_int_equal(msb_analysis_num_strays(analysis), 1);
    assert_true(msb_analysis_get_stray(analysis, 0, &stray));
    assert_int_equal(stray.rule, 0);
    assert_int_equal(stray.target_group, 2);
    assert_member(stray.witness, "age", "67");
    assert_false(msb_analysis_get_stray(analysis, 1, &stray));
    msb_analysis_unref(analysis);
    msb_rules_unref(rules);
}

/* One target group, which everybody is in. */
#define EVERYBODY "'target_groups': [{'id': 'g', 'name': 'G', 'when': {}}], "

static void
a_model_without_gaps_is_total(void **state)
{
    static const char *const cases[] = {
        EVERYBODY "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': "
                  "[{'id': 'r', 'area': 'a', 'when': {}}]",
        /* Rules may be left out. */
        EVERYBODY
        "'coordination': 'per_service', 'areas': [{'id': 'a', 'name': 'A'}], "
        "'services': [{'id': 's', 'name': 'S', 'delivered_by': 'a'}]",
        EVERYBODY
        "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
        "'attributes': {'f': {'type': 'flag'}}, 'hit_policy': 'unique', "
        "'responsibility': [{'id': 'r', 'area': 'a', 'when': {'f': true}}, "
        "{'id': 's', 'area': 'b', 'when': {'f': false}}]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_rules *rules = rules_of(cases[i]);
        char *json = analysis_of(rules);
        char *expected = quoted("{'model': 'm', 'valid': true, 'errors': [], "
                                "'total': true, 'gaps': [], "
                                "'unreachable': [], 'overlaps': []}");

        assert_string_equal(json, expected);
        free(expected);
        free(json);
        msb_rules_unref(rules);
    }
}

static void
only_what_the_coordination_asks_for_is_a_gap(void **state)
{
    struct msb_rules *rules = rules_of(EVERYBODY "'areas': []");
    char *json = analysis_of(rules);

    (void)state;
    assert_member(json, "gaps",
                  "[{'kind': 'responsibility', 'id': null, 'witness': "
                  "{'age': 0, 'services': []}}]");
    free(json);
    msb_rules_unref(rules);
    rules = rules_of(EVERYBODY "'coordination': 'per_service'");
    json = analysis_of(rules);
    assert_member(json, "total", "true");
    free(json);
    msb_rules_unref(rules);
}

/* Only of responsibility rules does the specification say that a model may
   do without: whoever falls in no target group is in a gap, also where there
   is none to fall in. */
static void
without_target_groups_everybody_is_in_a_gap(void **state)
{
    static const char *const cases[] = {
        "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': "
        "[{'id': 'r', 'area': 'a', 'when': {}}]",
        "'coordination': 'per_service', 'target_groups': []",
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_rules *rules = rules_of(cases[i]);
        char *json = analysis_of(rules);

        assert_member(json, "total", "false");
        assert_member(json, "gaps",
                      "[{'kind': 'target_group', 'id': null, 'witness': "
                      "{'age': 0, 'services': []}}]");
        free(json);
        msb_rules_unref(rules);
    }
}

static void
the_problems_of_a_model_are_its_errors(void **state)
{
    static const char source[] =
        "{\"msb_model\": 1, \"id\": \"m\", \"name\": \"M\",\n"
        " \"valid_from\": \"30-02-2019\",\n"
        " \"colour\": \"red\"}";
    struct msb_model *model = NULL;
    struct msb_problems *problems = NULL;
    struct msb_problem first, second;
    char *json = NULL;

    (void)state;
    assert_int_equal(msb_model_parse(source, strlen(source), "m.json", &model,
                                     &problems, NULL),
                     MSB_ERR_INVALID);
    assert_int_equal(msb_problems_num(problems), 2);
    assert_true(msb_problems_get(problems, 0, &first));
    assert_true(msb_problems_get(problems, 1, &second));
    assert_int_equal(
        msb_check_format_json("m.json", problems, NULL, &json, NULL), MSB_OK);
    assert_member(json, "model", "'m.json'");
    assert_member(json, "valid", "false");
    assert_member(json, "total", "false");
    assert_member(json, "gaps", "[]");
    assert_non_null(strstr(json, "\"errors\": [{\"code\": \"bad_date\", "
                                 "\"pointer\": \"/valid_from\", \"line\": 2, "
                                 "\"column\": 16, \"message\": "));
    assert_non_null(strstr(json, "}, {\"code\": \"unknown_member\", "
                                 "\"pointer\": \"/colour\", \"line\": 3, "
                                 "\"column\": 2, \"message\": "));
    msb_text_free(json);
    assert_int_equal(msb_check_format_json(NULL, problems, NULL, &json, NULL),
                     MSB_OK);
    assert_member(json, "model", "null");
    msb_text_free(json);
    msb_problems_unref(problems);
}

static void
an_analysis_outlives_its_rules(void **state)
{
    struct msb_rules *rules = rules_of(faulty);
    struct msb_analysis *analysis = NULL;
    struct msb_unreachable unreachable;
    struct msb_overlap overlap;
    struct msb_gap gap;

    (void)state;
    assert_int_equal(msb_rules_check(rules, &analysis, NULL), MSB_OK);
    msb_rules_unref(rules);
    assert_ptr_equal(msb_analysis_ref(analysis), analysis);
    msb_analysis_unref(analysis);
    assert_int_equal(msb_analysis_num_gaps(analysis), 4);
    assert_true(msb_analysis_get_gap(analysis, 3, &gap));
    assert_int_equal(gap.kind, MSB_FINDING_SERVICE);
    assert_string_equal(gap.id, "s4");
    assert_false(msb_analysis_get_gap(analysis, 4, &gap));
    assert_int_equal(msb_analysis_num_unreachable(analysis), 4);
    assert_true(msb_analysis_get_unreachable(analysis, 2, &unreachable));
    assert_string_equal(unreachable.id, "s2");
    assert_false(msb_analysis_get_unreachable(analysis, 4, &unreachable));
    assert_int_equal(msb_analysis_num_overlaps(analysis), 2);
    assert_true(msb_analysis_get_overlap(analysis, 1, &overlap));
    assert_int_equal(overlap.rules[1], 2);
    assert_false(msb_analysis_get_overlap(analysis, 2, &overlap));
    msb_analysis_unref(analysis);
}

static void
null_is_misuse_or_nothing(void **state)
{
    struct msb_rules *rules = rules_of("");
    struct msb_analysis *analysis = (struct msb_analysis *)(uintptr_t)1;
    struct msb_unreachable unreachable;
    struct msb_overlap overlap;
    struct msb_stray stray;
    struct msb_gap gap;

    (void)state;
    assert_int_equal(msb_rules_check(rules, NULL, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_rules_check(NULL, &analysis, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_check_format_json(NULL, NULL, NULL, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_null(msb_analysis_ref(NULL));
    msb_analysis_unref(NULL);
    assert_false(msb_analysis_is_total(NULL));
    assert_int_equal(msb_analysis_num_gaps(NULL), 0);
    assert_int_equal(msb_analysis_num_unreachable(NULL), 0);
    assert_int_equal(msb_analysis_num_overlaps(NULL), 0);
    assert_int_equal(msb_analysis_num_strays(NULL), 0);
    assert_false(msb_analysis_get_gap(NULL, 0, &gap));
    assert_false(msb_analysis_get_unreachable(NULL, 0, &unreachable));
    assert_false(msb_analysis_get_overlap(NULL, 0, &overlap));
    assert_false(msb_analysis_get_stray(NULL, 0, &stray));
    assert_int_equal(msb_rules_check(rules, &analysis, NULL), MSB_OK);
    assert_false(msb_analysis_get_gap(analysis, 0, NULL));
    msb_analysis_unref(analysis);
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_finding_is_found),
        cmocka_unit_test(a_rule_outside_what_its_area_serves_is_a_warning),
        cmocka_unit_test(a_model_without_gaps_is_total),
        cmocka_unit_test(only_what_the_coordination_asks_for_is_a_gap),
        cmocka_unit_test(without_target_groups_everybody_is_in_a_gap),
        cmocka_unit_test(the_problems_of_a_model_are_its_errors),
        cmocka_unit_test(an_analysis_outlives_its_rules),
        cmocka_unit_test(null_is_misuse_or_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
