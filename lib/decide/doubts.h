/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DOUBTS_H
#define MSBI_DOUBTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

#include "rules/stage.h"

struct msb_plan;

/*
 * What rows may not know, and what follows from that. A doubt is an attribute
 * that rules test and that a row may not know: any but the services, which are
 * none where they are unknown. Doubts are numbered, and those of a row are the
 * bits of a word. A term that is possible for the row is certain where every
 * value of each of them leaves it.
 */

/* Bytes of a row's doubts. */
#define MSBI_DOUBT_BYTES (MSBI_MAX_STAGES / 8)
#define MSBI_NO_DOUBT 0xff

/*
 * What proves what rows with doubts come to, by the first term that is possible
 * for them; see prove.h. One bit behind those of the terms stands for none.
 */
struct msbi_proofs {
    /* By byte of a row's doubts, and its value: the terms that are certain, and
       none. [byte * 256 + value] */
    uint64_t *certain;
    uint64_t same_area[64]; /* by term: the terms of its area */
    uint32_t avoidable[64]; /* doubts of which some value leaves none of them */
    uint32_t answers[64];   /* area, and the rule above it */
};

struct msbi_doubts {
    size_t num;
    size_t num_bytes;                    /* of a row's doubts */
    uint8_t attributes[MSBI_MAX_STAGES]; /* by number */
    uint8_t numbers[MSBI_MAX_STAGES];    /* by attribute */
    /* Of each four doubts, and those of them that a row has: the terms that
       are certain. [(nibble * 16 + value) * num_words + word] */
    size_t num_nibbles;
    uint32_t *certain;
    bool has_proofs; /* of models with one word of terms: */
    struct msbi_proofs proofs;
    /* [number * 32 + term]: the terms that some value of the doubt leaves, but
       not this one. */
    uint32_t *avoiding;
};

/* MSB_OK or NOMEM. */
enum msb_status
msbi_doubts_build(struct msbi_doubts *doubts, const struct msb_plan *plan);
void msbi_doubts_release(struct msbi_doubts *doubts);

/* Of a word of terms, those that are certain if they are possible. */
static inline uint32_t
msbi_doubts_get_certain(const struct msbi_doubts *doubts, size_t num_words,
                        size_t word, uint32_t unknown)
{
    uint32_t certain = ~(uint32_t)0;

    for (size_t i = 0; i < doubts->num_nibbles; i++)
        certain &=
            doubts->certain[(i * 16 + (unknown >> 4 * i & 15)) * num_words
                            + word];
    return certain;
}

#endif
