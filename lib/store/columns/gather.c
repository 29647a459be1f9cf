/* SPDX-License-Identifier: MIT */
/*
 * From the rows of some citizens to a chunk. Facts and courses are read side
 * by side, citizen by citizen; the days on which one of them begins or ends cut
 * a citizen's time into stretches, and each becomes a row, unless it says what
 * the one before it said.
 */
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "store/columns/columns.h"
#include "store/connection.h"

/* What holds from a day on. */
struct version {
    int32_t from;
    bool has_facts;
    int32_t birth;
    struct msbi_cells facts;
};

struct course {
    uint32_t service;
    int32_t from, to;
};

struct gathering {
    struct msb_store *store;
    struct msbi_draft *draft;
    sqlite3_stmt *facts, *courses; /* each stands on a row that is not read */
    bool has_facts, has_course;
    int64_t first;            /* citizen of the chunk */
    struct version *versions; /* of one citizen, by day */
    size_t num_versions, versions_capacity;
    struct course *taken; /* of one citizen, by service */
    size_t num_courses, courses_capacity;
    int32_t *days; /* on which something begins or ends */
    size_t num_days, days_capacity;
};

static enum msb_status
open_rows(struct gathering *gathering, struct msb_error *err)
{
    static const char facts_sql[] =
        "SELECT citizen, valid_from, facts FROM citizen_facts"
        " WHERE citizen BETWEEN ?1 AND ?2 AND version = 0"
        " ORDER BY citizen, valid_from";
    static const char courses_sql[] =
        "SELECT citizen, service, valid_from, valid_to FROM course"
        " WHERE citizen BETWEEN ?1 AND ?2 AND version = 0"
        " ORDER BY citizen, service, valid_from, unit";
    int64_t last = msbi_chunk_last(msbi_chunk_of(gathering->first));
    enum msb_status status = msbi_statement_get(gathering->store, facts_sql,
                                                &gathering->facts, err);

    if (status == MSB_OK)
        status = msbi_statement_get(gathering->store, courses_sql,
                                    &gathering->courses, err);
    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(gathering->facts, 1, gathering->first);
    sqlite3_bind_int64(gathering->facts, 2, last);
    sqlite3_bind_int64(gathering->courses, 1, gathering->first);
    sqlite3_bind_int64(gathering->courses, 2, last);
    status = msbi_statement_step(gathering->facts, &gathering->has_facts, err);
    if (status == MSB_OK)
        status = msbi_statement_step(gathering->courses, &gathering->has_course,
                                     err);
    return status;
}

static enum msb_status
add_day(struct gathering *gathering, int32_t day, struct msb_error *err)
{
    int32_t *days = msbi_grow(gathering->days, gathering->num_days,
                              &gathering->days_capacity, sizeof *days);

    if (days == NULL)
        return msbi_fail_nomem(err);
    gathering->days = days;
    days[gathering->num_days++] = day;
    return MSB_OK;
}

/* Keep the version at hand. */
static enum msb_status
read_version(struct gathering *gathering, struct msb_error *err)
{
    struct version *versions = msbi_grow(
        gathering->versions, gathering->num_versions,
        &gathering->versions_capacity, sizeof *versions);
    struct version *version;
    struct msb_date from;
    enum msb_status status;
    const char *facts;
    size_t length;
    bool has_from;

    if (versions == NULL)
        return msbi_fail_nomem(err);
    gathering->versions = versions;
    version = &versions[gathering->num_versions++];
    *version = (struct version){0};
    status = msbi_column_date(gathering->facts, 1, &has_from, &from, err);
    if (status != MSB_OK)
        return status;
    version->from = from.days;
    version->has_facts = sqlite3_column_type(gathering->facts, 2)
                         != SQLITE_NULL;
    status = add_day(gathering, from.days, err);
    if (status != MSB_OK || !version->has_facts)
        return status;
    status = msbi_column_text(gathering->facts, 2, &facts, &length, err);
    return status != MSB_OK
               ? status
               : msbi_draft_read_facts(gathering->draft, facts, length,
                                       &version->birth, &version->facts, err);
}

/* Every version of one citizen. */
static enum msb_status
read_versions(struct gathering *gathering, int64_t citizen,
              struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    gathering->num_versions = 0;
    while (status == MSB_OK && gathering->has_facts
           && sqlite3_column_int64(gathering->facts, 0) == citizen) {
        status = read_version(gathering, err);
        if (status == MSB_OK)
            status = msbi_statement_step(gathering->facts,
                                         &gathering->has_facts, err);
    }
    return status;
}

