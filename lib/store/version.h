/* SPDX-License-Identifier: MIT */
#ifndef MSBI_STORE_VERSION_H
#define MSBI_STORE_VERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/* A row of history: what binds its statements, and the statements. */
struct msbi_version {
    const char *look;      /* one row if it is on record: whether it is same */
    const char *supersede; /* superseded at ?7 */
    const char *insert;    /* recorded at ?7 */
    int64_t key;           /* ?1 */
    struct msb_date from;  /* ?2 */
    bool has_to;
    struct msb_date to; /* ?3 */
    int64_t other;      /* ?4 */
    const char *first;  /* ?5; may be NULL */
    size_t first_length;
    const char *second; /* ?6; may be NULL */
    size_t second_length;
};

/* A transaction is open, and there is a day in the period: else MISUSE, or
   CONFLICT "empty_period". */
enum msb_status msbi_version_check(const struct msb_store *store,
                                   struct msb_date from, bool has_to,
                                   struct msb_date to, struct msb_error *err);
/* The same of what somebody gives by hand: INVALID "empty_period". */
enum msb_status
msbi_version_check_period(struct msb_period period, struct msb_error *err);
/* Write it inside the transaction, unless it is on record. */
enum msb_status msbi_version_write(struct msb_store *store,
                                   const struct msbi_version *version,
                                   enum msbi_put *out, struct msb_error *err);

#endif
