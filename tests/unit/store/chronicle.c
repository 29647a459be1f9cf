/* SPDX-License-Identifier: MIT */
/* A town in which things happen, and the plain way to decide one day. */
#include "unit/store/chronicle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/exceptions.h"
#include "support/small_model.h"

#define NUM_DAYS 1096    /* from 2019-01-01 to 2021-12-31 */
#define START 1546387200 /* 2019-01-02T00:00:00Z */

const char chronicle_2020[] =
    "{'msb_model':1,'id':'town_2020','name':'T','valid_from':'2020-07-01',"
    "'replaces':{'model':'small_2019','successors':{'young':['youth'],"
    "'work':['jobs'],'health':['jobs']}}," SMALL_ATTRIBUTES
    "'target_groups':[{'id':'youth','name':'Y','when':{'age':{'below':25}}},"
    "{'id':'adults','name':'A','when':{}}],"
    "'areas':[{'id':'jobs','name':'J'},{'id':'youth','name':'Y'}],"
    "'services':[{'id':'guidance','name':'G','delivered_by':'youth'},"
    "{'id':'training','name':'T','delivered_by':'jobs'}],'responsibility':["
    "{'id':'r_training','when':{'services':'training'},'area':'jobs'},"
    "{'id':'r_young','when':{'target_group':'youth'},'area':'youth'},"
    "{'id':'r_old','when':{'age':{'from':67}},'area':'youth'},"
    "{'id':'r_rest','when':{'benefit':['cash','sick']},'area':'jobs'}]}";

const char chronicle_2021[] =
    "{'msb_model':1,'id':'town_2021','name':'T','valid_from':'2021-03-01',"
    "'valid_to':'2021-09-01','replaces':{'model':'town_2020',"
    "'successors':{'jobs':['work']}}," SMALL_ATTRIBUTES
    "'target_groups':[{'id':'everybody','name':'E','when':{}}],"
    "'areas':[{'id':'youth','name':'Y'},{'id':'work','name':'W'}],"
    "'responsibility':[{'id':'r_cash','when':{'benefit':'cash'},"
    "'area':'work'},{'id':'r_rest','when':{},'area':'youth'}]}";

static int64_t now;

static int64_t
tell_time(void *user)
{
    (void)user;
    return now;
}

void
chronicle_tick(void)
{
    now++;
}

struct msb_instant
chronicle_now(void)
{
    return (struct msb_instant){now};
}

int
chronicle_set_up(void **state)
{
    struct town *town;
    char sql[80];

    town_set_up(state);
    town = *state;
    now = START;
    town->store->clock = tell_time;
    /* The model that the store was made with was known from the beginning. */
    town_execute(town->store, "DROP TRIGGER last_recording_goes_forward;"
                              "DROP TRIGGER model_is_not_overwritten;"
                              "UPDATE last_recording SET instant = 1546387200;"
                              "UPDATE model SET recorded_at = 1546387200");
    for (int i = 0; i < CHRONICLE_CITIZENS; i++) {
        snprintf(sql, sizeof sql, "INSERT INTO citizen (id) VALUES ('c%d')", i);
        town_execute(town->store, sql);
    }
    return 0;
}

struct msb_date
chronicle_day(struct random *random)
{
    struct msb_date day = town_date("2019-01-01");

    day.days += (int32_t)random_below(random, NUM_DAYS);
    return day;
}

/* Births at which the models' limits, 25, 30 and 67, lie in those years. */
static void
write_facts(struct random *random, char *out, size_t size)
{
    static const char *const benefits[] = {"cash", "sick", "other", "gold"};
    static const int years[] = {1989, 1990, 1995, 1996, 1953, 1954, 2020};
    int year = years[random_below(random, 7)];
    int month = 1 + (int)random_below(random, 12);
    size_t kind = random_below(random, 8);

    if (kind < 5)
        snprintf(out, size,
                 "{\"birth_date\":\"%d-%02d-%02d\",\"benefit\":\"%s\"}", year,
                 month, 1 + (int)random_below(random, 28),
                 benefits[random_below(random, 4)]);
    else if (kind == 5)
        snprintf(out, size, "{\"birth_date\":\"1992-02-29\"}");
    else if (kind == 6)
        snprintf(out, size, "{\"benefit\":\"cash\"}");
    else
        snprintf(out, size, "{}");
}

static void
happen_facts(struct town *town, struct random *random, const char *id)
{
    struct msbi_citizen_row row = {.id = id, .id_length = strlen(id)};
    char facts[100];

    write_facts(random, facts, sizeof facts);
    row.facts = facts;
    row.facts_length = strlen(facts);
    row.valid_from = chronicle_day(random);
    row.has_valid_to = random_chance(random, 40);
    row.valid_to.days = row.valid_from.days + 1
                        + (int32_t)random_below(random, 400);
    town_put_row(town, &row);
}

static void
happen_course(struct town *town, struct random *random, const char *id)
{
    static const char *const services[] = {"guidance", "training", "dance"};
    struct msbi_course_row row = {.citizen = id, .citizen_length = strlen(id)};

    row.service = services[random_below(random, 3)];
    row.from = chronicle_day(random);
    /* Some begin on the same few days: so corrections come about. */
    if (random_chance(random, 60))
        row.from.days = town_date("2020-05-01").days
                        + (int32_t)random_below(random, 3) * 100;
    row.has_to = random_chance(random, 70);
    row.to.days = row.from.days + 1 + (int32_t)random_below(random, 300);
    town_put_course(town, &row);
}

