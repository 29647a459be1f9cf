/* SPDX-License-Identifier: MIT */
/*
 * A store that a test may do with as it likes, and raw SQL on it.
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

#include "base/text.h"
#include "support/short.h"
#include "support/small_model.h"

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
    msb_model_unref(model);
    *state = town;
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
    enum msbi_put put;

    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    assert_int_equal(msbi_store_put_course(town->store, row, &put, NULL),
                     MSB_OK);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
    return put;
}

static int
add_row(void *user, int num, char **values, char **names)
{
    struct msbi_text *text = user;

    (void)names;
    for (int i = 0; i < num; i++) {
        msbi_text_add(text, i == 0 ? "" : "|");
        msbi_text_add(text, values[i] == NULL ? "-" : values[i]);
    }
    msbi_text_add(text, "\n");
    return 0;
}

char *
town_query(struct msb_store *store, const char *sql)
{
    struct msbi_text text;
    char *taken, *copy;

    msbi_text_init(&text);
    if (sqlite3_exec(store->db, sql, add_row, &text, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(store->db));
    taken = msbi_text_take(&text);
    assert_non_null(taken);
    copy = strdup(taken);
    msbi_free(taken);
    return copy;
}

void
assert_query(struct msb_store *store, const char *sql, const char *expected)
{
    char *found = town_query(store, sql);

    assert_string_equal(found, expected);
    free(found);
}

const char *
town_refusal(struct msb_store *store, const char *sql)
{
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return "";
    return sqlite3_errmsg(store->db);
}

void
town_execute(struct msb_store *store, const char *sql)
{
    assert_string_equal(town_refusal(store, sql), "");
}

char *
town_dump(struct msb_store *store)
{
    static const char *const tables[] = {
        "sqlite_schema", "metadata", "recording",        "model",
        "citizen",       "course",   "citizen_facts",    "assignment",
        "household",     "handover", "household_member", "journal",
    };
    struct msbi_text text;
    char sql[80], *taken, *copy;

    msbi_text_init(&text);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1", tables[i]);
        copy = town_query(store, sql);
        msbi_text_add(&text, copy);
        free(copy);
    }
    taken = msbi_text_take(&text);
    assert_non_null(taken);
    copy = strdup(taken);
    msbi_free(taken);
    return copy;
}
