/* SPDX-License-Identifier: MIT */
/* Facts, set one by one and read from JSON, and what is refused. */
#include <msb/facts.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>

#include "support/short.h"

/* Each value of each attribute leads to an area of its own, so the decision
   shows what is known. */
static const char members[] =
    "'attributes': {'n': {'type': 'integer', 'min': -5, 'max': 5}, "
    "'e': {'type': 'enum', 'values': ['p', 'q']}, 'f': {'type': 'flag'}, "
    "'s': {'type': 'set', 'values': ['x', 'y']}}, "
    "'services': [{'id': 'home', 'name': 'H', 'delivered_by': 'rest'}, "
    "{'id': 'work', 'name': 'W', 'delivered_by': 'rest'}], "
    "'areas': [{'id': 'rest', 'name': 'A'}, {'id': 'n_low', 'name': 'A'}, "
    "{'id': 'e_q', 'name': 'A'}, {'id': 'f_yes', 'name': 'A'}, "
    "{'id': 's_y', 'name': 'A'}, {'id': 'old', 'name': 'A'}], "
    "'responsibility': ["
    "{'id': 'r1', 'area': 'old', 'when': {'age': {'from': 67}}}, "
    "{'id': 'r2', 'area': 'n_low', 'when': {'n': {'below': 0}}}, "
    "{'id': 'r3', 'area': 'e_q', 'when': {'e': 'q'}}, "
    "{'id': 'r4', 'area': 'f_yes', 'when': {'f': true}}, "
    "{'id': 'r5', 'area': 's_y', 'when': {'s': 'y'}}, "
    "{'id': 'r6', 'area': 'rest', 'when': {}}]";

enum { AGE, N, E, F, S, NUM };
static const char *const names[NUM] = {"age", "n", "e", "f", "s"};

struct sheet {
    struct msb_rules *rules;
    struct msb_model *model;
    struct msb_facts *facts;
    size_t at[NUM];
    size_t services;
};

static struct sheet
open_sheet(void)
{
    struct sheet sheet = {.rules = rules_of(members)};

    sheet.model = msb_rules_get_model(sheet.rules);
    assert_int_equal(msb_facts_new(sheet.model, &sheet.facts, NULL), MSB_OK);
    for (size_t i = 0; i < NUM; i++) {
        sheet.at[i] = msb_model_find_part(sheet.model, MSB_PART_ATTRIBUTE,
                                          names[i]);
        assert_true(sheet.at[i] != MSB_NONE);
    }
    sheet.services = msb_model_find_part(sheet.model, MSB_PART_ATTRIBUTE,
                                         "services");
    return sheet;
}

static void
close_sheet(struct sheet *sheet)
{
    msb_facts_free(sheet->facts);
    msb_rules_unref(sheet->rules);
}

/* How many attributes the decision still asks for, and how many services. */
static void
assert_known(const struct sheet *sheet, size_t missing, size_t services)
{
    struct msb_decision *decision = NULL;

    assert_int_equal(msb_rules_resolve(sheet->rules, sheet->facts,
                                       date_of("2019-06-01"), &decision, NULL),
                     MSB_OK);
    assert_int_equal(msb_decision_num_missing(decision), missing);
    assert_int_equal(msb_decision_num_deliveries(decision), services);
    msb_decision_unref(decision);
}

static void
assert_area(const struct sheet *sheet, const char *area)
{
    struct msb_outcome outcome;

    assert_int_equal(msb_rules_decide(sheet->rules, sheet->facts,
                                      date_of("2019-06-01"), &outcome, NULL),
                     MSB_OK);
    assert_int_equal(outcome.area,
                     msb_model_find_part(sheet->model, MSB_PART_AREA, area));
}

/* Know all there is; every rule but the last fails. */
static void
fill(struct sheet *sheet)
{
    assert_int_equal(
        msb_facts_set_integer(sheet->facts, sheet->at[AGE], 66, NULL), MSB_OK);
    assert_int_equal(msb_facts_set_integer(sheet->facts, sheet->at[N], 0, NULL),
                     MSB_OK);
    assert_int_equal(msb_facts_set_enum(sheet->facts, sheet->at[E], 0, NULL),
                     MSB_OK);
    assert_int_equal(
        msb_facts_set_flag(sheet->facts, sheet->at[F], false, NULL), MSB_OK);
    assert_int_equal(msb_facts_set_empty(sheet->facts, sheet->at[S], NULL),
                     MSB_OK);
    assert_area(sheet, "rest");
}

