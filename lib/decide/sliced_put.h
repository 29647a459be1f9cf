/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SLICED_PUT_H
#define MSBI_SLICED_PUT_H

#include <string.h>

#include "decide/plan.h"

/* What sliced.h and the files beside it have in common; included behind the
   operations on struct lanes. */

/* Where the parts of a block's scratch are. */
LANES_OP uint8_t *
get_plane(const struct msbi_block *block, size_t plane)
{
    return block->scratch + plane * MSBI_BLOCK;
}

LANES_OP uint8_t *
get_nibble(const struct msbi_planes *planes, const struct msbi_block *block,
           size_t nibble)
{
    return block->scratch + (planes->num + nibble) * MSBI_BLOCK;
}

LANES_OP uint8_t *
get_terms(const struct msbi_planes *planes, const struct msbi_block *block)
{
    return get_nibble(planes, block, 2 * planes->num_octets);
}

/* The number of the one bit of each byte; 0 where there is none. */
LANES_OP struct lanes
find_number(struct lanes bit)
{
    static const uint8_t low[16] = {[2] = 1, [4] = 2, [8] = 3};
    static const uint8_t high[16] = {[1] = 4, [2] = 5, [4] = 6, [8] = 7};

    return lanes_or(
        lanes_look(lanes_table(low), lanes_and(bit, lanes_fill(15))),
        lanes_look(lanes_table(high), lanes_high(bit)));
}

/* Write what there is room for. */
LANES_OP void
put_bytes(uint8_t *to, size_t left, struct lanes a)
{
    uint8_t bytes[LANES];

    if (left >= LANES) {
        lanes_store(to, a);
        return;
    }
    lanes_store(bytes, a);
    memcpy(to, bytes, left);
}

LANES_OP void
put_shorts(int16_t *to, size_t left, struct lanes a)
{
    int16_t shorts[LANES];

    if (left >= LANES) {
        lanes_store_shorts(to, a);
        return;
    }
    lanes_store_shorts(shorts, a);
    memcpy(to, shorts, left * sizeof *to);
}

#endif
