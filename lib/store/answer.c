/* SPDX-License-Identifier: MIT */
/*
 * Who answers for a citizen: decided afresh from the facts and the model of
 * the date, and beside it the interval of the assignment on record.
 *
 * A citizen may be asked for by CPR number as well as by id. The answer then
 * names the id: the number is never echoed.
 */
#include <string.h>

#include <msb/cpr.h>

#include "base/error.h"
#include "base/text.h"
#include "decide/decision.h"
#include "store/connection.h"

struct msb_answer {
    struct msbi_refcount refs;
    char *citizen;
    struct msb_date on;
    char known_at[MSBI_INSTANT_SIZE];
    struct msb_decision *decision;
    struct msb_explanation *explanation;
    bool has_period;
    struct msb_period period;
};

/* What is asked, but for the date. */
struct question {
    const char *citizen;
    bool explain;
    bool show_sensitive;
};

static enum msb_status
find_by_cpr(struct msb_store *store, const struct msb_cpr *cpr, int64_t *key,
            struct msb_error *err)
{
    static const char sql[] = "SELECT key FROM citizen WHERE cpr = ?1"
                              " ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);
    bool has_row;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, msbi_cpr_number(cpr->digits));
    status = msbi_statement_step(statement, &has_row, err);
    if (status != MSB_OK)
        return status;
    if (!has_row)
        return msbi_fail(err, MSB_ERR_NOT_FOUND, "unknown_citizen",
                         "the citizen is not in the store");
    *key = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return MSB_OK;
}

static enum msb_status
find_citizen(struct msb_store *store, const char *citizen, int64_t *key,
             struct msb_error *err)
{
    size_t length = strlen(citizen);
    struct msb_cpr cpr;
    enum msb_status status = msbi_store_find_citizen(store, citizen, length,
                                                     key, err);

    if (status == MSB_ERR_NOT_FOUND
        && msb_cpr_parse(citizen, length, &cpr, NULL) == MSB_OK)
        return find_by_cpr(store, &cpr, key, err);
    return status;
}

/* The interval of the assignment in force on the date. */
static enum msb_status
find_period(struct msb_store *store, int64_t citizen, struct msb_answer *answer,
            struct msb_error *err)
{
    static const char sql[] =
        "SELECT valid_from, valid_to FROM assignment"
        " WHERE citizen = ?1 AND version = 0 AND valid_from <= ?2"
        " AND (valid_to IS NULL OR valid_to > ?2)"
        " ORDER BY valid_from DESC LIMIT 1";
    struct msb_period *period = &answer->period;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(store, sql, citizen,
                                                  answer->on, &statement, err);
    bool has_to, has_from;

    if (status != MSB_OK)
        return status;
    status = msbi_statement_step(statement, &answer->has_period, err);
    if (status != MSB_OK || !answer->has_period)
        return status;
    status = msbi_column_date(statement, 0, &has_from, &period->from, err);
    if (status == MSB_OK)
        status = msbi_column_date(statement, 1, &has_to, &period->to, err);
    period->is_open = status == MSB_OK && !has_to;
    sqlite3_reset(statement);
    return status;
}

static enum msb_status
decide(struct msb_answer *answer, struct msb_rules *rules,
       const struct msbi_person *person, const struct question *question,
       struct msb_error *err)
{
    struct msb_facts *facts = NULL;
    enum msb_status status = msb_facts_new(msb_rules_get_model(rules), &facts,
                                           err);

    if (status == MSB_OK)
        status = msbi_person_fill_facts(person, facts, err);
    if (status == MSB_OK)
        status = msb_rules_resolve(rules, facts, answer->on, &answer->decision,
                                   err);
    if (status == MSB_OK && question->explain)
        status = msb_rules_explain(rules, facts, answer->on,
                                   question->show_sensitive,
                                   &answer->explanation, err);
    msb_facts_free(facts);
    return status;
}

/* Read the citizen's facts on the date, and decide. */
static enum msb_status
decide_by_facts(struct msb_store *store, int64_t citizen,
                struct msb_answer *answer, const struct question *question,
                struct msb_error *err)
{
    struct msbi_population *population = NULL;
    struct msb_rules *rules = NULL;
    struct msbi_person person;
    bool has_person;
    int64_t model;
    enum msb_status status = msbi_store_find_model(store, answer->on, &model,
                                                   &rules, err);

    if (status == MSB_OK)
        status = msbi_population_open_one(store, citizen, answer->on,
                                          &population, err);
    if (status == MSB_OK)
        status = msbi_population_next(population, &person, &has_person, err);
    if (status != MSB_OK)
        goto out;
    if (!has_person) {
        status = msbi_fail(err, MSB_ERR_NOT_FOUND, "no_facts",
                           "nothing is known of the citizen on the date");
        goto out;
    }
    answer->citizen = msbi_copy_text(person.id, person.id_length);
    status = answer->citizen == NULL
                 ? msbi_fail_nomem(err)
                 : decide(answer, rules, &person, question, err);
out:
    msbi_population_close(population);
    msb_rules_unref(rules);
    return status;
}

