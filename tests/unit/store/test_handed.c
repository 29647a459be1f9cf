/* SPDX-License-Identifier: MIT */
/*
 * Handovers of everybody, by columns, are those of one citizen after the other:
 * for random stores, models, exceptions and intervals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/time/handed.h"
#include "support/small_model.h"
#include "unit/store/drawn.h"
#include "unit/store/town.h"

enum { NUM_STORES = 40, NUM_INTERVALS = 6 };

/* What the walk over one citizen's days after the other finds. */
static void
walk_all(struct msbi_decider *decider, struct msb_date from, struct msb_date to,
         struct msb_handovers *out)
{
    sqlite3_stmt *statement = NULL;

    assert_int_equal(sqlite3_prepare_v2(decider->store->db,
                                        "SELECT key, id FROM citizen"
                                        " ORDER BY key",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        assert_int_equal(
            msbi_changes_add(decider, sqlite3_column_int64(statement, 0),
                             (const char *)sqlite3_column_text(statement, 1),
                             (size_t)sqlite3_column_bytes(statement, 1), from,
                             to, out, NULL),
            MSB_OK);
    sqlite3_finalize(statement);
}

static int
compare(const void *a, const void *b)
{
    const struct msbi_handover *x = a, *y = b;

    if (x->citizen != y->citizen)
        return x->citizen < y->citizen ? -1 : 1;
    return (x->shown.date.days > y->shown.date.days)
           - (x->shown.date.days < y->shown.date.days);
}

static void
sort(struct msb_handovers *list)
{
    if (list->num > 1)
        qsort(list->items, list->num, sizeof *list->items, compare);
}

static const char *
or_none(const char *area)
{
    return area == NULL ? "(none)" : area;
}

static void
check_same(const struct msb_handovers *a, const struct msb_handovers *b)
{
    assert_int_equal(a->num, b->num);
    for (size_t i = 0; i < a->num; i++) {
        const struct msbi_handover *x = &a->items[i], *y = &b->items[i];
        const char *first = a->texts.data + x->first_service;
        const char *second = b->texts.data + y->first_service;

        assert_int_equal(x->citizen, y->citizen);
        assert_string_equal(a->texts.data + x->id, b->texts.data + y->id);
        assert_int_equal(x->shown.date.days, y->shown.date.days);
        assert_string_equal(or_none(x->shown.from), or_none(y->shown.from));
        assert_string_equal(or_none(x->shown.to), or_none(y->shown.to));
        assert_int_equal(x->shown.cause, y->shown.cause);
        assert_ptr_equal(x->before, y->before);
        assert_ptr_equal(x->after, y->after);
        assert_int_equal(x->shown.num_services, y->shown.num_services);
        for (size_t k = 0; k < x->shown.num_services; k++) {
            assert_string_equal(first, second);
            first += strlen(first) + 1;
            second += strlen(second) + 1;
        }
    }
}

static void
release(struct msb_handovers *list)
{
    msbi_free(list->items);
    msbi_text_release(&list->texts);
}

static size_t
check_interval(struct msb_store *store, struct msb_date from,
               struct msb_date to)
{
    struct msb_handovers by_columns = {.num = 0}, by_days = {.num = 0};
    struct msbi_decider decider = {0};
    size_t num;

    assert_int_equal(msbi_decider_open(store, false, &decider, NULL), MSB_OK);
    walk_all(&decider, from, to, &by_days);
    assert_int_equal(
        msbi_changes_add_all(&decider, from, to, &by_columns, NULL), MSB_OK);
    sort(&by_columns);
    sort(&by_days);
    check_same(&by_columns, &by_days);
    num = by_days.num;
    release(&by_columns);
    release(&by_days);
    msbi_decider_release(&decider);
    return num;
}

static void
adopt_models(struct town *town)
{
    char *drawn = strdup(drawn_model);
    char *day = strstr(drawn, "2019-01-01");

    assert_non_null(day);
    memcpy(day, "2019-07-01", strlen("2019-07-01"));
    town_adopt(town, small_2018);
    town_adopt(town, drawn);
    town_adopt(town, small_2020);
    free(drawn);
}

static size_t
check_store(struct random *random, bool may_be_odd)
{
    struct msb_assign_summary summary;
    struct town *town;
    size_t num = 0;

    town_set_up((void **)&town);
    adopt_models(town);
    drawn_fill(town->store, may_be_odd, random);
    drawn_except(town->store, random);
    for (size_t i = 0; i < NUM_INTERVALS; i++) {
        struct msb_date from = {.days = drawn_day(random)};
        struct msb_date to = {.days = from.days + 1
                                      + (int)random_below(random, 900)};

        if (i == NUM_INTERVALS / 2) /* from here on with chunks */
            assert_int_equal(msb_store_assign(town->store,
                                              town_date("2019-03-01"), NULL,
                                              NULL, &summary, NULL),
                             MSB_OK);
        num += check_interval(town->store, from, to);
    }
    num += check_interval(town->store, town_date("2015-01-01"),
                          town_date("2150-01-01"));
    town_tear_down((void **)&town);
    return num;
}

static void
columns_find_the_handovers_of_each_citizen(void **state)
{
    struct random random = {.state = 82};
    size_t num = 0;

    (void)state;
    for (size_t i = 0; i < NUM_STORES; i++)
        num += check_store(&random, i % 4 == 0);
    assert_true(num > (size_t)NUM_STORES * DRAWN_CITIZENS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_find_the_handovers_of_each_citizen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
