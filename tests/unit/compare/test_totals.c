/* SPDX-License-Identifier: MIT */
/*
 * Totals, citizen by citizen: whom each counts for, how many contacts and
 * which seams it makes. Every expectation follows from the two models below
 * by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "compare/totals.h"

/* Three areas; under 30 is youth, with cash is jobs, others have no area. */
#define AREAS                                                                  \
    "\"valid_from\":\"2019-01-01\",\"attributes\":{"                           \
    "\"benefit\":{\"type\":\"enum\",\"values\":[\"cash\",\"other\"]}},"        \
    "\"areas\":[{\"id\":\"youth\",\"name\":\"Y\"},"                            \
    "{\"id\":\"jobs\",\"name\":\"J\"},{\"id\":\"care\",\"name\":\"C\"}],"      \
    "\"target_groups\":[{\"id\":\"all\",\"name\":\"A\",\"when\":{}}],"         \
    "\"services\":["                                                           \
    "{\"id\":\"school\",\"name\":\"S\",\"delivered_by\":\"youth\"},"           \
    "{\"id\":\"course\",\"name\":\"K\",\"delivered_by\":\"jobs\"},"            \
    "{\"id\":\"clinic\",\"name\":\"L\",\"delivered_by\":\"care\"},"            \
    "{\"id\":\"ward\",\"name\":\"W\",\"delivered_by\":\"care\"}],"

static const char single_model[] =
    "{\"msb_model\":1,\"id\":\"one\",\"name\":\"One\"," AREAS
    "\"responsibility\":["
    "{\"id\":\"young\",\"when\":{\"age\":{\"below\":30}},\"area\":\"youth\"},"
    "{\"id\":\"cash\",\"when\":{\"benefit\":\"cash\"},\"area\":\"jobs\"}]}";

static const char divided_model[] =
    "{\"msb_model\":1,\"id\":\"many\",\"name\":\"Many\"," AREAS
    "\"coordination\":\"per_service\",\"responsibility\":[]}";

struct fixture {
    struct msb_rules *rules;
    struct msb_facts *facts;
    struct msb_totals *totals;
};

static const struct msb_date on = {18048}; /* 2019-06-01 */

static void
start(struct fixture *fixture, const char *text)
{
    struct msb_model *model = NULL;

    assert_int_equal(
        msb_model_parse(text, strlen(text), "model", &model, NULL, NULL),
        MSB_OK);
    assert_int_equal(msb_rules_compile(model, &fixture->rules, NULL), MSB_OK);
    assert_int_equal(msb_facts_new(model, &fixture->facts, NULL), MSB_OK);
    assert_int_equal(
        msbi_totals_new(fixture->rules, on, &fixture->totals, NULL), MSB_OK);
    msb_model_unref(model);
}

static void
finish(struct fixture *fixture)
{
    msb_totals_unref(fixture->totals);
    msb_facts_free(fixture->facts);
    msb_rules_unref(fixture->rules);
}

/* Count the citizen of a batch of one. */
static void
count_one(struct fixture *fixture, const struct msb_facts *facts)
{
    struct msbi_batch *batch;
    struct msbi_batch_answer answer;

    assert_int_equal(msbi_batch_new(fixture->rules, on, &batch, NULL), MSB_OK);
    msbi_batch_add(batch, facts);
    assert_int_equal(msbi_batch_decide(batch, NULL), MSB_OK);
    assert_int_equal(msbi_batch_get(batch, 0, &answer, NULL), MSB_OK);
    assert_int_equal(msbi_totals_add(fixture->totals, &answer, NULL), MSB_OK);
    msbi_batch_free(batch);
}

static void
count(struct fixture *fixture, const char *facts)
{
    assert_int_equal(
        msb_facts_parse_json(fixture->facts, facts, strlen(facts), NULL, NULL),
        MSB_OK);
    count_one(fixture, fixture->facts);
}

static void
expect_json(const struct fixture *fixture, const char *expected)
{
    char *text = NULL;

    assert_int_equal(msb_totals_format_json(fixture->totals, &text, NULL),
                     MSB_OK);
    assert_string_equal(text, expected);
    msb_text_free(text);
}

