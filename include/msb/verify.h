/* SPDX-License-Identifier: MIT */
#ifndef MSB_VERIFY_H
#define MSB_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>
#include <msb/journal.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a store is verified. Fill it with msb_verify_options_init(). */
struct msb_verify_options {
    uint32_t size;                       /**< sizeof of this struct. */
    uint32_t reserved;                   /**< 0. */
    const struct msb_journal_mark *mark; /**< Where the journal ended, as noted
                              outside of the store; NULL, the default, for
                              nothing. */
    msb_progress_fn progress;            /**< In citizens; may be NULL. */
    void *user;                          /**< Handed to progress. */
};

/** One thing that is wrong with a store; texts are borrowed. */
struct msb_violation {
    const char *code;    /**< Stable name of what is wrong. */
    const char *where;   /**< Which row, by numbers and days; or "". */
    const char *message; /**< One English sentence, without personal data. */
};

/** What was looked at. */
struct msb_verify_counts {
    uint64_t citizens;    /**< Citizens with assignments, present or past. */
    uint64_t assignments; /**< Recorded assignments that were replayed. */
    uint64_t entries;     /**< Entries of the journal. */
    uint64_t violations;  /**< All that is wrong, also what is not kept. */
};

/** The most violations that are kept; all are counted. */
#define MSB_VERIFY_MAX_VIOLATIONS 10000

/** What verifying a store came to. Immutable, reference-counted. */
struct msb_verification;

/** Fill @p options with the defaults. @since 0.1 */
MSB_API void msb_verify_options_init(struct msb_verify_options *options);

/**
 * Verify a store, as it is at one moment.
 *
 * The database's own integrity and its foreign keys; what must hold of the
 * whole store; every assignment that was ever recorded, decided again from
 * the facts, courses, exceptions and model that were known then, and those
 * known now from what is known now; that no citizen ever had two areas at a
 * time; the columns beside the rows; the journal's chain.
 *
 * An assignment that was superseded within the second in which it was
 * recorded was never known at any instant, and is not replayed; nor are those
 * of an erased person, or those that the first schema had already superseded.
 *
 * @param options  may be NULL.
 * @param[out] out  new reference; release with msb_verification_unref().
 * @return MSB_OK (it may be wrong all the same), MSB_ERR_NOMEM,
 *         MSB_ERR_MISUSE, MSB_ERR_DENIED, MSB_ERR_STOPPED, MSB_ERR_BUSY,
 *         MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_verify(struct msb_store *store,
                 const struct msb_verify_options *options,
                 struct msb_verification **out, struct msb_error *err);

/** Share @p verification. @return @p verification. @since 0.1 */
MSB_API struct msb_verification *
msb_verification_ref(struct msb_verification *verification);
/** Release @p verification; does nothing for NULL. @since 0.1 */
MSB_API void msb_verification_unref(struct msb_verification *verification);
/** @return what was looked at. @since 0.1 */
MSB_API struct msb_verify_counts
msb_verification_get_counts(const struct msb_verification *verification);
/** @return how many violations are kept, at most MSB_VERIFY_MAX_VIOLATIONS.
 *  @since 0.1 */
MSB_API size_t
msb_verification_num(const struct msb_verification *verification);
/** One of them. @return false beyond the end. @since 0.1 */
MSB_API bool msb_verification_get(const struct msb_verification *verification,
                                  size_t index, struct msb_violation *out);
/**
 * Write one of them as `msb verify --json` prints it, one object on one line.
 *
 * @param[out] out  new text; release with msb_text_free().
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE (beyond the end).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_verification_format_json(const struct msb_verification *verification,
                             size_t index, char **out, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
