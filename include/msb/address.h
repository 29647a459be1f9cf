/* SPDX-License-Identifier: MIT */
#ifndef MSB_ADDRESS_H
#define MSB_ADDRESS_H

#include <stdbool.h>

#include <msb/answer.h>
#include <msb/date.h>
#include <msb/error.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Put a citizen's address on record.
 *
 * Of addresses that share a day the one that began last holds. Another text
 * or end from the same day is a correction.
 *
 * @param citizen  as for msb_store_find_answer().
 * @param address  one line of UTF-8, not blank; NULL where none is known in
 *                 that time.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND (no such
 *         citizen), MSB_ERR_INVALID (blank, no UTF-8, or no day in it),
 *         MSB_ERR_DENIED, MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_put_address(struct msb_store *store, const char *citizen,
                      const char *address, struct msb_period period,
                      struct msb_error *err);

/**
 * Protect a citizen's addresses: until the protection lapses, by itself, no
 * call and no command of this library shows one of them, of whatever time.
 *
 * How long a protection lasts is law (CPR-loven § 28), so the caller says it.
 * The same first day with another end is a correction.
 *
 * @param period  from the first day to the first one without protection; not
 *                open.
 * @return as msb_store_put_address().
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_protect_address(struct msb_store *store, const char *citizen,
                          struct msb_period period, struct msb_error *err);

/** @return the citizen's address on the date, borrowed from @p answer; NULL
 *  where none is known, it is protected, or it was not asked for.
 *  @since 0.1 */
MSB_API const char *msb_answer_get_address(const struct msb_answer *answer);
/** @return whether an address was asked for, and is protected.
 *  @since 0.1 */
MSB_API bool msb_answer_is_address_protected(const struct msb_answer *answer);

#ifdef __cplusplus
}
#endif
#endif
