/* SPDX-License-Identifier: MIT */
#ifndef MSBI_POLICY_H
#define MSBI_POLICY_H

#include <stdint.h>

#include "model/model.h"
#include "store/guard/principal.h"
#include "store/store.h"

/*
 * The access policy of one model, compiled: what each entry asks of the citizen
 * is a diagram, as the model's rules are, so that it is read exactly where
 * facts are unknown.
 */
struct msbi_policy;

/* Where a principal works, in one model: MSB_NONE where it is not said, or the
   model does not have it. */
struct msbi_workplace {
    size_t area;
    size_t unit;
};

/* The policy of the model with this number, borrowed from the store. */
enum msb_status
msbi_policy_get(struct msb_store *store, int64_t key, struct msb_model *model,
                struct msbi_policy **out, struct msb_error *err);
void msbi_policy_free(struct msbi_policy *policy);

/*
 * The entry that opens most to the principal on a day, the first of several;
 * MSB_NONE where none does. An entry with a condition opens a citizen of whom
 * it surely holds; @person is NULL where nothing is known of the citizen.
 */
enum msb_status msbi_policy_find(const struct msbi_policy *policy,
                                 const struct msbi_principal *principal,
                                 const struct msbi_workplace *workplace,
                                 const struct msbi_person *person,
                                 struct msb_date on, size_t *out,
                                 struct msb_error *err);

#endif
