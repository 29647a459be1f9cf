/* SPDX-License-Identifier: MIT */
/*
 * Who answers for a citizen: decided afresh from the facts, the model and the
 * exception of the date, and beside it the interval of the assignment on
 * record; all of it as known now, or at an instant.
 *
 * A citizen may be asked for by CPR number as well as by id. The answer then
 * names the id: the number is never echoed. A CPR number has no history, so it
 * finds whoever has it now.
 */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "store/answer.h"
#include "store/connection.h"
#include "store/guard/sight.h"
#include "store/rights/addresses.h"

_Static_assert(sizeof(struct msb_answer_options) == 16, "published in 0.1");

/* What is asked, with the citizen's number once it is found. */
struct question {
    const char *citizen;
    int64_t key;
    struct msb_date on;
    const struct msb_instant *known_at; /* NULL: now */
    bool explain;
    bool show_sensitive;
    bool show_address;
};

void
msb_answer_options_init(struct msb_answer_options *options)
{
    if (options == NULL)
        return;
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

static bool
are_known(const struct msb_answer_options *options)
{
    static const uint8_t none[sizeof options->reserved];

    return options == NULL
           || (options->size == sizeof *options
               && memcmp(options->reserved, none, sizeof none) == 0);
}

/* A citizen of whom nothing was recorded until later was not known. */
static enum msb_status
check_known(struct msb_store *store, const struct question *question,
            struct msb_error *err)
{
    static const char sql[] = "SELECT 1 FROM citizen_facts"
                              " WHERE citizen = ?1 AND recorded_at <= ?3"
                              " ORDER BY citizen LIMIT 1";
    sqlite3_stmt *statement;
    enum msb_status status = MSB_OK;
    bool has_row;

    if (question->known_at == NULL)
        return MSB_OK;
    status = msbi_statement_get(store, sql, &statement, err);
    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, question->key);
    sqlite3_bind_int64(statement, 3, question->known_at->seconds);
    status = msbi_statement_step(statement, &has_row, err);
    if (status == MSB_OK && !has_row)
        return msbi_fail(err, MSB_ERR_NOT_FOUND, "unknown_citizen",
                         "the citizen was not in the store at the instant");
    sqlite3_reset(statement);
    return status;
}

/* The interval of the assignment in force on the date. */
static enum msb_status
find_period(struct msb_store *store, const struct question *question,
            struct msb_answer *answer, struct msb_error *err)
{
    static const char now_sql[] =
        "SELECT valid_from, valid_to FROM assignment"
        " WHERE citizen = ?1 AND version = 0 AND valid_from <= ?2"
        " AND (valid_to IS NULL OR valid_to > ?2)"
        " ORDER BY valid_from DESC LIMIT 1";
    static const char then_sql[] = "SELECT valid_from, valid_to FROM assignment"
                                   " WHERE citizen = ?1 AND " MSBI_KNOWN_AT_3
                                   " AND valid_from <= ?2"
                                   " AND (valid_to IS NULL OR valid_to > ?2)"
                                   " ORDER BY valid_from DESC LIMIT 1";
    struct msb_period *period = &answer->period;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_about(
        store, question->known_at == NULL ? now_sql : then_sql, question->key,
        question->on, &statement, err);
    bool has_to, has_from;

    if (status != MSB_OK)
        return status;
    if (question->known_at != NULL)
        sqlite3_bind_int64(statement, 3, question->known_at->seconds);
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

/* By the rules, from the facts of the person. */
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
        status = msb_rules_resolve(rules, facts, question->on,
                                   &answer->decision, err);
    if (status == MSB_OK && question->explain)
        status = msb_rules_explain(rules, facts, question->on,
                                   question->show_sensitive,
                                   &answer->explanation, err);
    msb_facts_free(facts);
    return status;
}

