/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SPLIT_H
#define MSBI_SPLIT_H

#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

struct msb_plan;

/* The most octets of a set that are read at once. */
#define MSBI_MAX_SPLIT_OCTETS 4

/*
 * The terms of a small model once more, for complete rows in plain C: a term
 * whose `any_of` spans several octets of the set is split into one for each of
 * them. Then every table is ANDed alone. One bit more stands for no term and
 * is never taken away, so that the first bit set always names an answer.
 */
struct msbi_split {
    size_t num_octets; /* 0: the model is not that small */
    uint64_t *masks;   /* by entry of the only mix */
    uint64_t *octets;  /* [octet * 256 + value] */
    uint32_t answers[64];
};

/* MSB_OK or NOMEM. */
enum msb_status
msbi_split_build(struct msbi_split *split, const struct msb_plan *plan);
void msbi_split_release(struct msbi_split *split);

#endif