/* Keep the course at hand. */
static enum msb_status
read_course(struct gathering *gathering, struct msb_error *err)
{
    struct course *taken = msbi_grow(gathering->taken, gathering->num_courses,
                                     &gathering->courses_capacity,
                                     sizeof *taken);
    struct msb_date from, to;
    enum msb_status status;
    struct course *course;
    const char *service;
    bool has_from, has_to;
    size_t length;

    if (taken == NULL)
        return msbi_fail_nomem(err);
    gathering->taken = taken;
    course = &taken[gathering->num_courses++];
    status = msbi_column_text(gathering->courses, 1, &service, &length, err);
    if (status == MSB_OK)
        status = msbi_draft_find_service(gathering->draft, service,
                                         &course->service);
    if (status == MSB_OK)
        status = msbi_column_date(gathering->courses, 2, &has_from, &from, err);
    if (status == MSB_OK)
        status = msbi_column_date(gathering->courses, 3, &has_to, &to, err);
    if (status != MSB_OK)
        return status == MSB_ERR_NOMEM ? msbi_fail_nomem(err) : status;
    course->from = from.days;
    course->to = has_to ? to.days : MSBI_CHUNK_OPEN;
    status = add_day(gathering, course->from, err);
    return status != MSB_OK || !has_to ? status
                                       : add_day(gathering, to.days, err);
}

/* Every course of one citizen; those of others before it are skipped. */
static enum msb_status
read_courses(struct gathering *gathering, int64_t citizen,
             struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    gathering->num_courses = 0;
    while (status == MSB_OK && gathering->has_course) {
        int64_t key = sqlite3_column_int64(gathering->courses, 0);

        if (key > citizen)
            break;
        if (key == citizen)
            status = read_course(gathering, err);
        if (status == MSB_OK)
            status = msbi_statement_step(gathering->courses,
                                         &gathering->has_course, err);
    }
    return status;
}

static int
compare_days(const void *a, const void *b)
{
    int32_t first = *(const int32_t *)a, second = *(const int32_t *)b;

    return (first > second) - (first < second);
}

/* The services of a day: each once, in their order. */
static enum msb_status
add_services(struct gathering *gathering, int32_t day, struct msbi_cells *out)
{
    struct msbi_draft *draft = gathering->draft;
    enum msb_status status;

    out->first = draft->num_cells;
    status = msbi_draft_add_cell(draft, 0, MSBI_CELL_KNOWN);
    for (size_t i = 0; i < gathering->num_courses && status == MSB_OK; i++) {
        const struct course *course = &gathering->taken[i];

        if (course->from <= day && day < course->to
            && draft->cells[draft->num_cells - 1].value != course->service)
            status = msbi_draft_add_cell(draft, 0, course->service);
    }
    out->num = draft->num_cells - out->first;
    return status;
}

/* One row from each day to the next, where facts are known. */
static enum msb_status
add_rows(struct gathering *gathering, int64_t citizen)
{
    struct msbi_draft_row row = {
        .citizen = (uint32_t)(citizen - gathering->first)};
    const int32_t *days = gathering->days;
    enum msb_status status = MSB_OK;
    size_t next = 0; /* version */

    qsort(gathering->days, gathering->num_days, sizeof *days, compare_days);
    for (size_t i = 0; i < gathering->num_days && status == MSB_OK; i++) {
        const struct version *version;

        if (i + 1 < gathering->num_days && days[i + 1] == days[i])
            continue;
        while (next < gathering->num_versions
               && gathering->versions[next].from <= days[i])
            next++;
        if (next == 0 || !gathering->versions[next - 1].has_facts)
            continue;
        version = &gathering->versions[next - 1];
        row.from = days[i];
        row.to = i + 1 < gathering->num_days ? days[i + 1] : MSBI_CHUNK_OPEN;
        row.birth = version->birth;
        row.facts = version->facts;
        status = add_services(gathering, days[i], &row.services);
        if (status == MSB_OK)
            status = msbi_draft_add_row(gathering->draft, &row);
    }
    return status;
}

static enum msb_status
gather_citizen(struct gathering *gathering, struct msb_error *err)
{
    int64_t citizen = sqlite3_column_int64(gathering->facts, 0);
    enum msb_status status;

    gathering->num_days = 0;
    status = read_versions(gathering, citizen, err);
    if (status == MSB_OK)
        status = read_courses(gathering, citizen, err);
    if (status == MSB_OK && add_rows(gathering, citizen) != MSB_OK)
        status = msbi_fail_nomem(err);
    return status;
}

enum msb_status
msbi_chunk_gather(struct msb_store *store, int64_t number,
                  struct msbi_draft *draft, struct msbi_text *out,
                  struct msb_error *err)
{
    struct gathering gathering = {
        .store = store, .draft = draft, .first = msbi_chunk_first(number)};
    enum msb_status status = msbi_draft_clear(draft);

    msbi_text_clear(out);
    if (status != MSB_OK)
        return msbi_fail_nomem(err);
    status = open_rows(&gathering, err);
    while (status == MSB_OK && gathering.has_facts && !draft->is_odd)
        status = gather_citizen(&gathering, err);
    sqlite3_reset(gathering.facts);
    sqlite3_reset(gathering.courses);
    if (status == MSB_OK && !draft->is_odd
        && msbi_draft_write(draft, out) != MSB_OK)
        status = msbi_fail_nomem(err);
    msbi_free(gathering.versions);
    msbi_free(gathering.taken);
    msbi_free(gathering.days);
    return status;
}