/* What one citizen makes of empty totals. */
struct row {
    const char *model;
    const char *facts;
    const char *expected; /* behind "citizens":1, */
};

static const struct row rows[] = {
    {single_model, "{\"age\":20}",
     "\"responsible\": {\"youth\": 1, \"jobs\": 0, \"care\": 0}, "
     "\"contacts\": {\"0\": 0, \"1\": 1}, \"seams\": [], "
     "\"determined\": 1, \"undetermined\": 0, \"none\": 0, \"exceptions\": 0, "
     "\"erased\": 0}"},
    /* one contact, but all three areas have to do with the citizen */
    {single_model, "{\"age\":20,\"services\":[\"clinic\",\"course\"]}",
     "\"responsible\": {\"youth\": 1, \"jobs\": 0, \"care\": 0}, "
     "\"contacts\": {\"0\": 0, \"1\": 1}, \"seams\": ["
     "{\"areas\": [\"youth\", \"jobs\"], \"citizens\": 1}, "
     "{\"areas\": [\"youth\", \"care\"], \"citizens\": 1}, "
     "{\"areas\": [\"jobs\", \"care\"], \"citizens\": 1}], "
     "\"determined\": 1, \"undetermined\": 0, \"none\": 0, \"exceptions\": 0, "
     "\"erased\": 0}"},
    /* who is responsible and delivers is one area */
    {single_model, "{\"age\":20,\"services\":[\"school\"]}",
     "\"responsible\": {\"youth\": 1, \"jobs\": 0, \"care\": 0}, "
     "\"contacts\": {\"0\": 0, \"1\": 1}, \"seams\": [], "
     "\"determined\": 1, \"undetermined\": 0, \"none\": 0, \"exceptions\": 0, "
     "\"erased\": 0}"},
    /* two services of one deliverer are one seam */
    {single_model, "{\"age\":20,\"services\":[\"clinic\",\"ward\"]}",
     "\"responsible\": {\"youth\": 1, \"jobs\": 0, \"care\": 0}, "
     "\"contacts\": {\"0\": 0, \"1\": 1}, \"seams\": ["
     "{\"areas\": [\"youth\", \"care\"], \"citizens\": 1}], "
     "\"determined\": 1, \"undetermined\": 0, \"none\": 0, \"exceptions\": 0, "
     "\"erased\": 0}"},
    /* nobody is known to be responsible; the deliverers still share */
    {single_model, "{\"services\":[\"clinic\",\"course\"]}",
     "\"responsible\": {\"youth\": 0, \"jobs\": 0, \"care\": 0}, "
     "\"contacts\": {\"0\": 1}, \"seams\": ["
     "{\"areas\": [\"jobs\", \"care\"], \"citizens\": 1}], "
     "\"determined\": 0, \"undetermined\": 1, \"none\": 0, \"exceptions\": 0, "
     "\"erased\": 0}"},
    {single_model, "{\"age\":40,\"benefit\":\"other\"}",
     "\"responsible\": {\"youth\": 0, \"jobs\": 0, \"care\": 0}, "
     "\"contacts\": {\"0\": 1}, \"seams\": [], "
     "\"determined\": 0, \"undetermined\": 0, \"none\": 1, \"exceptions\": 0, "
     "\"erased\": 0}"},
    {divided_model,
     "{\"services\":[\"school\",\"course\",\"clinic\",\"ward\"]}",
     "\"responsible\": {\"youth\": 0, \"jobs\": 0, \"care\": 0}, "
     "\"contacts\": {\"0\": 0, \"1\": 0, \"2\": 0, \"3\": 1}, \"seams\": ["
     "{\"areas\": [\"youth\", \"jobs\"], \"citizens\": 1}, "
     "{\"areas\": [\"youth\", \"care\"], \"citizens\": 1}, "
     "{\"areas\": [\"jobs\", \"care\"], \"citizens\": 1}], "
     "\"determined\": 1, \"undetermined\": 0, \"none\": 0, \"exceptions\": 0, "
     "\"erased\": 0}"},
    {divided_model, "{\"age\":20}",
     "\"responsible\": {\"youth\": 0, \"jobs\": 0, \"care\": 0}, "
     "\"contacts\": {\"0\": 1}, \"seams\": [], "
     "\"determined\": 0, \"undetermined\": 0, \"none\": 1, \"exceptions\": 0, "
     "\"erased\": 0}"},
};

