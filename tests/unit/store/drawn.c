/* SPDX-License-Identifier: MIT */
/* Random stores; see drawn.h. */
#include "unit/store/drawn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/store/town.h"

const char drawn_model[] =
    "{'msb_model':1,'id':'rich','name':'Rich','valid_from':'2019-01-01',"
    "'attributes':{'benefit':{'type':'enum','values':['cash','sick']},"
    "'hours':{'type':'integer','min':-5,'max':37},'alone':{'type':'flag'},"
    "'needs':{'type':'set','values':['job','home','sleep']}},"
    "'target_groups':[{'id':'youth','name':'Y','when':{'age':{'below':30}}},"
    "{'id':'adults','name':'A','when':{}}],"
    "'areas':[{'id':'a','name':'A'},{'id':'b','name':'B'},"
    "{'id':'c','name':'C'}],'services':["
    "{'id':'guidance','name':'G','delivered_by':'a'},"
    "{'id':'shelter','name':'S','delivered_by':'c'}],'responsibility':["
    "{'id':'r1','when':{'hours':{'from':20},'alone':true},'area':'a'},"
    "{'id':'r2','when':{'needs':{'any_of':['home','sleep']}},'area':'b'},"
    "{'id':'r3','when':{'services':{'any_of':['shelter']}},'area':'c'},"
    "{'id':'r4','when':{'target_group':'youth'},'area':'a'},"
    "{'id':'r5','when':{'benefit':'sick'},'area':'c'}]}";

/* The first of them fit the model. */
enum { NUM_FITTING = 18 };

static const char *const members[] = {
    "'birth_date':'1980-02-29'",
    "'birth_date':'2018-06-01'",
    "'birth_date':'1993-07-01'",
    "'birth_date':'1989-03-01'",
    "'birth_date':null",
    "'benefit':'cash'",
    "'benefit':'sick'",
    "'benefit':null",
    "'hours':20",
    "'hours':2.5e1",
    "'hours':-5",
    "'alone':true",
    "'alone':false",
    "'needs':[]",
    "'needs':['job']",
    "'needs':['sleep','home','job','sleep']",
    "'services':['unheard_of','guidance']",
    "'unheard_of':{'a':[1,{}]}",

    "'birth_date':'2019-12-31'",
    "'birth_date':'1801-01-01'",
    "'birth_date':'2001-02-30'",
    "'birth_date':17",
    "'age':26",
    "'age':131",
    "'age':'26'",
    "'benefit':'other'",
    "'benefit':'gold'",
    "'benefit':true",
    "'benefit':['cash']",
    "'hours':-6",
    "'hours':2.5",
    "'hours':99999999999",
    "'hours':1e300",
    "'alone':0",
    "'needs':['job','peace']",
    "'needs':['job',7]",
    "'needs':'job'",
    "'needs':{'job':true}",
    "'services':[1]",
    "'services':'guidance'",
    "'target_group':'youth'",
    "'id':'x'",
    "'':1",
};

static const char *const odd_facts[] = {
    "{'benefit':'cash','benefit':'sick'}", "{'id':1,'id':2}",
    "{'birth_date':'1980-01-01','birth_date':'1980-01-01'}", "{'benefit':[1]}"};

enum { NUM_MEMBERS = sizeof members / sizeof *members };
enum { NUM_ODD = sizeof odd_facts / sizeof *odd_facts };

/* Around the edges of chunks, and at the ends of all numbers. */
static const long long first_keys[] = {
    1, 4090, 8191, 100000, -4100, 9223372036854775000, -9223372036854775807};

enum { NUM_KEYS = sizeof first_keys / sizeof *first_keys };

/* Members that differ in name; @may_be_odd: or something no column can say. */
static void
draw_facts(struct random *random, bool may_be_odd, char *out, size_t size)
{
    bool is_used[NUM_MEMBERS] = {false};
    size_t length = (size_t)snprintf(out, size, "{");

    if (may_be_odd && random_chance(random, 8)) {
        snprintf(out, size, "%s", odd_facts[random_below(random, NUM_ODD)]);
        return;
    }
    for (size_t num = random_below(random, 6); num > 0; num--) {
        size_t at = random_below(
            random, random_chance(random, 85) ? NUM_FITTING : NUM_MEMBERS);
        size_t name = strcspn(members[at], ":");
        bool is_taken = false;

        for (size_t k = 0; k < NUM_MEMBERS; k++)
            if (is_used[k] && strncmp(members[k], members[at], name + 1) == 0)
                is_taken = true;
        if (is_taken)
            continue;
        is_used[at] = true;
        length += (size_t)snprintf(out + length, size - length, "%s%s",
                                   length > 1 ? "," : "", members[at]);
    }
    snprintf(out + length, size - length, "}");
}

