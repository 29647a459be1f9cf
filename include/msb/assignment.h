/* SPDX-License-Identifier: MIT */
#ifndef MSB_ASSIGNMENT_H
#define MSB_ASSIGNMENT_H

#include <msb/date.h>
#include <msb/error.h>
#include <msb/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The bytes of an id of a model, with its NUL. */
#define MSB_ID_SIZE 64

/**
 * An assignment on record: who is responsible for a citizen, by which rule
 * of which model, from when to when. A value; the ids are in it.
 */
struct msb_assignment {
    struct msb_period period;       /**< When it holds. */
    char area[MSB_ID_SIZE];         /**< The responsible area. */
    char rule[MSB_ID_SIZE];         /**< The rule that decided; "" where
                                         several lead to the area, or an
                                         exception overrules them. */
    char target_group[MSB_ID_SIZE]; /**< The citizen's group, or "". */
    char model[MSB_ID_SIZE];        /**< The model that it was decided by. */
};

/**
 * Look up the assignment of a citizen that holds on a date, as known now.
 *
 * This is one look-up of what msb_store_assign() recorded: nothing is
 * decided, and nothing allocated once the store has been asked before.
 * msb_store_find_answer() decides from the facts, and can explain.
 *
 * @param citizen  the citizen's id in the store.
 * @param[out] out  unchanged on failure.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE, MSB_ERR_NOT_FOUND
 *         ("unknown_citizen", or "no_assignment" on the date),
 *         MSB_ERR_DENIED, MSB_ERR_BUSY, MSB_ERR_IO or MSB_ERR_STORE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_store_find_assignment(struct msb_store *store, const char *citizen,
                          struct msb_date on, struct msb_assignment *out,
                          struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
