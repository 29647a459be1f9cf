/* SPDX-License-Identifier: MIT */
/*
 * The households of a citizen in an answer, with the services that they have
 * as households and who delivers each. A course may name its unit; else the
 * model says who delivers, by this citizen's facts where it asks for any, as
 * if the service were the citizen's own. The citizen's own decision is made
 * without those services: a household's course moves nobody.
 *
 * Services that the model does not list are left out, as everywhere.
 */
#include "store/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "decide/facts.h"
#include "model/succession.h"
#include "store/connection.h"

#define MEMBERSHIPS                                                            \
    "SELECT household.key, household.id, role, max(valid_from)"                \
    " FROM household_member JOIN household ON household.key = household"       \
    " WHERE citizen = ?1 AND valid_from <= ?2"                                 \
    " AND (valid_to IS NULL OR valid_to > ?2)"
#define BY_HOUSEHOLD " GROUP BY household ORDER BY household.id"

/* Who is asked about, and by which rules. */
struct asking {
    struct msb_store *store;
    int64_t citizen;
    const struct msb_instant *known_at;
    const struct msbi_sight *sight;
    struct msb_answer *answer;
    struct msb_rules *rules; /* borrowed from the answer */
};

/* The deliverer that a course names; false where it names none, or none that
   the model has. */
static bool
find_named(const struct msb_model *model, const char *unit,
           struct msb_household_service *out)
{
    out->area = MSB_NONE;
    out->unit = MSB_NONE;
    if (unit == NULL)
        return false;
    out->unit = msbi_model_follow_part(model, MSB_PART_UNIT, unit);
    out->area = out->unit == MSB_NONE
                    ? msbi_model_follow_part(model, MSB_PART_AREA, unit)
                    : model->units[out->unit].area;
    return out->area != MSB_NONE;
}

/* The citizen's facts, as if the service were the citizen's own. */
static enum msb_status
fill_facts(const struct asking *asking, size_t service, struct msb_facts *facts,
           struct msb_error *err)
{
    struct msbi_population *population = NULL;
    struct msbi_person person;
    bool has_person = false;
    enum msb_status status = msbi_population_open_one(
        asking->store, asking->citizen, asking->answer->on, asking->known_at,
        &population, err);

    if (status == MSB_OK)
        status = msbi_population_next(population, &person, &has_person, err);
    if (status == MSB_OK && has_person)
        status = msbi_person_fill_facts(&person, facts, err);
    if (status == MSB_OK && has_person)
        status = msb_facts_add_to_set(facts, facts->model->services_attribute,
                                      service, err);
    msbi_population_close(population);
    return status;
}

static void
take_delivery(const struct msb_decision *decision,
              struct msb_household_service *out)
{
    struct msb_delivery delivery;

    for (size_t i = 0; msb_decision_get_delivery(decision, i, &delivery); i++) {
        if (delivery.service != out->service)
            continue;
        out->area = delivery.area;
        out->unit = delivery.unit;
    }
}

/* Where entries ask for facts: decide as for the citizen's own services. */
static enum msb_status
find_by_facts(const struct asking *asking, struct msb_household_service *out,
              struct msb_error *err)
{
    struct msb_decision *decision = NULL;
    struct msb_facts *facts = NULL;
    enum msb_status status = msb_facts_new(msb_rules_get_model(asking->rules),
                                           &facts, err);

    if (status == MSB_OK)
        status = fill_facts(asking, out->service, facts, err);
    if (status == MSB_OK)
        status = msb_rules_resolve(asking->rules, facts, asking->answer->on,
                                   &decision, err);
    if (status == MSB_OK)
        take_delivery(decision, out);
    else if (status == MSB_ERR_CONFLICT)
        status = MSB_OK; /* two rules match now: it is not settled */
    msb_decision_unref(decision);
    msb_facts_free(facts);
    return status;
}

static enum msb_status
add_service(const struct asking *asking, const struct msbi_course_of *course,
            struct msbi_membership *membership, struct msb_error *err)
{
    const struct msb_model *model = msb_rules_get_model(asking->rules);
    size_t index = msb_model_find_part(model, MSB_PART_SERVICE,
                                       course->service);
    struct msb_household_service *out;
    const struct msbi_service *service;

    if (index == MSB_NONE)
        return MSB_OK;
    service = &model->services[index];
    out = &membership->services[membership->num_services++];
    out->service = index;
    out->is_contact = service->is_household_contact;
    if (find_named(model, course->unit, out))
        return MSB_OK;
    if (service->num_entries > 1
        || (service->num_entries == 1 && service->entries[0].when != NULL))
        return find_by_facts(asking, out, err);
    if (service->num_entries == 1) {
        out->area = service->entries[0].area;
        out->unit = service->entries[0].unit;
    }
    return MSB_OK;
}

/* Who sees no more than its own sees here what it delivers. */
static bool
may_see(const struct asking *asking,
        const struct msb_household_service *service)
{
    const struct msb_model *model = msb_rules_get_model(asking->rules);
    struct msbi_workplace workplace;

    if (!asking->sight->is_own_only)
        return true;
    workplace = msbi_workplace_find(&asking->store->principal, model);
    return msbi_workplace_delivers(&workplace, model, service->area,
                                   service->unit);
}

static int
compare_services(const void *a, const void *b)
{
    const struct msb_household_service *left = a, *right = b;

    if (left->service != right->service)
        return left->service < right->service ? -1 : 1;
    if (left->area != right->area)
        return left->area < right->area ? -1 : 1;
    return left->unit < right->unit ? -1 : left->unit > right->unit;
}

static enum msb_status
add_services(const struct asking *asking, int64_t household,
             struct msbi_membership *membership, struct msb_error *err)
{
    struct msbi_courses_of courses;
    enum msb_status status = msbi_household_read_courses(
        asking->store, household, asking->answer->on, asking->known_at,
        &courses, err);

