/* SPDX-License-Identifier: MIT */
/* Rows as citizens and courses, as the store is given them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "import/row.h"
#include "unit/import/scratch.h"

#define NUM_CELLS 8

static struct scratch scratch;

static int
set_up(void **state)
{
    (void)state;
    scratch_begin(&scratch);
    scratch_adopt_empty_model(&scratch, "2021-01-01");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    scratch_end(&scratch);
    return 0;
}

static const char citizens[] =
    "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"citizen\","
    "\"columns\":{\"fit\":{\"from\":8},\"id\":{\"from\":1},"
    "\"cpr\":{\"from\":2},\"birth_date\":{\"from\":3},"
    "\"valid_from\":{\"from\":4},\"valid_to\":{\"from\":5},"
    "\"needs\":{\"from\":6,\"split\":\",\",\"values\":{\"\":null}},"
    "\"benefit\":{\"from\":7}}}";

static const char courses[] =
    "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"course\","
    "\"columns\":{\"citizen\":{\"from\":1},\"service\":{\"from\":2,"
    "\"values\":{\"MIS\":\"treatment\"}},\"from\":{\"from\":3},"
    "\"to\":{\"from\":4},\"unit\":{\"from\":5}}}";

/* A reader for a mapping; `cells` in the order of the columns' numbers. */
struct desk {
    struct msbi_mapping *mapping;
    struct msbi_models *models;
    struct msbi_row_reader reader;
    struct msbi_cell cells[NUM_CELLS];
    struct msbi_row row;
};

static void
sit_down(struct desk *desk, const char *mapping)
{
    memset(desk, 0, sizeof *desk);
    assert_int_equal(msbi_mapping_parse(mapping, strlen(mapping), "m",
                                        &desk->mapping, NULL, NULL),
                     MSB_OK);
    assert_int_equal(
        msbi_models_new(scratch.store, desk->mapping, &desk->models, NULL),
        MSB_OK);
    msbi_row_reader_init(&desk->reader, desk->mapping, desk->models);
    desk->row.cells = desk->cells;
}

static void
stand_up(struct desk *desk)
{
    msbi_row_reader_release(&desk->reader);
    msbi_models_free(desk->models);
    msbi_mapping_free(desk->mapping);
}

/* Fill the cells from a text with `;` between them. */
static void
fill(struct desk *desk, const char *text)
{
    for (size_t i = 0; i < desk->mapping->num_columns; i++) {
        const char *at = text;
        struct msbi_cell *cell = &desk->cells[i];

        for (size_t n = 1; n < desk->mapping->columns[i].number; n++)
            at = strchr(at, ';') + 1;
        cell->kind = MSBI_CELL_TEXT;
        cell->text = at;
        cell->length = strcspn(at, ";");
    }
}

static void
format_period(struct msb_date from, bool has_to, struct msb_date to,
              char out[32])
{
    char first[11], last[11] = "";

    msb_date_format(from, first);
    if (has_to)
        msb_date_format(to, last);
    snprintf(out, 32, "%s/%s", first, last);
}

/* The citizen as `id|cpr|from/to|facts`, or the code of the refusal. */
static void
assert_citizen(const char *text, const char *expected)
{
    struct msbi_refusal refusal = {.code = NULL};
    struct msbi_citizen_row citizen;
    char found[512], period[32];
    struct desk desk;

    sit_down(&desk, citizens);
    fill(&desk, text);
    assert_int_equal(
        msbi_citizen_read(&desk.reader, &desk.row, &citizen, &refusal, NULL),
        MSB_OK);
    if (refusal.code != NULL) {
        snprintf(found, sizeof found, "%s", refusal.code);
    } else {
        format_period(citizen.valid_from, citizen.has_valid_to,
                      citizen.valid_to, period);
        snprintf(found, sizeof found, "%.*s|%s|%s|%.*s", (int)citizen.id_length,
                 citizen.id, citizen.cpr == NULL ? "" : citizen.cpr, period,
                 (int)citizen.facts_length, citizen.facts);
    }
    assert_string_equal(found, expected);
    stand_up(&desk);
}

static void
facts_are_canonical(void **state)
{
    (void)state;
    assert_citizen("a1;;1990-05-01;2019-06-01;;housing,substance_use;"
                   "sickness;true",
                   "a1||2019-06-01/|{\"birth_date\":\"1990-05-01\","
                   "\"benefit\":\"sickness\",\"needs\":[\"substance_use\","
                   "\"housing\"],\"fit\":true}");
    assert_citizen("a1;;;2019-06-01;2020-01-01;;;",
                   "a1||2019-06-01/2020-01-01|{}");
    assert_citizen("blå;;;2019-06-01;;;;false",
                   "blå||2019-06-01/|{\"fit\":false}");
}

/* 070761-4285 is the CPR office's own example; 67 is 7 + 60, a replacement
   number of the same day. */