/* All that is read, of one moment. */
static enum msb_status
fill_answer(struct msb_store *store, struct msb_answer *answer,
            const struct question *question, struct msb_error *err)
{
    static const char begin_sql[] = "BEGIN";
    static const char end_sql[] = "ROLLBACK";
    sqlite3_stmt *end;
    int64_t key;
    enum msb_status status = msbi_statement_get(store, end_sql, &end, err);

    if (status == MSB_OK)
        status = msbi_statement_run_sql(store, begin_sql, err);
    if (status != MSB_OK)
        return status;
    status = find_citizen(store, question->citizen, &key, err);
    if (status == MSB_OK)
        status = decide_by_facts(store, key, answer, question, err);
    if (status == MSB_OK)
        status = find_period(store, key, answer, err);
    if (!sqlite3_get_autocommit(store->db))
        (void)msbi_statement_run(end, NULL);
    return status;
}

enum msb_status
msb_store_find_answer(struct msb_store *store, const char *citizen,
                      struct msb_date on, bool explain, bool show_sensitive,
                      struct msb_answer **out, struct msb_error *err)
{
    const struct question question = {citizen, explain, show_sensitive};
    struct msb_answer *answer;
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || citizen == NULL || out == NULL)
        return msbi_fail_misuse(err, "store, citizen and out must not be "
                                     "NULL");
    if (store->is_writing)
        return msbi_fail_misuse(err, "the store is being written to");
    answer = msbi_alloc(sizeof *answer);
    if (answer == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&answer->refs);
    answer->on = on;
    msbi_instant_format(msbi_instant_now(), answer->known_at);
    status = fill_answer(store, answer, &question, err);
    if (status == MSB_OK)
        *out = answer;
    else
        msb_answer_unref(answer);
    return status;
}

struct msb_answer *
msb_answer_ref(struct msb_answer *answer)
{
    msbi_refcount_take(&answer->refs);
    return answer;
}

void
msb_answer_unref(struct msb_answer *answer)
{
    if (answer == NULL || !msbi_refcount_drop(&answer->refs))
        return;
    msb_decision_unref(answer->decision);
    msb_explanation_unref(answer->explanation);
    msbi_free(answer->citizen);
    msbi_free(answer);
}

struct msb_decision *
msb_answer_get_decision(const struct msb_answer *answer)
{
    return answer->decision;
}

struct msb_explanation *
msb_answer_get_explanation(const struct msb_answer *answer)
{
    return answer->explanation;
}

bool
msb_answer_get_period(const struct msb_answer *answer, struct msb_period *out)
{
    if (answer->has_period)
        *out = answer->period;
    return answer->has_period;
}

static void
add_date(struct msbi_text *text, const char *name, bool has_date,
         struct msb_date date)
{
    char written[11];

    msb_date_format(date, written);
    msbi_text_addf(text, ", \"%s\": ", name);
    msbi_text_add_json(text, has_date ? written : NULL);
}

static void
add_head(struct msbi_text *text, const struct msb_answer *answer)
{
    const struct msb_model *model = msb_rules_get_model(
        msb_decision_get_rules(answer->decision));

    msbi_text_add(text, "{\"citizen\": ");
    msbi_text_add_json(text, answer->citizen);
    add_date(text, "on", true, answer->on);
    msbi_text_addf(text,
                   ", \"known_at\": \"%s\", \"model\": ", answer->known_at);
    msbi_text_add_json(text, msb_model_get_id(model));
    msbi_text_add(text, ", ");
}

enum msb_status
msb_answer_format_json(const struct msb_answer *answer, char **out,
                       struct msb_error *err)
{
    enum msb_status status = MSB_OK;
    struct msbi_text text;
    char *why = NULL;

    if (out != NULL)
        *out = NULL;
    if (answer == NULL || out == NULL)
        return msbi_fail_misuse(err, "answer and out must not be NULL");
    if (answer->explanation != NULL)
        status = msb_explanation_format_json(answer->explanation, &why, err);
    if (status != MSB_OK)
        return status;
    msbi_text_init(&text);
    add_head(&text, answer);
    msbi_decision_add_fields(&text, answer->decision);
    add_date(&text, "valid_from", answer->has_period, answer->period.from);
    add_date(&text, "valid_to", answer->has_period && !answer->period.is_open,
             answer->period.to);
    if (why != NULL) {
        msbi_text_add(&text, ", \"explanation\": ");
        msbi_text_add(&text, why);
    }
    msbi_text_add(&text, "}");
    msb_text_free(why);
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
