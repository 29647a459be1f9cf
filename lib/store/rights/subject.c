/* SPDX-License-Identifier: MIT */
/*
 * What is held about one citizen: a section for each table, read through the
 * views that people read, so that nothing is shown here that they would not
 * see there. The statements below are all there is to know about it.
 */
#include <msb/subject.h>

#include "base/error.h"
#include "base/memory.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/sections.h"

static const char citizen_sql[] =
    "SELECT id AS citizen, cpr FROM citizen_text WHERE key = ?1 ORDER BY key";
static const char facts_sql[] =
    "SELECT valid_from, facts, recorded_at, superseded_at"
    " FROM citizen_facts_text WHERE citizen = ?1"
    " ORDER BY valid_from, recorded_at, version";
static const char courses_sql[] =
    "SELECT service, nullif(unit, '') AS unit, valid_from, valid_to,"
    " recorded_at, superseded_at FROM course_text WHERE citizen = ?1"
    " ORDER BY valid_from, service, unit, recorded_at, version";
static const char assignments_sql[] =
    "SELECT area, rule, target_group, assignment.valid_from,"
    " assignment.valid_to, model_text.id AS model, assignment.recorded_at,"
    " assignment.superseded_at FROM assignment_text AS assignment"
    " JOIN model_text ON model_text.key = assignment.model"
    " WHERE citizen = ?1"
    " ORDER BY assignment.valid_from, assignment.recorded_at, version";
static const char exceptions_sql[] =
    "SELECT area, reason, valid_from, valid_to, recorded_at, superseded_at"
    " FROM exception_text WHERE citizen = ?1"
    " ORDER BY valid_from, recorded_at, version";
static const char handovers_sql[] =
    "SELECT day, from_area AS \"from\", to_area AS \"to\", cause, state,"
    " CASE consent WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END AS consent,"
    " recorded_at, superseded_at FROM handover_text WHERE citizen = ?1"
    " ORDER BY day, recorded_at, version";
static const char households_sql[] =
    "SELECT household.id AS household, nullif(role, '') AS role, valid_from,"
    " valid_to, recorded_at, superseded_at FROM household_member_text"
    " JOIN household ON household.key = household WHERE citizen = ?1"
    " ORDER BY valid_from, household.id, recorded_at, version";
static const char household_courses_sql[] =
    "SELECT household.id AS household, service, nullif(unit, '') AS unit,"
    " valid_from, valid_to, recorded_at, superseded_at"
    " FROM household_course_text AS course"
    " JOIN household ON household.key = course.household"
    " WHERE course.household IN (SELECT member.household"
    " FROM household_member AS member WHERE member.citizen = ?1)"
    " ORDER BY valid_from, household.id, service, recorded_at, version";
static const char addresses_sql[] =
    "SELECT iif(EXISTS (SELECT 1 FROM address_protection AS p"
    " WHERE p.citizen = ?1 AND p.version = 0 AND p.valid_from <= ?2"
    " AND p.valid_to > ?2), NULL, text) AS address, valid_from, valid_to,"
    " recorded_at, superseded_at FROM address_text WHERE citizen = ?1"
    " ORDER BY valid_from, recorded_at, version";
static const char protections_sql[] =
    "SELECT valid_from, valid_to, recorded_at, superseded_at"
    " FROM address_protection_text WHERE citizen = ?1"
    " ORDER BY valid_from, recorded_at, version";
static const char journal_sql[] =
    "SELECT recorded_at AS at, purpose, action FROM journal_text"
    " WHERE citizen = ?1 ORDER BY number";

static const struct msbi_section_query queries[] = {
    {"citizen", citizen_sql, 0},
    {"facts", facts_sql, 1u << 1},
    {"courses", courses_sql, 0},
    {"assignments", assignments_sql, 0},
    {"exceptions", exceptions_sql, 0},
    {"handovers", handovers_sql, 0},
    {"households", households_sql, 0},
    {"household_courses", household_courses_sql, 0},
    {"addresses", addresses_sql, 0},
    {"protections", protections_sql, 0},
    {"journal", journal_sql, 0},
};

#define NUM_SECTIONS (sizeof queries / sizeof queries[0])

struct msb_subject {
    struct msbi_refcount refs;
    struct msbi_sections sections;
};

static enum msb_status
read_subject(struct msb_store *store, const char *id,
             struct msb_subject *subject, struct msb_error *err)
{
    int64_t citizen;
    enum msb_status status = msbi_store_find_person(store, id, &citizen, err);

    if (status == MSB_OK)
        status = msbi_guard_do(store, MSBI_POWER_RIGHTS, "subject", citizen,
                               err);
    if (status == MSB_OK)
        status = msbi_guard_read(store, citizen, "subject", MSBI_VIEW_WHOLE,
                                 err);
    return status != MSB_OK
               ? status
               : msbi_sections_read(store, queries, NUM_SECTIONS, citizen,
                                    &subject->sections, err);
}

enum msb_status
msb_store_find_subject(struct msb_store *store, const char *citizen,
                       struct msb_subject **out, struct msb_error *err)
{
    struct msb_subject *subject;
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || citizen == NULL || out == NULL)
        return msbi_fail_misuse(err, "store, citizen and out must not be "
                                     "NULL");
    subject = msbi_alloc(sizeof *subject);
    if (subject == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&subject->refs);
    status = msbi_store_begin_reading(store, err);
    if (status == MSB_OK) {
        status = read_subject(store, citizen, subject, err);
        status = msbi_store_end_reading(store, status, err);
    }
    if (status == MSB_OK)
        *out = subject;
    else
        msb_subject_unref(subject);
    return status;
}

struct msb_subject *
msb_subject_ref(struct msb_subject *subject)
{
    msbi_refcount_take(&subject->refs);
    return subject;
}

void
msb_subject_unref(struct msb_subject *subject)
{
    if (subject == NULL || !msbi_refcount_drop(&subject->refs))
        return;
    msbi_sections_release(&subject->sections);
    msbi_free(subject);
}

size_t
msb_subject_num_sections(const struct msb_subject *subject)
{
    return subject->sections.num;
}

const char *
msb_subject_get_section(const struct msb_subject *subject, size_t section)
{
    return msbi_sections_get_name(&subject->sections, section);
}

size_t
msb_subject_num_columns(const struct msb_subject *subject, size_t section)
{
    return msbi_sections_num_columns(&subject->sections, section);
}

const char *
msb_subject_get_column(const struct msb_subject *subject, size_t section,
                       size_t column)
{
    return msbi_sections_get_column(&subject->sections, section, column);
}

size_t
msb_subject_num_rows(const struct msb_subject *subject, size_t section)
{
    return msbi_sections_num_rows(&subject->sections, section);
}

const char *
msb_subject_get_value(const struct msb_subject *subject, size_t section,
                      size_t row, size_t column)
{
    return msbi_sections_get_value(&subject->sections, section, row, column);
}

enum msb_status
msb_subject_format_json(const struct msb_subject *subject, char **out,
                        struct msb_error *err)
{
    struct msbi_text text;

    if (out != NULL)
        *out = NULL;
    if (subject == NULL || out == NULL)
        return msbi_fail_misuse(err, "subject and out must not be NULL");
    msbi_text_init(&text);
    msbi_text_add(&text, "{");
    msbi_sections_add_json(&text, &subject->sections);
    msbi_text_add(&text, "}");
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