static void
nothing_is_known_at_first_and_after_clearing(void **state)
{
    struct sheet sheet = open_sheet();

    (void)state;
    assert_known(&sheet, NUM, 0);
    fill(&sheet);
    assert_int_equal(msb_facts_add_to_set(sheet.facts, sheet.services, 1, NULL),
                     MSB_OK);
    assert_known(&sheet, 0, 1);
    msb_facts_set_birth_date(sheet.facts, date_of("1952-07-01"));
    msb_facts_clear(sheet.facts);
    assert_known(&sheet, NUM, 0);
    close_sheet(&sheet);
}

static void
what_is_set_decides(void **state)
{
    struct sheet sheet = open_sheet();

    (void)state;
    fill(&sheet);
    assert_int_equal(msb_facts_add_to_set(sheet.facts, sheet.at[S], 0, NULL),
                     MSB_OK);
    assert_area(&sheet, "rest");
    assert_int_equal(msb_facts_add_to_set(sheet.facts, sheet.at[S], 1, NULL),
                     MSB_OK);
    assert_area(&sheet, "s_y");
    assert_int_equal(msb_facts_set_empty(sheet.facts, sheet.at[S], NULL),
                     MSB_OK);
    assert_area(&sheet, "rest");
    assert_int_equal(msb_facts_set_flag(sheet.facts, sheet.at[F], true, NULL),
                     MSB_OK);
    assert_area(&sheet, "f_yes");
    assert_int_equal(msb_facts_set_enum(sheet.facts, sheet.at[E], 1, NULL),
                     MSB_OK);
    assert_area(&sheet, "e_q");
    assert_int_equal(msb_facts_set_integer(sheet.facts, sheet.at[N], -5, NULL),
                     MSB_OK);
    assert_area(&sheet, "n_low");
    assert_int_equal(msb_facts_unset(sheet.facts, sheet.at[AGE], NULL), MSB_OK);
    msb_facts_set_birth_date(sheet.facts, date_of("1952-06-01"));
    assert_area(&sheet, "old");
    close_sheet(&sheet);
}

static void
what_is_unset_is_unknown_and_not_empty(void **state)
{
    struct sheet sheet = open_sheet();

    (void)state;
    fill(&sheet);
    for (size_t i = 0; i < NUM; i++) {
        assert_int_equal(msb_facts_unset(sheet.facts, sheet.at[i], NULL),
                         MSB_OK);
        assert_known(&sheet, i + 1, 0);
    }
    msb_facts_set_birth_date(sheet.facts, date_of("1990-01-01"));
    assert_known(&sheet, NUM - 1, 0);
    assert_int_equal(msb_facts_unset(sheet.facts, sheet.at[AGE], NULL), MSB_OK);
    assert_known(&sheet, NUM, 0);
    /* A set that is added to again holds just what was added since. */
    fill(&sheet);
    assert_int_equal(msb_facts_add_to_set(sheet.facts, sheet.at[S], 1, NULL),
                     MSB_OK);
    assert_int_equal(msb_facts_unset(sheet.facts, sheet.at[S], NULL), MSB_OK);
    assert_int_equal(msb_facts_add_to_set(sheet.facts, sheet.at[S], 0, NULL),
                     MSB_OK);
    assert_area(&sheet, "rest");
    /* `services` is never unknown. */
    assert_int_equal(msb_facts_add_to_set(sheet.facts, sheet.services, 0, NULL),
                     MSB_OK);
    assert_known(&sheet, 0, 1);
    assert_int_equal(msb_facts_unset(sheet.facts, sheet.services, NULL),
                     MSB_OK);
    assert_known(&sheet, 0, 0);
    close_sheet(&sheet);
}