static void
a_cpr_number_gives_the_birth_date(void **state)
{
    (void)state;
    assert_citizen("a;070761-4285;;2019-06-01;;;;",
                   "a|0707614285|2019-06-01/|"
                   "{\"birth_date\":\"1961-07-07\"}");
    assert_citizen("a;0707614285;1961-07-07;2019-06-01;;;;",
                   "a|0707614285|2019-06-01/|"
                   "{\"birth_date\":\"1961-07-07\"}");
    assert_citizen("a;6707614285;;2019-06-01;;;;",
                   "a|6707614285|2019-06-01/|"
                   "{\"birth_date\":\"1961-07-07\"}");
    assert_citizen("a;0707614285;1961-07-08;2019-06-01;;;;", "cpr_disagrees");
    assert_citizen("a;3102614285;;2019-06-01;;;;", "bad_cpr");
    assert_citizen("a;70761-4285;;2019-06-01;;;;", "bad_cpr");
}

static void
nobody_is_born_in_the_future(void **state)
{
    (void)state;
    assert_citizen("a;;2019-06-01;2019-06-01;;;;",
                   "a||2019-06-01/|{\"birth_date\":\"2019-06-01\"}");
    assert_citizen("a;;2019-06-02;2019-06-01;;;;", "future_birth_date");
    assert_citizen("a;;9000-01-01;9500-01-01;;;;", "future_birth_date");
    assert_citizen("a;0101364000;;2019-06-01;;;;", "future_birth_date");
}

static void
a_citizen_needs_an_id_and_a_period(void **state)
{
    char long_id[300], text[400];

    (void)state;
    memset(long_id, 'x', sizeof long_id);
    snprintf(text, sizeof text, "%.255s;;;2019-06-01;;;;", long_id);
    assert_citizen(";;;2019-06-01;;;;", "missing_value");
    assert_citizen("a;;;;;;;", "missing_value");
    assert_citizen("a;;;01-06-2019;;;;", "bad_date");
    assert_citizen("a;;;2019-06-01;2019-06-01;;;", "empty_period");
    assert_citizen("a;;;2019-06-01;2019-05-31;;;", "empty_period");
    assert_citizen("a\nb;;;2019-06-01;;;;", "bad_id");
    snprintf(text, sizeof text, "%.256s;;;2019-06-01;;;;", long_id);
    assert_citizen(text, "bad_id");
}

/* The second model, from 2021 on, has no attributes. */
static void
a_row_is_read_by_the_model_in_force_on_its_date(void **state)
{
    (void)state;
    assert_citizen("a;;;2018-12-31;;;;", "no_model");
    assert_citizen("a;;;2019-01-01;;;sickness;",
                   "a||2019-01-01/|{\"benefit\":\"sickness\"}");
    assert_citizen("a;;;2021-01-01;;;sickness;", "unknown_attribute");
    assert_citizen("a;;;2021-01-01;;;;", "a||2021-01-01/|{}");
    assert_citizen("a;;;2020-12-31;;;benefit;", "unknown_value");
}

/* The course as `citizen|service|unit|from/to`, or the code. */
static void
assert_course(const char *text, const char *expected)
{
    struct msbi_refusal refusal = {.code = NULL};
    struct msbi_course_row course;
    char found[512], period[32];
    struct desk desk;

    sit_down(&desk, courses);
    fill(&desk, text);
    assert_int_equal(
        msbi_course_read(&desk.reader, &desk.row, &course, &refusal, NULL),
        MSB_OK);
    if (refusal.code != NULL) {
        snprintf(found, sizeof found, "%s", refusal.code);
    } else {
        format_period(course.from, course.has_to, course.to, period);
        snprintf(found, sizeof found, "%.*s|%s|%s|%s",
                 (int)course.citizen_length, course.citizen, course.service,
                 course.unit == NULL ? "" : course.unit, period);
    }
    assert_string_equal(found, expected);
    stand_up(&desk);
}

static void
a_course_is_a_service_from_a_date_on(void **state)
{
    (void)state;
    assert_course("a;MIS;2019-06-01;;", "a|treatment||2019-06-01/");
    assert_course("a;training;2019-06-01;2019-06-02;centre",
                  "a|training|centre|2019-06-01/2019-06-02");
    assert_course("a;training;2019-06-01;;youth",
                  "a|training|youth|2019-06-01/");
    assert_course(";training;2019-06-01;;", "missing_value");
    assert_course("a;;2019-06-01;;", "missing_value");
    assert_course("a;training;;;", "missing_value");
    assert_course("a;training;2019-06-01;2019-06-01;", "empty_period");
    assert_course("a;train;2019-06-01;;", "unknown_reference");
    assert_course("a;trainings;2019-06-01;;", "unknown_reference");
    assert_course("a;training;2019-06-01;;staff", "unknown_reference");
}

static void
an_older_course_is_read_by_the_earliest_model_with_its_service(void **state)
{
    (void)state;
    assert_course("a;training;2010-06-01;;centre",
                  "a|training|centre|2010-06-01/");
    assert_course("a;cooking;2010-06-01;;", "unknown_reference");
    assert_course("a;training;2021-06-01;;", "unknown_reference");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_canonical),
        cmocka_unit_test(a_cpr_number_gives_the_birth_date),
        cmocka_unit_test(nobody_is_born_in_the_future),
        cmocka_unit_test(a_citizen_needs_an_id_and_a_period),
        cmocka_unit_test(a_row_is_read_by_the_model_in_force_on_its_date),
        cmocka_unit_test(a_course_is_a_service_from_a_date_on),
        cmocka_unit_test(
            an_older_course_is_read_by_the_earliest_model_with_its_service),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
