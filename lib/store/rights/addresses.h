/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ADDRESSES_H
#define MSBI_ADDRESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/address.h>
#include <msb/instant.h>

#include "store/store.h"

/* Where a citizen lives, from a date to a date. */
struct msbi_address_row {
    const char *citizen; /* must be in the store already */
    size_t citizen_length;
    const char *text; /* NULL: no address is known */
    size_t text_length;
    struct msb_date from;
    bool has_to;
    struct msb_date to;
    bool has_protection; /* from the same day, until: */
    struct msb_date protected_until;
};

/* Write one row inside a transaction. CONFLICT ("empty_period") and NOT_FOUND
   ("unknown_citizen") reject it, before anything of it is written. */
enum msb_status msbi_store_put_address(struct msb_store *store,
                                       const struct msbi_address_row *row,
                                       enum msbi_put *out,
                                       struct msb_error *err);

/*
 * A citizen's address on a date, as known at an instant (NULL: now): a new
 * text, or NULL. Where it is protected it is not read at all. It is when a
 * protection has begun, today or on the date, and has not lapsed today; that is
 * asked of present knowledge, whatever the instant.
 */
enum msb_status
msbi_address_find(struct msb_store *store, int64_t citizen, struct msb_date on,
                  const struct msb_instant *known_at, char **out,
                  bool *is_protected, struct msb_error *err);

#endif
