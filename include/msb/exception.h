/* SPDX-License-Identifier: MIT */
#ifndef MSB_EXCEPTION_H
#define MSB_EXCEPTION_H

#include <stdbool.h>

#include <msb/answer.h>
#include <msb/date.h>
#include <msb/decision.h>
#include <msb/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * An exception: for some time, another area than the rules say is
 * responsible for a citizen. A value; whoever fills it keeps the texts.
 */
struct msb_exception {
    const char *area;       /**< The responsible area. */
    const char *reason;     /**< Why, in a person's words; not blank. */
    const char *decided_by; /**< Who decided it; not blank. */
    struct msb_date from;   /**< The first day. */
    struct msb_date to;     /**< The first day after it: it expires by
                                 itself. */
};

/**
 * Place a citizen in another area than the rules say, for some time.
 *
 * A citizen has one exception at a time. The same exception again changes
 * nothing. Where a later model replaces the one of the first day, the area
 * is its one successor; an area that is split, merged or gone ends what the
 * exception does. The assignments on record follow in the same transaction.
 *
 * @param citizen    as for msb_store_find_answer().
 * @param exception  what was decided. The area is one of the model in force
 *                   on the first day. With `decided_by` NULL the store's
 *                   principal decided it.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         citizen, or no model on the first day), MSB_ERR_INVALID (no such
 *         area, a blank text, no day in it, or a model that is divided by
 *         service), MSB_ERR_CONFLICT (another exception in that time),
 *         MSB_ERR_DENIED, MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_put_exception(struct msb_store *store, const char *citizen,
                        const struct msb_exception *exception,
                        struct msb_error *err);

/**
 * End the exception of a day before its time: @p from is the first day
 * without it. On the exception's own first day, all of it is withdrawn.
 *
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         citizen, or no exception on that day), MSB_ERR_DENIED,
 *         MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_end_exception(struct msb_store *store, const char *citizen,
                        struct msb_date from, struct msb_error *err);

/** The exception that an answer follows; its texts are borrowed from
 *  @p answer, its area is named as the model of the answer names it.
 *  @return false if there is none. @since 0.1 */
MSB_API bool msb_answer_get_exception(const struct msb_answer *answer,
                                      struct msb_exception *out);
/** What the rules say, where an exception overrules them: the decision
 *  without it, borrowed from @p answer.
 *  @return NULL if there is no exception. @since 0.1 */
MSB_API struct msb_decision *
msb_answer_get_ruled(const struct msb_answer *answer);

#ifdef __cplusplus
}
#endif
#endif
