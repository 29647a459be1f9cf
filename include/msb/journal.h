/* SPDX-License-Identifier: MIT */
#ifndef MSB_JOURNAL_H
#define MSB_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include <msb/error.h>
#include <msb/instant.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The bytes of a hash of the journal: BLAKE2b-256. */
#define MSB_JOURNAL_HASH_SIZE 32

/**
 * One entry of a store's journal. The texts are borrowed until the function
 * that it was handed to returns.
 */
struct msb_journal_entry {
    int64_t number;                 /**< 1, 2, 3, … without a gap. */
    struct msb_instant recorded_at; /**< When, by the store's clock. */
    const char *actor;              /**< Who; "" for nobody in particular. */
    const char *role;               /**< In what capacity. */
    const char *purpose;            /**< What for. */
    const char *action;             /**< What, for example "who". */
    int64_t citizen;                /**< Whom it is about, by the number that
                                         the person has in this store alone;
                                         0 for no single one. */
    const char *detail;             /**< A JSON object. */
    uint8_t hash[MSB_JOURNAL_HASH_SIZE]; /**< The chain up to here. */
};

/** An entry of the journal, noted somewhere else: who later finds another one
 *  in its place knows that the journal was changed. */
struct msb_journal_mark {
    int64_t number;                      /**< Which entry; 0: none yet. */
    uint8_t hash[MSB_JOURNAL_HASH_SIZE]; /**< Its hash. */
};

/** Called for each entry; false ends the reading. */
typedef bool (*msb_journal_fn)(void *user,
                               const struct msb_journal_entry *entry);

/**
 * Read the journal, the oldest entry first: for an auditor.
 *
 * @param first  the number of the first entry to read; 1 for all.
 * @param each   called for each entry; must not use the store.
 * @param user   handed to @p each.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_DENIED, MSB_ERR_BUSY
 *         or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_list_journal(struct msb_store *store, int64_t first,
                       msb_journal_fn each, void *user, struct msb_error *err);

/**
 * Where the journal ends now: to be noted outside of the store, where whoever
 * can change the store cannot change it.
 *
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_DENIED, MSB_ERR_BUSY
 *         or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_mark_journal(struct msb_store *store, struct msb_journal_mark *out,
                       struct msb_error *err);

/**
 * Break the glass: for some minutes, the store shows its principal the whole of
 * one citizen, for a stated emergency. The journal says so now, and again of
 * each reading that it made possible. It ends with the time, or when the store
 * is closed.
 *
 * @param citizen  the citizen's id in the store, or a CPR number.
 * @param reason   what kind of emergency, an identifier of the form
 *                 `[a-z][a-z0-9_]{0,62}`, "danger_to_life": the journal holds
 *                 no personal data, so it is no sentence.
 * @param minutes  for how long, 1 to MSB_MAX_EMERGENCY.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_DENIED (not a
 *         caseworker or leader), MSB_ERR_INVALID ("bad_identifier"),
 *         MSB_ERR_NOT_FOUND ("unknown_citizen"), MSB_ERR_BUSY, MSB_ERR_IO or
 *         MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_break_glass(struct msb_store *store, const char *citizen,
                      const char *reason, int32_t minutes,
                      struct msb_error *err);

/** The longest that the glass is broken for, in minutes. */
#define MSB_MAX_EMERGENCY 480

#ifdef __cplusplus
}
#endif
#endif
