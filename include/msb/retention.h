/* SPDX-License-Identifier: MIT */
#ifndef MSB_RETENTION_H
#define MSB_RETENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>
#include <msb/model.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How long what is kept for: periods from a JSON file, each with its legal
 * basis. There is none in the library: a period is law or a decision of the
 * municipality, and is configuration. Immutable, reference-counted.
 */
struct msb_retention;

/**
 * Read periods from a file; doc/reference/retention.md has the format.
 *
 * @param[out] out  new reference; release with msb_retention_unref().
 * @param[out] problems  all that is wrong, when the call fails with SYNTAX or
 *                 INVALID, else NULL; may itself be NULL.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_IO, MSB_ERR_SYNTAX,
 *         MSB_ERR_INVALID or MSB_ERR_LIMIT.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_retention_load(const char *path, struct msb_retention **out,
                   struct msb_problems **problems, struct msb_error *err);
/** The same from a text. @param name  for messages.
 *  @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_SYNTAX or
 *  MSB_ERR_INVALID. @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_retention_parse(const char *text, size_t length, const char *name,
                    struct msb_retention **out, struct msb_problems **problems,
                    struct msb_error *err);
/** Share @p retention. @return @p retention. @since 0.1 */
MSB_API struct msb_retention *
msb_retention_ref(struct msb_retention *retention);
/** Release @p retention; does nothing for NULL. @since 0.1 */
MSB_API void msb_retention_unref(struct msb_retention *retention);

/** A citizen whose period is over. Texts are borrowed for the call. */
struct msb_due {
    const char *citizen;   /**< The citizen's id. */
    const char *period;    /**< The period's id. */
    struct msb_date ended; /**< The day from which the period counts. */
    struct msb_date due;   /**< Its end: kept no longer from this day on. */
    bool is_sampled;       /**< Born on a day that the archive samples: to be
                                handed over, not destroyed. */
};

/** Takes one citizen whose period is over; false ends the list. */
typedef bool (*msb_due_fn)(void *user, const struct msb_due *due);

/**
 * List whose periods are over on a date, as known now: period by period, and
 * in each by the citizens' numbers in the store.
 *
 * @param found  called for each; must not use the store.
 * @param user   handed to @p found.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_DENIED, MSB_ERR_BUSY
 *         or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_list_due(struct msb_store *store,
                   const struct msb_retention *retention, struct msb_date on,
                   msb_due_fn found, void *user, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
