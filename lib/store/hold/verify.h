/* SPDX-License-Identifier: MIT */
#ifndef MSBI_VERIFY_H
#define MSBI_VERIFY_H

#include <msb/verify.h>

#include "base/memory.h"
#include "base/text.h"

/* The three texts of a violation, where they begin. */
struct msbi_violation {
    size_t code;
    size_t where;
    size_t message;
};

struct msb_verification {
    struct msbi_refcount refs;
    struct msb_verify_counts counts;
    struct msbi_violation *items;
    size_t num;
    size_t capacity;
    struct msbi_text texts; /* NUL behind each */
};

/* Keep a violation, unless so many are kept already, and count it. */
enum msb_status msbi_verification_add(struct msb_verification *verification,
                                      const char *code, const char *where,
                                      const char *message,
                                      struct msb_error *err);

/* Replay every assignment; inside a transaction. */
enum msb_status
msbi_verify_assignments(struct msb_store *store,
                        const struct msb_verify_options *options,
                        struct msb_verification *out, struct msb_error *err);

#endif