int
drawn_day(struct random *random)
{
    return town_date("2019-01-01").days + (int)random_below(random, 500) - 60;
}

/* One statement, with up to two integers, a text and an integer. */
static void
insert(struct msb_store *store, const char *sql, long long key, int day,
       const char *text, int end)
{
    sqlite3_stmt *statement = NULL;

    assert_int_equal(sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(statement, 1, key);
    sqlite3_bind_int(statement, 2, day);
    sqlite3_bind_text(statement, 3, text, -1, SQLITE_TRANSIENT);
    if (end != 0)
        sqlite3_bind_int(statement, 4, end);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
}

/* Facts from up to three days on, now and then none, or known no more. */
static void
put_facts(struct msb_store *store, long long key, bool may_be_odd,
          struct random *random)
{
    static const char known[] =
        "INSERT OR IGNORE INTO citizen_facts (citizen, valid_from, facts,"
        " recorded_at) VALUES (?1, ?2, replace(?3, char(39), '\"'), 0)";
    static const char superseded[] =
        "INSERT OR IGNORE INTO citizen_facts (citizen, valid_from, facts,"
        " version, recorded_at, superseded_at)"
        " VALUES (?1, ?2, replace(?3, char(39), '\"'), 1, 0, 1)";
    char facts[512];

    for (size_t num = random_below(random, 4); num > 0; num--) {
        draw_facts(random, may_be_odd, facts, sizeof facts);
        insert(store, random_chance(random, 15) ? superseded : known, key,
               drawn_day(random), random_chance(random, 15) ? NULL : facts, 0);
    }
}

static void
put_courses(struct msb_store *store, long long key, struct random *random)
{
    static const char sql[] =
        "INSERT OR IGNORE INTO course (citizen, valid_from, service, unit,"
        " valid_to, recorded_at) VALUES (?1, ?2, ?3, abs(random()) % 3, ?4, 0)";
    static const char *const services[] = {"guidance", "shelter", "training",
                                           "unheard_of"};

    for (size_t num = random_below(random, 4); num > 0; num--) {
        int from = drawn_day(random);

        insert(store, sql, key, from, services[random_below(random, 4)],
               random_chance(random, 40)
                   ? from + 1 + (int)random_below(random, 90)
                   : 0);
    }
}

void
drawn_fill(struct msb_store *store, bool may_be_odd, struct random *random)
{
    char id[32];

    assert_int_equal(NUM_KEYS * 8, DRAWN_CITIZENS);
    town_execute(store, "BEGIN");
    for (size_t i = 0; i < NUM_KEYS; i++)
        for (long long k = 0; k < 8; k++) {
            snprintf(id, sizeof id, "%zu_%lld", i, k);
            insert(store,
                   "INSERT INTO citizen (key, cpr, id) VALUES (?1, ?2, ?3)",
                   first_keys[i] + k, (int)(8 * i) + (int)k, id, 0);
            put_facts(store, first_keys[i] + k, may_be_odd, random);
            put_courses(store, first_keys[i] + k, random);
        }
    town_execute(store, "COMMIT");
}

void
drawn_except(struct msb_store *store, struct random *random)
{
    static const char sql[] =
        "INSERT INTO exception (citizen, area, reason, decided_by, valid_from,"
        " valid_to, recorded_at) VALUES (?1, ?3, 'r', 'm', ?2, ?4, 0)";
    static const char *const areas[] = {"young", "work", "a", "b"};

    for (size_t i = 0; i < NUM_KEYS; i++) {
        int from = drawn_day(random);

        insert(store, sql, first_keys[i] + (int)random_below(random, 8), from,
               areas[random_below(random, 4)],
               from + 1 + (int)random_below(random, 200));
    }
}
