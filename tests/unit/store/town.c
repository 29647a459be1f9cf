/* SPDX-License-Identifier: MIT */
/*
 * A store that a test may do with as it likes; what is asked of it in SQL is
 * in town_rows.c.
 */
#include "unit/store/town.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/short.h"
#include "support/small_model.h"

#define AT "instant('2019-05-01T12:00:00Z')"

static int64_t
tell_time(void *user)
{
    const struct town *town = user;

    return town->now;
}

void
town_stop_clock(struct town *town, int64_t now)
{
    town->now = now;
    town->store->clock = tell_time;
    town->store->clock_user = town;
}

struct msb_model *
town_model(const char *text)
{
    struct msb_model *model = NULL;
    struct msb_error err;
    char *json = quoted(text);

    if (msb_model_parse(json, strlen(json), "model", &model, NULL, &err)
        != MSB_OK)
        fail_msg("the model of the test is refused: %s", err.message);
    free(json);
    return model;
}

struct msb_date
town_date(const char *iso)
{
    return date_of(iso);
}

struct msb_period
town_period(const char *from, const char *to)
{
    return (struct msb_period){.from = town_date(from),
                               .to = town_date(to == NULL ? from : to),
                               .is_open = to == NULL};
}

/* day('2019-01-01') and instant('2019-01-01T12:00:00Z'), as the store keeps
   them; the number of seconds to divide by is the user data. */
static void
count_from_1970(sqlite3_context *context, int num, sqlite3_value **values)
{
    const int *seconds = sqlite3_user_data(context);
    const char *text = (const char *)sqlite3_value_text(values[0]);
    int hour = 0, minute = 0, second = 0;
    char date[11];

    assert_int_equal(num, 1);
    snprintf(date, sizeof date, "%s", text);
    if (*seconds == 1)
        assert_int_equal(
            sscanf(text + 10, "T%d:%d:%dZ", &hour, &minute, &second), 3);
    sqlite3_result_int64(context, ((int64_t)town_date(date).days * 86400
                                   + hour * 3600 + minute * 60 + second)
                                      / *seconds);
}

static void
add_functions(struct msb_store *store)
{
    static int a_second = 1, a_day = 86400;

    assert_int_equal(sqlite3_create_function(store->db, "instant", 1,
                                             SQLITE_UTF8, &a_second,
                                             count_from_1970, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_create_function(store->db, "day", 1, SQLITE_UTF8,
                                             &a_day, count_from_1970, NULL,
                                             NULL),
                     SQLITE_OK);
}

int
town_set_up(void **state)
{
    struct town *town = calloc(1, sizeof *town);
    struct msb_model *model = town_model(small_2019);
    struct msb_error err;

    assert_non_null(town);
    snprintf(town->folder, sizeof town->folder, "%s/msb_XXXXXX",
             getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(town->folder));
    snprintf(town->path, sizeof town->path, "%s/town.msb", town->folder);
    if (msb_store_create(town->path, model, NULL, &town->store, &err) != MSB_OK)
        fail_msg("no store: %s", err.message);
    add_functions(town->store);
    msb_model_unref(model);
    *state = town;
    return 0;
}

int
town_set_up_anna(void **state)
{
    struct town *town;

    town_set_up(state);
    town = *state;
    town_execute(
        town->store,
        "INSERT INTO last_recording VALUES (1,"
        " instant('2019-06-01T12:00:00Z'))"
        " ON CONFLICT DO NOTHING;"
        "INSERT INTO citizen VALUES (1, 'anna', 101901234),"
        " (2, 'bo', NULL);"
        "INSERT INTO citizen_facts VALUES (1, day('2019-01-01'), '{}', 0, " AT
        ", NULL);"
        "INSERT INTO course VALUES (1, 'guidance', '', day('2019-01-01'), NULL,"
        " 0, " AT ", NULL);"
        "INSERT INTO assignment VALUES (1, 1, 'young', 'r_young', NULL,"
        " day('2019-03-01'), day('2019-07-01'), 0, " AT ", NULL);"
        "INSERT INTO household VALUES (1, 'h1');"
        "INSERT INTO household_member VALUES (1, 1, '', day('2019-01-01'),"
        " NULL, 0, " AT ", NULL);"
        "INSERT INTO handover VALUES (1, day('2019-07-01'), 'young', 'work',"
        " 'age', 'planned', 'm', NULL, NULL, 0, " AT ", NULL);"
        "INSERT INTO journal VALUES ((SELECT count(*) FROM journal) + 1, " AT
        ", 'msb', 'system', 'p', 'import', NULL, '{}', zeroblob(32));"
        "UPDATE journal_head SET number = number + 1");
    return 0;
}

int
town_tear_down(void **state)
{
    struct town *town = *state;
    struct dirent *entry;
    char path[600];
    DIR *folder;

    msb_store_unref(town->store);
    folder = opendir(town->folder);
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", town->folder, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(path);
    }
    closedir(folder);
    assert_int_equal(rmdir(town->folder), 0);
    free(town);
    return 0;
}

