/* SPDX-License-Identifier: MIT */
/*
 * What a principal sees of a citizen. In this order, each giving no less than
 * what comes after it:
 *
 * 1. nobody in particular, and a program of the authority: everything;
 * 2. the area that is responsible today: everything. That is the area of the
 *    assignment on record, or where there is none, the one that is decided;
 * 3. who delivers today: its own courses, and whom to turn to;
 * 4. whoever the policy of today's model opens more to;
 * 5. who has broken the glass: everything, for some minutes.
 */
#include "store/guard/sight.h"

#include <string.h>

#include "base/error.h"
#include "model/succession.h"
#include "store/connection.h"
#include "store/exceptions.h"
#include "store/reign.h"

/* What is looked at on the way. */
struct search {
    struct msb_store *store;
    int64_t citizen;
    struct msb_date today;
    int64_t model_key;
    const struct msb_model *model;
    struct msbi_workplace workplace;
    struct msbi_population *population; /* of the citizen alone */
    struct msbi_person person;
    bool has_person;
    struct msb_decision *decision; /* today's; NULL where there is none */
    struct msbi_sight *sight;
};

/* The area of an assignment, by today's model. */
static enum msb_status
follow_area(const struct search *search, sqlite3_stmt *row, size_t *out,
            struct msb_error *err)
{
    struct msbi_reigns reigns = {0};
    const struct msbi_reign *now;
    struct msb_date from;
    const char *id;
    size_t length;
    bool has_from;
    enum msb_status status = msbi_column_text(row, 1, &id, &length, err);

    *out = MSB_NONE;
    if (status == MSB_OK && sqlite3_column_int64(row, 0) == search->model_key)
        *out = msb_model_find_part(search->model, MSB_PART_AREA, id);
    if (status != MSB_OK || *out != MSB_NONE)
        return status;
    status = msbi_column_date(row, 2, &has_from, &from, err);
    if (status == MSB_OK)
        status = msbi_reigns_read(search->store, &reigns, err);
    now = status == MSB_OK ? msbi_reigns_find(&reigns, search->today, NULL)
                           : NULL;
    if (now != NULL)
        status = msbi_reigns_follow(&reigns, id, from, now, NULL, out, err);
    msbi_reigns_release(&reigns);
    return status;
}

/* The area of the assignment on record today; MSB_NONE where there is none. */
static enum msb_status
find_assigned(const struct search *search, size_t *out, struct msb_error *err)
{
    static const char sql[] =
        "SELECT model, area, valid_from FROM assignment"
        " WHERE citizen = ?1 AND version = 0 AND valid_from <= ?2"
        " AND (valid_to IS NULL OR valid_to > ?2)"
        " ORDER BY valid_from DESC LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        search->store, sql, search->citizen, search->today, &statement, err);
    bool has_row;

    *out = MSB_NONE;
    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK || !has_row)
        return status;
    status = follow_area(search, statement, out, err);
    sqlite3_reset(statement);
    return status;
}

/* Decide today, as far as the facts allow it. */
static enum msb_status
decide(struct search *search, struct msb_error *err)
{
    struct msb_facts *facts = NULL;
    enum msb_status status;

    status = msbi_population_open_one(search->store, search->citizen,
                                      search->today, NULL, &search->population,
                                      err);
    if (status == MSB_OK)
        status = msbi_population_next(search->population, &search->person,
                                      &search->has_person, err);
    if (status != MSB_OK || !search->has_person)
        return status;
    status = msb_facts_new(msb_rules_get_model(search->sight->rules), &facts,
                           err);
    if (status == MSB_OK)
        status = msbi_person_fill_facts(&search->person, facts, err);
    if (status == MSB_OK)
        status = msb_rules_resolve(search->sight->rules, facts, search->today,
                                   &search->decision, err);
    msb_facts_free(facts);
    /* Whom the model cannot decide about has no area by it. */
    return status == MSB_ERR_INVALID || status == MSB_ERR_CONFLICT ? MSB_OK
                                                                   : status;
}

