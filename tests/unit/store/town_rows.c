/* SPDX-License-Identifier: MIT */
/* Raw SQL on a town's store: rows as text, refusals, and all that is in it. */
#include "unit/store/town.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

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

void
town_check_refusals(struct town *town, const struct town_refused *cases)
{
    char *before = town_dump(town->store);

    for (size_t i = 0; cases[i].sql != NULL; i++) {
        const char *why = town_refusal(town->store, cases[i].sql);

        if (strstr(why, cases[i].why) == NULL || why[0] == '\0')
            fail_msg("%s\n  expected: %s\n  got: %s", cases[i].sql,
                     cases[i].why, why);
    }
    town_assert_same(town->store, before);
}

/* The rows of one table, each value as SQL would write it. */
static void
add_table(struct msb_store *store, const char *name, struct msbi_text *text)
{
    char sql[300], *select, *rows;

    snprintf(sql, sizeof sql,
             "SELECT 'SELECT ' || group_concat('quote(\"' || name || '\")',"
             " '||''|''||') || ' FROM \"%s\"'"
             " FROM pragma_table_info('%s')",
             name, name);
    select = town_query(store, sql);
    rows = town_query(store, select);
    msbi_text_add(text, name);
    msbi_text_add(text, "\n");
    msbi_text_add(text, rows);
    free(select);
    free(rows);
}

char *
town_dump(struct msb_store *store)
{
    char *names = town_query(store, "SELECT name FROM sqlite_schema"
                                    " WHERE type = 'table'"
                                    " AND name NOT LIKE 'sqlite_%'"
                                    " UNION ALL SELECT 'sqlite_schema'"
                                    " ORDER BY name");
    struct msbi_text text;
    char *taken, *copy;

    msbi_text_init(&text);
    for (char *name = strtok(names, "\n"); name != NULL;
         name = strtok(NULL, "\n"))
        add_table(store, name, &text);
    taken = msbi_text_take(&text);
    assert_non_null(taken);
    copy = strdup(taken);
    msbi_free(taken);
    free(names);
    return copy;
}

void
town_assert_same(struct msb_store *store, char *before)
{
    char *after = town_dump(store);

    assert_string_equal(after, before);
    free(after);
    free(before);
}