void
town_reopen(struct town *town)
{
    struct msb_error err;

    msb_store_unref(town->store);
    town->store = NULL;
    if (msb_store_open(town->path, NULL, &town->store, &err) != MSB_OK)
        fail_msg("the store does not open: %s", err.message);
    add_functions(town->store);
}

void
town_adopt(struct town *town, const char *text)
{
    struct msb_model *model = town_model(text);
    struct msb_error err;

    if (msb_store_adopt(town->store, model, &err) != MSB_OK)
        fail_msg("the model is not adopted: %s", err.message);
    msb_model_unref(model);
}

struct msbi_citizen_row
town_citizen(const char *id, const char *cpr, const char *from, const char *to,
             const char *facts)
{
    static char json[8][256];
    static int next;
    struct msbi_citizen_row row;
    char *copy = quoted(facts);

    memset(&row, 0, sizeof row);
    next = (next + 1) % 8;
    snprintf(json[next], sizeof json[next], "%s", copy);
    free(copy);
    row.id = id;
    row.id_length = strlen(id);
    row.cpr = cpr;
    row.valid_from = town_date(from);
    row.has_valid_to = to != NULL;
    row.valid_to = town_date(to == NULL ? from : to);
    row.facts = json[next];
    row.facts_length = strlen(json[next]);
    return row;
}

struct msbi_course_row
town_course(const char *citizen, const char *service, const char *unit,
            const char *from, const char *to)
{
    struct msbi_course_row row;

    memset(&row, 0, sizeof row);
    row.citizen = citizen;
    row.citizen_length = strlen(citizen);
    row.service = service;
    row.unit = unit;
    row.from = town_date(from);
    row.has_to = to != NULL;
    row.to = town_date(to == NULL ? from : to);
    return row;
}

enum msbi_put
town_put_row(struct town *town, const struct msbi_citizen_row *row)
{
    enum msbi_put put;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_put_citizen(town->store, row, &put, NULL),
                     MSB_OK);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    return put;
}

enum msbi_put
town_put(struct town *town, const char *id, const char *from, const char *facts)
{
    struct msbi_citizen_row row = town_citizen(id, NULL, from, NULL, facts);

    return town_put_row(town, &row);
}

enum msbi_put
town_put_course(struct town *town, const struct msbi_course_row *row)
{
    struct msbi_put_counts counts;
    enum msbi_put put;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_put_course(town->store, row, &put, NULL),
                     MSB_OK);
    assert_int_equal(put, MSBI_PUT_WAITING);
    assert_int_equal(msbi_store_settle(town->store, &counts, NULL), MSB_OK);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    assert_int_equal(counts.inserted + counts.updated + counts.unchanged, 1);
    return counts.inserted == 1  ? MSBI_PUT_INSERTED
           : counts.updated == 1 ? MSBI_PUT_UPDATED
                                 : MSBI_PUT_UNCHANGED;
}
