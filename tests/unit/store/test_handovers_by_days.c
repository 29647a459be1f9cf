/* SPDX-License-Identifier: MIT */
/* Handovers are the days on which another area answers than the day before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/handover.h>

#include "base/text.h"
#include "unit/store/chronicle.h"

/* Another area, where a rename is none: as the models say. */
static bool
is_another(const struct chronicle_day *before, const struct chronicle_day *day,
           int64_t model_2020, int64_t model_2021)
{
    const char *area = before->area;

    if (area != NULL && before->model != day->model
        && day->model == model_2020) {
        if (strcmp(area, "young") == 0)
            area = "youth";
        else if (day->area != NULL)
            return true; /* two areas became one: it is neither */
    }
    if (area != NULL && before->model == model_2020 && day->model == model_2021
        && strcmp(area, "jobs") == 0)
        area = "work";
    return !is_same_id(area, day->area);
}

static int
compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every day of every citizen, asked for alone, and sorted. */
static char *
find_by_days(struct town *town, struct msb_date from, struct msb_date to)
{
    struct chronicle_day before, day;
    struct msbi_text text;
    char *lines[600], date[11], line[120];
    size_t num = 0;

    for (int i = 0; i < CHRONICLE_CITIZENS; i++) {
        struct msb_date on = {from.days - 1};

        chronicle_decide(town->store, i + 1, on, NULL, &before);
        for (on = from; on.days < to.days; on.days++) {
            chronicle_decide(town->store, i + 1, on, NULL, &day);
            if (is_another(&before, &day, 2, 3)) {
                msb_date_format(on, date);
                snprintf(line, sizeof line, "%s c%d %s %s\n", date, i,
                         before.area == NULL ? "-" : before.area,
                         day.area == NULL ? "-" : day.area);
                assert_true(num < 600);
                lines[num++] = strdup(line);
            }
            before = day;
        }
    }
    qsort(lines, num, sizeof *lines, compare_lines);
    msbi_text_init(&text);
    for (size_t i = 0; i < num; i++) {
        msbi_text_add(&text, lines[i]);
        free(lines[i]);
    }
    msbi_text_add(&text, ".");
    return msbi_text_take(&text);
}

static void
check_by_days(struct town *town, struct msb_date from, struct msb_date to)
{
    char *expected = find_by_days(town, from, to), *found, date[11];
    struct msb_handovers *handovers;
    struct msb_handover handover;
    struct msbi_text text;

    assert_int_equal(
        msb_store_find_handovers(town->store, from, to, &handovers, NULL),
        MSB_OK);
    msbi_text_init(&text);
    for (size_t i = 0; msb_handovers_get(handovers, i, &handover); i++) {
        msb_date_format(handover.date, date);
        msbi_text_addf(&text, "%s %s %s %s\n", date, handover.citizen,
                       handover.from == NULL ? "-" : handover.from,
                       handover.to == NULL ? "-" : handover.to);
    }
    msbi_text_add(&text, ".");
    found = msbi_text_take(&text);
    assert_string_equal(found, expected);
    msb_handovers_unref(handovers);
    msb_text_free(found);
    msb_text_free(expected);
}

static void
they_are_the_days_on_which_the_area_is_another(void **state)
{
    struct town *town = *state;
    struct random random = {11};

    town_adopt(town, chronicle_2020);
    town_adopt(town, chronicle_2021);
    for (int i = 0; i < 25; i++) {
        struct msb_date from = chronicle_day(&random);
        struct msb_date to = {from.days + 1
                              + (int32_t)random_below(&random, 900)};

        for (int k = 0; k < 4; k++)
            chronicle_happen(town, &random);
        check_by_days(town, from, to);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            they_are_the_days_on_which_the_area_is_another, chronicle_set_up,
            town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