static void
setting_what_is_not_there_is_misuse(void **state)
{
    struct sheet sheet = open_sheet();
    struct msb_facts *facts = sheet.facts;
    size_t group = msb_model_find_part(sheet.model, MSB_PART_ATTRIBUTE,
                                       "target_group");
    const size_t *at = sheet.at;
    const enum msb_status all[] = {
        msb_facts_set_integer(facts, at[E], 0, NULL),
        msb_facts_set_integer(facts, at[S], 0, NULL),
        msb_facts_set_integer(facts, 1000, 0, NULL),
        msb_facts_set_integer(facts, MSB_NONE, 0, NULL),
        msb_facts_set_integer(NULL, at[N], 0, NULL),
        msb_facts_set_enum(facts, at[N], 0, NULL),
        msb_facts_set_enum(facts, at[E], 2, NULL),
        msb_facts_set_enum(facts, group, 0, NULL),
        msb_facts_set_enum(NULL, at[E], 0, NULL),
        msb_facts_set_flag(facts, at[N], true, NULL),
        msb_facts_set_flag(NULL, at[F], true, NULL),
        msb_facts_set_empty(facts, at[F], NULL),
        msb_facts_set_empty(NULL, at[S], NULL),
        msb_facts_add_to_set(facts, at[S], 2, NULL),
        msb_facts_add_to_set(facts, at[E], 0, NULL),
        msb_facts_add_to_set(NULL, at[S], 0, NULL),
        msb_facts_unset(facts, 1000, NULL),
        msb_facts_unset(facts, group, NULL),
        msb_facts_unset(NULL, at[N], NULL),
        msb_facts_new(NULL, &facts, NULL),
        msb_facts_new(sheet.model, NULL, NULL),
        msb_facts_parse_json(NULL, "{}", 2, NULL, NULL),
        msb_facts_parse_json(sheet.facts, NULL, 2, NULL, NULL),
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i] != MSB_ERR_MISUSE)
            fail_msg("call %zu: %s", i, msb_status_get_name(all[i]));
    msb_facts_set_birth_date(NULL, date_of("1990-01-01"));
    msb_facts_clear(NULL);
    msb_facts_free(NULL);
    assert_known(&sheet, NUM, 0);
    close_sheet(&sheet);
}

static void
a_number_outside_the_domain_is_refused(void **state)
{
    static const struct {
        size_t attribute;
        int32_t value;
    } cases[] = {{N, -6}, {N, 6}, {AGE, -1}, {AGE, 131}, {N, INT32_MIN}};
    struct sheet sheet = open_sheet();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_error err = {0};

        assert_int_equal(msb_facts_set_integer(sheet.facts,
                                               sheet.at[cases[i].attribute],
                                               cases[i].value, &err),
                         MSB_ERR_INVALID);
        assert_string_equal(err.code, "out_of_range");
        assert_string_equal(err.where, names[cases[i].attribute]);
    }
    assert_known(&sheet, NUM, 0);
    close_sheet(&sheet);
}

static void
values_are_found_by_their_names(void **state)
{
    struct sheet sheet = open_sheet();

    (void)state;
    assert_int_equal(msb_facts_find_value(sheet.facts, sheet.at[E], "q"), 1);
    assert_int_equal(msb_facts_find_value(sheet.facts, sheet.at[S], "x"), 0);
    assert_int_equal(msb_facts_find_value(sheet.facts, sheet.services, "work"),
                     1);
    assert_int_equal(msb_facts_find_value(sheet.facts, sheet.at[E], "x"),
                     MSB_NONE);
    assert_int_equal(msb_facts_find_value(sheet.facts, sheet.at[N], "q"),
                     MSB_NONE);
    assert_int_equal(msb_facts_find_value(sheet.facts, 1000, "q"), MSB_NONE);
    assert_int_equal(msb_facts_find_value(sheet.facts, sheet.at[E], NULL),
                     MSB_NONE);
    assert_int_equal(msb_facts_find_value(NULL, sheet.at[E], "q"), MSB_NONE);
    close_sheet(&sheet);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_known_at_first_and_after_clearing),
        cmocka_unit_test(what_is_set_decides),
        cmocka_unit_test(what_is_unset_is_unknown_and_not_empty),
        cmocka_unit_test(setting_what_is_not_there_is_misuse),
        cmocka_unit_test(a_number_outside_the_domain_is_refused),
        cmocka_unit_test(values_are_found_by_their_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
