/* SPDX-License-Identifier: MIT */
/*
 * A population: everybody with facts on a date, one after the other, with the
 * services active on it. Two statements run side by side in the order of the
 * citizens' numbers, facts and courses, and are merged here. Each walks
 * its table in the table's own order, so nothing is sorted and memory holds one
 * citizen at a time. They share one read transaction: all of it is of one
 * moment.
 */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/json.h"
#include "model/model.h"
#include "store/connection.h"

struct msbi_population {
    sqlite3_stmt *citizens;
    sqlite3_stmt *courses;
    bool is_at_end;
    bool has_course;        /* `courses` stands on a row that is not used yet */
    struct msbi_text names; /* the services of one citizen, NUL after each */
    const char **services;
    size_t capacity;
};

/*
 * The statements of a population: ?1 is the citizen where it is one, ?2 the
 * date, ?3 the instant where it is not now; ?1 to ?4 are citizens where it is
 * some.
 */
struct queries {
    const char *citizens;
    const char *courses;
};

/*
 * Of each citizen's versions that have begun, the one that began last: SQLite
 * takes the other columns of a row with max() from the row that has it.
 */
#define CITIZENS                                                               \
    "SELECT citizen_facts.citizen, citizen.id, citizen_facts.facts,"           \
    " max(citizen_facts.valid_from)"                                           \
    " FROM citizen_facts"                                                      \
    " CROSS JOIN citizen ON citizen.key = citizen_facts.citizen"               \
    " WHERE citizen_facts.valid_from <= ?2 AND "
#define BY_CITIZEN                                                             \
    " GROUP BY citizen_facts.citizen HAVING citizen_facts.facts IS NOT NULL"   \
    " ORDER BY citizen_facts.citizen"

/* Two courses of one service are one service. */
#define COURSES                                                                \
    "SELECT DISTINCT citizen, service FROM course WHERE valid_from <= ?2"      \
    " AND (valid_to IS NULL OR valid_to > ?2) AND "
#define BY_SERVICE " ORDER BY citizen, service"

#define NOW "version = 0"
#define OF_ONE " AND citizen = ?1"
#define OF_SOME " AND citizen BETWEEN ?1 AND ?4"

static const struct queries everybody_now = {CITIZENS NOW BY_CITIZEN,
                                             COURSES NOW BY_SERVICE};
static const struct queries everybody_then = {
    CITIZENS MSBI_KNOWN_AT_3 BY_CITIZEN, COURSES MSBI_KNOWN_AT_3 BY_SERVICE};
static const struct queries one_now = {CITIZENS NOW OF_ONE BY_CITIZEN,
                                       COURSES NOW OF_ONE BY_SERVICE};
static const struct queries one_then = {
    CITIZENS MSBI_KNOWN_AT_3 OF_ONE BY_CITIZEN,
    COURSES MSBI_KNOWN_AT_3 OF_ONE BY_SERVICE};
static const struct queries some_now = {CITIZENS NOW OF_SOME BY_CITIZEN,
                                        COURSES NOW OF_SOME BY_SERVICE};

/* Who is in a population: of a date, as known when; 0: everybody. */
struct scope {
    struct msb_date on;
    const struct msb_instant *known_at; /* NULL: now */
    int64_t citizen;
    int64_t last; /* of some */
};

static enum msb_status
prepare(struct msb_store *store, const char *sql, const struct scope *scope,
        sqlite3_stmt **out, struct msb_error *err)
{
    int code = sqlite3_prepare_v2(store->db, sql, -1, out, NULL);

    if (code != SQLITE_OK)
        return msbi_sqlite_fail(store->db, code, err);
    sqlite3_bind_int64(*out, 1, scope->citizen);
    msbi_bind_date(*out, 2, scope->on);
    if (scope->known_at != NULL)
        sqlite3_bind_int64(*out, 3, scope->known_at->seconds);
    if (sqlite3_bind_parameter_count(*out) == 4)
        sqlite3_bind_int64(*out, 4, scope->last);
    return MSB_OK;
}

static enum msb_status
open_population(struct msb_store *store, const struct queries *queries,
                const struct scope *scope, struct msbi_population **out,
                struct msb_error *err)
{
    struct msbi_population *population = msbi_alloc(sizeof *population);
    enum msb_status status;

    *out = NULL;
    if (population == NULL)
        return msbi_fail_nomem(err);
    msbi_text_init(&population->names);
    status = prepare(store, queries->citizens, scope, &population->citizens,
                     err);
    if (status == MSB_OK)
        status = prepare(store, queries->courses, scope, &population->courses,
                         err);
    if (status == MSB_OK)
        status = msbi_statement_step(population->courses,
                                     &population->has_course, err);
    if (status != MSB_OK) {
        msbi_population_close(population);
        return status;
    }
    *out = population;
    return MSB_OK;
}

enum msb_status
msbi_population_open(struct msb_store *store, struct msb_date on,
                     const struct msb_instant *known_at,
                     struct msbi_population **out, struct msb_error *err)
{
    const struct scope scope = {.on = on, .known_at = known_at};

    return open_population(store,
                           known_at == NULL ? &everybody_now : &everybody_then,
                           &scope, out, err);
}

enum msb_status
msbi_population_open_one(struct msb_store *store, int64_t citizen,
                         struct msb_date on, const struct msb_instant *known_at,
                         struct msbi_population **out, struct msb_error *err)
{
    const struct scope scope = {
        .on = on, .known_at = known_at, .citizen = citizen};

    return open_population(store, known_at == NULL ? &one_now : &one_then,
                           &scope, out, err);
}

enum msb_status
msbi_population_open_some(struct msb_store *store, int64_t first, int64_t last,
                          struct msb_date on, struct msbi_population **out,
                          struct msb_error *err)
{
    const struct scope scope = {.on = on, .citizen = first, .last = last};