/* Read the citizen's facts on the date, and decide. */
static enum msb_status
decide_by_facts(struct msb_store *store, const struct question *question,
                struct msb_answer *answer, struct msb_error *err)
{
    struct msbi_population *population = NULL;
    struct msb_rules *rules = NULL;
    struct msbi_person person;
    bool has_person;
    int64_t model;
    enum msb_status status = msbi_store_find_model(
        store, question->on, question->known_at, &model, &rules, err);

    if (status == MSB_OK)
        status = msbi_population_open_one(store, question->key, question->on,
                                          question->known_at, &population, err);
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
            struct question *question, struct msb_error *err)
{
    struct msbi_sight sight = {0};
    enum msb_status status = msbi_store_begin_reading(store, err);

    if (status != MSB_OK)
        return status;
    status = msbi_store_find_person(store, question->citizen, &question->key,
                                    err);
    if (status == MSB_OK)
        status = msbi_guard_see(store, question->key, "who",
                                question->explain || question->show_address
                                    ? MSBI_VIEW_WHOLE
                                    : MSBI_VIEW_CONTACTS,
                                &sight, err);
    if (status == MSB_OK)
        status = check_known(store, question, err);
    if (status == MSB_OK)
        status = decide_by_facts(store, question, answer, err);
    if (status == MSB_OK)
        status = msbi_answer_place(store, question->key, question->known_at,
                                   answer, err);
    if (status == MSB_OK)
        status = find_period(store, question, answer, err);
    if (status == MSB_OK)
        status = msbi_answer_add_households(
            store, question->key, question->known_at, &sight, answer, err);
    answer->has_address = question->show_address;
    if (status == MSB_OK && question->show_address)
        status = msbi_address_find(store, question->key, question->on,
                                   question->known_at, &answer->address,
                                   &answer->is_protected, err);
    if (status == MSB_OK)
        msbi_sight_narrow(&sight, answer->decision);
    answer->view = sight.view;
    msbi_sight_release(&sight);
    return msbi_store_end_reading(store, status, err);
}

enum msb_status
msb_store_find_answer(struct msb_store *store, const char *citizen,
                      struct msb_date on,
                      const struct msb_answer_options *options,
                      struct msb_answer **out, struct msb_error *err)
{
    struct question question = {.citizen = citizen, .on = on};
    struct msb_answer *answer;
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (store == NULL || citizen == NULL || out == NULL || !are_known(options))
        return msbi_fail_misuse(err, "store, citizen and out must not be NULL, "
                                     "and options be filled by "
                                     "msb_answer_options_init()");
    if (options != NULL) {
        question.known_at = options->known_at;
        question.explain = options->explain;
        question.show_sensitive = options->show_sensitive;
        question.show_address = options->show_address;
    }
    answer = msbi_alloc(sizeof *answer);
    if (answer == NULL)
        return msbi_fail_nomem(err);
    msbi_refcount_init(&answer->refs);
    answer->on = on;
    answer->known_at = question.known_at != NULL ? *question.known_at
                                                 : msbi_store_now(store);
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
    msbi_answer_release_households(answer);
    msbi_free(answer->address);
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

struct msb_instant
msb_answer_get_known_at(const struct msb_answer *answer)
{
    return answer->known_at;
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
    char known_at[MSB_INSTANT_SIZE];

    msb_instant_format(answer->known_at, known_at);
    msbi_text_add(text, "{\"citizen\": ");
    msbi_text_add_json(text, answer->citizen);
    add_date(text, "on", true, answer->on);
    msbi_text_addf(text, ", \"known_at\": \"%s\", \"model\": ", known_at);
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
    msbi_answer_add_circumstances(&text, answer);
    if (answer->view < MSBI_VIEW_WHOLE) /* or what is not shown looks unknown */
        msbi_text_addf(&text, ", \"view\": \"%s\"",
                       msbi_view_get_name(answer->view));
    if (why != NULL) {
        msbi_text_add(&text, ", \"explanation\": ");
        msbi_text_add(&text, why);
    }
    msbi_text_add(&text, "}");
    msb_text_free(why);
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
