/* SPDX-License-Identifier: MIT */
/*
 * What is on record about the responsibility for one citizen, in both times: a
 * statement for each table, below. Facts tell most about a citizen, and so are
 * shown on demand alone; masked_facts.c takes the sensitive ones out again.
 */
#include <msb/history.h>

#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/sections.h"
#include "store/time/masked_facts.h"

_Static_assert(sizeof(struct msb_history_options) == 8, "published in 0.1");

/*
 * A row is present knowledge where it has no superseded_at. The rows of one
 * thing stand in the order in which they were known, the present one last.
 */
#define KNOWN "recorded_at, superseded_at"
#define IN_ORDER "version = 0, version"

static const char facts_sql[] =
    "SELECT valid_from, iif(facts IS NULL, 'false', 'true') AS is_known, " KNOWN
    " FROM citizen_facts_text WHERE citizen = ?1"
    " ORDER BY valid_from, " IN_ORDER;
/* FACTS and MASKED say where these columns stand. */
static const char shown_facts_sql[] =
    "SELECT valid_from, iif(facts IS NULL, 'false', 'true') AS is_known,"
    " facts, NULL AS masked, " KNOWN
    " FROM citizen_facts_text WHERE citizen = ?1"
    " ORDER BY valid_from, " IN_ORDER;
static const char courses_sql[] =
    "SELECT service, nullif(unit, '') AS unit, valid_from, valid_to, " KNOWN
    " FROM course_text WHERE citizen = ?1"
    " ORDER BY course_text.valid_from, service, course_text.unit, " IN_ORDER;
static const char assignments_sql[] =
    "SELECT area, rule, target_group, model.id AS model, a.valid_from,"
    " a.valid_to, a.recorded_at, a.superseded_at"
    " FROM assignment_text AS a JOIN model ON model.key = a.model"
    " WHERE citizen = ?1 ORDER BY a.valid_from, " IN_ORDER;
static const char exceptions_sql[] =
    "SELECT area, decided_by, valid_from, valid_to, " KNOWN
    " FROM exception_text WHERE citizen = ?1 ORDER BY valid_from, " IN_ORDER;
static const char explained_exceptions_sql[] =
    "SELECT area, decided_by, reason, valid_from, valid_to, " KNOWN
    " FROM exception_text WHERE citizen = ?1 ORDER BY valid_from, " IN_ORDER;
static const char households_sql[] =
    "SELECT household.id AS household, nullif(role, '') AS role, valid_from,"
    " valid_to, " KNOWN " FROM household_member_text AS m"
    " JOIN household ON household.key = m.household WHERE citizen = ?1"
    " ORDER BY valid_from, household.id, " IN_ORDER;

#define HANDOVER "SELECT day AS date, from_area AS \"from\", to_area AS \"to\","
#define CONSENT                                                                \
    " CASE consent WHEN 1 THEN 'true' WHEN 0 THEN 'false' END AS consent, "

static const char handovers_sql[] = HANDOVER
    " cause, state, actor," CONSENT KNOWN
    " FROM handover_text WHERE citizen = ?1 ORDER BY day, " IN_ORDER;
static const char explained_handovers_sql[] = HANDOVER
    " cause, state, actor, reason," CONSENT KNOWN
    " FROM handover_text WHERE citizen = ?1 ORDER BY day, " IN_ORDER;

enum { IS_KNOWN = 1, FACTS = 2, MASKED = 3 };

static const struct msbi_section_query plain[] = {
    {"facts", facts_sql, 1u << IS_KNOWN}, {"courses", courses_sql, 0},
    {"assignments", assignments_sql, 0},  {"exceptions", exceptions_sql, 0},
    {"households", households_sql, 0},    {"handovers", handovers_sql, 1u << 6},
};

static const struct msbi_section_query explained[] = {
    {"facts", shown_facts_sql, 1u << IS_KNOWN | 1u << FACTS | 1u << MASKED},
    {"courses", courses_sql, 0},
    {"assignments", assignments_sql, 0},
    {"exceptions", explained_exceptions_sql, 0},
    {"households", households_sql, 0},
    {"handovers", explained_handovers_sql, 1u << 7},
};

#define NUM_SECTIONS (sizeof plain / sizeof plain[0])

struct msb_history {
    struct msbi_refcount refs;
    char *citizen; /* the id */
    struct msbi_sections sections;
};

