/* SPDX-License-Identifier: MIT */
#ifndef MSBI_TURNS_H
#define MSBI_TURNS_H

#include "store/columns/meaning.h"
#include "store/time/decider.h"

/*
 * The days on which the area of a chunk's citizens may turn, as
 * store/time/timeline.h has them for one citizen, but for exceptions; and what
 * was decided on them.
 */
#define MSBI_NO_ROW UINT32_MAX

struct msbi_turn {
    uint32_t citizen; /* less the number of the chunk's first */
    uint32_t row;     /* of the chunk; or NO_ROW: nothing is known */
    int32_t day;
    unsigned breaks; /* MSBI_BREAK_AGE and the like */
    uint32_t reign;  /* place among the pieces of time */
    int32_t area;    /* by the model of the reign; or -1 */
};

/* From a day on until the next piece's, one model is in force. */
struct msbi_piece {
    int32_t day;
    struct msbi_reign *reign; /* or NULL */
    struct msbi_batch *batch; /* NULL where no model makes one responsible */
    struct msbi_meaning meaning;
};

struct msbi_turning {
    const struct msbi_reigns *reigns;
    int32_t from, to; /* half-open */
    struct msbi_piece *pieces;
    size_t num_pieces, pieces_capacity;
    struct msbi_turn *turns; /* by citizen and day */
    size_t num_turns, turns_capacity;
};

/* Fill @out with zeros first, and release it also after a failure. */
enum msb_status msbi_turning_open(const struct msbi_reigns *reigns,
                                  struct msb_date from, struct msb_date to,
                                  struct msbi_turning *out,
                                  struct msb_error *err);
void msbi_turning_release(struct msbi_turning *turning);
/* Find and decide the days of every citizen in a chunk who has more than the
   first. */
enum msb_status msbi_turning_fill(struct msbi_turning *turning,
                                  const struct msbi_chunk *chunk,
                                  struct msb_error *err);

#endif
