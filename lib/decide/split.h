/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SPLIT_H
#define MSBI_SPLIT_H

#include <stddef.h>
#include <stdint.h>

#include <msb/columns.h>

#include "decide/doubts.h"

struct msb_plan;
struct msbi_block;
struct msbi_proven;

/* The most octets of a set that are read at once. */
#define MSBI_MAX_SPLIT_OCTETS 4

/*
 * The terms of a small model once more, for plain C: a term whose `any_of`
 * spans several octets of the set is split into one for each of them. Then
 * every table is ANDed alone. One bit more stands for no term and is never
 * taken away, so that the first bit set always names an answer.
 */
struct msbi_split {
    size_t num_octets; /* 0: the model is not that small */
    uint64_t *masks;   /* by entry of the only mix */
    uint64_t *octets;  /* [octet * 256 + value] */
    uint64_t absent;   /* of rows that do not know the set */
    uint32_t doubt;    /* the bit of the set; 0: it is the services */
    struct msbi_proofs proofs;
};

/* MSB_OK or NOMEM. */
enum msb_status
msbi_split_build(struct msbi_split *split, const struct msb_plan *plan);
void msbi_split_release(struct msbi_split *split);

/* Decide the rows of a block, and prove what those with doubts come to; some of
   them are left open. False where the model is not that small, or its set is
   not given, or is the services and some rows do not know them. */
bool msbi_split_prove(const struct msb_plan *plan, struct msbi_block *block,
                      struct msbi_proven *proven);

#endif