/* Write something about a citizen that touches some days. */
static void
touch(struct town *town, const char *sql, size_t citizen, struct msb_date from,
      struct msb_date to)
{
    assert_int_equal(msbi_store_begin(town->store, NULL), MSB_OK);
    town_execute(town->store, sql);
    assert_int_equal(msbi_store_touch_days(town->store, (int64_t)citizen + 1,
                                           from, true, to, NULL),
                     MSB_OK);
    assert_int_equal(msbi_store_commit(town->store, NULL), MSB_OK);
}

void
chronicle_run(struct town *town, struct msb_date on)
{
    struct msb_assign_summary summary;

    chronicle_tick();
    assert_int_equal(
        msb_store_assign(town->store, on, NULL, NULL, &summary, NULL), MSB_OK);
}

static void
happen_exception(struct town *town, struct random *random, size_t citizen)
{
    static const char *const areas[] = {"young", "work",  "health",
                                        "jobs",  "youth", "nowhere"};
    struct msb_date from = chronicle_day(random);
    struct msb_date to = {from.days + 1 + (int32_t)random_below(random, 500)};
    char sql[300];

    snprintf(sql, sizeof sql,
             "INSERT INTO exception (citizen, area, reason, decided_by,"
             " valid_from, valid_to, recorded_at) SELECT %zu, '%s', 'r', 'd',"
             " %d, %d, %lld WHERE NOT EXISTS (SELECT 1 FROM exception"
             " WHERE citizen = %zu AND version = 0)",
             citizen + 1, areas[random_below(random, 6)], from.days, to.days,
             (long long)now, citizen + 1);
    touch(town, sql, citizen, from, to);
}

static void
forget_exception(struct town *town, size_t citizen)
{
    const struct msb_date from = {INT32_MIN}, to = {INT32_MAX};
    char sql[300];

    snprintf(sql, sizeof sql,
             "UPDATE exception SET superseded_at = %lld, version ="
             " (SELECT 1 + max(version) FROM exception AS other WHERE"
             " other.citizen = exception.citizen AND other.valid_from ="
             " exception.valid_from) WHERE citizen = %zu AND version = 0",
             (long long)now, citizen + 1);
    touch(town, sql, citizen, from, to);
}

void
chronicle_happen(struct town *town, struct random *random)
{
    size_t citizen = random_below(random, CHRONICLE_CITIZENS);
    char id[8];

    snprintf(id, sizeof id, "c%d", (int)citizen);
    chronicle_tick();
    switch (random_below(random, 8)) {
    case 0:
        happen_exception(town, random, citizen);
        break;
    case 1:
        forget_exception(town, citizen);
        break;
    case 2:
    case 3:
    case 4:
        happen_course(town, random, id);
        break;
    default:
        happen_facts(town, random, id);
    }
}

static const char *
get_id(const struct msb_rules *rules, enum msb_part part, int32_t index)
{
    return index < 0 ? NULL
                     : msb_model_get_part_id(msb_rules_get_model(rules), part,
                                             (size_t)index);
}

static void
decide_person(struct msb_store *store, struct msb_rules *rules,
              const struct msbi_person *person, struct msb_date on,
              const struct msb_instant *known_at, struct chronicle_day *out)
{
    struct msbi_exception exception;
    struct msb_outcome outcome;
    struct msb_facts *facts;
    bool has;

    assert_int_equal(msb_facts_new(msb_rules_get_model(rules), &facts, NULL),
                     MSB_OK);
    if (msbi_person_fill_facts(person, facts, NULL) == MSB_OK
        && msb_rules_decide(rules, facts, on, &outcome, NULL) == MSB_OK) {
        out->area = get_id(rules, MSB_PART_AREA, outcome.area);
        out->rule = get_id(rules, MSB_PART_RULE, outcome.rule);
        out->target_group = get_id(rules, MSB_PART_TARGET_GROUP,
                                   outcome.target_group);
        assert_int_equal(msbi_exception_find(store, person->key, on, known_at,
                                             &exception, &has, NULL),
                         MSB_OK);
        if (has && exception.area != MSB_NONE) {
            out->area = get_id(rules, MSB_PART_AREA, (int32_t)exception.area);
            out->rule = NULL;
        }
    }
    msb_facts_free(facts);
}

void
chronicle_decide(struct msb_store *store, int64_t citizen, struct msb_date on,
                 const struct msb_instant *known_at, struct chronicle_day *out)
{
    struct msbi_population *population;
    struct msb_rules *rules;
    struct msbi_person person;
    bool has_person;

    *out = (struct chronicle_day){0};
    if (msbi_store_find_model(store, on, known_at, &out->model, &rules, NULL)
        != MSB_OK) {
        out->model = 0;
        return;
    }
    assert_int_equal(msbi_population_open_one(store, citizen, on, known_at,
                                              &population, NULL),
                     MSB_OK);
    assert_int_equal(
        msbi_population_next(population, &person, &has_person, NULL), MSB_OK);
    if (has_person)
        decide_person(store, rules, &person, on, known_at, out);
    msbi_population_close(population);
    msb_rules_unref(rules);
}

bool
is_same_id(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}