    return open_population(store, &some_now, &scope, out, err);
}

/* Keep the service of the course at hand, and take the next course. */
static enum msb_status
take_service(struct msbi_population *population, size_t num,
             struct msb_error *err)
{
    const char **services = msbi_grow(population->services, num,
                                      &population->capacity, sizeof *services);
    enum msb_status status;
    const char *name;
    size_t length;

    if (services == NULL)
        return msbi_fail_nomem(err);
    population->services = services;
    status = msbi_column_text(population->courses, 1, &name, &length, err);
    if (status != MSB_OK)
        return status;
    msbi_text_add_bytes(&population->names, name, length + 1);
    if (population->names.failed)
        return msbi_fail_nomem(err);
    return msbi_statement_step(population->courses, &population->has_course,
                               err);
}

/* Every service of the citizen; courses of others before it are skipped. */
static enum msb_status
collect_services(struct msbi_population *population, struct msbi_person *person,
                 struct msb_error *err)
{
    enum msb_status status = MSB_OK;
    const char *name;
    int64_t key;

    msbi_text_clear(&population->names);
    person->num_services = 0;
    while (status == MSB_OK && population->has_course) {
        key = sqlite3_column_int64(population->courses, 0);
        if (key > person->key)
            break;
        if (key == person->key)
            status = take_service(population, person->num_services++, err);
        else
            status = msbi_statement_step(population->courses,
                                         &population->has_course, err);
    }
    name = population->names.data;
    for (size_t i = 0; status == MSB_OK && i < person->num_services; i++) {
        population->services[i] = name;
        name += strlen(name) + 1;
    }
    person->services = population->services;
    return status;
}

enum msb_status
msbi_population_next(struct msbi_population *population,
                     struct msbi_person *person, bool *has_person,
                     struct msb_error *err)
{
    sqlite3_stmt *row = population->citizens;
    enum msb_status status;

    *has_person = false;
    if (population->is_at_end)
        return MSB_OK; /* another step would start anew */
    status = msbi_statement_step(row, has_person, err);
    population->is_at_end = !*has_person;
    if (status != MSB_OK || !*has_person)
        return status;
    person->key = sqlite3_column_int64(row, 0);
    status = msbi_column_text(row, 1, &person->id, &person->id_length, err);
    if (status == MSB_OK)
        status = msbi_column_text(row, 2, &person->facts, &person->facts_length,
                                  err);
    return status != MSB_OK ? status
                            : collect_services(population, person, err);
}

void
msbi_population_close(struct msbi_population *population)
{
    if (population == NULL)
        return;
    sqlite3_finalize(population->citizens);
    sqlite3_finalize(population->courses);
    msbi_text_release(&population->names);
    msbi_free(population->services);
    msbi_free(population);
}

enum msb_status
msbi_store_count_citizens(struct msb_store *store, uint64_t *out,
                          struct msb_error *err)
{
    static const char sql[] = "SELECT count(*) FROM citizen";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    int64_t num = 0;
    bool has_row;

    if (status == MSB_OK)
        status = msbi_statement_take_number(statement, &has_row, &num, err);
    *out = (uint64_t)num;
    return status;
}

static enum msb_status
fill_services(const struct msbi_person *person, struct msb_facts *facts,
              struct msb_error *err)
{
    size_t attribute = facts->model->services_attribute;
    enum msb_status status = MSB_OK;
    size_t value;

    for (size_t i = 0; status == MSB_OK && i < person->num_services; i++) {
        value = msb_facts_find_value(facts, attribute, person->services[i]);
        if (value != MSB_NONE)
            status = msb_facts_add_to_set(facts, attribute, value, err);
    }
    return status;
}

/* The facts as the store has them; anything but an object is a damaged store.
 */
static enum msb_status
parse_facts(const struct msbi_person *person, struct msbi_json **out,
            struct msb_error *err)
{
    enum msb_status status = msbi_json_parse(
        person->facts, person->facts_length, false, out, err);

    if (status == MSB_ERR_SYNTAX)
        return msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    if (status != MSB_OK
        || msbi_json_type(msbi_json_root(*out)) == MSBI_JSON_OBJECT)
        return status;
    msbi_json_free(*out);
    return msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
}

static enum msb_status
fill_facts(const struct msbi_person *person, const struct msbi_json *json,
           struct msb_facts *facts, struct msb_error *err)
{
    enum msb_status status;

    msb_facts_clear(facts);
    status = msbi_facts_fill(facts, msbi_json_root(json), true, err);
    return status != MSB_OK ? status : fill_services(person, facts, err);
}

enum msb_status
msbi_person_fill_facts(const struct msbi_person *person,
                       struct msb_facts *facts, struct msb_error *err)
{
    struct msbi_json *json = NULL;
    enum msb_status status = parse_facts(person, &json, err);

    if (status != MSB_OK)
        return status;
    status = fill_facts(person, json, facts, err);
    msbi_json_free(json);
    return status;
}

enum msb_status
msbi_person_add_to(const struct msbi_person *person,
                   struct msbi_batch *const *batches, size_t num,
                   struct msb_error *err)
{
    struct msbi_json *json = NULL;
    enum msb_status status = parse_facts(person, &json, err);

    if (status != MSB_OK)
        return status;
    for (size_t i = 0; i < num && status == MSB_OK; i++) {
        struct msb_facts *facts = msbi_batch_get_facts(batches[i]);

        status = fill_facts(person, json, facts, err);
        msbi_batch_add(batches[i], status == MSB_OK ? facts : NULL);
        if (status == MSB_ERR_INVALID)
            status = MSB_OK;
    }
    msbi_json_free(json);
    return status;
}