/* The area that is decided today. */
static enum msb_status
find_decided(const struct search *search, size_t *out, struct msb_error *err)
{
    struct msbi_exception exception;
    enum msb_status status;
    bool has_exception;

    *out = MSB_NONE;
    if (search->decision == NULL)
        return MSB_OK;
    status = msbi_exception_find(search->store, search->citizen, search->today,
                                 NULL, &exception, &has_exception, err);
    if (status != MSB_OK)
        return status;
    if (search->decision->outcome.area >= 0)
        *out = (size_t)search->decision->outcome.area;
    if (has_exception && exception.area != MSB_NONE)
        *out = exception.area;
    return MSB_OK;
}

static enum msb_status
look_for_responsibility(struct search *search, struct msb_error *err)
{
    size_t area;
    enum msb_status status = find_assigned(search, &area, err);

    /* Who does not answer for the citizen may deliver: as is decided. */
    if (status == MSB_OK
        && (area == MSB_NONE || area != search->workplace.area))
        status = decide(search, err);
    if (status == MSB_OK && area == MSB_NONE)
        status = find_decided(search, &area, err);
    if (status == MSB_OK && area != MSB_NONE
        && area == search->workplace.area) {
        search->sight->is_responsible = true;
        search->sight->view = MSBI_VIEW_WHOLE;
    }
    return status;
}

/* Whether the model says that the service is delivered from where the
   principal works. */
static bool
is_delivered_by_rule(const struct search *search, size_t service)
{
    struct msb_delivery delivery;

    for (size_t i = 0;
         msb_decision_get_delivery(search->decision, i, &delivery); i++)
        if (delivery.service == service)
            return msbi_workplace_delivers(&search->workplace, search->model,
                                           delivery.area, delivery.unit);
    return false;
}

/* A service to a household, by whom the model says of everybody alike. */
static bool
is_delivered_to_all(const struct search *search, size_t service)
{
    const struct msbi_service *given = &search->model->services[service];

    return given->num_entries == 1 && given->entries[0].when == NULL
           && msbi_workplace_delivers(&search->workplace, search->model,
                                      given->entries[0].area,
                                      given->entries[0].unit);
}

/* A course that is running: by the unit that it names, where the model has
   such a unit, else by whom the model says. */
static void
mark_course(const struct search *search, const char *service, const char *unit,
            bool is_household)
{
    const struct msb_model *model = search->model;
    size_t of = msb_model_find_part(model, MSB_PART_SERVICE, service);
    size_t by = msbi_model_follow_part(model, MSB_PART_UNIT, unit);
    bool is_own;

    if (of == MSB_NONE)
        return;
    if (by != MSB_NONE)
        is_own = msbi_workplace_delivers(&search->workplace, model,
                                         model->units[by].area, by);
    else
        is_own = is_household ? is_delivered_to_all(search, of)
                              : is_delivered_by_rule(search, of);
    if (is_own)
        search->sight->own[of] = true;
}

static enum msb_status
mark_courses(const struct search *search, struct msb_error *err)
{
    static const char sql[] =
        "SELECT service, unit, 0 FROM course"
        " WHERE citizen = ?1 AND version = 0 AND valid_from <= ?2"
        " AND (valid_to IS NULL OR valid_to > ?2)"
        " UNION SELECT c.service, c.unit, 1 FROM household_member AS m"
        " JOIN household_course AS c ON c.household = m.household"
        " WHERE m.citizen = ?1 AND m.version = 0 AND m.valid_from <= ?2"
        " AND (m.valid_to IS NULL OR m.valid_to > ?2)"
        " AND c.version = 0 AND c.valid_from <= ?2"
        " AND (c.valid_to IS NULL OR c.valid_to > ?2)"
        " ORDER BY service, unit";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        search->store, sql, search->citizen, search->today, &statement, err);
    const char *service, *unit;
    bool has_row = true;
    size_t length;

    if (status != MSB_OK)
        return status;
    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = msbi_column_text(statement, 0, &service, &length, err);
        if (status == MSB_OK)
            status = msbi_column_text(statement, 1, &unit, &length, err);
        if (status == MSB_OK)
            mark_course(search, service, unit,
                        sqlite3_column_int(statement, 2) != 0);
    }
    sqlite3_reset(statement);
    return status;
}