static enum msb_status
copy_id(struct msb_store *store, int64_t citizen, char **out,
        struct msb_error *err)
{
    static const char sql[] = "SELECT id FROM citizen WHERE key = ?1"
                              " ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    status = msbi_statement_step(statement, &has_row, err);
    if (status == MSB_OK)
        status = msbi_column_copy(statement, 0, out, err);
    sqlite3_reset(statement);
    return status;
}

static enum msb_status
fill_history(struct msb_store *store, const char *name,
             const struct msb_history_options *options,
             struct msb_history *history, struct msb_error *err)
{
    bool explain = options != NULL && options->explain;
    struct msbi_section *facts;
    int64_t citizen;
    enum msb_status status = msbi_store_find_person(store, name, &citizen, err);

    if (status == MSB_OK)
        status = msbi_guard_read(store, citizen, "history", MSBI_VIEW_WHOLE,
                                 err);
    if (status == MSB_OK)
        status = copy_id(store, citizen, &history->citizen, err);
    if (status == MSB_OK)
        status = msbi_sections_read(store, explain ? explained : plain,
                                    NUM_SECTIONS, citizen, &history->sections,
                                    err);
    if (status != MSB_OK || !explain)
        return status;
    facts = &history->sections.items[0];
    for (size_t i = 0; i < facts->num_rows && status == MSB_OK; i++) {
        char **row = facts->values + i * facts->num_columns;

        status = msbi_facts_mask(store, options->show_sensitive, &row[FACTS],
                                 &row[MASKED], err);
    }
    return status;
}

void
msb_history_options_init(struct msb_history_options *options)
{
    if (options == NULL)
        return;
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

static bool
are_known(const struct msb_history_options *options)
{
    static const uint8_t none[sizeof options->reserved];

    return options == NULL
           || (options->size == sizeof *options
               && memcmp(options->reserved, none, sizeof none) == 0);
}

enum msb_status
msb_store_find_history(struct msb_store *store, const char *citizen,
                       const struct msb_history_options *options,
                       struct msb_history **out, struct msb_error *err)
{
    struct msb_history *history;
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || citizen == NULL || out == NULL || !are_known(options))
        return msbi_fail_misuse(err, "store, citizen and out must not be NULL, "
                                     "and options be filled by "
                                     "msb_history_options_init()");
    history = msbi_alloc(sizeof *history);
    if (history == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&history->refs);
    status = msbi_store_begin_reading(store, err);
    if (status == MSB_OK) {
        status = fill_history(store, citizen, options, history, err);
        status = msbi_store_end_reading(store, status, err);
    }
    if (status == MSB_OK)
        *out = history;
    else
        msb_history_unref(history);
    return status;
}

struct msb_history *
msb_history_ref(struct msb_history *history)
{
    msbi_refcount_take(&history->refs);
    return history;
}

void
msb_history_unref(struct msb_history *history)
{
    if (history == NULL || !msbi_refcount_drop(&history->refs))
        return;
    msbi_sections_release(&history->sections);
    msbi_free(history->citizen);
    msbi_free(history);
}

size_t
msb_history_num_sections(const struct msb_history *history)
{
    return history->sections.num;
}

const char *
msb_history_get_section(const struct msb_history *history, size_t section)
{
    return msbi_sections_get_name(&history->sections, section);
}

size_t
msb_history_num_columns(const struct msb_history *history, size_t section)
{
    return msbi_sections_num_columns(&history->sections, section);
}

const char *
msb_history_get_column(const struct msb_history *history, size_t section,
                       size_t column)
{
    return msbi_sections_get_column(&history->sections, section, column);
}

size_t
msb_history_num_rows(const struct msb_history *history, size_t section)
{
    return msbi_sections_num_rows(&history->sections, section);
}

const char *
msb_history_get_value(const struct msb_history *history, size_t section,
                      size_t row, size_t column)
{
    return msbi_sections_get_value(&history->sections, section, row, column);
}

enum msb_status
msb_history_format_json(const struct msb_history *history, char **out,
                        struct msb_error *err)
{
    struct msbi_text text;

    if (out != NULL)
        *out = NULL;
    if (history == NULL || out == NULL)
        return msbi_fail_misuse(err, "history and out must not be NULL");
    msbi_text_init(&text);
    msbi_text_add(&text, "{\"citizen\": ");
    msbi_text_add_json(&text, history->citizen);
    msbi_text_add(&text, ", ");
    msbi_sections_add_json(&text, &history->sections);
    msbi_text_add(&text, "}");
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