    if (status != MSB_OK)
        return status;
    membership->services = msbi_alloc_array(courses.num + 1,
                                            sizeof *membership->services);
    if (membership->services == NULL)
        status = msbi_fail_nomem(err);
    for (size_t i = 0; i < courses.num && status == MSB_OK; i++) {
        size_t num = membership->num_services;

        status = add_service(asking, &courses.items[i], membership, err);
        if (membership->num_services > num
            && !may_see(asking, &membership->services[num]))
            membership->num_services = num;
    }
    if (status == MSB_OK)
        qsort(membership->services, membership->num_services,
              sizeof *membership->services, compare_services);
    msbi_courses_of_release(&courses);
    return status;
}

static enum msb_status
add_membership(const struct asking *asking, sqlite3_stmt *row,
               struct msb_error *err)
{
    struct msb_answer *answer = asking->answer;
    struct msbi_membership *membership = msbi_grow(
        answer->memberships, answer->num_memberships,
        &answer->membership_capacity, sizeof *membership);
    enum msb_status status;

    if (membership == NULL)
        return msbi_fail_nomem(err);
    answer->memberships = membership;
    membership += answer->num_memberships++;
    memset(membership, 0, sizeof *membership);
    status = msbi_column_copy(row, 1, &membership->household, err);
    if (status == MSB_OK)
        status = msbi_column_copy(row, 2, &membership->role, err);
    return status != MSB_OK ? status
                            : add_services(asking, sqlite3_column_int64(row, 0),
                                           membership, err);
}

enum msb_status
msbi_answer_add_households(struct msb_store *store, int64_t citizen,
                           const struct msb_instant *known_at,
                           const struct msbi_sight *sight,
                           struct msb_answer *answer, struct msb_error *err)
{
    static const char now_sql[] = MEMBERSHIPS " AND version = 0" BY_HOUSEHOLD;
    static const char then_sql[] = MEMBERSHIPS
        " AND " MSBI_KNOWN_AT_3 BY_HOUSEHOLD;
    const struct asking asking = {
        .store = store,
        .citizen = citizen,
        .known_at = known_at,
        .sight = sight,
        .answer = answer,
        .rules = msb_decision_get_rules(answer->decision)};
    sqlite3_stmt *row;
    bool has_row;
    enum msb_status status;

    if (sight->view < MSBI_VIEW_COURSES)
        return MSB_OK;
    status = msbi_statement_about(store, known_at == NULL ? now_sql : then_sql,
                                  citizen, answer->on, &row, err);

    if (status == MSB_OK && known_at != NULL)
        sqlite3_bind_int64(row, 3, known_at->seconds);
    while (status == MSB_OK) {
        status = msbi_statement_step(row, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = add_membership(&asking, row, err);
        if (status != MSB_OK)
            sqlite3_reset(row);
    }
    return status;
}

void
msbi_answer_release_households(struct msb_answer *answer)
{
    for (size_t i = 0; i < answer->num_memberships; i++) {
        msbi_free(answer->memberships[i].household);
        msbi_free(answer->memberships[i].role);
        msbi_free(answer->memberships[i].services);
    }
    msbi_free(answer->memberships);
}

size_t
msb_answer_num_memberships(const struct msb_answer *answer)
{
    return answer->num_memberships;
}

bool
msb_answer_get_membership(const struct msb_answer *answer, size_t index,
                          struct msb_membership *out)
{
    if (index >= answer->num_memberships)
        return false;
    out->household = answer->memberships[index].household;
    out->role = answer->memberships[index].role;
    out->num_services = answer->memberships[index].num_services;
    return true;
}

bool
msb_answer_get_household_service(const struct msb_answer *answer,
                                 size_t membership, size_t index,
                                 struct msb_household_service *out)
{
    if (membership >= answer->num_memberships
        || index >= answer->memberships[membership].num_services)
        return false;
    *out = answer->memberships[membership].services[index];
    return true;
}

static void
write_part(struct msbi_text *text, const struct msb_answer *answer,
           const char *before, enum msb_part part, size_t index)
{
    const struct msb_model *model = msb_rules_get_model(
        msb_decision_get_rules(answer->decision));

    msbi_text_add(text, before);
    msbi_text_add_json(text, msb_model_get_part_id(model, part, index));
}

static void
write_services(struct msbi_text *text, const struct msb_answer *answer,
               const struct msbi_membership *membership)
{
    for (size_t i = 0; i < membership->num_services; i++) {
        const struct msb_household_service *service = &membership->services[i];

        msbi_text_add(text, i == 0 ? "" : ", ");
        write_part(text, answer, "{\"service\": ", MSB_PART_SERVICE,
                   service->service);
        write_part(text, answer, ", \"area\": ", MSB_PART_AREA, service->area);
        write_part(text, answer, ", \"unit\": ", MSB_PART_UNIT, service->unit);
        msbi_text_addf(text, ", \"is_contact\": %s}",
                       service->is_contact ? "true" : "false");
    }
}

void
msbi_answer_write_households(struct msbi_text *text,
                             const struct msb_answer *answer)
{
    msbi_text_add(text, ", \"households\": [");
    for (size_t i = 0; i < answer->num_memberships; i++) {
        msbi_text_add(text, i == 0 ? "{\"household\": " : ", {\"household\": ");
        msbi_text_add_json(text, answer->memberships[i].household);
        msbi_text_add(text, ", \"role\": ");
        msbi_text_add_json(text, answer->memberships[i].role);
        msbi_text_add(text, ", \"services\": [");
        write_services(text, answer, &answer->memberships[i]);
        msbi_text_add(text, "]}");
    }
    msbi_text_add(text, "]");
}