static enum msb_status
look_for_deliveries(struct search *search, struct msb_error *err)
{
    size_t num = search->model->num_services;
    struct msbi_sight *sight = search->sight;
    enum msb_status status;

    sight->own = msbi_alloc_array(num, sizeof *sight->own);
    if (sight->own == NULL)
        return msbi_fail_nomem(err);
    status = mark_courses(search, err);
    for (size_t i = 0; i < num; i++)
        if (sight->own[i] && sight->view < MSBI_VIEW_COURSES) {
            sight->view = MSBI_VIEW_COURSES;
            sight->is_own_only = true;
        }
    return status;
}

static enum msb_status
look_for_policy(struct search *search, struct msb_error *err)
{
    struct msbi_sight *sight = search->sight;
    const struct msbi_access *access;
    struct msbi_policy *policy;
    size_t entry;
    enum msb_status status;

    status = msbi_policy_get(search->store, search->model_key,
                             msb_rules_get_model(sight->rules), &policy, err);
    if (status == MSB_OK)
        status = msbi_policy_find(policy, &search->store->principal,
                                  &search->workplace,
                                  search->has_person ? &search->person : NULL,
                                  search->today, &entry, err);
    if (status != MSB_OK || entry == MSB_NONE)
        return status;
    access = &search->model->access[entry];
    /* All courses are more than one's own. */
    if ((int)access->view < (int)sight->view
        || ((int)access->view == (int)sight->view && !sight->is_own_only))
        return MSB_OK;
    sight->view = (enum msbi_view)access->view;
    sight->is_own_only = false;
    sight->access = access->id;
    return MSB_OK;
}

static void
look_for_emergency(const struct search *search)
{
    const struct msb_store *store = search->store;
    int64_t now = msbi_store_now(store).seconds;

    if (search->sight->view == MSBI_VIEW_WHOLE)
        return;
    for (size_t i = 0; i < store->num_emergencies; i++) {
        const struct msbi_emergency *emergency = &store->emergencies[i];

        if (emergency->citizen != search->citizen || now < emergency->from
            || now >= emergency->until)
            continue;
        search->sight->view = MSBI_VIEW_WHOLE;
        search->sight->is_own_only = false;
        search->sight->access = NULL;
        search->sight->emergency = emergency->reason;
    }
}

/* By the model of today. */
static enum msb_status
look_by_model(struct search *search, struct msb_error *err)
{
    enum msb_status status;

    search->model = msb_rules_get_model(search->sight->rules);
    search->workplace = msbi_workplace_find(&search->store->principal,
                                            search->model);
    status = look_for_responsibility(search, err);
    if (status == MSB_OK && !search->sight->is_responsible) {
        status = look_for_deliveries(search, err);
        if (status == MSB_OK)
            status = look_for_policy(search, err);
    }
    msb_decision_unref(search->decision);
    msbi_population_close(search->population);
    return status;
}

enum msb_status
msbi_sight_find(struct msb_store *store, int64_t citizen,
                struct msbi_sight *out, struct msb_error *err)
{
    struct search search = {
        .store = store,
        .citizen = citizen,
        .today = msbi_store_today(store),
        .sight = out,
    };
    enum msb_role role = store->principal.role;
    enum msb_status status;

    memset(out, 0, sizeof *out);
    if (store->principal.actor == NULL || role == MSB_ROLE_SYSTEM) {
        out->is_responsible = true;
        out->view = MSBI_VIEW_WHOLE;
        return MSB_OK;
    }
    if (role != MSB_ROLE_CASEWORKER && role != MSB_ROLE_LEADER)
        return MSB_OK;
    status = msbi_store_find_model(store, search.today, NULL, &search.model_key,
                                   &out->rules, err);
    if (status == MSB_OK)
        status = look_by_model(&search, err);
    else if (status == MSB_ERR_NOT_FOUND)
        status = MSB_OK; /* without a model nobody is responsible */
    if (status == MSB_OK)
        look_for_emergency(&search);
    return status;
}

void
msbi_sight_release(struct msbi_sight *sight)
{
    msb_rules_unref(sight->rules);
    msbi_free(sight->own);
    memset(sight, 0, sizeof *sight);
}

bool
msbi_sight_is_own(const struct msbi_sight *sight, const char *service)
{
    size_t index;

    if (sight->own == NULL)
        return false;
    index = msb_model_find_part(msb_rules_get_model(sight->rules),
                                MSB_PART_SERVICE, service);
    return index != MSB_NONE && sight->own[index];
}