static void
one_citizen_counts_as_the_specification_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *id = rows[i].model == single_model ? "one" : "many";
        struct fixture fixture;
        char expected[1024];

        snprintf(
            expected, sizeof expected,
            "{\"on\": \"2019-06-01\", \"model\": \"%s\", \"citizens\": 1, %s",
            id, rows[i].expected);
        start(&fixture, rows[i].model);
        count(&fixture, rows[i].facts);
        expect_json(&fixture, expected);
        finish(&fixture);
    }
}

static void
nobody_at_all_is_counted_as_zero(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture, single_model);
    expect_json(&fixture,
                "{\"on\": \"2019-06-01\", \"model\": \"one\", \"citizens\": 0, "
                "\"responsible\": {\"youth\": 0, \"jobs\": 0, \"care\": 0}, "
                "\"contacts\": {\"0\": 0}, \"seams\": [], "
                "\"determined\": 0, \"undetermined\": 0, \"none\": 0, "
                "\"exceptions\": 0, "
                "\"erased\": 0}");
    finish(&fixture);
}

static void
the_statuses_add_up_with_rejected_citizens_under_none(void **state)
{
    struct msb_status_counts counts;
    struct fixture fixture;

    (void)state;
    start(&fixture, single_model);
    count(&fixture, "{\"age\":20}");
    count(&fixture, "{\"age\":40}");
    count(&fixture, "{\"age\":40,\"benefit\":\"other\"}");
    count_one(&fixture, NULL);
    counts = msb_totals_get_status(fixture.totals);
    assert_int_equal(counts.citizens, 4);
    assert_int_equal(counts.determined, 1);
    assert_int_equal(counts.undetermined, 1);
    assert_int_equal(counts.none, 1);
    assert_int_equal(counts.rejected, 1);
    expect_json(&fixture,
                "{\"on\": \"2019-06-01\", \"model\": \"one\", \"citizens\": 4, "
                "\"responsible\": {\"youth\": 1, \"jobs\": 0, \"care\": 0}, "
                "\"contacts\": {\"0\": 3, \"1\": 1}, \"seams\": [], "
                "\"determined\": 1, \"undetermined\": 1, \"none\": 2, "
                "\"exceptions\": 0, "
                "\"erased\": 0}");
    finish(&fixture);
}

static void
what_lies_beyond_the_lists_is_zero_or_false(void **state)
{
    struct fixture fixture;
    struct msb_seam seam;

    (void)state;
    start(&fixture, single_model);
    count(&fixture, "{\"age\":20,\"services\":[\"course\"]}");
    assert_int_equal(msb_totals_num_contacts(fixture.totals), 2);
    assert_int_equal(msb_totals_get_contacts(fixture.totals, 1), 1);
    assert_int_equal(msb_totals_get_contacts(fixture.totals, 2), 0);
    assert_int_equal(msb_totals_get_responsible(fixture.totals, 0), 1);
    assert_int_equal(msb_totals_get_responsible(fixture.totals, 3), 0);
    assert_int_equal(msb_totals_num_seams(fixture.totals), 1);
    assert_true(msb_totals_get_seam(fixture.totals, 0, &seam));
    assert_int_equal(seam.areas[0], 0);
    assert_int_equal(seam.areas[1], 1);
    assert_int_equal(seam.citizens, 1);
    assert_false(msb_totals_get_seam(fixture.totals, 1, &seam));
    finish(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_citizen_counts_as_the_specification_says),
        cmocka_unit_test(nobody_at_all_is_counted_as_zero),
        cmocka_unit_test(the_statuses_add_up_with_rejected_citizens_under_none),
        cmocka_unit_test(what_lies_beyond_the_lists_is_zero_or_false),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
