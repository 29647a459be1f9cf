/* SPDX-License-Identifier: MIT */
#ifndef MSB_STORE_H
#define MSB_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/decision.h>
#include <msb/error.h>
#include <msb/model.h>
#include <msb/rules.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A store: one SQLite file with models by version, citizens with their
 * facts over time, courses and assignments.
 *
 * One connection, for one thread at a time; open one per thread.
 * Reference-counted.
 */
struct msb_store;

/** How a store is opened. Fill it with msb_store_options_init(). */
struct msb_store_options {
    uint32_t size;       /**< sizeof of this struct. */
    int32_t busy_ms;     /**< How long to wait for another process;
                              default 5000. */
    bool read_only;      /**< Refuse every write; default false. */
    uint8_t reserved[7]; /**< 0. */
};

/** Called now and then during a long operation. @p total is 0 if unknown. */
typedef void (*msb_progress_fn)(void *user, uint64_t done, uint64_t total);

/** Fill @p options with the defaults. @since 0.1 */
MSB_API void msb_store_options_init(struct msb_store_options *options);

/**
 * Make a new store with its first model.
 *
 * Nothing is left behind when it fails.
 *
 * @param path   a file that does not exist yet.
 * @param model  adopted, in force from its valid_from.
 * @param options  may be NULL.
 * @param[out] out  new reference; release with msb_store_unref(). May be
 *                  NULL: then the store is closed again.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_CONFLICT (the file
 *         exists), MSB_ERR_IO, MSB_ERR_LIMIT or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_create(const char *path, struct msb_model *model,
                 const struct msb_store_options *options,
                 struct msb_store **out, struct msb_error *err);

/**
 * Open a store.
 *
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         file), MSB_ERR_INVALID (no store of libmsb, or of a newer
 *         version), MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_open(const char *path, const struct msb_store_options *options,
               struct msb_store **out, struct msb_error *err);

/** Share @p store. @return @p store. @since 0.1 */
MSB_API struct msb_store *msb_store_ref(struct msb_store *store);
/** Release @p store, and close it with the last reference. @since 0.1 */
MSB_API void msb_store_unref(struct msb_store *store);

/**
 * Add a further model, in force from its valid_from on.
 *
 * The same model again changes nothing. On a date, the model in force is the
 * one that started last; where that one has ended, none is.
 *
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_CONFLICT (another
 *         model is in force from the same date), MSB_ERR_LIMIT (it cannot be
 *         compiled), MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status msb_store_adopt(struct msb_store *store,
                                                       struct msb_model *model,
                                                       struct msb_error *err);

/**
 * Find the rules in force on a date.
 *
 * @param[out] out  new reference; release with msb_rules_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no
 *         model is in force) or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_find_rules(struct msb_store *store, struct msb_date on,
                     struct msb_rules **out, struct msb_error *err);

/** What msb_store_assign() did, in citizens. */
struct msb_assign_summary {
    uint64_t citizens;     /**< Citizens decided. */
    uint64_t assigned;     /**< A new assignment was recorded. */
    uint64_t unchanged;    /**< The one on record still holds; or the model
                                is divided by service, and records none. */
    uint64_t undetermined; /**< Facts are missing: none is recorded. */
    uint64_t none;         /**< No rule decides, or the model rejects the
                                facts: none is recorded. */
};

/**
 * Decide every citizen on a date and record what changed, as one
 * transaction: all of it, or nothing.
 *
 * An assignment holds from @p on: until the model ends, or until the next one
 * on record begins. Where it differs from the one in force, or nothing is
 * decided any more, that one ends on @p on.
 *
 * @param progress  may be NULL.
 * @param user      handed to @p progress.
 * @param[out] out  what was done.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no model
 *         in force), MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_assign(struct msb_store *store, struct msb_date on,
                 msb_progress_fn progress, void *user,
                 struct msb_assign_summary *out, struct msb_error *err);

/** Who answers for a citizen on a date. Immutable, reference-counted. */
struct msb_answer;

/**
 * Answer who is responsible for a citizen.
 *
 * The decision is made from the facts and the model of the date; the
 * interval is that of the assignment on record, if there is one.
 *
 * @param citizen  the citizen's id in the store; where there is no such id,
 *                 a CPR number. The answer names the id, never the number.
 * @param explain  whether to explain; the explanation shows facts.
 * @param show_sensitive  as for msb_rules_explain().
 * @param[out] out  new reference; release with msb_answer_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         citizen, no facts or no model on the date), MSB_ERR_INVALID (the
 *         model of the date rejects the facts), MSB_ERR_CONFLICT,
 *         MSB_ERR_BUSY or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_find_answer(struct msb_store *store, const char *citizen,
                      struct msb_date on, bool explain, bool show_sensitive,
                      struct msb_answer **out, struct msb_error *err);
/** Share @p answer. @return @p answer. @since 0.1 */
MSB_API struct msb_answer *msb_answer_ref(struct msb_answer *answer);
/** Release @p answer; does nothing for NULL. @since 0.1 */
MSB_API void msb_answer_unref(struct msb_answer *answer);
/** @return the decision, borrowed from @p answer. @since 0.1 */
MSB_API struct msb_decision *
msb_answer_get_decision(const struct msb_answer *answer);
/** @return the explanation, borrowed from @p answer; NULL if none was asked
 *  for. @since 0.1 */
MSB_API struct msb_explanation *
msb_answer_get_explanation(const struct msb_answer *answer);
/** The interval of the assignment on record.
 *  @return false if there is none. @since 0.1 */
MSB_API bool
msb_answer_get_period(const struct msb_answer *answer, struct msb_period *out);
/** Write what `msb who --json` prints, one object on one line.
 *  @param[out] out  new text; release with msb_text_free().
 *  @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_answer_format_json(const struct msb_answer *answer, char **out,
                       struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
