/* SPDX-License-Identifier: MIT */
#ifndef MSBI_PLANES_H
#define MSBI_PLANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

#include "decide/doubts.h"

struct msb_plan;

/*
 * The terms of the rules as planes of eight: a plane holds one byte of every
 * row's terms, row beside row. Then a table of sixteen bytes is one register,
 * and one instruction looks up as many rows as a register has bytes.
 */

/* The most words of terms, so that a term's number fits a byte. */
#define MSBI_MAX_PLANE_WORDS 7
#define MSBI_MAX_PLANES (4 * MSBI_MAX_PLANE_WORDS)

/* A scalar: for each plane, what its steps leave. */
struct msbi_plane_scalar {
    size_t attribute;
    bool is_wide;
    size_t size;       /* of one table: 16, 32, or all steps */
    uint8_t *possible; /* [plane * size + step] */
};

/* Four bits of a set and what their 16 values do to the terms of a plane. */
struct msbi_plane_nibble {
    uint32_t nibble; /* of each octet of each set: the lower, the higher */
    uint8_t table[16];
};

/* A set, for one plane: terms whose `any_of` is satisfied, and those that are
   broken; nibbles that do neither are left out. */
struct msbi_plane_set {
    size_t attribute;
    size_t num_any, num_broken;
    struct msbi_plane_nibble *any, *broken;
    uint8_t without_any;
    uint8_t absent; /* of rows that do not know it */
};

/* What vectors prove, of terms that are up to four planes; see prove.c. */
struct msbi_plane_proofs {
    uint8_t same_area[4][32]; /* by plane and term */
    uint8_t same_rule[4][32];
    bool has_several_terms;                  /* some rule */
    uint8_t avoidable[MSBI_DOUBT_BYTES][32]; /* doubts of the term's area */
};

struct msbi_planes {
    size_t num; /* planes */
    bool is_unique;
    uint8_t terms[MSBI_MAX_PLANES];
    size_t num_scalars;
    struct msbi_plane_scalar *scalars;
    bool has_large_scalars; /* whose tables do not fit registers */
    size_t num_sets;
    struct msbi_plane_set *sets; /* [set * num + plane] */
    size_t num_octets;           /* of all sets */
    size_t num_doubts;
    uint8_t *certain; /* [(nibble * num + plane) * 16 + value]; see doubts.h */
    bool has_proofs;
    struct msbi_plane_proofs proofs;
    bool has_small_answers; /* up to 32 terms, areas and rules below 128 */
    uint8_t areas[32], rules[32];
    bool has_small_groups; /* by up to 16 steps of one scalar */
    uint8_t groups[16];
};

/* Planes in @out, or NULL where there are too many terms. MSB_OK or NOMEM. */
enum msb_status
msbi_planes_build(const struct msb_plan *plan, struct msbi_planes **out);
void msbi_planes_free(struct msbi_planes *planes);
/* What a block needs besides, in bytes. */
size_t msbi_planes_get_scratch(const struct msbi_planes *planes);

#endif
